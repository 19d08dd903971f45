//! Making a segment together with the contacts that are pinned in it and out of it: a hand-picked one, or a copy.

use super::super::redb::Redb;
use super::super::writing::Writing;
use super::super::{Applied, PinnedSegment, Progress, Result};
use super::bulk::{Bulk, Work};
use super::{many, segments};
use crate::model::{Author, ContactId, Profile, Scope, SegmentId, Side};
use std::cell::Cell;

/// Makes it. The selections are answered once, at the beginning.
pub(super) fn create(
    store: &Redb,
    made: PinnedSegment,
    author: &Author,
    progress: &mut dyn Progress,
) -> Result<Applied> {
    let mut everybody = many::contacts(store, made.within)?;
    let mut out = many::contacts(store, made.out)?;
    everybody.extend(&out);
    out.sort_unstable();
    let mut bulk = Bulk::new(store, author, format!("create segment {}", made.name.trim()));
    let work = Create {
        scope: made.scope,
        name: made.name,
        criteria: made.criteria,
        out,
        author,
        segment: Cell::new(None),
    };
    bulk.pass(everybody, &work, progress)?;
    Ok(Applied {
        created: work.segment.get().map(|segment| segment.0),
        ..bulk.applied()
    })
}

struct Create<'a> {
    scope: Scope,
    name: String,
    criteria: String,
    /// Who is pinned out, ascending.
    out: Vec<ContactId>,
    author: &'a Author,
    /// Its number, from the first batch on.
    segment: Cell<Option<SegmentId>>,
}

impl Work for Create<'_> {
    fn begin(&self, writing: &mut Writing) -> Result<()> {
        let criteria = self.criteria.clone();
        let made = segments::make(writing, self.scope, &self.name, criteria, self.author.at)?;
        self.segment.set(Some(made));
        Ok(())
    }

    fn change(&self, profile: &mut Profile) -> Result<bool> {
        let contact = &mut profile.contact;
        let is_there = self.scope.list().is_none_or(|list| contact.lists.contains(&list));
        if let Some(segment) = self.segment.get().filter(|_| is_there) {
            let is_out = self.out.binary_search(&contact.id).is_ok();
            let side = if is_out { Side::Out } else { Side::In };
            many::pin(contact, segment, Some(side), &self.author.name, self.author.at);
        }
        Ok(true)
    }
}
