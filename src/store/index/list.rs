//! Sorted entries one after the other: of each, how many bytes it shares with the one before, how many follow, and
//! those. A list of a page's size holds some hundreds.

use super::entry::{Entry, without_contact};

/// Bytes before the own bytes of an entry.
pub(super) const HEAD: usize = 2;

/// A list being read.
pub(super) struct Unpacker<'a> {
    rest: &'a [u8],
    entry: Vec<u8>,
}

impl<'a> Unpacker<'a> {
    /// A list from its beginning.
    pub(super) fn new(packed: &'a [u8]) -> Self {
        Self {
            rest: packed,
            entry: Vec::with_capacity(64),
        }
    }

    /// The next entry.
    pub(super) fn next(&mut self) -> Option<&[u8]> {
        let (shared, own) = step(&mut self.rest)?;
        self.entry.truncate(shared);
        self.entry.extend_from_slice(own);
        Some(&self.entry)
    }
}

/// How many bytes an entry shares with the one before, and its own.
pub(super) type Item<'a> = (usize, &'a [u8]);

fn step<'a>(rest: &mut &'a [u8]) -> Option<Item<'a>> {
    let ([shared, length], behind) = rest.split_first_chunk::<HEAD>()?;
    let (own, behind) = behind.split_at_checked(usize::from(*length))?;
    *rest = behind;
    Some((usize::from(*shared), own))
}

pub(super) fn put((shared, own): Item<'_>, list: &mut Vec<u8>) {
    list.extend([shared as u8, own.len() as u8]);
    list.extend_from_slice(own);
}

/// Appends the list of these entries, which are sorted.
pub(super) fn packed(entries: &[Entry], list: &mut Vec<u8>) {
    let mut last: &[u8] = &[];
    for entry in entries {
        let shared = common(last, entry.bytes());
        put((shared, entry.bytes().get(shared..).unwrap_or_default()), list);
        last = entry.bytes();
    }
}

/// What stands where an entry belongs.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    /// Itself.
    Taken,
    /// A greater one, which has so many bytes of it.
    Before(usize),
    /// Nothing.
    End,
}

/// What is looked for in a list, each time something greater.
#[derive(Default)]
struct Target {
    bytes: Vec<u8>,
    /// How many of its bytes the last entry that was passed has, and how long that entry is.
    matched: usize,
    length: usize,
}

impl Target {
    fn set(&mut self, bytes: &[u8]) {
        // The last entry that was passed is less than both: it has what both have, as far as it goes.
        self.matched = self.matched.min(common(&self.bytes, bytes));
        self.bytes.clear();
        self.bytes.extend_from_slice(bytes);
    }

    /// Where it stands to the next entry. None where that is less, and passed.
    fn pass(&mut self, (shared, own): Item<'_>) -> Option<Place> {
        if shared < self.matched {
            return Some(Place::Before(shared));
        }
        if shared == self.matched {
            let wanted = self.bytes.get(shared..).unwrap_or_default();
            let more = common(own, wanted);
            match (own.get(more), wanted.get(more)) {
                (None, None) => return Some(Place::Taken),
                (Some(here), Some(there)) if here > there => return Some(Place::Before(shared + more)),
                (Some(_), None) => return Some(Place::Before(shared + more)),
                _ => self.matched += more,
            }
        }
        self.length = shared + own.len();
        None
    }

    /// Passes what is less.
    fn pass_all(&mut self, list: &mut &[u8]) -> Place {
        let mut behind = *list;
        while let Some(item) = step(&mut behind) {
            if let Some(place) = self.pass(item) {
                return place;
            }
            *list = behind;
        }
        Place::End
    }
}

/// A list in which beginnings are looked for, each time a greater one that does not begin with the one before.
pub(super) struct Finder<'a> {
    rest: &'a [u8],
    target: Target,
}

impl<'a> Finder<'a> {
    /// Begins.
    pub(super) fn new(packed: &'a [u8]) -> Self {
        Self {
            rest: packed,
            target: Target::default(),
        }
    }

    /// Visits the entries that begin so. True where a greater one stands behind them.
    pub(super) fn visit(&mut self, beginning: &[u8], visit: &mut impl FnMut(&[u8])) -> bool {
        self.target.set(beginning);
        let mut has = match self.target.pass_all(&mut self.rest) {
            Place::Taken => beginning.len(),
            Place::Before(has) => has,
            Place::End => return false,
        };
        let mut entry = beginning.to_vec();
        while has >= beginning.len() {
            let Some((shared, own)) = step(&mut self.rest) else {
                return false;
            };
            entry.truncate(shared);
            entry.extend_from_slice(own);
            visit(&entry);
            self.target.matched = beginning.len();
            self.target.length = entry.len();
            let mut behind = self.rest;
            match step(&mut behind) {
                Some((shared, _)) => has = shared,
                None => return false,
            }
        }
        true
    }
}

/// A list being changed, from its beginning to its end. What stays is copied as it lies.
pub(super) struct Editor<'a> {
    rest: &'a [u8],
    /// The next entry, where what it shares with the one before is no longer what the list says.
    next: Option<(usize, Vec<u8>)>,
    done: Vec<u8>,
    target: Target,
}

impl<'a> Editor<'a> {
    /// Begins; entries are put in and taken out in their order.
    pub(super) fn new(packed: &'a [u8]) -> Self {
        Self {
            rest: packed,
            next: None,
            done: Vec::with_capacity(packed.len() + 256),
            target: Target::default(),
        }
    }

    /// Puts an entry in. False where a neighbour differs from it in the contact alone.
    pub(super) fn put_in(&mut self, entry: &[u8]) -> bool {
        let place = self.go_to(entry);
        if place == Place::Taken {
            return true;
        }
        let without = without_contact(entry).len();
        let mut alone = self.target.length != entry.len() || self.target.matched < without;
        put(
            (
                self.target.matched,
                entry.get(self.target.matched..).unwrap_or_default(),
            ),
            &mut self.done,
        );
        if let (Place::Before(common), Some((shared, own))) = (place, self.take_next()) {
            alone &= shared + own.len() != entry.len() || common < without;
            self.next = Some((common, own.get(common - shared..).unwrap_or_default().to_vec()));
        }
        self.target.matched = entry.len();
        self.target.length = entry.len();
        alone
    }

    /// Takes an entry out, where it is.
    pub(super) fn take_out(&mut self, entry: &[u8]) {
        if self.go_to(entry) != Place::Taken {
            return;
        }
        let Some((gone, _)) = self.take_next() else { return };
        if let Some((shared, own)) = self.take_next() {
            let more = entry.get(gone..shared).unwrap_or_default();
            self.next = Some((gone.min(shared), [more, &own].concat()));
        }
    }

    /// The list as it is now.
    pub(super) fn finish(mut self) -> Vec<u8> {
        if let Some((shared, own)) = self.next.take() {
            put((shared, &own), &mut self.done);
        }
        self.done.extend_from_slice(self.rest);
        self.done
    }

    /// Copies what is less than an entry.
    fn go_to(&mut self, entry: &[u8]) -> Place {
        self.target.set(entry);
        if let Some((shared, own)) = self.next.take() {
            if let Some(place) = self.target.pass((shared, &own)) {
                self.next = Some((shared, own));
                return place;
            }
            put((shared, &own), &mut self.done);
        }
        let run = self.rest;
        let place = self.target.pass_all(&mut self.rest);
        let copied = run.len() - self.rest.len();
        self.done.extend_from_slice(run.get(..copied).unwrap_or_default());
        place
    }

    fn take_next(&mut self) -> Option<(usize, Vec<u8>)> {
        if self.next.is_some() {
            return self.next.take();
        }
        step(&mut self.rest).map(|(shared, own)| (shared, own.to_vec()))
    }
}

/// Appends a list to another that is less, whose last entry is not known.
pub(super) fn append(list: &mut Vec<u8>, behind: &[u8]) {
    let mut last = Vec::new();
    let mut before = Unpacker::new(list);
    while let Some(entry) = before.next() {
        last.clear();
        last.extend_from_slice(entry);
    }
    let mut rest = behind;
    if let Some((_, first)) = step(&mut rest) {
        let shared = common(&last, first);
        put((shared, first.get(shared..).unwrap_or_default()), list);
        list.extend_from_slice(rest);
    }
}

/// How many bytes two strings have in common at their beginnings.
pub(super) fn common(one: &[u8], other: &[u8]) -> usize {
    one.iter().zip(other).take_while(|(a, b)| a == b).count()
}

#[cfg(test)]
#[allow(
    clippy::unwrap_used,
    reason = "tests stop at the first thing that does not hold"
)]
mod tests {
    use super::super::packer::cut;
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    fn packed(entries: &BTreeSet<Vec<u8>>) -> Vec<u8> {
        let mut editor = Editor::new(&[]);
        for entry in entries {
            editor.put_in(entry);
        }
        editor.finish()
    }

    fn unpacked(packed: &[u8]) -> BTreeSet<Vec<u8>> {
        let mut list = Unpacker::new(packed);
        let mut entries = BTreeSet::new();
        while let Some(entry) = list.next() {
            assert!(
                entries
                    .last()
                    .is_none_or(|last: &Vec<u8>| last.as_slice() < entry)
            );
            entries.insert(entry.to_vec());
        }
        entries
    }

    fn entries() -> impl Strategy<Value = BTreeSet<Vec<u8>>> {
        prop::collection::btree_set(prop::collection::vec(0..3_u8, 0..7), 0..80)
    }

    proptest! {
        #[test]
        fn entries_come_and_go(there in entries(), change in entries(), more in entries(), full in 10..60_usize, rising in any::<bool>()) {
            let packed = packed(&there);
            prop_assert_eq!(unpacked(&packed), there.clone());

            let mut editor = Editor::new(&packed);
            for entry in &change {
                editor.put_in(entry);
            }
            let with = editor.finish();
            let all: BTreeSet<_> = there.union(&change).cloned().collect();
            prop_assert_eq!(&unpacked(&with), &all);

            let mut editor = Editor::new(&with);
            for entry in &more {
                editor.take_out(entry);
            }
            let without = editor.finish();
            prop_assert_eq!(&unpacked(&without), &all.difference(&more).cloned().collect());

            let pieces = cut(&with, full, rising);
            let mut whole = Vec::new();
            for (key, piece) in &pieces {
                prop_assert!(piece.len() <= full.max(12));
                prop_assert!(unpacked(&whole).iter().all(|before| before < key));
                prop_assert!(unpacked(piece).iter().all(|entry| entry >= key));
                append(&mut whole, piece);
            }
            prop_assert_eq!(unpacked(&whole), all);
        }

        #[test]
        fn a_neighbour_with_another_contact_is_seen(
            there in prop::collection::btree_set(prop::collection::vec(0..2_u8, 6), 0..20),
            entry in prop::collection::vec(0..2_u8, 6),
        ) {
            let packed = packed(&there);
            let twin = |other: &Vec<u8>| without_contact(other) == without_contact(&entry);
            let alone = there.contains(&entry) || !there.iter().any(twin);
            prop_assert_eq!(Editor::new(&packed).put_in(&entry), alone);
        }

        #[test]
        fn what_begins_so_is_found(entries in entries(), beginnings in prop::collection::btree_set(prop::collection::vec(0..3_u8, 2), 0..9)) {
            let packed = packed(&entries);
            let mut finder = Finder::new(&packed);
            for beginning in &beginnings {
                let mut found = Vec::new();
                let more = finder.visit(beginning, &mut |entry| found.push(entry.to_vec()));
                let wanted: Vec<_> = entries.iter().filter(|entry| entry.starts_with(beginning)).cloned().collect();
                prop_assert_eq!(found, wanted);
                let greater = |entry: &&Vec<u8>| *entry > beginning && !entry.starts_with(beginning);
                prop_assert_eq!(more, entries.iter().any(|entry| greater(&entry)));
            }
        }

        #[test]
        fn bytes_that_are_no_list_do_no_harm(bytes in prop::collection::vec(any::<u8>(), 0..60), target in prop::collection::vec(any::<u8>(), 0..7)) {
            let mut list = Unpacker::new(&bytes);
            while list.next().is_some() {}
            Finder::new(&bytes).visit(&target, &mut |_| ());
        }
    }
}
