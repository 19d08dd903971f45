//! What a contact did, as `contact show` prints it.

use super::failure::Failure;
use super::json::Json;
use super::output::{Format, Output, remark};
use super::table::{Cell, Column, Table};
use crate::model::{
    Catalogue, ContactId, Email, Event, EventKind, Moment, Purchase, SourceId, TimelineItem, When,
};
use crate::store::Store;
use chrono::{DateTime, SecondsFormat, Utc};

/// How many events people see.
const RECENT: usize = 15;
/// How many events are read at once.
const PAGE: usize = 1_000;

/// Every event up to a moment, newest first.
pub(super) fn all(
    store: &dyn Store,
    contact: ContactId,
    catalogue: &Catalogue,
    moment: &Moment,
) -> Result<Cell, Failure> {
    let mut events = Vec::new();
    let mut before = None;
    loop {
        let items = store.timeline(contact, before.as_ref(), PAGE, &EventKind::ALL)?;
        for item in &items {
            events.extend(
                item.event
                    .seen(moment)
                    .map(|event| json(item.source, &event, catalogue)),
            );
        }
        if items.len() < PAGE {
            return Ok(Cell::new(String::new(), Json::Array(events)));
        }
        before = items.last().map(TimelineItem::mark);
    }
}

/// The newest events as a table below the fields; nothing where there are none.
pub(super) fn recent(
    store: &dyn Store,
    contact: ContactId,
    catalogue: &Catalogue,
    moment: &Moment,
    out: &mut Output,
) -> Result<(), Failure> {
    let items = store.timeline(contact, None, PAGE, &EventKind::ALL)?;
    let seen: Vec<_> = items.iter().filter_map(|item| item.event.seen(moment)).collect();
    if seen.is_empty() {
        return Ok(());
    }
    let mut table = Table::new(vec![
        Column::text("when"),
        Column::text("what"),
        Column::text("details"),
    ]);
    for event in seen.iter().take(RECENT) {
        let (what, details) = words(event, catalogue, moment);
        table.row(vec![
            Cell::text(&minute(event.when(), moment)),
            Cell::text(what),
            Cell::text(&details),
        ]);
    }
    out.line("")?;
    table.write(Format::Table, out)?;
    if seen.len() > RECENT {
        remark("Older events are in --format json.");
    }
    Ok(())
}

fn words(event: &Event, catalogue: &Catalogue, moment: &Moment) -> (&'static str, String) {
    match event {
        Event::Purchase(purchase) => {
            let sign = catalogue
                .settings
                .currency
                .map_or(String::new(), |one| format!(" {}", one.code()));
            let what = match (purchase.cancelled, purchase.amount.is_sign_negative()) {
                (true, _) => "cancelled",
                (false, true) => "refund",
                (false, false) => "purchase",
            };
            (
                what,
                format!("{}{sign} {}", purchase.amount, one_line(&purchase.item)),
            )
        }
        Event::Email(email) => {
            let done = |what, when: Option<When>| {
                when.map_or(String::new(), |when| format!(", {what} {}", minute(when, moment)))
            };
            let (opened, clicked) = (done("opened", email.opened), done("clicked", email.clicked));
            ("e-mail", format!("{}{opened}{clicked}", one_line(&email.subject)))
        }
        Event::Message(message) => match message.direction {
            crate::model::Direction::In => ("message in", one_line(&message.text)),
            crate::model::Direction::Out => ("message out", one_line(&message.text)),
        },
    }
}

fn json(source: SourceId, event: &Event, catalogue: &Catalogue) -> Json {
    let source = catalogue.sources.iter().find(|(id, _)| *id == source);
    let mut pairs = vec![
        ("kind", Json::text(kind(event.kind()))),
        ("source", Json::text(source.map_or("", |(_, name)| name.as_str()))),
        ("id", Json::text(event.id())),
        ("at", Json::text(exact(event.when()))),
    ];
    match event {
        Event::Purchase(Purchase {
            amount,
            item,
            cancelled,
            ..
        }) => pairs.extend([
            ("amount", Json::Number(*amount)),
            ("item", Json::text_or_null(item)),
            ("cancelled", Json::Flag(*cancelled)),
        ]),
        Event::Email(Email {
            subject,
            opened,
            clicked,
            ..
        }) => {
            let json = |when: Option<When>| when.map_or(Json::Null, |when| Json::text(exact(when)));
            pairs.extend([
                ("subject", Json::text_or_null(subject)),
                ("opened_at", json(*opened)),
                ("clicked_at", json(*clicked)),
            ]);
        }
        Event::Message(message) => pairs.extend([
            ("direction", Json::text(message.direction.word())),
            ("text", Json::text_or_null(&message.text)),
        ]),
    }
    Json::Object(
        pairs
            .into_iter()
            .map(|(key, value)| (key.to_owned(), value))
            .collect(),
    )
}

fn kind(kind: EventKind) -> &'static str {
    match kind {
        EventKind::Purchase => "purchase",
        EventKind::Email => "email",
        EventKind::Message => "message",
    }
}

/// A day as it is, an instant in UTC to the second.
fn exact(when: When) -> String {
    match when {
        When::Day(day) => day.to_string(),
        When::At(at) => DateTime::<Utc>::from_timestamp(at.0, 0)
            .map_or_else(String::new, |at| at.to_rfc3339_opts(SecondsFormat::Secs, true)),
    }
}

/// A day as it is, an instant in the store's zone to the minute.
fn minute(when: When, moment: &Moment) -> String {
    match when {
        When::Day(day) => day.to_string(),
        When::At(at) => DateTime::<Utc>::from_timestamp(at.0, 0).map_or_else(String::new, |at| {
            at.with_timezone(&moment.zone)
                .format("%Y-%m-%d %H:%M")
                .to_string()
        }),
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<&str>>().join(" ")
}
