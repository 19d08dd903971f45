//! Every table of the file, and how its keys are laid out. Keys and values are numbers and bytes only; each value that
//! is not empty stands in an [`super::envelope`].

use crate::model::{ContactId, EventKind};
use redb::TableDefinition;

type Bytes = &'static [u8];
type Numbered = TableDefinition<'static, u32, Bytes>;

/// `format` (version and uuid, written once) and `state` (generation, next ids, row counts), `settings`.
pub(super) const META: TableDefinition<'static, Bytes, Bytes> = TableDefinition::new("meta");
/// List → its name, description, limits.
pub(super) const LISTS: Numbered = Numbered::new("lists");
/// List → how many contacts are in it, and its generation.
pub(super) const LIST_STATES: Numbered = Numbered::new("list_states");
/// Segment → scope, name, criteria.
pub(super) const SEGMENTS: Numbered = Numbered::new("segments");
/// Custom field → key, label, type.
pub(super) const FIELDS: Numbered = Numbered::new("fields");
/// Source of ids → its name.
pub(super) const SOURCES: Numbered = Numbered::new("sources");
/// Decision about two contacts → who they are, who decided, and when. Not there in a store in which nothing was decided yet.
pub(super) const DECISIONS: Numbered = Numbered::new("decisions");
/// Contact → its row.
pub(super) const CONTACTS: Numbered = Numbered::new("contacts");
/// WhatsApp identity of a number → what is known about its permission.
pub(super) const PERMISSIONS: TableDefinition<'static, u64, Bytes> = TableDefinition::new("permissions");
/// [`events_key`] → some of a contact's events of one kind, in the order of time.
pub(super) const EVENTS: TableDefinition<'static, &'static EventsKey, &'static [u8]> =
    TableDefinition::new("events");
/// Contact → what its history comes to; only of those that have events.
pub(super) const TOTALS: Numbered = Numbered::new("totals");
/// [`block_key`] → the events of one kind of a block of contacts, as columns.
pub(super) const EVENT_COLUMNS: TableDefinition<'static, &'static BlockKey, &'static [u8]> =
    TableDefinition::new("event_columns");
/// Journal entry → who, when, what, how many, where it stands.
pub(super) const JOURNAL: TableDefinition<'static, u64, Bytes> = TableDefinition::new("journal");
/// Entry (eight big-endian bytes) and chunk (four) → what undo needs of the rows the entry touched.
pub(super) const JOURNAL_ROWS: TableDefinition<'static, Bytes, Bytes> = TableDefinition::new("journal_rows");
/// Key of an import → its entry, its position and the reader's counts.
pub(super) const JOBS: TableDefinition<'static, Bytes, Bytes> = TableDefinition::new("jobs");

/// See [`events_key`].
pub(super) type EventsKey = [u8; 9];

/// The key of a chunk of a contact's events in [`EVENTS`]: contact, kind, and the chunk's number, big-endian. The numbers
/// ascend with time and have room between them.
pub(super) fn events_key(contact: ContactId, kind: EventKind, chunk: u32) -> EventsKey {
    let mut key = [0; 9];
    let (place, rest) = key.split_at_mut(4);
    place.copy_from_slice(&contact.0.to_be_bytes());
    let (place, rest) = rest.split_at_mut(1);
    place.fill(number_of(kind));
    rest.copy_from_slice(&chunk.to_be_bytes());
    key
}

fn number_of(kind: EventKind) -> u8 {
    match kind {
        EventKind::Purchase => 1,
        EventKind::Email => 2,
        EventKind::Message => 3,
    }
}

/// See [`block_key`].
pub(super) type BlockKey = [u8; 10];

/// The parts of a block of event columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum BlockPart {
    /// How many events there are on which days; there is one segment.
    Days = 0,
    /// Whose each event is.
    Rows = 1,
    /// The amount, or what is known of it in bits.
    Values = 2,
    /// The numbers of their texts.
    Codes = 3,
    /// The texts that some blocks share, as questions compare them; there is one segment.
    Texts = 4,
    /// The same as they were written, where that differs.
    Shown = 5,
}

/// The key of a segment of a part of a block in [`EVENT_COLUMNS`]: kind, part, the block's number and the segment's,
/// big-endian.
pub(super) fn block_key(kind: EventKind, part: BlockPart, block: u32, segment: u32) -> BlockKey {
    let mut key = [0; 10];
    let (place, rest) = key.split_at_mut(2);
    place.copy_from_slice(&[number_of(kind), part as u8]);
    let (place, rest) = rest.split_at_mut(4);
    place.copy_from_slice(&block.to_be_bytes());
    rest.copy_from_slice(&segment.to_be_bytes());
    key
}

/// What a key in [`EVENTS`] says; None for a kind that is none.
pub(super) fn parts_of_events_key(key: &EventsKey) -> Option<(ContactId, EventKind, u32)> {
    let (contact, rest) = key.split_first_chunk::<4>()?;
    let (kind, chunk) = rest.split_first()?;
    let kind = match kind {
        1 => EventKind::Purchase,
        2 => EventKind::Email,
        3 => EventKind::Message,
        _ => return None,
    };
    let contact = ContactId(u32::from_be_bytes(*contact));
    Some((contact, kind, u32::from_be_bytes(*chunk.first_chunk()?)))
}
