//! The events of one contact of one kind, cut into chunks in the order of time: what adding some does to them. Pure;
//! the caller reads and writes the chunks.

use super::EventOutcome;
use crate::model::{Event, TimelineItem};
use std::collections::{HashMap, HashSet};
use std::ops::Range;
use xxhash_rust::xxh3::xxh3_64_with_seed;

/// A chunk that would be longer is cut.
const CHUNK_BYTES: usize = 8_000;

/// The room left between the numbers of two chunks, for those that come between them.
const ROOM: u32 = 1 << 16;

/// From so many events on they are found by a table of ids.
const MANY: usize = 64;

/// The chunks of one contact and kind.
#[derive(Debug, Default)]
pub(super) struct Pack {
    items: Vec<Placed>,
    /// The numbers of the chunks there were.
    before: Vec<u32>,
}

#[derive(Debug)]
struct Placed {
    item: TimelineItem,
    /// The chunk it lies in; None for one that has come.
    chunk: Option<u32>,
}

/// What becomes of one chunk.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Rewritten {
    /// Its number.
    pub(super) chunk: u32,
    /// Which of the pack's events it holds now; none: it goes.
    pub(super) items: Range<usize>,
}

impl Pack {
    /// Takes in a chunk that is there. Chunks come in the order of their numbers.
    pub(super) fn push(&mut self, chunk: u32, items: Vec<TimelineItem>) {
        self.before.push(chunk);
        self.items.extend(items.into_iter().map(|item| Placed {
            item,
            chunk: Some(chunk),
        }));
    }

    /// All events, in the order of time.
    pub(super) fn items(&self) -> impl Iterator<Item = &TimelineItem> + Clone {
        self.items.iter().map(|placed| &placed.item)
    }

    /// Some of the events.
    pub(super) fn part(&self, places: &Range<usize>) -> impl Iterator<Item = &TimelineItem> {
        let part = self.items.get(places.clone()).unwrap_or_default();
        part.iter().map(|placed| &placed.item)
    }

    /// How many events there are.
    pub(super) fn count(&self) -> usize {
        self.items.len()
    }

    /// Whether they stand in the order of time, each once.
    pub(super) fn is_sound(&self) -> bool {
        let mut ids = HashSet::new();
        self.items
            .is_sorted_by_key(|placed| placed.item.event.when().place())
            && self
                .items()
                .all(|item| ids.insert((item.source, item.event.id())))
    }

    /// Adds events, or replaces those that have the same id at the same source and differ. Says what became of each, and
    /// which chunks are to be written.
    pub(super) fn add(&mut self, come: Vec<TimelineItem>) -> (Vec<EventOutcome>, Vec<Rewritten>) {
        let mut touched = Vec::new();
        let mut outcomes = Vec::with_capacity(come.len());
        let mut ids = Ids::new(&self.items, come.len());
        self.items.reserve_exact(come.len());
        for item in come {
            let known = ids.find(&self.items, &item);
            outcomes.push(match known.and_then(|at| self.items.get_mut(at)) {
                None => {
                    ids.add(&item, self.items.len());
                    self.items.push(Placed { item, chunk: None });
                    EventOutcome::Added
                }
                Some(placed) if placed.item == item => EventOutcome::Unchanged,
                Some(placed) => {
                    touched.extend(placed.chunk);
                    if placed.item.event.when() != item.event.when() {
                        placed.chunk = None;
                    }
                    placed.item = item;
                    EventOutcome::Updated
                }
            });
        }
        if !self.items.is_sorted_by(|a, b| order(&a.item) <= order(&b.item)) {
            self.items.sort_by(|a, b| order(&a.item).cmp(&order(&b.item)));
        }
        self.place(&mut touched);
        touched.sort_unstable();
        touched.dedup();
        (outcomes, self.rewritten(&touched))
    }

    /// Gives those that have come the chunk of the one before them.
    fn place(&mut self, touched: &mut Vec<u32>) {
        let first = self.before.first().copied().unwrap_or(ROOM);
        let mut chunk = first;
        for placed in &mut self.items {
            if let Some(own) = placed.chunk {
                chunk = own;
            } else {
                placed.chunk = Some(chunk);
                if touched.last() != Some(&chunk) {
                    touched.push(chunk);
                }
            }
        }
    }

    /// The chunks that are touched, cut where they are too long.
    fn rewritten(&self, touched: &[u32]) -> Vec<Rewritten> {
        let mut after: Vec<Rewritten> = Vec::new();
        let runs = self.items.chunk_by(|a, b| a.chunk == b.chunk);
        let mut at = 0;
        for run in runs {
            let chunk = run.first().and_then(|placed| placed.chunk).unwrap_or(ROOM);
            let cuts = if touched.binary_search(&chunk).is_ok() {
                cuts(run)
            } else {
                vec![run.len()]
            };
            let next = self.before.iter().copied().find(|number| *number > chunk);
            let Some(numbers) = numbers(chunk, next, cuts.len()) else {
                return self.renumbered();
            };
            for (number, count) in numbers.into_iter().zip(cuts) {
                after.push(Rewritten {
                    chunk: number,
                    items: at..at + count,
                });
                at += count;
            }
        }
        let emptied: Vec<u32> = touched
            .iter()
            .copied()
            .filter(|number| after.iter().all(|there| there.chunk != *number))
            .collect();
        after.retain(|one| touched.binary_search(&one.chunk).is_ok() || !self.before.contains(&one.chunk));
        after.extend(emptied.into_iter().map(Rewritten::gone));
        after.sort_unstable_by_key(|one| one.chunk);
        after
    }

    /// Every chunk anew, with room between their numbers.
    fn renumbered(&self) -> Vec<Rewritten> {
        let cuts = cuts(&self.items);
        let room = ROOM.min(u32::MAX / (cuts.len() as u32 + 1));
        let (mut number, mut at) = (0, 0);
        let mut rewritten = Vec::with_capacity(cuts.len());
        for count in cuts {
            number += room;
            rewritten.push(Rewritten {
                chunk: number,
                items: at..at + count,
            });
            at += count;
        }
        for gone in &self.before {
            if rewritten.iter().all(|one| one.chunk != *gone) {
                rewritten.push(Rewritten::gone(*gone));
            }
        }
        rewritten.sort_unstable_by_key(|one| one.chunk);
        rewritten
    }
}

impl Rewritten {
    fn gone(chunk: u32) -> Self {
        Self { chunk, items: 0..0 }
    }
}

/// The order of time, and among events of one second of source and id.
fn order(item: &TimelineItem) -> (i64, u32, &str) {
    (item.event.when().place(), item.source.0, item.event.id())
}

/// How many events go into each chunk.
fn cuts(run: &[Placed]) -> Vec<usize> {
    let (mut cuts, mut bytes) = (vec![0], 0);
    for placed in run {
        let more = size(&placed.item.event);
        if bytes > 0 && bytes + more > CHUNK_BYTES {
            cuts.push(0);
            bytes = 0;
        }
        bytes += more;
        if let Some(count) = cuts.last_mut() {
            *count += 1;
        }
    }
    cuts
}

/// About how many bytes it takes.
fn size(event: &Event) -> usize {
    let text = match event {
        Event::Purchase(purchase) => purchase.item.len(),
        Event::Email(email) => email.subject.len() + 12,
        Event::Message(message) => message.text.len(),
    };
    24 + event.id().len() + text
}

/// Numbers for the pieces of a chunk, its own first, before that of the next chunk. None where there is no room.
fn numbers(chunk: u32, next: Option<u32>, count: usize) -> Option<Vec<u32>> {
    let pieces = u32::try_from(count).ok()?;
    let step = match next {
        _ if pieces <= 1 => 0,
        None => ROOM,
        Some(next) => (next - chunk) / pieces,
    };
    if pieces > 1 && step == 0 {
        return None;
    }
    (0..pieces)
        .map(|piece| chunk.checked_add(step.checked_mul(piece)?))
        .collect()
}

/// Finds events by source and id: few by looking at each, many by a hash of both.
struct Ids(Option<HashMap<u64, usize>>);

impl Ids {
    fn new(items: &[Placed], come: usize) -> Self {
        if items.len() + come < MANY {
            return Self(None);
        }
        let mut ids = Self(Some(HashMap::with_capacity(items.len() + come)));
        for (at, placed) in items.iter().enumerate() {
            ids.add(&placed.item, at);
        }
        ids
    }

    fn add(&mut self, item: &TimelineItem, at: usize) {
        if let Some(ids) = &mut self.0 {
            ids.entry(hash(item)).or_insert(at);
        }
    }

    fn find(&self, items: &[Placed], item: &TimelineItem) -> Option<usize> {
        let is_it =
            |placed: &Placed| placed.item.source == item.source && placed.item.event.id() == item.event.id();
        if let Some(ids) = &self.0 {
            let at = *ids.get(&hash(item))?;
            if items.get(at).is_some_and(is_it) {
                return Some(at);
            }
        }
        // Few events, or two ids with one hash.
        items.iter().position(is_it)
    }
}

fn hash(item: &TimelineItem) -> u64 {
    xxh3_64_with_seed(item.event.id().as_bytes(), u64::from(item.source.0))
}

#[cfg(test)]
#[allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "tests stop at the first thing that does not hold"
)]
mod tests {
    use super::*;
    use crate::model::{Direction, Instant, Message, SourceId, When};
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    fn message((id, at, text): (u8, i64, usize)) -> TimelineItem {
        TimelineItem {
            source: SourceId(u32::from(id % 2)),
            event: Event::Message(Message {
                id: format!("m{id}"),
                at: When::At(Instant(at)),
                direction: Direction::In,
                text: "x".repeat(text),
            }),
        }
    }

    fn reopened(chunks: &BTreeMap<u32, Vec<TimelineItem>>) -> Pack {
        let mut pack = Pack::default();
        for (chunk, items) in chunks {
            pack.push(*chunk, items.clone());
        }
        pack
    }

    proptest! {
        #[test]
        fn chunks_hold_each_event_once_in_the_order_of_time(
            batches in prop::collection::vec(
                prop::collection::vec((any::<u8>(), 0..50_i64, 0..3000_usize), 1..40), 1..12)
        ) {
            let mut chunks: BTreeMap<u32, Vec<TimelineItem>> = BTreeMap::new();
            let mut wanted: BTreeMap<(u32, String), TimelineItem> = BTreeMap::new();
            for batch in batches {
                let come: Vec<TimelineItem> = batch.into_iter().map(message).collect();
                let mut pack = reopened(&chunks);
                let (outcomes, rewritten) = pack.add(come.clone());
                for (item, outcome) in come.into_iter().zip(outcomes) {
                    let before = wanted.insert((item.source.0, item.event.id().to_owned()), item.clone());
                    prop_assert_eq!(outcome, match before {
                        None => EventOutcome::Added,
                        Some(before) if before == item => EventOutcome::Unchanged,
                        Some(_) => EventOutcome::Updated,
                    });
                }
                for one in rewritten {
                    if one.items.is_empty() {
                        prop_assert!(chunks.remove(&one.chunk).is_some());
                    } else {
                        chunks.insert(one.chunk, pack.part(&one.items).cloned().collect());
                    }
                }
                let all: Vec<&TimelineItem> = chunks.values().flatten().collect();
                let mut sorted: Vec<&TimelineItem> = wanted.values().collect();
                sorted.sort_by_key(|item| order(item));
                prop_assert_eq!(all, sorted);
                for chunk in chunks.values() {
                    let bytes: usize = chunk.iter().map(|item| size(&item.event)).sum();
                    prop_assert!(bytes <= CHUNK_BYTES || chunk.len() == 1);
                }
            }
        }
    }

    #[test]
    fn the_same_place_is_cut_again_and_again() {
        let mut chunks: BTreeMap<u32, Vec<TimelineItem>> = BTreeMap::new();
        for round in 0..400_u32 {
            let mut item = message((0, 1_000 - i64::from(round), 7_000));
            if let Event::Message(message) = &mut item.event {
                message.id = format!("m{round}");
            }
            let mut pack = reopened(&chunks);
            for one in pack.add(vec![item]).1 {
                if one.items.is_empty() {
                    chunks.remove(&one.chunk);
                } else {
                    chunks.insert(one.chunk, pack.part(&one.items).cloned().collect());
                }
            }
        }
        let times: Vec<i64> = chunks
            .values()
            .flatten()
            .map(|item| item.event.when().place())
            .collect();
        assert_eq!(times.len(), 400);
        assert!(times.is_sorted());
    }

    #[test]
    fn an_event_at_the_end_of_a_long_history_rewrites_one_chunk() {
        let mut chunks: BTreeMap<u32, Vec<TimelineItem>> = BTreeMap::new();
        let many = (0..10_000).map(|at| {
            let mut item = message((0, at, 60));
            if let Event::Message(message) = &mut item.event {
                message.id = format!("m{at}");
            }
            item
        });
        let mut pack = reopened(&chunks);
        for one in pack.add(many.collect()).1 {
            chunks.insert(one.chunk, pack.part(&one.items).cloned().collect());
        }
        assert!(chunks.len() > 100);
        let (_, rewritten) = reopened(&chunks).add(vec![message((1, 20_000, 60))]);
        assert_eq!(rewritten.len(), 1);
    }
}
