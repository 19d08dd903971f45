//! While a custom field gets another type, its values stand once more under a number that nobody sees yet, in that type.
//! Whoever writes a contact meanwhile writes them too, so that they never disagree with what is seen.

use super::change::Changed;
use super::wire::{WireHeir, WireState, kind_read, kind_written};
use crate::model::{Contact, EntryId, FieldId, FieldType};

/// A field that will stand in another's place.
#[derive(Clone, Debug)]
pub(super) struct Heir {
    /// Whose values they are.
    pub(super) old: FieldId,
    /// Under which number they are written.
    pub(super) new: FieldId,
    /// In which type.
    pub(super) kind: FieldType,
}

impl Heir {
    /// As the state keeps it.
    pub(super) fn wire(&self, entry: EntryId) -> WireHeir {
        let (kind, options) = kind_written(&self.kind);
        WireHeir {
            old: self.old.0,
            new: self.new.0,
            entry: entry.0,
            kind,
            options: options.to_vec(),
        }
    }

    fn read(wire: &WireHeir) -> Option<Self> {
        Some(Self {
            old: FieldId(wire.old),
            new: FieldId(wire.new),
            kind: kind_read(wire.kind, wire.options.clone())?,
        })
    }

    /// Gives a contact the value it will have.
    pub(super) fn follow(&self, contact: &mut Contact) {
        let value = contact
            .custom_value(self.old)
            .and_then(|value| value.as_type(&self.kind));
        let at = contact.custom.binary_search_by_key(&self.new, |(id, _)| *id);
        match (at, value) {
            (Ok(at), Some(value)) => {
                if let Some((_, place)) = contact.custom.get_mut(at) {
                    *place = value;
                }
            }
            (Ok(at), None) => {
                contact.custom.remove(at);
            }
            (Err(at), Some(value)) => contact.custom.insert(at, (self.new, value)),
            (Err(_), None) => {}
        }
    }
}

/// Gives changed contacts the values they will have.
pub(super) fn follow(heirs: &[WireHeir], changes: &mut [Changed]) {
    for heir in heirs.iter().filter_map(Heir::read) {
        for new in changes.iter_mut().filter_map(|change| change.new.as_mut()) {
            heir.follow(&mut new.contact);
        }
    }
}

/// The change of an entry is over, or is taken back.
pub(super) fn forget(state: &mut WireState, entry: EntryId) {
    state.heirs.retain(|heir| heir.entry != entry.0);
}
