//! What a history file has brought: counts over its rows that always add up.

use crate::store::EventOutcome;
use crate::transfer::issues::{Issue, Issues, ReasonCount};
use serde::{Deserialize, Serialize};

/// How many joined rows are kept as examples.
const EXAMPLES: usize = 5;

/// What a file has brought, or would bring.
/// `rows = added + updated + unchanged + joined + rejected + waiting`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ledger {
    /// Rows read, without the header.
    pub rows: u64,
    /// What became of the rows that found their contact.
    pub done: Settled,
    /// Follow-on rows of an order: what they say stands in the purchase of its first row.
    pub joined: u64,
    /// Rows that could not be read, or found no contact.
    pub rejected: u64,
    /// Rows that are still to come in, after an interruption.
    pub waiting: u64,
    /// Cells that could not be read and were left out of rows that came in.
    pub set_aside: u64,
    /// Cancelled orders among the rows: they are kept, and count for nothing.
    pub cancelled: u64,
    /// Whether it was only rehearsed.
    pub dry_run: bool,
    /// Whether it was stopped at a batch border; the same import goes on from there.
    pub interrupted: bool,
    /// Rows that an earlier, interrupted run of the same import had brought in; they are counted above.
    pub resumed: u64,
    issues: Issues,
    joined_examples: Vec<(u64, u64)>,
}

/// What became of rows that found their contact.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settled {
    /// New events.
    pub added: u64,
    /// Events that were there and now say something else.
    pub updated: u64,
    /// Events that were there, and rows that say the same again.
    pub unchanged: u64,
    /// Rows whose contact was deleted meanwhile.
    pub gone: u64,
}

impl Settled {
    /// How many rows.
    pub fn rows(&self) -> u64 {
        self.added + self.updated + self.unchanged + self.gone
    }

    /// Adds others.
    pub(super) fn add(&mut self, others: Self) {
        self.added += others.added;
        self.updated += others.updated;
        self.unchanged += others.unchanged;
        self.gone += others.gone;
    }

    /// Counts what the store says.
    pub(super) fn count(&mut self, outcomes: &[EventOutcome]) {
        for outcome in outcomes {
            *match outcome {
                EventOutcome::Added => &mut self.added,
                EventOutcome::Updated => &mut self.updated,
                EventOutcome::Unchanged => &mut self.unchanged,
                EventOutcome::Gone => &mut self.gone,
            } += 1;
        }
    }
}

impl Ledger {
    /// Counts a rejected row or a cell set aside.
    pub(super) fn add_issue(&mut self, issue: &Issue) {
        if issue.rejected {
            self.rejected += 1;
        } else {
            self.set_aside += 1;
        }
        self.issues.add(issue);
    }

    /// Counts a row that was joined to another one.
    pub(super) fn add_joined(&mut self, row: u64, to: u64) {
        self.joined += 1;
        if self.joined_examples.len() < EXAMPLES {
            self.joined_examples.push((row, to));
        }
    }

    /// Adds what a later stretch of the file has brought.
    pub(super) fn add(&mut self, later: &Self) {
        self.rows += later.rows;
        self.joined += later.joined;
        self.rejected += later.rejected;
        self.set_aside += later.set_aside;
        self.cancelled += later.cancelled;
        self.issues.append(&later.issues);
        let room = EXAMPLES.saturating_sub(self.joined_examples.len());
        self.joined_examples
            .extend(later.joined_examples.iter().take(room));
    }

    /// Puts in what became of the rows that found their contact; the others wait.
    pub(super) fn settle(&mut self, done: Settled) {
        self.done = done;
        self.waiting = self.rows - self.joined - self.rejected - done.rows();
    }

    /// Counts rows whose contact was deleted meanwhile among the rejected ones.
    pub(super) fn reject_gone(&mut self) {
        let gone = std::mem::take(&mut self.done.gone);
        self.rejected += gone;
        self.issues
            .count_rejected("the contact was deleted meanwhile", gone);
    }

    /// Why rows were rejected, most frequent first.
    pub fn reasons(&self) -> Vec<ReasonCount> {
        self.issues.reasons()
    }

    /// What was set aside, by column and reason, most frequent first.
    pub fn warnings(&self) -> Vec<ReasonCount> {
        self.issues.warnings()
    }

    /// The first five rejected rows.
    pub fn examples(&self) -> &[Issue] {
        self.issues.examples()
    }

    /// The first five cells that were set aside.
    pub fn warning_examples(&self) -> &[Issue] {
        self.issues.warning_examples()
    }

    /// The first five rows that were joined to another one, each with that one.
    pub fn joined_examples(&self) -> &[(u64, u64)] {
        &self.joined_examples
    }

    /// The counts as lines for people. Counts of nothing are left out, apart from the first two.
    pub fn counts(&self) -> Vec<(&'static str, u64)> {
        let all = [
            ("rows read", self.rows),
            ("added", self.done.added),
            ("updated", self.done.updated),
            ("unchanged", self.done.unchanged),
            ("joined to another row", self.joined),
            ("rejected", self.rejected),
            ("still to come", self.waiting),
            ("cells set aside", self.set_aside),
            ("cancelled", self.cancelled),
        ];
        all.into_iter()
            .enumerate()
            .filter(|(place, (_, count))| *place < 2 || *count > 0)
            .map(|(_, one)| one)
            .collect()
    }

    /// Whether every row read has exactly one fate.
    pub fn adds_up(&self) -> bool {
        self.rows == self.done.rows() + self.joined + self.rejected + self.waiting
    }
}
