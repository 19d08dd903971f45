//! Where each node of a written tree stands in its text: what an editor marks. Trees themselves compare without places.

use super::tree::Expr;
use std::ops::Range;

/// One node, with its parts in their order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Placed {
    /// The bytes it is written in, with the brackets around it.
    pub place: Range<usize>,
    /// Its parts; none for a condition.
    pub parts: Vec<Placed>,
}

impl Placed {
    /// Puts the places that a parser has noted, each node's behind those of its parts, in the shape of the tree.
    pub(super) fn of(expr: &Expr, text: &str, mut noted: Vec<Range<usize>>) -> Self {
        let placed = shaped(expr, &mut noted);
        placed.without_space_behind(text)
    }

    /// Tokens are read with the white space behind them.
    fn without_space_behind(self, text: &str) -> Self {
        let written = text.get(self.place.clone()).unwrap_or_default().trim_end();
        Self {
            place: self.place.start..self.place.start + written.len(),
            parts: self
                .parts
                .into_iter()
                .map(|part| part.without_space_behind(text))
                .collect(),
        }
    }
}

fn shaped(expr: &Expr, noted: &mut Vec<Range<usize>>) -> Placed {
    let place = noted.pop().unwrap_or_default();
    let mut parts: Vec<Placed> = match expr {
        Expr::Or(terms) | Expr::And(terms) => terms.iter().rev().map(|term| shaped(term, noted)).collect(),
        Expr::Not(negated) => vec![shaped(negated, noted)],
        // What stands in the `where` of a count has no place of its own.
        Expr::Condition(_) => Vec::new(),
    };
    parts.reverse();
    Placed { place, parts }
}
