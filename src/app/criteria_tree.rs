//! The tree beside a criteria text: its lines, and the counts of each as they come. Counts that are being asked again
//! stay, greyed, with the line they belong to.

use super::effect::{Effect, Question, Slot, Ticket};
use super::event::Answer;
use super::popup::Context;
use crate::criteria::{self, Criteria, Outlined};
use crate::store::StoreError;
use std::ops::Range;

/// One line with what is known of it.
#[derive(Debug)]
pub struct Line {
    /// What it asks.
    pub outlined: Outlined,
    /// How many contacts meet it by itself.
    pub count: Option<u64>,
    /// How many meet it and every part of its group before it.
    pub left: Option<u64>,
}

/// The tree of the last text that could be read.
#[derive(Debug, Default)]
pub struct CriteriaTree {
    /// The lines, outermost first.
    pub lines: Vec<Line>,
    /// Which line has the cursor: the node at the cursor of the text.
    pub at: usize,
    /// Whether the counts are older than the text.
    pub stale: bool,
    /// Whether the lines are those of the text as it stands.
    follows: bool,
    asked: Option<Ticket>,
}

impl CriteriaTree {
    /// Shows other criteria, and asks for their counts.
    pub(super) fn show(&mut self, criteria: &Criteria, text: &str, context: &mut Context<'_>) -> Vec<Effect> {
        let known = std::mem::take(&mut self.lines);
        for outlined in criteria::outline(criteria, text, context.catalogue, &context.moment) {
            let before = known
                .iter()
                .find(|line| line.outlined.condition == outlined.condition);
            self.lines.push(Line {
                count: before.and_then(|line| line.count),
                left: before
                    .and_then(|line| line.left)
                    .filter(|_| outlined.funnel.is_some()),
                outlined,
            });
        }
        self.asked = None;
        self.stale = true;
        self.follows = true;
        self.at = self.at.min(self.lines.len().saturating_sub(1));
        let queries: Vec<_> = self.queries().cloned().collect();
        if queries.is_empty() {
            return Vec::new();
        }
        let scope = criteria.scope();
        let (ticket, ask) = context
            .tickets
            .ask(Slot::Counts, Question::Counts { scope, queries });
        self.asked = Some(ticket);
        vec![ask]
    }

    /// The text cannot be read at the moment: what was known stays, greyed.
    pub(super) fn keep(&mut self) {
        self.stale = true;
        self.follows = false;
        self.asked = None;
    }

    /// The line at the cursor, where the lines are those of the text.
    pub(super) fn current(&self) -> Option<&Line> {
        self.lines.get(self.at).filter(|_| self.follows)
    }

    /// The bytes of the text that the line at the cursor is written in.
    pub fn marked(&self) -> Option<Range<usize>> {
        self.current().map(|line| line.outlined.place.clone())
    }

    /// The cursor goes to the innermost node around a byte of the text.
    pub(super) fn go_to_place(&mut self, byte: usize) {
        if !self.follows {
            return;
        }
        let around = self.lines.iter().enumerate().filter(|(_, line)| {
            let place = &line.outlined.place;
            place.start <= byte && byte <= place.end
        });
        if let Some((at, _)) = around.min_by_key(|(_, line)| line.outlined.place.len()) {
            self.at = at;
        }
    }

    /// The cursor goes to a node.
    pub(super) fn go_to_path(&mut self, path: &[usize]) {
        if let Some(at) = self.lines.iter().position(|line| line.outlined.path == path) {
            self.at = at;
        }
    }

    /// Takes the counts it has asked for; false where the answer is for another.
    pub(super) fn answer(&mut self, ticket: Ticket, answer: &Result<Answer, StoreError>) -> bool {
        if self.asked != Some(ticket) {
            return false;
        }
        if let Ok(Answer::Counts(counts)) = answer {
            let mut counts = counts.iter().copied();
            for line in &mut self.lines {
                line.count = line.outlined.query.as_ref().and_then(|_| counts.next());
                line.left = line.outlined.funnel.as_ref().and_then(|_| counts.next());
            }
            self.stale = false;
        }
        true
    }

    /// What is asked, line by line: by itself, then with what stands before it.
    fn queries(&self) -> impl Iterator<Item = &criteria::query::Query> {
        self.lines.iter().flat_map(|line| {
            let Outlined { query, funnel, .. } = &line.outlined;
            query.iter().chain(funnel)
        })
    }
}
