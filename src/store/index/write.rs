//! Bringing an index up to entries that go and entries that come: each chunk they fall into is read once and written
//! once. A chunk that grows too long is cut in pieces, one that shrinks takes in the next.

use super::Index;
use super::entry::{Entry, before, without_contact};
use super::levels::Chunks;
use super::list::{Editor, append};
use super::packer::{Packer, Piece, cut};
use super::part::Part;
use crate::store::Result;
use crate::store::envelope::{open, seal_into};
use redb::ReadableTable;
use std::ops::Bound;

/// The most bytes a chunk's list has: with its key and its envelope it fills one page of the file.
pub(super) const FULL: usize = 3_900;
/// A chunk below that takes in the one behind it.
const SMALL: usize = FULL / 4;

impl Index {
    /// Puts entries in, which are sorted and without doubles. False, in an index where an entry's beginning leads to one
    /// contact only, where another contact has the beginning of one of them: then nothing may be committed.
    pub(super) fn put_in(&self, table: &mut Chunks<'_>, part: Part, mut come: &[Entry]) -> Result<bool> {
        let mut alone = true;
        while let Some(first) = come.first() {
            let (key, end) = place(table, part, self.beginning(first.bytes()))?;
            let packed = self.packed(table, &key)?;
            if end.is_none() {
                let packer = Packer::behind(FULL, &key, &packed);
                if packer.last() < first.bytes() {
                    let (pieces, apart) = packed_behind(packer, part, come);
                    self.write_pieces(table, &pieces)?;
                    return Ok((alone && apart) || !self.is_unique);
                }
            }
            let mut editor = Editor::new(&packed);
            for entry in before(&mut come, end.as_deref().and_then(|end| part.entry(end))) {
                alone &= editor.put_in(entry.bytes());
            }
            let packed = editor.finish();
            let rising = end.is_none() && come.is_empty();
            let mut pieces = cut(&packed, FULL, rising);
            for (at, (piece, _)) in pieces.iter_mut().enumerate() {
                *piece = if at == 0 { key.clone() } else { part.key(piece) };
            }
            self.write_pieces(table, &pieces)?;
        }
        Ok(alone || !self.is_unique)
    }

    /// Takes entries out, which are sorted.
    pub(super) fn take_out(&self, table: &mut Chunks<'_>, part: Part, mut gone: &[Entry]) -> Result<()> {
        while let Some(first) = gone.first() {
            let (key, mut end) = place(table, part, self.beginning(first.bytes()))?;
            let mut packed = self.packed(table, &key)?;
            loop {
                let mut editor = Editor::new(&packed);
                for entry in before(&mut gone, end.as_deref().and_then(|end| part.entry(end))) {
                    editor.take_out(entry.bytes());
                }
                packed = editor.finish();
                let Some(next) = end.take_if(|_| packed.len() < SMALL) else {
                    break;
                };
                let behind = self.packed(table, &next)?;
                if packed.len() + behind.len() > FULL && !packed.is_empty() {
                    break;
                }
                append(&mut packed, &behind);
                table.remove(next.as_slice())?;
                end = key_behind(table, part, &next)?;
            }
            if packed.is_empty() {
                table.remove(key.as_slice())?;
            } else {
                self.write_pieces(table, &[(key, packed)])?;
            }
        }
        Ok(())
    }

    /// What decides where an entry belongs: where its beginning leads to one contact only, entries with one beginning lie
    /// in one chunk.
    fn beginning<'e>(&self, entry: &'e [u8]) -> &'e [u8] {
        if self.is_unique {
            without_contact(entry)
        } else {
            entry
        }
    }

    fn packed(&self, table: &Chunks<'_>, key: &[u8]) -> Result<Vec<u8>> {
        match table.get(key)? {
            Some(chunk) => Ok(open(self.kind, key, chunk.value())?.to_vec()),
            None => Ok(Vec::new()),
        }
    }

    /// Writes chunks under their keys.
    pub(super) fn write_pieces(&self, table: &mut Chunks<'_>, pieces: &[Piece]) -> Result<()> {
        let mut sealed = Vec::with_capacity(FULL + 64);
        for (key, packed) in pieces {
            seal_into(&mut sealed, self.kind, key, |out| out.extend_from_slice(packed));
            table.insert(key.as_slice(), sealed.as_slice())?;
        }
        Ok(())
    }
}

/// Entries behind those a packer has. Also whether each begins otherwise than the one before it.
fn packed_behind(mut packer: Packer, part: Part, come: &[Entry]) -> (Vec<Piece>, bool) {
    let mut apart = true;
    for entry in come {
        apart &= without_contact(packer.last()) != without_contact(entry.bytes());
        packer.push(entry.bytes());
    }
    let mut pieces = packer.finish();
    for (key, _) in pieces.iter_mut().skip(1) {
        *key = part.key(key);
    }
    (pieces, apart)
}

/// The key of the chunk that an entry belongs to, and the key of the next one.
fn place(table: &Chunks<'_>, part: Part, entry: &[u8]) -> Result<(Vec<u8>, Option<Vec<u8>>)> {
    let (first, last) = (part.key(&[]), part.key(entry));
    let mut until = table.range::<&[u8]>(first.as_slice()..=last.as_slice())?;
    let key = match until.next_back().transpose()? {
        Some((key, _)) => key.value().to_vec(),
        None => first,
    };
    let end = key_behind(table, part, &key)?;
    Ok((key, end))
}

fn key_behind(table: &Chunks<'_>, part: Part, key: &[u8]) -> Result<Option<Vec<u8>>> {
    let mut behind = table.range::<&[u8]>((Bound::Excluded(key), Bound::Unbounded))?;
    let behind = behind.next().transpose()?.map(|(key, _)| key.value().to_vec());
    Ok(behind.filter(|key| part.entry(key).is_some()))
}

#[cfg(test)]
#[allow(
    clippy::unwrap_used,
    reason = "tests stop at the first thing that does not hold"
)]
mod tests {
    use super::super::{IDS, NAMES, entry};
    use super::*;
    use crate::model::{ContactId, SourceId};
    use ::redb::Database;
    use proptest::prelude::*;
    use redb::ReadableTable;
    use std::collections::BTreeSet;

    fn entries(text: impl Iterator<Item = (u16, u8)>) -> Vec<Entry> {
        let entries: BTreeSet<Entry> = text
            .map(|(name, of)| entry::name(&format!("somebody {name}"), ContactId(u32::from(of))))
            .collect();
        entries.into_iter().collect()
    }

    type Named = Vec<(u16, u8)>;

    fn changes() -> impl Strategy<Value = Vec<(Named, Named)>> {
        let few = prop::collection::vec((0..3000_u16, 0..3_u8), 0..40);
        let many = (0..3000_u16, 1..2500_u16)
            .prop_map(|(from, count)| (from..from.saturating_add(count)).map(|name| (name, 0)).collect());
        let some = prop_oneof![3 => few, 1 => many].boxed();
        prop::collection::vec((some.clone(), some), 1..12)
    }

    /// Where entries that come are put.
    #[derive(Clone, Copy, Debug)]
    enum Into {
        Large,
        Small,
        SmallAndMoved,
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn an_index_holds_what_came_and_has_not_gone(changes in changes(), into in prop::collection::vec(prop_oneof![Just(Into::Large), Just(Into::Small), Just(Into::SmallAndMoved)], 12)) {
            let file = tempfile::NamedTempFile::new().unwrap();
            let db = Database::create(file.path()).unwrap();
            let mut model: BTreeSet<Entry> = BTreeSet::new();
            for ((gone, come), into) in changes.into_iter().zip(into) {
                let come = entries(come.into_iter());
                let gone: Vec<Entry> = entries(gone.into_iter()).into_iter().filter(|entry| !come.contains(entry)).collect();
                let new: Vec<Entry> = come.iter().filter(|entry| !model.contains(entry)).copied().collect();
                for entry in &gone {
                    model.remove(entry);
                }
                model.extend(new.iter().copied());
                let txn = db.begin_write().unwrap();
                {
                    let mut levels = NAMES.write(&txn).unwrap();
                    match into {
                        Into::Large => prop_assert!(NAMES.update(&mut levels, &gone, &new, None).unwrap()),
                        Into::Small | Into::SmallAndMoved => {
                            NAMES.remove(&mut levels, &gone, true).unwrap();
                            prop_assert!(NAMES.insert(&mut levels, &new, true, None).unwrap());
                        }
                    }
                    if matches!(into, Into::SmallAndMoved) {
                        while NAMES.settle_some(&mut levels).unwrap() {}
                    }
                    for backwards in [false, true] {
                        let mut found = Vec::new();
                        NAMES.walk(&levels, backwards, &mut |entry| {
                            found.push(Entry::of(entry));
                            Ok(true)
                        }).unwrap();
                        if backwards {
                            found.reverse();
                        }
                        prop_assert!(found.iter().eq(&model));
                    }
                    for entry in gone.iter().chain(&come).take(50) {
                        prop_assert_eq!(NAMES.has(&levels, *entry).unwrap(), model.contains(entry));
                    }
                    let asked: BTreeSet<Entry> = gone.iter().chain(&come).map(Entry::beginning).collect();
                    let asked: Vec<Entry> = asked.into_iter().collect();
                    let found = NAMES.contacts_of_many(&levels, &asked).unwrap();
                    let wanted = model.iter().filter(|entry| asked.binary_search(&entry.beginning()).is_ok());
                    prop_assert!(found.into_iter().eq(wanted.map(|entry| (entry.beginning(), entry::contact(entry.bytes())))));
                    for table in levels.each() {
                        for chunk in table.iter().unwrap() {
                            let (_, chunk) = chunk.unwrap();
                            prop_assert!(chunk.value().len() <= FULL + 9);
                        }
                    }
                }
                txn.commit().unwrap();
            }
        }

        #[test]
        fn an_id_leads_to_one_contact(rounds in prop::collection::vec((prop::collection::btree_map(0..40_u32, 0..60_u32, 0..40), prop::collection::btree_set(0..40_u32, 0..20), any::<bool>(), any::<bool>()), 1..8)) {
            let file = tempfile::NamedTempFile::new().unwrap();
            let db = Database::create(file.path()).unwrap();
            let mut owner = std::collections::BTreeMap::<u32, u32>::new();
            let of = |number: u32, contact: u32| {
                entry::id(SourceId(1), &format!("{number:030}"), ContactId(contact))
            };
            for (come, gone, bulk, settles) in rounds {
                let mut left = owner.clone();
                let mut entries: Vec<Entry> = gone.iter().filter_map(|number| Some(of(*number, left.remove(number)?))).collect();
                entries.sort_unstable();
                let free = come.iter().all(|(number, contact)| left.get(number).is_none_or(|other| other == contact));
                let fresh = come.iter().filter(|(number, _)| !left.contains_key(number) || !free);
                let mut new: Vec<Entry> = fresh.map(|(number, contact)| of(*number, *contact)).collect();
                new.sort_unstable();
                let txn = db.begin_write().unwrap();
                {
                    let mut levels = IDS.write(&txn).unwrap();
                    IDS.remove(&mut levels, &entries, bulk).unwrap();
                    prop_assert_eq!(IDS.insert(&mut levels, &new, bulk, None).unwrap(), free);
                    while settles && IDS.settle_some(&mut levels).unwrap() {}
                }
                if !free {
                    txn.abort().unwrap();
                    continue;
                }
                left.extend(come);
                owner = left;
                {
                    let levels = IDS.write(&txn).unwrap();
                    for number in 0..40 {
                        let found = IDS.contacts(&levels, entry::ids_of(SourceId(1), &format!("{number:030}"))).unwrap();
                        let wanted: Vec<ContactId> = owner.get(&number).map(|contact| ContactId(*contact)).into_iter().collect();
                        prop_assert_eq!(found, wanted);
                    }
                }
                txn.commit().unwrap();
            }
        }
    }
}
