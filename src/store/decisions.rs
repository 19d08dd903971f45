//! What was decided about pairs of contacts: read, made, withdrawn, and carried along when one of the two is merged.

use super::codec::open_row;
use super::envelope::Sealed;
use super::tables::DECISIONS;
use super::wire::WireDecision;
use super::writing::Writing;
use super::{Result, StoreError};
use crate::model::{Author, ContactId, Decision, DecisionId};
use redb::{ReadTransaction, ReadableTable, TableError};
use std::collections::HashMap;

/// All decisions, the oldest first.
pub(super) fn all(txn: &ReadTransaction) -> Result<Vec<Decision>> {
    match txn.open_table(DECISIONS) {
        Err(TableError::TableDoesNotExist(_)) => Ok(Vec::new()),
        opened => read(&opened?),
    }
}

fn read(table: &impl ReadableTable<u32, &'static [u8]>) -> Result<Vec<Decision>> {
    let mut all = Vec::new();
    for row in table.iter()? {
        let (id, row) = row?;
        all.push(decode(DecisionId(id.value()), row.value())?);
    }
    Ok(all)
}

/// One from its sealed row.
pub(super) fn decode(id: DecisionId, sealed: &[u8]) -> Result<Decision> {
    let wire: WireDecision<'_> = open_row(Sealed::Decision, &id.0.to_be_bytes(), sealed)?;
    Ok(wire.read(id))
}

/// Records that two contacts are two people. None where that is recorded already.
pub(super) fn keep_apart(
    writing: &mut Writing,
    one: ContactId,
    other: ContactId,
    author: &Author,
) -> Result<Option<DecisionId>> {
    let known = read(&writing.txn().open_table(DECISIONS)?)?;
    let (one, other) = (one.min(other), one.max(other));
    if known.iter().any(|known| (known.one, known.other) == (one, other)) {
        return Ok(None);
    }
    let last = known.last().map_or(0, |last| last.id.0);
    let decision = Decision {
        id: DecisionId(last + 1),
        one,
        other,
        author: author.clone(),
    };
    put(writing, &decision)?;
    Ok(Some(decision.id))
}

/// The decision of a number.
pub(super) fn find(writing: &Writing, id: DecisionId) -> Result<Decision> {
    let table = writing.txn().open_table(DECISIONS)?;
    let row = table.get(id.0)?.ok_or_else(|| StoreError::NotFound {
        kind: "decision",
        name: id.0.to_string(),
    })?;
    decode(id, row.value())
}

/// Takes a decision out.
pub(super) fn remove(writing: &mut Writing, id: DecisionId) -> Result<()> {
    writing.remove(Sealed::Decision, DECISIONS, id.0)
}

/// Whoever is merged leaves what was decided about them to the survivor. `gone` leads to survivors.
pub(super) fn carry_along(writing: &mut Writing, gone: &HashMap<ContactId, ContactId>) -> Result<()> {
    let all = read(&writing.txn().open_table(DECISIONS)?)?;
    for mut decision in all {
        let of = |id: ContactId| gone.get(&id).copied().unwrap_or(id);
        let (one, other) = (of(decision.one), of(decision.other));
        if (one, other) == (decision.one, decision.other) {
            continue;
        }
        if one == other {
            remove(writing, decision.id)?;
        } else {
            (decision.one, decision.other) = (one.min(other), one.max(other));
            put(writing, &decision)?;
        }
    }
    Ok(())
}

fn put(writing: &mut Writing, decision: &Decision) -> Result<()> {
    let row = WireDecision::from(decision);
    writing.put(Sealed::Decision, DECISIONS, decision.id.0, &row)?;
    Ok(())
}
