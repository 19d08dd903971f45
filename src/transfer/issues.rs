//! What could not be read of a file: counted by reason, with the first few as examples.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// How many examples are kept for the screen.
const EXAMPLES: usize = 5;

/// Rejected rows and cells set aside: how often for what reason, and the first of each.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Issues {
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
    /// The line of the file on which the row begins; the header stands on line 1. 0 where it is not known.
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
        write!(f, "row {}", self.row)?;
        if self.line > 0 {
            write!(f, " (line {})", self.line)?;
        }
        write!(f, ", {}", self.column)?;
        if !self.value.is_empty() {
            write!(f, " “{}”", self.value)?;
        }
        write!(f, ": {}", self.reason)
    }
}

impl Issues {
    /// Counts one in.
    pub(super) fn add(&mut self, issue: &Issue) {
        let (reasons, examples) = if issue.rejected {
            (&mut self.reasons, &mut self.examples)
        } else {
            (&mut self.warnings, &mut self.warning_examples)
        };
        *reasons.entry(issue.class()).or_default() += 1;
        if examples.len() < EXAMPLES {
            examples.push(issue.clone());
        }
    }

    /// Counts rejected rows of which nothing more is known.
    pub(super) fn count_rejected(&mut self, reason: &str, rows: u64) {
        if rows > 0 {
            *self.reasons.entry(reason.to_owned()).or_default() += rows;
        }
    }

    /// Adds what a later stretch of the file has brought.
    pub(super) fn append(&mut self, later: &Self) {
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
    pub(super) fn reasons(&self) -> Vec<ReasonCount> {
        by_frequency(&self.reasons)
    }

    /// What was set aside, by column and reason, most frequent first.
    pub(super) fn warnings(&self) -> Vec<ReasonCount> {
        by_frequency(&self.warnings)
    }

    /// The first five rejected rows.
    pub(super) fn examples(&self) -> &[Issue] {
        &self.examples
    }

    /// The first five cells that were set aside.
    pub(super) fn warning_examples(&self) -> &[Issue] {
        &self.warning_examples
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
