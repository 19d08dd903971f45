//! One row of a history file: whose it is, and what it says. What is read goes into a [`Chunk`] without a text of its own
//! for each cell.

mod amount;
mod chunk;
mod day;
pub(super) mod fact;
mod status;
mod whose;

pub(super) use chunk::{Chunk, Draft};
pub(super) use whose::Key;

use super::plan::Plan;
use super::property::Property;
use crate::model::text::fold;
use crate::model::{Author, Direction, EventKind, When};
use crate::transfer::formula::{unguarded, unguarded_code};
use crate::transfer::import::row::faults::Faults;
use crate::transfer::import::row::first;
use crate::transfer::import::values::yes_no;
use amount::Amounts;
use csv::StringRecord;
use day::Days;
use status::Standing;
use whose::Whose;

/// Reads rows by a plan.
pub(super) struct RowReader {
    kind: EventKind,
    names: Vec<String>,
    whose: Whose,
    days: Days,
    amounts: Amounts,
    ids: Vec<usize>,
    whens: Vec<usize>,
    texts: Vec<usize>,
    statuses: Vec<usize>,
    cancelled: Vec<usize>,
    opened: Vec<usize>,
    clicked: Vec<usize>,
    directions: Vec<usize>,
    /// The order before this row, where it was rejected: its id and its row.
    refused: Option<(String, u64)>,
}

impl RowReader {
    pub fn new(plan: &Plan, author: &Author) -> Self {
        let kind = plan.options.kind;
        let text = match kind {
            EventKind::Purchase => Property::Item,
            EventKind::Email => Property::Subject,
            EventKind::Message => Property::Text,
        };
        Self {
            kind,
            names: plan.columns.iter().map(|column| column.name.clone()).collect(),
            whose: Whose::new(plan),
            days: Days::new(plan, author.at),
            amounts: Amounts::new(plan),
            ids: plan.places(Property::Id),
            whens: plan.places(Property::When),
            texts: plan.places(text),
            statuses: plan.places(Property::Status),
            cancelled: plan.places(Property::Cancelled),
            opened: plan.places(Property::Opened),
            clicked: plan.places(Property::Clicked),
            directions: plan.places(Property::Direction),
            refused: None,
        }
    }

    /// Reads one row, which begins on a line of the file, into a chunk: a row of its own, one that joins the order before
    /// it, or one that is rejected.
    pub fn read(&mut self, row: u64, line: u64, record: &StringRecord, chunk: &mut Chunk) {
        let id = self.id(record);
        chunk.ledger.rows += 1;
        let mut issues = Vec::new();
        let mut faults = Faults::new(row, line, &self.names, &mut issues);
        faults.ragged(record.len());
        let came = if self.follows_on(id, record) {
            if chunk.joins(id, row) {
                chunk.join(self.text(record), record);
                chunk.take_issues(issues, record);
                return;
            }
            if !self.follows_refused(id, &mut faults) {
                chunk.scatter((row, line), id, self.text(record), record);
                chunk.take_issues(issues, record);
                return;
            }
            None
        } else {
            self.read_own(row, line, id, record, chunk, &mut faults)
        };
        let refuses = came.is_none() && self.kind == EventKind::Purchase && !id.is_empty();
        if refuses && self.refused.as_ref().is_none_or(|(known, _)| known != id) {
            self.refused = Some((id.to_owned(), row));
        } else if came.is_some() {
            self.refused = None;
        }
        chunk.take_issues(issues, record);
    }

    /// Whether a row goes on with the last one of a chunk.
    pub fn goes_on(&self, row: u64, record: &StringRecord, chunk: &Chunk) -> bool {
        let id = self.id(record);
        self.follows_on(id, record) && chunk.joins(id, row)
    }

    fn id<'r>(&self, record: &'r StringRecord) -> &'r str {
        first(record, &self.ids).map_or("", |(_, text)| unguarded_code(text).trim())
    }

    /// Whether a row goes on with an order: it names one and says no amount.
    fn follows_on(&self, id: &str, record: &StringRecord) -> bool {
        self.kind == EventKind::Purchase && !id.is_empty() && !self.amounts.is_said(record)
    }

    /// Rejects a row that goes on with an order that was rejected just before; false for any other.
    fn follows_refused(&self, id: &str, faults: &mut Faults) -> bool {
        let Some((_, row)) = self.refused.as_ref().filter(|(known, _)| known == id) else {
            return false;
        };
        let place = self.ids.first().copied().unwrap_or_default();
        faults.reject(place, id, format!("its order was rejected; see row {row}"));
        true
    }

    /// Reads a row that stands for itself. None where it is rejected.
    fn read_own(
        &self,
        row: u64,
        line: u64,
        id: &str,
        record: &StringRecord,
        chunk: &mut Chunk,
        faults: &mut Faults,
    ) -> Option<()> {
        let when = self.days.required(record, &self.whens, faults)?;
        let mut draft = Draft::new(row, line);
        let start = chunk.facts.len();
        match self.kind {
            EventKind::Purchase => {
                let standing = status::standing(record, &self.statuses, &self.cancelled);
                let amount = self.amounts.net(record, standing == Standing::Refunded, faults)?;
                draft.cancelled = standing == Standing::Cancelled;
                fact::put_purchase(&mut chunk.facts, draft.cancelled, when, amount, id);
            }
            EventKind::Email => {
                let opened = self.followed(&self.opened, when, record, faults);
                let clicked = self.followed(&self.clicked, when, record, faults);
                fact::put_email(&mut chunk.facts, when, opened, clicked, id);
            }
            EventKind::Message => {
                let direction = self.direction(record, faults)?;
                fact::put_message(&mut chunk.facts, direction, when, id);
            }
        }
        chunk.facts.extend_from_slice(self.text(record).as_bytes());
        draft.country = self.whose.country(record, faults);
        draft.keys = self.whose.keys(record, chunk);
        if draft.keys.is_empty() {
            chunk.facts.truncate(start);
            faults.reject(self.whose.place(), "", self.whose.nobody());
            return None;
        }
        draft.facts = start..chunk.facts.len();
        chunk.push(draft, id, record);
        Some(())
    }

    fn text<'r>(&self, record: &'r StringRecord) -> &'r str {
        first(record, &self.texts).map_or("", |(_, text)| unguarded(text).trim())
    }

    /// When an e-mail was opened or clicked. A column that only says whether counts from when it was sent.
    fn followed(
        &self,
        places: &[usize],
        sent: When,
        record: &StringRecord,
        faults: &mut Faults,
    ) -> Option<When> {
        let (place, text) = first(record, places)?;
        if let Some(did) = yes_no::read(text) {
            return did.then_some(sent);
        }
        if text.len() <= 4 && text.bytes().all(|byte| byte.is_ascii_digit()) {
            return text.bytes().any(|byte| byte != b'0').then_some(sent);
        }
        self.days.optional(place, text, faults)
    }

    fn direction(&self, record: &StringRecord, faults: &mut Faults) -> Option<Direction> {
        let Some((place, text)) = first(record, &self.directions) else {
            let place = self.directions.first().copied().unwrap_or_default();
            faults.reject(place, "", "no direction");
            return None;
        };
        let direction = direction(text);
        if direction.is_none() {
            faults.reject(place, text, "neither in nor out");
        }
        direction
    }
}

/// What people and programs call the two directions.
fn direction(text: &str) -> Option<Direction> {
    const IN: &[&str] = &[
        "in",
        "inbound",
        "incoming",
        "received",
        "receive",
        "customer",
        "contact",
        "client",
        "user",
        "from customer",
        "eingehend",
        "empfangen",
        "entrada",
        "recebida",
        "recebido",
        "recibido",
        "recibida",
        "entrante",
        "recu",
        "entrant",
        "ricevuto",
        "in arrivo",
    ];
    const OUT: &[&str] = &[
        "out",
        "outbound",
        "outgoing",
        "sent",
        "send",
        "agent",
        "business",
        "bot",
        "template",
        "to customer",
        "ausgehend",
        "gesendet",
        "saida",
        "enviada",
        "enviado",
        "saliente",
        "envoye",
        "sortant",
        "inviato",
        "in uscita",
    ];
    let word = fold(text);
    if IN.contains(&word.as_str()) {
        Some(Direction::In)
    } else if OUT.contains(&word.as_str()) {
        Some(Direction::Out)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn directions_have_many_names() {
        assert_eq!(direction("Inbound"), Some(Direction::In));
        assert_eq!(direction("OUT"), Some(Direction::Out));
        assert_eq!(direction("reçu"), Some(Direction::In));
        assert_eq!(direction("sideways"), None);
    }
}
