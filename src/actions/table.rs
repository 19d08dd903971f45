//! The table of actions as one person has it: the keys may be others than the default ones.

use super::{Action, Chord, Entry, Place, Snapshot, TABLE};

/// The table in use.
#[derive(Clone, Copy, Debug)]
pub struct Table(&'static [Entry]);

impl Default for Table {
    fn default() -> Self {
        Self(TABLE)
    }
}

impl Table {
    /// With other keys for some actions. Where a key would mean two things in one place, the action keeps its default keys;
    /// what was refused is said in words. Made once a process and kept to its end, so that every row stays where it is.
    pub fn with(wanted: Vec<(Action, Vec<Chord>)>) -> (Self, Vec<String>) {
        let mut wanted: Vec<(Action, &'static [Chord])> = wanted
            .into_iter()
            .map(|(action, keys)| (action, &*keys.leak()))
            .collect();
        let mut refused = Vec::new();
        loop {
            let rows = rows(&wanted);
            let Some((action, why)) = wanted.iter().find_map(|(action, _)| conflict(&rows, *action)) else {
                return (Self(rows.leak()), refused);
            };
            refused.push(why);
            wanted.retain(|(one, _)| *one != action);
        }
    }

    /// Every action, in the order of help.
    pub fn entries(self) -> &'static [Entry] {
        self.0
    }

    /// The action of a key in a place, if it has one.
    pub fn at(self, place: Place, chord: Chord) -> Option<&'static Entry> {
        self.0
            .iter()
            .find(|entry| entry.places.contains(&place) && entry.keys.contains(&chord))
    }

    /// The row of an action.
    pub fn entry(self, action: Action) -> Option<&'static Entry> {
        self.0.iter().find(|entry| entry.action == action)
    }

    /// The footer of a snapshot: what is on and worth showing, in the order of the table, each with its rank.
    pub fn footer(self, snapshot: Snapshot) -> impl Iterator<Item = &'static Entry> {
        self.0.iter().filter(move |entry| {
            entry.footer > 0 && entry.places.contains(&snapshot.place) && (entry.off)(snapshot).is_none()
        })
    }
}

fn rows(wanted: &[(Action, &'static [Chord])]) -> Vec<Entry> {
    let row = |entry: &Entry| {
        let keys = wanted.iter().find(|(action, _)| *action == entry.action);
        Entry {
            keys: keys.map_or(entry.keys, |(_, keys)| keys),
            ..*entry
        }
    };
    TABLE.iter().map(row).collect()
}

/// Why an action cannot have its keys.
fn conflict(rows: &[Entry], action: Action) -> Option<(Action, String)> {
    let entry = rows.iter().find(|entry| entry.action == action)?;
    let shares = |other: &&Entry| {
        other.action != action && other.places.iter().any(|place| entry.places.contains(place))
    };
    rows.iter().filter(shares).find_map(|other| {
        let key = entry.keys.iter().find(|key| other.keys.contains(key))?;
        let why = format!(
            "{} cannot have {key}: it is the key of {}.",
            entry.action.id(),
            other.action.id()
        );
        Some((action, why))
    })
}

#[cfg(test)]
#[allow(
    clippy::unwrap_used,
    reason = "tests stop at the first thing that does not hold"
)]
mod tests {
    use super::*;

    fn key(text: &str) -> Chord {
        text.parse().unwrap()
    }

    #[test]
    fn keys_can_be_changed_and_exchanged() {
        let wanted = vec![
            (Action::Undo, vec![key("Ctrl-Z")]),
            (Action::Suspend, vec![key("u"), key("F5")]),
        ];
        let (table, refused) = Table::with(wanted);
        assert!(refused.is_empty(), "{refused:?}");
        let at = |text| table.at(Place::Lists, key(text)).unwrap().action;
        assert_eq!(
            (at("Ctrl-Z"), at("u"), at("F5")),
            (Action::Undo, Action::Suspend, Action::Suspend)
        );
    }

    #[test]
    fn a_key_that_is_taken_in_the_same_place_is_refused_and_the_default_stays() {
        let (table, refused) = Table::with(vec![(Action::AddContact, vec![key("n")])]);
        assert_eq!(refused, ["add-contact cannot have n: it is the key of new-list."]);
        assert_eq!(
            table.at(Place::Lists, key("a")).unwrap().action,
            Action::AddContact
        );
        let (_, refused) = Table::with(vec![(Action::NewList, vec![key("s")])]);
        assert!(refused.is_empty(), "s means something elsewhere only");
    }
}
