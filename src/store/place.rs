//! What people call the place of a stored value, by its key: messages about damage name the field and the contacts it is of.

use super::columns::{self, NUMBER_ROWS, TEXT_ROWS};
use super::envelope::Sealed;
use super::events::BLOCK_ROWS;
use super::tables::parts_of_events_key;
use crate::model::EventKind;

/// The place in words.
pub(super) fn named(kind: Sealed, key: &[u8]) -> String {
    let named = match kind {
        Sealed::Column => column(key),
        Sealed::Bitmap => bitmap(key),
        Sealed::EventColumn => event_column(key),
        Sealed::Events => key
            .try_into()
            .ok()
            .and_then(parts_of_events_key)
            .map(|(contact, kind, _)| format!("{} of contact {}", kind.word(), contact.0)),
        _ => None,
    };
    named.unwrap_or_else(|| numbered(kind.word(), key))
}

/// A row by the number that is its key.
fn numbered(word: &str, key: &[u8]) -> String {
    match key.len() {
        4 | 8 => {
            let number = key
                .iter()
                .fold(0_u64, |number, byte| (number << 8) | u64::from(*byte));
            format!("{word} {number}")
        }
        _ => format!("{word} {}", key.escape_ascii()),
    }
}

/// The bit in a key that says that marks stand there, and not what they mark.
const MARKS: u8 = 0x80;

/// The number that stands in a key from a byte on.
fn number_at(key: &[u8], at: usize) -> Option<u32> {
    let bytes = key.get(at..)?.first_chunk::<4>()?;
    Some(u32::from_be_bytes(*bytes))
}

fn column(key: &[u8]) -> Option<String> {
    let (space, id) = (*key.first()?, number_at(key, 1)?);
    let (part, chunk) = (*key.get(5)?, number_at(key, 6)?);
    let (name, rows) = match space {
        0 => {
            let (field, rows) = columns::field_of(id)?;
            (format!("“{}”", field.name()), rows)
        }
        1 | 3 => (format!("custom field {id}"), TEXT_ROWS),
        2 => (format!("custom field {id}"), NUMBER_ROWS),
        _ => return None,
    };
    Some(spanned(&format!("column of {name}"), part, chunk, rows))
}

fn bitmap(key: &[u8]) -> Option<String> {
    let (kind, id) = (*key.first()?, number_at(key, 1)?);
    Some(match kind & !MARKS {
        0 => "bitmap of all contacts".to_owned(),
        1 => format!("bitmap of who is in list {id}"),
        2 => format!("bitmap of “{}”", columns::flag_of(id)?.name()),
        3 | 4 => format!("bitmap of custom field {id}"),
        _ => return None,
    })
}

fn event_column(key: &[u8]) -> Option<String> {
    let kind = usize::from(key.first()?.checked_sub(1)?);
    let kind = EventKind::ALL.into_iter().nth(kind)?;
    let (part, block) = (*key.get(1)?, number_at(key, 2)?);
    Some(match part & !MARKS {
        0..=3 => spanned(&format!("columns of {}", kind.word()), part, block, BLOCK_ROWS),
        4 | 5 => format!("texts of {}", kind.word()),
        _ => return None,
    })
}

fn spanned(what: &str, part: u8, chunk: u32, rows: u32) -> String {
    if part & MARKS != 0 {
        return format!("what is known of the {what}");
    }
    let first = u64::from(chunk) * u64::from(rows);
    format!("{what}, contacts {first} to {}", first + u64::from(rows) - 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{BuiltinField, ContactId, FieldRef, ListId};
    use crate::store::bitmap::Bitmap;
    use crate::store::columns::{Column, Part, Space, text_column};
    use crate::store::tables::{BlockPart, block_key, events_key};

    #[test]
    fn damage_names_the_field_and_the_contacts() {
        let city = text_column(FieldRef::Builtin(BuiltinField::City)).map(|city| city.key(Part::Main, 2));
        assert_eq!(
            named(Sealed::Column, &city.unwrap_or_default()),
            "column of “city”, contacts 6144 to 9215"
        );
        let custom = Column {
            space: Space::CustomNumber,
            id: 5,
        };
        assert_eq!(
            named(Sealed::Column, &custom.key(Part::Main, 0)),
            "column of custom field 5, contacts 0 to 15359"
        );
        let days = block_key(EventKind::Email, BlockPart::Days, 1, 0);
        assert_eq!(
            named(Sealed::EventColumn, &days),
            "columns of emails, contacts 896 to 1791"
        );
        let events = events_key(ContactId(7), EventKind::Message, 3);
        assert_eq!(named(Sealed::Events, &events), "messages of contact 7");
        assert_eq!(
            named(Sealed::Bitmap, &Bitmap::List(ListId(3)).key(0)),
            "bitmap of who is in list 3"
        );
        assert_eq!(named(Sealed::Contact, &7_u32.to_be_bytes()), "contact 7");
    }
}
