//! The first half of an import of history: rows are read, find their contacts, and are sorted by them. The store is only
//! asked.

use super::join::{Joiner, key_of};
use super::ledger::Ledger;
use super::plan::Plan;
use super::property::Property;
use super::reader::{self, Message};
use super::row::{Chunk, Draft};
use super::scattered::{self, Follower, Items, MOST};
use super::sort::{Sorted, Sorter};
use crate::model::{Author, ContactId};
use crate::store::Store;
use crate::transfer::TransferError;
use crate::transfer::import::run::rejects::Rejects;
use crate::transfer::issues::Issue;
use crossbeam_channel::RecvTimeoutError;
use csv::StringRecord;
use std::time::Duration;

/// How long the calling thread waits for rows before it looks whether it should stop.
const PATIENCE: Duration = Duration::from_millis(100);

/// Rows that found their contacts, and what was counted on the way.
pub(super) struct Gathered {
    pub sorted: Sorted,
    /// What rows elsewhere in the file add to orders.
    pub items: Items,
    pub ledger: Ledger,
    /// The rejects file, where one was asked for.
    pub rejects: Option<Rejects>,
}

/// Reads and sorts a file. `step` hears how many rows and bytes are behind us; where it says no, nothing is changed.
pub(super) fn gather(
    store: &dyn Store,
    plan: &Plan,
    author: &Author,
    step: &mut dyn FnMut(u64, u64) -> bool,
) -> Result<Gathered, TransferError> {
    let names = plan.columns.iter().map(|column| column.name.as_str());
    let mut rejects = Rejects::begin(plan.options.rejects.as_deref(), &plan.options.from, names)?;
    let messages = reader::start(plan, author)?;
    let mut joiner = Joiner::new(store, plan);
    let mut sorter = Sorter::new();
    let mut ledger = Ledger::default();
    let mut followers = Vec::new();
    let mut bytes = 0;
    loop {
        let mut chunk = match messages.recv_timeout(PATIENCE) {
            Ok(Message::Chunk(chunk)) => chunk,
            Ok(Message::End) => break,
            Ok(Message::Failed(error)) => return Err(error),
            Err(RecvTimeoutError::Disconnected) => {
                return Err(TransferError::File(
                    "The reader of the file has stopped unexpectedly.".to_owned(),
                ));
            }
            Err(RecvTimeoutError::Timeout) => {
                if !step(ledger.rows, bytes) {
                    return Err(TransferError::Cancelled);
                }
                continue;
            }
        };
        place(plan, &mut joiner, &mut sorter, &mut chunk)?;
        for follower in std::mem::take(&mut chunk.followers) {
            if followers.len() < MOST {
                followers.push(follower);
            } else {
                reject_follower(plan, &mut chunk, follower);
            }
        }
        ledger.add(&chunk.ledger);
        bytes = chunk.bytes;
        if let Some(rejects) = &mut rejects {
            chunk.rejects.sort_by_key(|(issue, _)| issue.row);
            rejects.write(&chunk.rejects)?;
        }
        if !step(ledger.rows, bytes) {
            return Err(TransferError::Cancelled);
        }
    }
    let sorted = sorter.finish()?;
    let mut rest = Chunk::default();
    let items = scattered::join(followers, &sorted, &mut |follower, order| match order {
        Some(order) => rest.ledger.add_joined(follower.row, order),
        None => reject_follower(plan, &mut rest, follower),
    })?;
    ledger.add(&rest.ledger);
    if let Some(rejects) = &mut rejects {
        rejects.write(&rest.rejects)?;
    }
    Ok(Gathered {
        sorted,
        items,
        ledger,
        rejects,
    })
}

/// Rejects a row whose order has not come in.
fn reject_follower(plan: &Plan, chunk: &mut Chunk, follower: Follower) {
    let place = plan.places(Property::Amount).first().copied();
    let column = place.and_then(|place| plan.columns.get(place));
    let issue = Issue {
        row: follower.row,
        line: follower.line,
        rejected: true,
        column: column.map_or_else(String::new, |column| column.name.clone()),
        value: String::new(),
        reason: format!("no amount; no other row of order “{}” has come in", follower.id),
    };
    chunk.ledger.add_issue(&issue);
    if let Some(cells) = follower.cells {
        chunk.rejects.push((issue, cells));
    }
}

/// Gives the rows of a chunk to the sorter; those that find no contact are rejected, with those that go on with them.
fn place(
    plan: &Plan,
    joiner: &mut Joiner,
    sorter: &mut Sorter,
    chunk: &mut Chunk,
) -> Result<(), TransferError> {
    let found = joiner.find(chunk)?;
    let drafts = std::mem::take(&mut chunk.drafts);
    let mut cells = std::mem::take(&mut chunk.cells).into_iter();
    for (draft, contact) in drafts.iter().zip(found) {
        let own: Vec<StringRecord> = cells.by_ref().take(draft.joined as usize + 1).collect();
        match contact {
            Some(contact) => put(sorter, chunk, draft, contact)?,
            None => reject(plan, chunk, draft, own),
        }
    }
    Ok(())
}

fn put(
    sorter: &mut Sorter,
    chunk: &mut Chunk,
    draft: &Draft,
    contact: ContactId,
) -> Result<(), TransferError> {
    let fact = chunk.facts.get(draft.facts.clone()).unwrap_or_default();
    sorter.push(contact, draft.row, fact)?;
    chunk.ledger.cancelled += u64::from(draft.cancelled);
    for row in 1..=draft.joined {
        chunk.ledger.add_joined(draft.row + row, draft.row);
    }
    Ok(())
}

fn reject(plan: &Plan, chunk: &mut Chunk, draft: &Draft, cells: Vec<StringRecord>) {
    let named = key_of(chunk, draft, 0).map(|(key, text)| {
        let reason = match (key.what, draft.keys.len()) {
            (_, 2..) => "no contact has this id, number or e-mail address",
            (Property::Phone, _) => "no contact has this number",
            (Property::Email, _) => "no contact has this e-mail address",
            _ => "no contact has this id",
        };
        (key.place, text.to_owned(), reason)
    });
    let (place, value, reason) = named.unwrap_or_default();
    let column = plan
        .columns
        .get(place)
        .map_or_else(String::new, |column| column.name.clone());
    let mut cells = cells.into_iter();
    for behind in 0..=draft.joined {
        let issue = Issue {
            row: draft.row + behind,
            line: if behind == 0 { draft.line } else { 0 },
            rejected: true,
            column: column.clone(),
            value: if behind == 0 { value.clone() } else { String::new() },
            reason: if behind == 0 {
                reason.to_owned()
            } else {
                format!("its order was rejected; see row {}", draft.row)
            },
        };
        chunk.ledger.add_issue(&issue);
        if let Some(record) = cells.next() {
            chunk.rejects.push((issue, record));
        }
    }
}
