//! From a written tree to a checked one: every name is looked up, every value gets the type of its field, and what does
//! not fit is an error here, never an empty result later.

mod amount;
mod condition;
mod names;
mod text;
mod values;

pub(super) use names::{kind_of, qualified};

use super::checked::{Criteria, Node};
use super::error::{CriteriaError, ErrorKind};
use super::parse::{parse, parse_long};
use super::tree::{Condition, Expr, MAX_CONDITIONS, MAX_LEVELS, Several};
use super::words::Event;
use crate::model::{Catalogue, Scope, Segment};

/// Checks a tree against what a store has.
pub fn check(expr: &Expr, catalogue: &Catalogue, scope: Scope) -> Result<Criteria, CriteriaError> {
    check_as(expr, catalogue, scope, Spelling::Names)
}

/// Reads and checks a criteria text. A blank one is everyone.
pub fn compile(text: &str, catalogue: &Catalogue, scope: Scope) -> Result<Criteria, CriteriaError> {
    if text.trim().is_empty() {
        return Ok(Criteria::everyone(scope));
    }
    check(&parse(text)?, catalogue, scope)
}

/// Reads a criteria text as a segment holds it, with ids in place of names.
pub fn from_stored(stored: &str, catalogue: &Catalogue, scope: Scope) -> Result<Criteria, CriteriaError> {
    if stored.trim().is_empty() {
        return Ok(Criteria::everyone(scope));
    }
    check_as(&parse_long(stored)?, catalogue, scope, Spelling::Ids)
}

/// Who the members of a segment are: its criteria, and whom somebody has pinned in or out of it.
pub fn of_segment(segment: &Segment, catalogue: &Catalogue) -> Result<Criteria, CriteriaError> {
    let criteria = from_stored(&segment.criteria, catalogue, segment.scope)?;
    Ok(criteria.with_pins_of(segment.id))
}

fn check_as(
    expr: &Expr,
    catalogue: &Catalogue,
    scope: Scope,
    spelling: Spelling,
) -> Result<Criteria, CriteriaError> {
    within_limits(expr)?;
    let checker = Checker {
        catalogue,
        scope,
        spelling,
        event: None,
    };
    Ok(Criteria {
        root: Some(checker.node(expr)?),
        scope,
        pins_of: None,
    })
}

/// How names are written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Spelling {
    /// As people write them.
    Names,
    /// As numbers, `#12`, in what a segment holds.
    Ids,
}

/// What a check needs to know.
#[derive(Clone, Copy)]
struct Checker<'a> {
    catalogue: &'a Catalogue,
    scope: Scope,
    spelling: Spelling,
    /// The event whose `where` is checked.
    event: Option<Event>,
}

impl Checker<'_> {
    fn node(&self, expr: &Expr) -> Result<Node, CriteriaError> {
        Ok(match expr {
            Expr::Or(terms) => Node::Or(self.nodes(terms)?),
            Expr::And(terms) => Node::And(self.nodes(terms)?),
            Expr::Not(negated) => Node::Not(Box::new(self.node(negated)?)),
            Expr::Condition(condition) => self.condition(condition)?,
        })
    }

    fn nodes(&self, terms: &Several<Expr>) -> Result<Vec<Node>, CriteriaError> {
        terms.iter().map(|term| self.node(term)).collect()
    }

    fn condition(&self, condition: &Condition) -> Result<Node, CriteriaError> {
        if self.event.is_some() && !matches!(condition, Condition::Field(..)) {
            let message = "`where` asks about the event alone: no counts, segments, lists or campaigns";
            return Err(CriteriaError::syntax(0..0, message));
        }
        Ok(match condition {
            Condition::Field(name, test) => self.field(name, test)?,
            Condition::Amount(amount, test) => Node::Amount(Box::new(self.amount(amount, test)?)),
            Condition::Opened { at_least, last } => Node::Opened(*at_least, *last),
            Condition::InSegment(name) => Node::Segment(self.segment(name)?),
            Condition::InList(name) => Node::List(self.list(name)?),
            Condition::Campaign(name, step) => Node::Campaign(names::campaign(name)?, *step),
        })
    }
}

/// An error for a tree that is deeper or larger than a text may be.
fn within_limits(expr: &Expr) -> Result<(), CriteriaError> {
    if levels(expr) > MAX_LEVELS {
        let message = format!("brackets, `not` and `where` are nested more than {MAX_LEVELS} deep");
        return Err(CriteriaError::new(0..0, ErrorKind::TooLarge, message));
    }
    if conditions(expr) > MAX_CONDITIONS {
        let message = format!("there are more than {MAX_CONDITIONS} conditions");
        return Err(CriteriaError::new(0..0, ErrorKind::TooLarge, message));
    }
    Ok(())
}

/// How many brackets, `not` and `where` are open at the deepest place of the printed tree.
fn levels(expr: &Expr) -> usize {
    let deepest = |terms: &[Expr], in_brackets: fn(&Expr) -> bool| {
        let each = terms
            .iter()
            .map(|term| levels(term) + usize::from(in_brackets(term)));
        each.max().unwrap_or(0)
    };
    match expr {
        Expr::Or(terms) => deepest(terms, |term| matches!(term, Expr::Or(_))),
        Expr::And(terms) => deepest(terms, |term| matches!(term, Expr::Or(_) | Expr::And(_))),
        Expr::Not(negated) => {
            let brackets = matches!(negated.as_ref(), Expr::Or(_) | Expr::And(_));
            levels(negated) + usize::from(brackets) + usize::from(negated.negates_in_front())
        }
        Expr::Condition(condition) => match condition.as_ref() {
            Condition::Amount(amount, _) => amount.filter.as_ref().map_or(0, |filter| levels(filter) + 1),
            _ => 0,
        },
    }
}

fn conditions(expr: &Expr) -> usize {
    match expr {
        Expr::Or(terms) | Expr::And(terms) => terms.iter().map(conditions).sum(),
        Expr::Not(negated) => conditions(negated),
        Expr::Condition(condition) => match condition.as_ref() {
            Condition::Amount(amount, _) => 1 + amount.filter.as_ref().map_or(0, conditions),
            _ => 1,
        },
    }
}
