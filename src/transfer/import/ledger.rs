//! What a file has brought: counts that always add up, and what could not be read.

use super::super::issues::{Issue, Issues, ReasonCount};
use serde::{Deserialize, Serialize};

/// What a file has brought, or would bring. `rows = created + shares_number + updated + unchanged + rejected`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ledger {
    /// Rows read, without the header.
    pub rows: u64,
    /// New contacts.
    pub created: u64,
    /// New contacts although their number is another's.
    pub shares_number: u64,
    /// Contacts that were there and got new values or joined the list.
    pub updated: u64,
    /// Contacts that were there and needed nothing.
    pub unchanged: u64,
    /// Rows without a readable number.
    pub rejected: u64,
    /// Cells that could not be read and were left out of rows that came in.
    pub set_aside: u64,
    /// Rows that opt their number out.
    pub opt_outs: u64,
    /// Rows that document consent.
    pub consents: u64,
    /// Whether it was only rehearsed.
    #[serde(skip)]
    pub dry_run: bool,
    /// Whether it was stopped at a batch border; the same import goes on from there.
    #[serde(skip)]
    pub interrupted: bool,
    /// Rows that an earlier, interrupted run of the same import had brought in; they are counted above.
    #[serde(skip)]
    pub resumed: u64,
    issues: Issues,
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

    /// Adds what a later stretch of the file has brought.
    pub(super) fn add(&mut self, later: &Self) {
        self.rows += later.rows;
        self.created += later.created;
        self.shares_number += later.shares_number;
        self.updated += later.updated;
        self.unchanged += later.unchanged;
        self.rejected += later.rejected;
        self.set_aside += later.set_aside;
        self.opt_outs += later.opt_outs;
        self.consents += later.consents;
        self.issues.append(&later.issues);
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

    /// Whether every row read has exactly one fate.
    pub fn adds_up(&self) -> bool {
        self.rows == self.created + self.shares_number + self.updated + self.unchanged + self.rejected
    }

    /// The counts as lines for people: `created 1,204`. Counts of nothing are left out, apart from the first.
    pub fn counts(&self) -> Vec<(&'static str, u64)> {
        let all = [
            ("rows read", self.rows),
            ("created", self.created),
            ("share a number", self.shares_number),
            ("updated", self.updated),
            ("unchanged", self.unchanged),
            ("rejected", self.rejected),
            ("cells set aside", self.set_aside),
            ("opt-outs", self.opt_outs),
            ("consents", self.consents),
        ];
        all.into_iter()
            .enumerate()
            .filter(|(place, (_, count))| *place < 2 || *count > 0)
            .map(|(_, one)| one)
            .collect()
    }
}
