//! Bodies of stored values apart from any store, read as if their checksums had been right: whatever bytes they are, they are
//! read or refused, and a row that is read is written and read again as the same.

use super::codec::{Encode, decode, encode};
use super::columns::{DictionaryView, EXACT, NumbersView, SetsView, TextsView};
use super::events::{Days, Numbers, rows_of};
use super::wire::{
    WireChunk, WireCleared, WireContact, WireEntry, WireEvent, WireField, WireFormat, WireJob, WireList,
    WireListState, WireNewest, WirePermission, WireSegment, WireSettings, WireState, WireTotals,
};
use crate::model::{
    Contact, ContactId, ContactList, EntryId, FieldDef, FieldId, ListId, Permission, Segment, SegmentId,
    Settings, TimelineItem, Totals,
};

/// What the bytes are read as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is what it is called")]
pub enum Body {
    Contact,
    Events,
    Totals,
    Newest,
    Permission,
    List,
    ListState,
    Segment,
    Field,
    Settings,
    State,
    Format,
    Cleared,
    JournalEntry,
    JournalRows,
    ImportPosition,
    NumberColumn,
    TextColumn,
    SetColumn,
    EventDays,
    EventNumbers,
}

impl Body {
    /// All of them.
    pub const ALL: [Self; 21] = [
        Self::Contact,
        Self::Events,
        Self::Totals,
        Self::Newest,
        Self::Permission,
        Self::List,
        Self::ListState,
        Self::Segment,
        Self::Field,
        Self::Settings,
        Self::State,
        Self::Format,
        Self::Cleared,
        Self::JournalEntry,
        Self::JournalRows,
        Self::ImportPosition,
        Self::NumberColumn,
        Self::TextColumn,
        Self::SetColumn,
        Self::EventDays,
        Self::EventNumbers,
    ];
}

/// Whether a row is read the same from what it is written as.
macro_rules! stays {
    ($bytes:expr, $read:ident, $wire:ident) => {{
        let row = $read($bytes)?;
        written(&$wire::from(&row)).is_some_and(|again| $read(&again).as_ref() == Some(&row))
    }};
}

/// The same of what has no other form than its bytes: one number may be written in several ways, but is in one.
macro_rules! settles {
    ($bytes:expr, $wire:ty) => {{
        let first = written(&decode::<$wire>($bytes)?)?;
        let second = decode::<$wire>(&first).and_then(|row| written(&row));
        second.as_ref() == Some(&first)
    }};
}

/// Reads bytes as a body, and what it says again from what it is written as. None where it cannot be read; else whether it
/// stayed the same.
pub fn read_again(body: Body, bytes: &[u8]) -> Option<bool> {
    Some(match body {
        Body::Contact => stays!(bytes, contact, WireContact),
        Body::Events => {
            let read = events(bytes)?;
            let wires: Vec<WireEvent<'_>> = read.iter().map(WireEvent::from).collect();
            written(&wires).is_some_and(|again| events(&again).as_ref() == Some(&read))
        }
        Body::Totals => stays!(bytes, totals, WireTotals),
        Body::Newest => {
            let read = decode::<WireNewest>(bytes)?.read()?;
            let again = written(&WireNewest::from(read))?;
            decode::<WireNewest>(&again).and_then(WireNewest::read) == Some(read)
        }
        Body::Permission => stays!(bytes, permission, WirePermission),
        Body::List => stays!(bytes, list, WireList),
        Body::Segment => stays!(bytes, segment, WireSegment),
        Body::Field => stays!(bytes, field, WireField),
        Body::Settings => stays!(bytes, settings, WireSettings),
        Body::ListState => settles!(bytes, WireListState),
        Body::State => settles!(bytes, WireState),
        Body::Format => settles!(bytes, WireFormat),
        Body::Cleared => settles!(bytes, WireCleared),
        Body::JournalRows => settles!(bytes, WireChunk<'_>),
        Body::ImportPosition => settles!(bytes, WireJob<'_>),
        Body::JournalEntry => {
            let entry = decode::<WireEntry<'_>>(bytes)?;
            entry.read(EntryId(1), |_| false)?;
            settles!(bytes, WireEntry<'_>)
        }
        Body::NumberColumn => numbers(bytes)?,
        Body::TextColumn => texts(bytes)?,
        Body::SetColumn => sets(bytes)?,
        Body::EventDays => days(bytes)?,
        Body::EventNumbers => event_numbers(bytes)?,
    })
}

fn written(row: &impl Encode) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    encode(&mut bytes, row).ok()?;
    Some(bytes)
}

fn contact(bytes: &[u8]) -> Option<Contact> {
    decode::<WireContact<'_>>(bytes)?.read(ContactId(1))
}

fn events(bytes: &[u8]) -> Option<Vec<TimelineItem>> {
    let wires: Vec<WireEvent<'_>> = decode(bytes)?;
    wires.into_iter().map(WireEvent::read).collect()
}

fn totals(bytes: &[u8]) -> Option<Totals> {
    decode::<WireTotals>(bytes)?.read()
}

fn permission(bytes: &[u8]) -> Option<Permission> {
    Some(decode::<WirePermission<'_>>(bytes)?.read())
}

fn list(bytes: &[u8]) -> Option<ContactList> {
    Some(decode::<WireList<'_>>(bytes)?.read(ListId(1), 0, 0))
}

fn segment(bytes: &[u8]) -> Option<Segment> {
    Some(decode::<WireSegment<'_>>(bytes)?.read(SegmentId(1)))
}

fn field(bytes: &[u8]) -> Option<FieldDef> {
    decode::<WireField<'_>>(bytes)?.read(FieldId(1))
}

fn settings(bytes: &[u8]) -> Option<Settings> {
    decode::<WireSettings<'_>>(bytes)?.read()
}

/// All values one by one are those decoded together.
fn numbers(bytes: &[u8]) -> Option<bool> {
    let view = NumbersView::parse(bytes)?;
    let mut all = Vec::new();
    let together = view.decode(&mut all);
    let one = |row| view.value(row).map_or(0, |digits| digits.mantissa);
    // Beyond what the header says only damage leads, and numbers are not exact there.
    let same = all.iter().enumerate().all(|(row, value)| {
        let one = one(row);
        one.unsigned_abs() >= EXACT / 2 || one == *value as i128
    });
    let mut words = vec![u64::MAX; view.rows().div_ceil(64)];
    if view.scale().is_some() {
        view.narrow(&mut words, &[(0, 1), (5, i128::MAX)], true);
    }
    Some(!together || (all.len() == view.rows() && same))
}

/// No row's entry is beyond what the texts say of it: an empty text.
fn texts(bytes: &[u8]) -> Option<bool> {
    let view = TextsView::parse(bytes)?;
    let mut words = vec![u64::MAX; view.rows().div_ceil(64)];
    view.narrow_set(&mut words);
    view.narrow(&mut words, &[1, 0, 1]);
    let known = |row: &usize| {
        words
            .get(row / 64)
            .is_some_and(|word| word >> (row % 64) & 1 == 1)
    };
    let kept = (0..view.rows()).filter(known);
    Some(kept.into_iter().all(|row| matches!(view.entry(row), Some(0 | 2))) && walks(&view.texts))
}

fn sets(bytes: &[u8]) -> Option<bool> {
    let view = SetsView::parse(bytes)?;
    let mut words = [0; super::columns::SET_WORDS];
    view.entries().for_each(|entry| entry.unite_into(&mut words));
    Some(view.entries().count() == view.members.len() && walks(&view.members))
}

/// Each text by its number is the one that the walk over all of them comes to.
fn walks(texts: &DictionaryView<'_>) -> bool {
    let located = texts.located();
    let one_by_one = (0..texts.len()).map(|entry| located.get(entry));
    texts.iter().eq(one_by_one)
}

/// The events of all days are those of the days together, and a span that holds all days holds all events.
fn days(bytes: &[u8]) -> Option<bool> {
    let days = Days::parse(bytes)?;
    let ends = days.each().last().map(|(_, events)| events.end);
    let all = days.within(i32::MIN, i32::MAX);
    let in_segments = (0..days.segments().min(1 << 16)).map(|segment| days.events_in(segment));
    Some(in_segments.sum::<usize>() <= days.header.events && ends.is_some() && all.end == days.header.events)
}

/// The first byte says how many there are.
fn event_numbers(bytes: &[u8]) -> Option<bool> {
    let (count, bytes) = bytes.split_first()?;
    let count = usize::from(*count);
    let rows = rows_of(bytes, count).map(<[_]>::len);
    let numbers = Numbers::parse(bytes, count)?;
    let all = (0..count).all(|at| numbers.get(at).is_some());
    Some(all && numbers.get(count).is_none() && rows.is_none_or(|rows| rows == count))
}
