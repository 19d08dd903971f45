//! The embedded store answers and changes: each method of the trait in its own transaction.

use super::evaluate::evaluate;
use super::index::{IDS, NUMBERS};
use super::order::{self, Ordering};
use super::redb::Redb;
use super::rows::People;
use super::tables::{JOURNAL, META, PERMISSIONS};
use super::undo::Way;
use super::{
    Applied, Bar, Cancel, Change, CheckReport, Entries, EventOutcome, HistoryJob, HistoryRow, ImportJob,
    ImportRow, JoinKey, OpenHistory, OpenImport, Page, Progress, Rehearsal, Result, RowOutcome, Spread,
    Store, TakenBack, View, Window, apply, catalogue, check, decisions, events, import, journal, meta, near,
    rows, search, spread, stats, undo, values,
};
use crate::criteria::query::Query;
use crate::duplicates::Desk;
use crate::model::{
    Author, Catalogue, Contact, ContactId, Decision, EntryId, EntryState, EventKind, FieldRef, JournalEntry,
    ListId, Permission, Profile, Scope, SourceId, TimelineItem, TimelineMark,
};
use crate::phone::Identity;
use std::ops::Range;
use std::sync::Arc;

impl Store for Redb {
    fn generation(&self) -> Result<u64> {
        catalogue::generation(self)
    }

    fn catalogue(&self) -> Result<Arc<Catalogue>> {
        catalogue::current(self)
    }

    fn count(&self, scope: Scope, query: &Query, cancel: &Cancel) -> Result<u64> {
        self.read(|txn| Ok(evaluate(txn, scope, query, cancel)?.count()))
    }

    fn page(&self, view: &View, window: Window, cancel: &Cancel) -> Result<Page> {
        self.read(|txn| {
            let generation = meta::state(&txn.open_table(META)?)?.generation;
            let ordering = Ordering {
                txn,
                cache: &self.orders,
                generation,
                cancel,
            };
            let (total, ids) = ordering.page(view, window)?;
            let (rows, unreadable) = People::open(txn)?.rows(&ids)?;
            Ok(Page {
                generation,
                total,
                offset: window.offset,
                rows,
                unreadable,
            })
        })
    }

    fn position(&self, view: &View, contact: ContactId, cancel: &Cancel) -> Result<Option<u64>> {
        self.read(|txn| {
            let ordering = Ordering {
                txn,
                cache: &self.orders,
                generation: meta::state(&txn.open_table(META)?)?.generation,
                cancel,
            };
            ordering.position(view, contact)
        })
    }

    fn profile(&self, contact: ContactId) -> Result<Option<Profile>> {
        self.read(|txn| rows::profile_with_events(txn, contact))
    }

    fn profiles(&self, contacts: &[ContactId]) -> Result<Vec<Profile>> {
        self.read(|txn| People::open(txn)?.profiles(contacts))
    }

    fn walk(
        &self,
        scope: Scope,
        query: &Query,
        after: Option<ContactId>,
        limit: usize,
    ) -> Result<Vec<ContactId>> {
        self.read(|txn| order::walk(txn, scope, query, after, limit))
    }

    fn contacts(
        &self,
        scope: Scope,
        after: Option<ContactId>,
        limit: usize,
    ) -> Result<(Vec<Contact>, Vec<ContactId>)> {
        self.read(|txn| rows::walk(txn, scope, after, limit))
    }

    fn look(&self, numbers: Range<u32>, desk: &mut Desk<'_>) -> Result<(Vec<ContactId>, bool)> {
        self.read(|txn| rows::look(txn, numbers.clone(), desk))
    }

    fn made_since(&self, entry: EntryId) -> Result<Vec<ContactId>> {
        self.read(|txn| journal::made_since(txn, entry))
    }

    fn by_source_id(&self, source: SourceId, id: &str) -> Result<Option<ContactId>> {
        self.read(|txn| rows::by_source_id(&IDS.read(txn)?, source, id))
    }

    fn by_number(&self, identity: Identity) -> Result<Vec<ContactId>> {
        self.read(|txn| rows::by_number(&NUMBERS.read(txn)?, identity))
    }

    fn near(&self, contact: &Contact, cancel: &Cancel) -> Result<Vec<Contact>> {
        self.read(|txn| near::near(txn, contact, cancel))
    }

    fn search(&self, scope: Scope, text: &str, limit: usize, cancel: &Cancel) -> Result<Vec<ContactId>> {
        self.read(|txn| search::search(txn, scope, text, limit, cancel))
    }

    fn values(
        &self,
        scope: Scope,
        field: FieldRef,
        text: &str,
        limit: usize,
        cancel: &Cancel,
    ) -> Result<Vec<(String, u64)>> {
        self.read(|txn| values::values(txn, scope, field, text, limit, cancel))
    }

    fn spread(&self, asked: &Spread, cancel: &Cancel) -> Result<Vec<Bar>> {
        self.read(|txn| spread::spread(txn, asked, cancel))
    }

    fn permission(&self, identity: Identity) -> Result<Permission> {
        self.read(|txn| rows::permission(&txn.open_table(PERMISSIONS)?, identity))
    }

    fn apply(&self, change: Change, author: &Author, progress: &mut dyn Progress) -> Result<Applied> {
        apply::apply(self, change, author, progress)
    }

    fn begin_import(&self, job: ImportJob, author: &Author) -> Result<OpenImport> {
        import::begin(self, job, author)
    }

    fn import_batch(
        &self,
        import: &mut OpenImport,
        rows: Vec<ImportRow>,
        up_to: u64,
        tally: &mut dyn FnMut(&[RowOutcome]) -> Vec<u8>,
    ) -> Result<Vec<RowOutcome>> {
        import::batch(self, import, rows, up_to, tally)
    }

    fn finish_import(&self, import: OpenImport, state: EntryState) -> Result<()> {
        import::finish(self, &import, state)
    }

    fn rehearse(&self, job: &ImportJob, rows: &[ImportRow], seen: &mut Rehearsal) -> Result<Vec<RowOutcome>> {
        import::rehearse(self, job, rows, seen)
    }

    fn begin_history(&self, job: HistoryJob, author: &Author) -> Result<OpenHistory> {
        events::begin(self, job, author)
    }

    fn history_batch(
        &self,
        history: &mut OpenHistory,
        rows: Vec<HistoryRow>,
        up_to: u64,
        tally: &mut dyn FnMut(&[EventOutcome]) -> Vec<u8>,
    ) -> Result<Vec<EventOutcome>> {
        events::batch(self, history, rows, up_to, tally)
    }

    fn finish_history(&self, history: OpenHistory, state: EntryState) -> Result<()> {
        events::finish(self, &history, state)
    }

    fn rehearse_history(&self, job: &HistoryJob, rows: &[HistoryRow]) -> Result<Vec<EventOutcome>> {
        events::rehearse(self, job, rows)
    }

    fn join(&self, list: ListId, source: SourceId, keys: &[JoinKey]) -> Result<Vec<Option<ContactId>>> {
        self.read(|txn| events::join(txn, list, source, keys))
    }

    fn timeline(
        &self,
        contact: ContactId,
        before: Option<&TimelineMark>,
        limit: usize,
        kinds: &[EventKind],
    ) -> Result<Vec<TimelineItem>> {
        self.read(|txn| events::timeline(txn, contact, before, limit, kinds))
    }

    fn history(&self, asked: &Entries) -> Result<Vec<JournalEntry>> {
        self.read(|txn| journal::asked(txn, asked))
    }

    fn changes_of(&self, contact: ContactId, cancel: &Cancel) -> Result<Vec<JournalEntry>> {
        self.read(|txn| journal::touching(txn, contact, cancel))
    }

    fn entry(&self, id: EntryId) -> Result<Option<JournalEntry>> {
        self.read(|txn| journal::entry(&txn.open_table(JOURNAL)?, id))
    }

    fn next_undo(&self, operator: &str) -> Result<Option<JournalEntry>> {
        self.read(|txn| undo::newest_undo(txn, operator))
    }

    fn next_redo(&self, operator: &str) -> Result<Option<JournalEntry>> {
        self.read(|txn| undo::newest_redo(txn, operator))
    }

    fn undo(
        &self,
        entry: EntryId,
        force: bool,
        author: &Author,
        progress: &mut dyn Progress,
    ) -> Result<TakenBack> {
        undo::take_back(self, entry, Way::Undo, force, author, progress)
    }

    fn redo(
        &self,
        entry: EntryId,
        force: bool,
        author: &Author,
        progress: &mut dyn Progress,
    ) -> Result<TakenBack> {
        undo::take_back(self, entry, Way::Redo, force, author, progress)
    }

    fn stands_against(&self, entry: EntryId, author: &Author) -> Result<TakenBack> {
        undo::stands_against(self, entry, author)
    }

    fn decisions(&self) -> Result<Vec<Decision>> {
        self.read(decisions::all)
    }

    fn check(&self, progress: &mut dyn Progress) -> Result<CheckReport> {
        check::check(self, progress)
    }

    fn stats(&self) -> Result<Vec<(String, String)>> {
        stats::stats(self)
    }
}
