//! Pages of a view: which contacts stand where. Windows near either end of the name order are read off the name index;
//! elsewhere the whole order is worked out once and kept, four bytes a contact, until the store's generation or the
//! view changes.

mod keys;
mod names;

use super::columns::Columns;
use super::evaluate::evaluate;
use super::mask::Mask;
use super::{Cancel, Result, Sort, View, Window};
use crate::criteria::query::Query;
use crate::model::{BuiltinField, ContactId, FieldRef, Scope};
use redb::ReadTransaction;
use std::sync::{Arc, Mutex, PoisonError};

/// So many entries of the name index are read for one window at most; beyond, the order is worked out and kept.
const WALKED: u64 = 20_000;

/// The contacts of a view at one generation: who, and in which order.
#[derive(Clone)]
struct Answer {
    generation: u64,
    question: String,
    mask: Arc<Mask>,
    total: u64,
    order: Option<(Sort, Arc<Vec<ContactId>>)>,
}

/// The last views that were asked for, newest first.
#[derive(Default)]
pub(super) struct OrderCache(Mutex<Vec<Answer>>);

impl OrderCache {
    /// Views that are kept: the one on the screen and the one it was entered from.
    const KEPT: usize = 2;

    fn find(&self, generation: u64, question: &str) -> Option<Answer> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.iter()
            .find(|answer| answer.generation == generation && answer.question == question)
            .cloned()
    }

    fn keep(&self, answer: &Answer) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.retain(|old| old.generation == answer.generation && old.question != answer.question);
        kept.truncate(Self::KEPT - 1);
        kept.insert(0, answer.clone());
    }
}

/// One read transaction's view of the order.
pub(super) struct Ordering<'a> {
    /// The transaction.
    pub(super) txn: &'a ReadTransaction,
    /// What was worked out before.
    pub(super) cache: &'a OrderCache,
    /// The generation the transaction sees.
    pub(super) generation: u64,
    /// Whether the answer is still wanted.
    pub(super) cancel: &'a Cancel,
}

impl Ordering<'_> {
    /// How many contacts a view has, and those in a window of it.
    pub(super) fn page(&self, view: &View, window: Window) -> Result<(u64, Vec<ContactId>)> {
        let mut answer = self.answer(view.scope, &view.query)?;
        if let Some(only) = &view.only {
            let found: Vec<ContactId> = only
                .iter()
                .copied()
                .filter(|contact| answer.mask.contains(*contact))
                .collect();
            return Ok((found.len() as u64, cut(&found, window)));
        }
        let total = answer.total;
        if let Some(rows) = self.by_walking(&answer, view.sort, window)? {
            return Ok((total, rows));
        }
        let order = self.order(&mut answer, view.sort)?;
        Ok((total, cut(&order, window)))
    }

    /// Where a contact stands in a view.
    pub(super) fn position(&self, view: &View, contact: ContactId) -> Result<Option<u64>> {
        let mut answer = self.answer(view.scope, &view.query)?;
        if !answer.mask.contains(contact) {
            return Ok(None);
        }
        let place = |order: &[ContactId]| order.iter().position(|other| *other == contact);
        let place = if let Some(only) = &view.only {
            let found: Vec<ContactId> = only
                .iter()
                .copied()
                .filter(|contact| answer.mask.contains(*contact))
                .collect();
            place(&found)
        } else {
            place(&self.order(&mut answer, view.sort)?)
        };
        Ok(place.map(|place| place as u64))
    }

    fn answer(&self, scope: Scope, query: &Query) -> Result<Answer> {
        let question = format!("{scope:?} {query:?}");
        if let Some(answer) = self.cache.find(self.generation, &question) {
            return Ok(answer);
        }
        let mask = evaluate(self.txn, scope, query, self.cancel)?;
        let answer = Answer {
            generation: self.generation,
            question,
            total: mask.count(),
            mask: Arc::new(mask),
            order: None,
        };
        self.cache.keep(&answer);
        Ok(answer)
    }

    /// A window near either end of the name order; None where that is not cheap, or worked out already.
    fn by_walking(&self, answer: &Answer, sort: Sort, window: Window) -> Result<Option<Vec<ContactId>>> {
        let known = answer.order.as_ref().is_some_and(|(kept, _)| *kept == sort);
        if known || sort.field != FieldRef::Builtin(BuiltinField::Name) {
            return Ok(None);
        }
        let wanted = (window.limit as u64).min(answer.total.saturating_sub(window.offset));
        let from_start = window.offset + wanted;
        let from_end = answer.total - window.offset.min(answer.total);
        let (reach, backwards) = if from_start <= from_end {
            (from_start, false)
        } else {
            (from_end, true)
        };
        if wanted == 0 {
            return Ok(Some(Vec::new()));
        }
        let mut found = Vec::new();
        let mut walked = 0;
        names::walk(
            self.txn,
            sort.descending != backwards,
            backwards,
            &mut |contact| {
                walked += 1;
                if answer.mask.contains(contact) {
                    found.push(contact);
                }
                Ok(walked < WALKED && (found.len() as u64) < reach)
            },
        )?;
        if (found.len() as u64) < reach {
            return Ok(None);
        }
        if backwards {
            found.truncate(reach as usize);
            found.reverse();
            found.truncate(wanted as usize);
        } else {
            found.drain(..window.offset as usize);
            found.truncate(wanted as usize);
        }
        Ok(Some(found))
    }

    /// The whole order of a view, worked out where it is not known yet.
    fn order(&self, answer: &mut Answer, sort: Sort) -> Result<Arc<Vec<ContactId>>> {
        if let Some((_, order)) = answer.order.as_ref().filter(|(kept, _)| *kept == sort) {
            return Ok(Arc::clone(order));
        }
        let by_name = sort.field == FieldRef::Builtin(BuiltinField::Name);
        let descending = by_name && sort.descending;
        let mut order = names::sorted(self.txn, &answer.mask, answer.total, descending, self.cancel)?;
        if !by_name {
            let keys = keys::keys(&Columns::open(self.txn)?, sort, &answer.mask, self.cancel)?;
            order.sort_by_key(|contact| keys.get(contact.0 as usize).copied().unwrap_or(keys::LAST));
        }
        let order = Arc::new(order);
        answer.order = Some((sort, Arc::clone(&order)));
        self.cache.keep(answer);
        Ok(order)
    }
}

/// The contacts of a view with a number greater than `after`, ascending.
pub(super) fn walk(
    txn: &ReadTransaction,
    scope: Scope,
    query: &Query,
    after: Option<ContactId>,
    limit: usize,
) -> Result<Vec<ContactId>> {
    let mask = evaluate(txn, scope, query, &Cancel::default())?;
    Ok(mask.after(after).take(limit).collect())
}

fn cut(order: &[ContactId], window: Window) -> Vec<ContactId> {
    let start = usize::try_from(window.offset).unwrap_or(usize::MAX);
    order.iter().skip(start).take(window.limit).copied().collect()
}
