//! The suggestions that wait for a decision, best first, and which of them are shown: by band, by household, by name.

use super::super::input::Input;
use super::pair::Pair;
use crate::duplicates::Band;
use crate::model::ContactId;
use crate::model::text::fold;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// Which suggestions are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Shown {
    /// Sure ones, and those to be looked at.
    #[default]
    Likely,
    /// Only the sure ones.
    Sure,
    /// Only those to be looked at.
    Review,
    /// Those that are less likely one person than two.
    Weak,
    /// Relatives who share contact data.
    Household,
}

impl Shown {
    /// Every one, in the order in which the key goes through them.
    pub const ALL: [Self; 5] = [
        Self::Likely,
        Self::Sure,
        Self::Review,
        Self::Weak,
        Self::Household,
    ];

    /// What it is called.
    pub fn word(self) -> &'static str {
        match self {
            Self::Likely => "sure and review",
            Self::Sure => "sure",
            Self::Review => "review",
            Self::Weak => "weak",
            Self::Household => "same household",
        }
    }

    fn takes(self, pair: &Pair) -> bool {
        match self {
            Self::Likely => pair.band() >= Band::Review,
            Self::Sure => pair.band() == Band::Sure,
            Self::Review => pair.band() == Band::Review,
            Self::Weak => pair.band() == Band::Weak,
            Self::Household => pair.is_household(),
        }
    }

    /// The next one.
    pub(super) fn next(self) -> Self {
        let at = Self::ALL.iter().position(|one| *one == self).unwrap_or(0);
        Self::ALL.get(at + 1).copied().unwrap_or_default()
    }
}

/// One line of the queue: two contacts, or several that are surely one person.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// Its contacts, the oldest first.
    pub members: Vec<ContactId>,
    /// What they are called.
    pub names: Vec<String>,
    /// The probability of the least likely of its pairs.
    pub score: f32,
    /// They seem to be relatives.
    pub household: bool,
    /// It was put off.
    pub skipped: bool,
}

/// All suggestions, and the rows that are shown.
#[derive(Debug, Default)]
pub struct Queue {
    /// The rows that are shown.
    pub rows: Vec<Row>,
    /// The row that is looked at.
    pub cursor: usize,
    /// The first visible one.
    pub top: usize,
    /// Which suggestions are shown.
    pub shown: Shown,
    /// Only those with this in a name.
    pub text: Input,
    /// The keys go into that.
    pub typing: bool,
    /// How many pairs each choice of [`Shown`] has.
    pub counts: [usize; Shown::ALL.len()],
    pairs: Vec<Pair>,
    skipped: Vec<Vec<ContactId>>,
    /// Pairs that were said to be two people.
    apart: HashSet<(ContactId, ContactId)>,
}

impl Queue {
    /// Takes suggestions in, also later ones: of a pair that is there the newer one counts.
    pub fn take(&mut self, more: Vec<Pair>) {
        let new: HashSet<_> = more.iter().map(Pair::ids).collect();
        self.pairs.retain(|pair| !new.contains(&pair.ids()));
        self.pairs.extend(more);
        self.pairs
            .sort_by(|one, other| other.suggestion.score.total_cmp(&one.suggestion.score));
        self.rebuild();
    }

    /// With these suggestions in place of all others; what is shown, and what was put off, stays so.
    pub(super) fn begun_anew(mut self, pairs: Vec<Pair>) -> Self {
        self.pairs.clear();
        self.take(pairs);
        self
    }

    /// The row that is looked at.
    pub fn current(&self) -> Option<&Row> {
        self.rows.get(self.cursor)
    }

    /// The suggestion of two contacts.
    pub fn pair(&self, one: ContactId, other: ContactId) -> Option<&Pair> {
        let ids = (one.min(other), one.max(other));
        self.pairs.iter().find(|pair| pair.ids() == ids)
    }

    /// All that nobody has said to be two people.
    fn open(&self) -> impl Iterator<Item = &Pair> {
        self.pairs.iter().filter(|pair| !self.apart.contains(&pair.ids()))
    }

    /// Of two contacts something else is thought by now.
    pub(super) fn replace(&mut self, new: Pair) {
        if let Some(pair) = self.pairs.iter_mut().find(|pair| pair.ids() == new.ids()) {
            *pair = new;
        } else {
            self.pairs.push(new);
        }
    }

    /// A contact has gone: its suggestions go too, and come back with it.
    pub(super) fn forget(&mut self, gone: ContactId) -> Vec<Pair> {
        let (out, left): (Vec<Pair>, Vec<Pair>) = std::mem::take(&mut self.pairs)
            .into_iter()
            .partition(|pair| pair.has(gone));
        self.pairs = left;
        out
    }

    /// Takes some suggestions out.
    pub(super) fn drop(&mut self, out: &[(ContactId, ContactId)]) {
        self.pairs.retain(|pair| !out.contains(&pair.ids()));
    }

    /// Who was said to be two people, by whomever.
    pub(super) fn set_apart(&mut self, apart: &[(ContactId, ContactId)]) -> bool {
        let new: HashSet<_> = apart.iter().copied().collect();
        let changed = new != self.apart;
        self.apart = new;
        changed
    }

    /// Puts the row at the cursor behind all others.
    pub(super) fn skip(&mut self) {
        if let Some(row) = self.current() {
            let members = row.members.clone();
            self.skipped.retain(|skipped| *skipped != members);
            self.skipped.push(members);
            self.rebuild();
        }
    }

    /// The groups that are surely one person, the oldest contact of each first.
    pub fn sure(&self) -> Vec<Row> {
        let sure: Vec<&Pair> = self.open().filter(|pair| pair.band() == Band::Sure).collect();
        let (mut rows, alone) = self.clusters(&sure);
        // Where clusters fell apart, each contact is merged once at most.
        let mut seen = BTreeSet::new();
        for row in alone {
            if row.members.iter().all(|one| !seen.contains(one)) {
                seen.extend(row.members.iter().copied());
                rows.push(row);
            }
        }
        rows
    }

    /// Works out the rows anew; the cursor stays where it is.
    pub(super) fn rebuild(&mut self) {
        self.counts = Shown::ALL.map(|shown| self.open().filter(|pair| shown.takes(pair)).count());
        let wanted = fold(self.text.trimmed());
        let named =
            |row: &Row| wanted.is_empty() || row.names.iter().any(|name| fold(name).contains(&wanted));
        let pairs: Vec<&Pair> = self.open().filter(|pair| self.shown.takes(pair)).collect();
        let (sure, rest): (Vec<&Pair>, Vec<&Pair>) = match self.shown {
            Shown::Household => (Vec::new(), pairs),
            _ => pairs.into_iter().partition(|pair| pair.band() == Band::Sure),
        };
        let (mut rows, alone) = self.clusters(&sure);
        rows.extend(alone);
        rows.sort_by(|one, other| other.score.total_cmp(&one.score));
        rows.extend(rest.into_iter().map(row));
        rows.retain(named);
        for row in &mut rows {
            row.skipped = self.skipped.contains(&row.members);
        }
        rows.sort_by_key(|row| row.skipped);
        self.rows = rows;
        self.cursor = self.cursor.min(self.rows.len().saturating_sub(1));
        self.top = self.top.min(self.cursor);
    }

    /// Three or more that sure pairs lead to from each other, and the pairs that stand alone. Where two of them were said to
    /// be two people, it is no cluster: a person decides pair by pair.
    fn clusters(&self, sure: &[&Pair]) -> (Vec<Row>, Vec<Row>) {
        let mut leaders: HashMap<ContactId, ContactId> = HashMap::new();
        for pair in sure {
            let (one, other) = pair.ids();
            let (one, other) = (leader(&mut leaders, one), leader(&mut leaders, other));
            leaders.insert(one.max(other), one.min(other));
        }
        let mut together: BTreeMap<ContactId, Vec<&Pair>> = BTreeMap::new();
        for pair in sure {
            let of = leader(&mut leaders, pair.suggestion.one);
            together.entry(of).or_default().push(pair);
        }
        let (mut clusters, mut alone) = (Vec::new(), Vec::new());
        for pairs in together.into_values() {
            match self.cluster(&pairs) {
                Some(row) => clusters.push(row),
                None => alone.extend(pairs.into_iter().map(row)),
            }
        }
        (clusters, alone)
    }

    fn cluster(&self, pairs: &[&Pair]) -> Option<Row> {
        let mut named: BTreeMap<ContactId, &String> = BTreeMap::new();
        for pair in pairs {
            let [one, other] = &pair.names;
            named.insert(pair.suggestion.one, one);
            named.insert(pair.suggestion.other, other);
        }
        let mut apart = self.apart.iter();
        let torn = apart.any(|(one, other)| named.contains_key(one) && named.contains_key(other));
        (named.len() > 2 && !torn).then(|| Row {
            members: named.keys().copied().collect(),
            names: named.into_values().cloned().collect(),
            score: pairs
                .iter()
                .fold(1.0, |least, pair| pair.suggestion.score.min(least)),
            household: false,
            skipped: false,
        })
    }
}

fn row(pair: &Pair) -> Row {
    let (one, other) = pair.ids();
    Row {
        members: vec![one, other],
        names: pair.names.to_vec(),
        score: pair.suggestion.score,
        household: pair.is_household(),
        skipped: false,
    }
}

fn leader(leaders: &mut HashMap<ContactId, ContactId>, of: ContactId) -> ContactId {
    let mut place = of;
    loop {
        let next = *leaders.entry(place).or_insert(place);
        if next == place {
            return place;
        }
        place = next;
    }
}
