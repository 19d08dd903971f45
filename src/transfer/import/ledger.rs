//! What a file has brought: counts that always add up, and what could not be read.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// How many examples are kept for the screen.
const EXAMPLES: usize = 5;

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
    reasons: BTreeMap<String, u64>,
    warnings: BTreeMap<String, u64>,
    examples: Vec<Issue>,
    warning_examples: Vec<Issue>,
}

/// How often something was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReasonCount {
    /// What.
    pub reason: String,
    /// How often.
    pub count: u64,
}

/// One cell that could not be read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Issue {
    /// The row in the file; the first under the header is 1.
    pub row: u64,
    /// The line of the file on which the row begins; the header stands on line 1.
    pub line: u64,
    /// Whether the whole row was rejected for it.
    pub rejected: bool,
    /// The column.
    pub column: String,
    /// What stood there.
    pub value: String,
    /// Why it could not be read.
    pub reason: String,
}

impl Issue {
    /// What it is counted under: the reason without what is particular to this cell.
    fn class(&self) -> String {
        let general = self
            .reason
            .split([';', '?', '“'])
            .next()
            .unwrap_or_default()
            .trim();
        let general = general.trim_end_matches(['.', ':', ',']);
        if self.rejected {
            general.to_owned()
        } else {
            format!("{}: {general}", self.column)
        }
    }
}

impl std::fmt::Display for Issue {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "row {} (line {}), {}", self.row, self.line, self.column)?;
        if !self.value.is_empty() {
            write!(f, " “{}”", self.value)?;
        }
        write!(f, ": {}", self.reason)
    }
}

impl Ledger {
    /// Counts a rejected row or a cell set aside.
    pub(super) fn add_issue(&mut self, issue: &Issue) {
        let (reasons, examples) = if issue.rejected {
            self.rejected += 1;
            (&mut self.reasons, &mut self.examples)
        } else {
            self.set_aside += 1;
            (&mut self.warnings, &mut self.warning_examples)
        };
        *reasons.entry(issue.class()).or_default() += 1;
        if examples.len() < EXAMPLES {
            examples.push(issue.clone());
        }
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
        for (reasons, more) in [
            (&mut self.reasons, &later.reasons),
            (&mut self.warnings, &later.warnings),
        ] {
            for (reason, count) in more {
                *reasons.entry(reason.clone()).or_default() += count;
            }
        }
        for (examples, more) in [
            (&mut self.examples, &later.examples),
            (&mut self.warning_examples, &later.warning_examples),
        ] {
            let room = EXAMPLES.saturating_sub(examples.len());
            examples.extend(more.iter().take(room).cloned());
        }
    }

    /// Why rows were rejected, most frequent first.
    pub fn reasons(&self) -> Vec<ReasonCount> {
        by_frequency(&self.reasons)
    }

    /// What was set aside, by column and reason, most frequent first.
    pub fn warnings(&self) -> Vec<ReasonCount> {
        by_frequency(&self.warnings)
    }

    /// The first five rejected rows.
    pub fn examples(&self) -> &[Issue] {
        &self.examples
    }

    /// The first five cells that were set aside.
    pub fn warning_examples(&self) -> &[Issue] {
        &self.warning_examples
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

fn by_frequency(counts: &BTreeMap<String, u64>) -> Vec<ReasonCount> {
    let mut reasons: Vec<ReasonCount> = counts
        .iter()
        .map(|(reason, count)| ReasonCount {
            reason: reason.clone(),
            count: *count,
        })
        .collect();
    reasons.sort_by_key(|one| std::cmp::Reverse(one.count));
    reasons
}
