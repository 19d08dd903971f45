//! From a checked tree back to a written one: with today's names for people, or with ids for what a segment holds, so
//! that renaming a field, a segment or a list breaks nothing.

use super::check::qualified;
use super::checked::{Amount, Criteria, DateTest, Node, NumberTest, SetTest, Subject, Test, TextTest};
use super::tree::{
    self, AmountTest, Condition, Date, Expr, FieldTest, Name, Operand, Place, Several, Values, Word, Written,
};
use super::words::{Comparison, Part};
use crate::model::{Catalogue, Decimal, FieldRef, ListId, Scope, SegmentId};

impl Criteria {
    /// The canonical text with today's names; blank for everyone.
    pub fn text(&self, catalogue: &Catalogue) -> String {
        let names = Today {
            catalogue,
            scope: self.scope,
        };
        self.written(&names)
            .map_or_else(String::new, |expr| expr.to_string())
    }

    /// The canonical text with ids in place of names: what a segment holds.
    pub fn stored(&self) -> String {
        self.written(&Ids)
            .map_or_else(String::new, |expr| expr.to_string())
    }

    fn written(&self, names: &dyn Names) -> Option<Expr> {
        node(self.root.as_ref()?, names)
    }
}

/// How fields, segments and lists are called.
pub(super) trait Names {
    fn field(&self, field: FieldRef) -> String;
    fn segment(&self, segment: SegmentId) -> Operand;
    fn list(&self, list: ListId) -> Operand;
}

/// By the names they have today.
pub(super) struct Today<'a> {
    pub catalogue: &'a Catalogue,
    pub scope: Scope,
}

impl Names for Today<'_> {
    fn field(&self, field: FieldRef) -> String {
        match field {
            FieldRef::Builtin(field) => field.name().to_owned(),
            FieldRef::Custom(id) => self
                .catalogue
                .field(id)
                .map_or_else(|| Ids.field(field), |field| field.key.clone()),
        }
    }

    fn segment(&self, segment: SegmentId) -> Operand {
        match self.catalogue.segment(segment) {
            None => Ids.segment(segment),
            Some(segment) if segment.scope == self.scope => Operand::of(&segment.name),
            Some(segment) => Operand::of(&qualified(
                self.catalogue.scope_name(segment.scope),
                &segment.name,
            )),
        }
    }

    fn list(&self, list: ListId) -> Operand {
        self.catalogue
            .list(list)
            .map_or_else(|| Ids.list(list), |list| Operand::of(&list.name))
    }
}

/// By their numbers.
struct Ids;

impl Names for Ids {
    fn field(&self, field: FieldRef) -> String {
        match field {
            FieldRef::Builtin(field) => field.name().to_owned(),
            FieldRef::Custom(id) => format!("#{}", id.0),
        }
    }

    fn segment(&self, segment: SegmentId) -> Operand {
        in_quotes(format!("#{}", segment.0))
    }

    fn list(&self, list: ListId) -> Operand {
        in_quotes(format!("#{}", list.0))
    }
}

fn in_quotes(text: String) -> Operand {
    Operand {
        value: Written::Quoted(text),
        place: Place::default(),
    }
}

/// One node as it is written. None is not possible for a node that a check has made.
pub(super) fn node(node: &Node, names: &dyn Names) -> Option<Expr> {
    let several = |nodes: &[Node]| {
        let terms: Option<Vec<Expr>> = nodes.iter().map(|term| self::node(term, names)).collect();
        Several::new(terms?)
    };
    let condition = match node {
        Node::Or(nodes) => return several(nodes).map(Expr::Or),
        Node::And(nodes) => return several(nodes).map(Expr::And),
        Node::Not(negated) => return Some(Expr::Not(Box::new(self::node(negated, names)?))),
        Node::Test(subject, test) => Condition::Field(subject_name(*subject, names)?, field_test(test)?),
        Node::Amount(amount) => return amount_condition(amount, names),
        Node::Opened(at_least, last) => Condition::Opened {
            at_least: *at_least,
            last: *last,
        },
        Node::Segment(id) => Condition::InSegment(names.segment(*id)),
        Node::List(id) => Condition::InList(names.list(*id)),
        Node::Campaign(name, step) => Condition::Campaign(Operand::of(name), *step),
    };
    Some(Expr::Condition(Box::new(condition)))
}

fn subject_name(subject: Subject, names: &dyn Names) -> Option<Name> {
    match subject {
        Subject::Field(field) => Name::new(&names.field(field), Place::default()),
        Subject::Property(_, property) => Name::new(property.word(), Place::default()),
    }
}

fn amount_condition(amount: &Amount, names: &dyn Names) -> Option<Expr> {
    let sum = match amount.sum {
        None => None,
        Some(property) => Some(Name::new(property.word(), Place::default())?),
    };
    let filter = match &amount.filter {
        None => None,
        Some(filter) => Some(node(filter, names)?),
    };
    let test = match &amount.test {
        NumberTest::Compare(comparison, bound) => AmountTest::Compare(*comparison, decimal(*bound)),
        NumberTest::Between(low, high) => AmountTest::Between(decimal(*low), decimal(*high)),
        NumberTest::In(_) => return None,
    };
    let amount = tree::Amount {
        event: amount.event,
        sum,
        filter,
        window: amount.window,
        place: Place::default(),
    };
    Some(Expr::Condition(Box::new(Condition::Amount(amount, test))))
}

fn field_test(test: &Test) -> Option<FieldTest> {
    Some(match test {
        Test::Yes => FieldTest::Alone,
        Test::IsSet => FieldTest::IsSet,
        Test::Text(test) => text_test(test)?,
        Test::Number(NumberTest::Compare(comparison, bound)) => {
            FieldTest::Compare(*comparison, decimal(*bound))
        }
        Test::Number(NumberTest::Between(low, high)) => FieldTest::Between(decimal(*low), decimal(*high)),
        Test::Number(NumberTest::In(numbers)) => {
            FieldTest::In(Values::new(numbers.iter().copied().map(decimal).collect())?)
        }
        Test::Date(test) => date_test(test)?,
        Test::Set(SetTest::Has(text)) => FieldTest::Has(Operand::of(text)),
        Test::Set(SetTest::HasAny(texts)) => FieldTest::HasAny(texts_in_brackets(texts)?),
        Test::Set(SetTest::HasAll(texts)) => FieldTest::HasAll(texts_in_brackets(texts)?),
    })
}

fn text_test(test: &TextTest) -> Option<FieldTest> {
    Some(match test {
        TextTest::Equal(text) => FieldTest::Compare(Comparison::Equal, Operand::of(text)),
        TextTest::In(texts) => FieldTest::In(texts_in_brackets(texts)?),
        TextTest::Part(part, text) => FieldTest::Part(*part, Operand::of(text)),
        TextTest::Matches(pattern) => FieldTest::Part(Part::Matches, Operand::of(pattern.0.as_str())),
    })
}

fn texts_in_brackets(texts: &[String]) -> Option<Values> {
    Values::new(texts.iter().map(|text| Operand::of(text)).collect())
}

fn date_test(test: &DateTest) -> Option<FieldTest> {
    Some(match test {
        DateTest::On(date) => FieldTest::On(*date),
        DateTest::Compare(comparison, date) => FieldTest::Compare(*comparison, date_operand(*date)),
        DateTest::Between(first, last) => FieldTest::Between(date_operand(*first), date_operand(*last)),
        DateTest::In(dates) => FieldTest::In(Values::new(dates.iter().copied().map(date_operand).collect())?),
        DateTest::Before(date) => FieldTest::Before(*date),
        DateTest::After(date) => FieldTest::After(*date),
        DateTest::Within(direction, span) => FieldTest::Within(*direction, *span),
        DateTest::Ago(than, span) => FieldTest::Ago(*than, *span),
        DateTest::InPeriod(which, period) => FieldTest::InPeriod(*which, *period),
        DateTest::Anniversary(direction, span) => FieldTest::Anniversary(*direction, *span),
    })
}

fn decimal(number: Decimal) -> Operand {
    Operand::of(&number.normalize().to_string())
}

fn date_operand(date: Date) -> Operand {
    let value = match date {
        Date::Relative(relative) => Written::Relative(relative),
        Date::Day(_) => {
            Word::new(&date.to_string()).map_or_else(|| Written::Quoted(date.to_string()), Written::Bare)
        }
    };
    Operand {
        value,
        place: Place::default(),
    }
}
