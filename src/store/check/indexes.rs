//! Index entries against the rows they lead to.

use super::super::index::{IDS, Index, NAMES, NUMBERS, entry};
use super::super::rows::{contact, identities};
use super::super::tables::CONTACTS;
use super::super::{Result, StoreError};
use super::{Report, SLICE, Seen, Walk};
use crate::model::Contact;
use crate::model::text::fold;
use redb::{ReadTransaction, ReadableTable};

/// Walks the three indexes.
pub(super) fn check(walk: &mut Walk<'_>, seen: &mut Seen) -> Result<()> {
    let all: [(&'static Index, &str, Says); 3] = [
        (&NAMES, "name", says_name),
        (&NUMBERS, "number", says_number),
        (&IDS, "id", says_id),
    ];
    for (index, word, says) in all {
        for (level, table) in index.tables().into_iter().enumerate() {
            let mut after = None;
            loop {
                let look = (index, level, word, says);
                let (chunks, last) = walk.slice(|txn, report| slice(txn, report, look, after.as_deref()))?;
                *seen.entry(table).or_default() += chunks;
                match last {
                    Some(last) => after = Some(last),
                    None => break,
                }
            }
        }
    }
    Ok(())
}

/// Whether an entry says what a contact has.
type Says = fn(&[u8], &Contact) -> bool;

fn says_name(name: &[u8], contact: &Contact) -> bool {
    entry::name(&fold(&contact.display_name()), contact.id).bytes() == name
}

fn says_number(number: &[u8], contact: &Contact) -> bool {
    identities(contact).any(|one| entry::number(one, contact.id).bytes() == number)
}

fn says_id(id: &[u8], contact: &Contact) -> bool {
    let mut ids = contact.source_keys.iter();
    ids.any(|at| entry::id(at.source, &at.id, contact.id).bytes() == id)
}

/// Looks at a slice of an index after a key; gives back how many chunks there were, and the key of the last one. None
/// where there is nothing further.
fn slice(
    txn: &ReadTransaction,
    report: &mut Report,
    (index, level, word, says): (&Index, usize, &str, Says),
    after: Option<&[u8]>,
) -> Result<(u64, Option<Vec<u8>>)> {
    let (levels, contacts) = (index.read(txn)?, txn.open_table(CONTACTS)?);
    let Some(table) = levels.each().nth(level) else {
        return Ok((0, None));
    };
    let hides = levels.hides();
    let (mut chunks, mut entries) = (0, 0);
    let mut last = after.map(<[u8]>::to_vec);
    while entries < SLICE {
        last = index.visit_chunk(table, last.as_deref(), &mut |entry| {
            entries += 1;
            match report.sound(entry.map(<[u8]>::to_vec))? {
                Some(entry) if !hides || !index.is_gone(&levels, &entry)? => {
                    leads(report, &contacts, &entry, word, says)
                }
                _ => Ok(()),
            }
        })?;
        if last.is_none() {
            break;
        }
        chunks += 1;
    }
    report.looked_at(entries as u64);
    Ok((chunks, last))
}

/// The entry leads to a contact that has what the entry says. A damaged row is told where rows are checked.
fn leads(
    report: &mut Report,
    contacts: &impl ReadableTable<u32, &'static [u8]>,
    entry: &[u8],
    word: &str,
    says: Says,
) -> Result<()> {
    let id = entry::contact(entry);
    match contact(contacts, id) {
        Ok(Some(contact)) if says(entry, &contact) => {}
        Ok(Some(_)) => report.problem(format!("contact {}: the {word} index has another {word}", id.0)),
        Ok(None) => report.problem(format!(
            "the {word} index leads to contact {}, which is gone",
            id.0
        )),
        Err(StoreError::Damaged(_)) => {}
        Err(error) => return Err(error),
    }
    Ok(())
}
