//! Why a contact meets criteria or not: each condition, the contact's value, and whether it holds.

use super::checked::{Criteria, Node, Subject, Test};
use super::holds::{MAX_VISITS, Row};
use super::resolve::kind_of;
use super::stored::{Today, node as written};
use super::tree::Expr;
use super::value::field_value;
use crate::model::{Catalogue, Decimal, FieldRef, FieldType, Moment, Profile, Side, Value};
use std::cell::Cell;

/// The most lines an explanation has: segments that use segments can grow beyond what anybody reads.
const MOST_LINES: usize = 2000;

/// One line of an explanation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explained {
    /// How deep it stands: the parts of a group are one deeper than its line.
    pub depth: usize,
    /// The condition as it is written; for a group `all of`, `any of` or `not`.
    pub condition: String,
    /// The contact's value; empty for a group.
    pub value: String,
    /// Whether it holds.
    pub holds: bool,
}

/// Explains the answer, line by line, outermost first.
pub fn explain(
    criteria: &Criteria,
    profile: &Profile,
    catalogue: &Catalogue,
    moment: &Moment,
) -> Vec<Explained> {
    let visits = Cell::new(MAX_VISITS);
    let row = Row::new(profile, catalogue, moment, criteria.scope, &visits);
    let mut lines = Vec::new();
    row.explain_criteria(criteria, 0, &mut lines);
    lines
}

/// Of an explanation, the conditions that bring its answer about, each with the contact's value: of an `any of` those that
/// hold, of what is negated those that do not.
pub fn reasons(lines: &[Explained]) -> Vec<String> {
    // The groups that are open: their depth, whether they count, and whether they are negated.
    let mut open: Vec<(usize, bool, bool)> = Vec::new();
    let mut reasons = Vec::new();
    let wanted = lines.first().is_none_or(|line| line.holds);
    for line in lines {
        while open.pop_if(|(depth, ..)| *depth >= line.depth).is_some() {}
        let (counts, negated) = open
            .last()
            .map_or((true, !wanted), |(_, counts, negated)| (*counts, *negated));
        let counts = counts && line.holds != negated;
        let is_group =
            line.value.is_empty() && matches!(line.condition.as_str(), "all of" | "any of" | "not");
        if is_group {
            open.push((line.depth, counts, negated != (line.condition == "not")));
        } else {
            // What a named segment asks stands below it, and is its own affair.
            open.push((line.depth, false, negated));
            if counts {
                reasons.push(reason(line, wanted));
            }
        }
    }
    reasons
}

fn reason(line: &Explained, wanted: bool) -> String {
    let not = if line.holds == wanted { "" } else { "not " };
    let value = if line.value.is_empty() {
        String::new()
    } else {
        format!(": {}", line.value)
    };
    format!("{not}{}{value}", line.condition)
}

impl Row<'_> {
    /// A pin stands above the criteria that it goes before.
    fn explain_criteria(&self, criteria: &Criteria, depth: usize, lines: &mut Vec<Explained>) {
        let pin = self.pinned(criteria);
        if let Some(pin) = pin {
            let (way, holds) = match pin.side {
                Side::In => ("in", true),
                Side::Out => ("out", false),
            };
            lines.push(Explained {
                depth,
                condition: format!("pinned {way} by hand"),
                value: format!("by {} on {}", pin.by, pin.at.day(self.moment.zone)),
                holds,
            });
        }
        let depth = depth + usize::from(pin.is_some());
        match &criteria.root {
            Some(root) => self.explain(root, depth, lines),
            None => lines.push(Explained {
                depth,
                condition: "everyone".to_owned(),
                value: String::new(),
                holds: true,
            }),
        }
    }

    fn explain(&self, node: &Node, depth: usize, lines: &mut Vec<Explained>) {
        if lines.len() >= MOST_LINES {
            return;
        }
        let (condition, parts): (String, &[Node]) = match node {
            Node::Or(parts) => ("any of".to_owned(), parts),
            Node::And(parts) => ("all of".to_owned(), parts),
            Node::Not(part) if matches!(part.as_ref(), Node::Or(_) | Node::And(_) | Node::Not(_)) => {
                ("not".to_owned(), std::slice::from_ref(part))
            }
            condition => (self.written(condition), &[]),
        };
        lines.push(Explained {
            depth,
            condition,
            value: if parts.is_empty() {
                self.value_of(node)
            } else {
                String::new()
            },
            holds: self.node(node),
        });
        for part in parts {
            self.explain(part, depth + 1, lines);
        }
        if parts.is_empty() {
            self.explain_segment(node, depth + 1, lines);
        }
    }

    /// The conditions of the segment that a condition names.
    fn explain_segment(&self, node: &Node, depth: usize, lines: &mut Vec<Explained>) {
        match node {
            Node::Not(negated) => self.explain_segment(negated, depth, lines),
            Node::Segment(segment) => {
                if let Some((within, criteria)) = self.within(*segment)
                    && (!criteria.is_blank() || self.pinned(&criteria).is_some())
                {
                    within.explain_criteria(&criteria, depth, lines);
                }
            }
            _ => {}
        }
    }

    fn written(&self, node: &Node) -> String {
        let names = Today {
            catalogue: self.catalogue,
            scope: self.scope,
        };
        written(node, &names)
            .as_ref()
            .map_or_else(String::new, Expr::to_string)
    }

    fn value_of(&self, node: &Node) -> String {
        match node {
            Node::Not(negated) => self.value_of(negated),
            Node::Test(Subject::Field(field), test) => self.shown(*field, test),
            Node::List(_) => self.lists(),
            Node::Segment(_) => if self.node(node) { "in it" } else { "not in it" }.to_owned(),
            Node::Amount(amount) if kind_of(amount.event).is_some() => {
                let found = self.amount(amount);
                match amount.sum {
                    Some(_) => self.money(found),
                    None => found.normalize().to_string(),
                }
            }
            Node::Opened(_, last) => match self.opened(*last) {
                (opened, true) => format!("opened {opened} of the last {}", last.get()),
                (_, false) => format!("fewer than {} were sent", last.get()),
            },
            _ => "no history yet".to_owned(),
        }
    }

    fn shown(&self, field: FieldRef, test: &Test) -> String {
        match field_value(field, self.profile, self.catalogue, self.scope, self.moment) {
            Some(Value::Number(amount)) if self.is_money(field) => self.money(amount),
            Some(value) => value_text(&value),
            None if matches!(test, Test::Yes) => "not set (counts as no)".to_owned(),
            None => "not set".to_owned(),
        }
    }

    fn is_money(&self, field: FieldRef) -> bool {
        match field {
            FieldRef::Builtin(builtin) => builtin.kind() == FieldType::Money,
            FieldRef::Custom(id) => {
                let defined = self.catalogue.field(id);
                defined.is_some_and(|field| field.kind == FieldType::Money)
            }
        }
    }

    /// An amount with the decimals of the store's currency, and any that it has beyond them.
    fn money(&self, amount: Decimal) -> String {
        let currency = self.catalogue.settings.currency;
        let least = currency.map_or(2, |currency| currency.minor_units());
        let amount = amount.normalize();
        format!("{amount:.*}", amount.scale().max(least) as usize)
    }

    fn lists(&self) -> String {
        let lists = self.profile.contact.lists.iter();
        let names: Vec<&str> = lists
            .filter_map(|list| self.catalogue.list(*list))
            .map(|list| list.name.as_str())
            .collect();
        if names.is_empty() {
            "in no list".to_owned()
        } else {
            format!("in {}", names.join(", "))
        }
    }
}

/// A value as one reads it.
fn value_text(value: &Value) -> String {
    match value {
        Value::Text(text) => text.clone(),
        Value::Number(number) => number.normalize().to_string(),
        Value::Date(day) => day.format("%Y-%m-%d").to_string(),
        Value::Flag(flag) => if *flag { "yes" } else { "no" }.to_owned(),
        Value::Set(members) => members.join(", "),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(depth: usize, condition: &str, value: &str, holds: bool) -> Explained {
        Explained {
            depth,
            condition: condition.to_owned(),
            value: value.to_owned(),
            holds,
        }
    }

    #[test]
    fn reasons_are_what_brings_the_answer_about() {
        let lines = [
            line(0, "all of", "", true),
            line(1, "any of", "", true),
            line(2, "orders > 9", "3", false),
            line(2, "all of", "", false),
            line(3, "tags has vip", "vip", true),
            line(3, "city = Porto", "Lisboa", false),
            line(2, "spent > 5", "8", true),
            line(1, "not", "", true),
            line(2, "any of", "", false),
            line(3, "opted_out", "no", false),
            line(1, "in segment VIP", "in it", true),
            line(2, "spent > 1", "8", true),
        ];
        let said = ["spent > 5: 8", "not opted_out: no", "in segment VIP: in it"];
        assert_eq!(reasons(&lines), said);
        assert_eq!(reasons(&[line(0, "everyone", "", true)]), ["everyone"]);
    }

    #[test]
    fn who_is_out_is_told_by_what_does_not_hold() {
        let lines = [
            line(0, "all of", "", false),
            line(1, "orders > 9", "3", false),
            line(1, "spent > 5", "8", true),
        ];
        assert_eq!(reasons(&lines), ["orders > 9: 3"]);
    }
}
