//! Names, mailboxes, address, birthday, sets of a row.

use super::super::survey::is_mailbox;
use super::super::values::{date, set};
use super::faults::Faults;
use super::recipe::Recipe;
use super::{cell, first};
use crate::model::text::trimmed;
use crate::model::{BuiltinField, Edit, FieldRef, Instant, Value};
use crate::transfer::formula::{unguarded, unguarded_code};
use chrono::NaiveDate;
use csv::StringRecord;
use memchr::memchr3;

impl Recipe {
    /// Everything about the person but numbers and totals.
    pub fn person(&self, record: &StringRecord, edits: &mut Vec<Edit>, faults: &mut Faults) {
        self.name(record, edits);
        self.mailboxes(record, edits, faults);
        self.address(record, edits);
        for (field, places) in &self.texts {
            if let Some((_, text)) = first(record, places) {
                let text = if *field == BuiltinField::Postcode {
                    unguarded_code(text)
                } else {
                    unguarded(text)
                };
                edits.push(set_text(*field, text));
            }
        }
        for (field, places) in &self.sets {
            let mut members: Vec<String> = Vec::new();
            for place in places {
                members.extend(set::members(unguarded(cell(record, *place))));
            }
            if !members.is_empty() {
                edits.push(Edit::Unite(FieldRef::Builtin(*field), members));
            }
        }
        if let Some((place, text)) = first(record, &self.birthdays) {
            let text = unguarded(text);
            let (order, _) = self.mark(place);
            match date::Written::read(text)
                .ok_or(date::NoDay::NotADate)
                .and_then(|day| day.birthday(order))
            {
                Ok(birthday) => edits.push(Edit::Birthday(Some(birthday))),
                Err(fault) => faults.set_aside(place, text, fault.reason()),
            }
        }
    }

    fn name(&self, record: &StringRecord, edits: &mut Vec<Edit>) {
        let first_name = first(record, &self.first_names).map(|(_, text)| unguarded(text));
        let last_name = first(record, &self.last_names).map(|(_, text)| unguarded(text));
        let (first_name, last_name) = match (first_name, last_name) {
            (None, None) => match first(record, &self.names) {
                Some((_, whole)) => split_name(unguarded(whole)),
                None => return,
            },
            (first_name, last_name) => (first_name.unwrap_or_default(), last_name.unwrap_or_default()),
        };
        for (field, text) in [
            (BuiltinField::FirstName, first_name),
            (BuiltinField::LastName, last_name),
        ] {
            if !text.is_empty() {
                edits.push(set_text(field, text));
            }
        }
    }

    fn mailboxes(&self, record: &StringRecord, edits: &mut Vec<Edit>, faults: &mut Faults) {
        let mut found: Vec<&str> = Vec::new();
        for place in self.emails.iter().chain(&self.other_emails) {
            let text = cell(record, *place);
            if text.is_empty() {
                continue;
            }
            for part in parts(text) {
                let mailbox = unguarded(part.trim());
                let mailbox = mailbox.strip_prefix("mailto:").unwrap_or(mailbox);
                if is_mailbox(mailbox) {
                    if !found.iter().any(|known| known.eq_ignore_ascii_case(mailbox)) {
                        found.push(mailbox);
                    }
                } else if !mailbox.is_empty() {
                    faults.set_aside(*place, mailbox, "not an e-mail address");
                }
            }
        }
        let mut found = found.into_iter();
        if !self.emails.is_empty()
            && let Some(mailbox) = found.next()
        {
            edits.push(set_text(BuiltinField::Email, mailbox));
        }
        let others: Vec<String> = found.map(str::to_owned).collect();
        if !others.is_empty() {
            edits.push(Edit::Unite(FieldRef::Builtin(BuiltinField::OtherEmails), others));
        }
    }

    fn address(&self, record: &StringRecord, edits: &mut Vec<Edit>) {
        let street = first(record, &self.addresses).map(|(_, text)| unguarded(text));
        let line = first(record, &self.address_lines).map(|(_, text)| unguarded(text));
        match (street, line) {
            // `Rua Nova` and `12` are one line.
            (Some(street), Some(line))
                if line.starts_with(|start: char| start.is_ascii_digit()) && line.len() <= 6 =>
            {
                edits.push(set_text(BuiltinField::Address, &format!("{street} {line}")));
            }
            (Some(street), Some(line)) => {
                edits.push(set_text(BuiltinField::Address, &format!("{street}, {line}")));
            }
            (Some(text), None) | (None, Some(text)) => edits.push(set_text(BuiltinField::Address, text)),
            (None, None) => {}
        }
    }

    /// A day that has been: one in the future is set aside.
    pub fn past_day(&self, place: usize, text: &str, faults: &mut Faults) -> Option<NaiveDate> {
        let day = self.day(place, text, faults)?;
        if self.is_ahead(self.moment.start_of(day)) {
            faults.set_aside(place, text, "in the future");
            return None;
        }
        Some(day)
    }

    /// A calendar day, or a fault.
    pub fn day(&self, place: usize, text: &str, faults: &mut Faults) -> Option<NaiveDate> {
        let (order, _) = self.mark(place);
        let read = date::Written::read(text).ok_or(date::NoDay::NotADate);
        match read.and_then(|day| day.day(order, self.moment.zone)) {
            Ok(day) => Some(day),
            Err(fault) => {
                faults.set_aside(place, text, fault.reason());
                None
            }
        }
    }

    /// A moment that has been, or a fault.
    pub fn instant(&self, place: usize, text: &str, faults: &mut Faults) -> Option<Instant> {
        let (order, _) = self.mark(place);
        let read = date::Written::read(text).ok_or(date::NoDay::NotADate);
        let reason = match read.and_then(|day| day.instant(order, self.moment.zone)) {
            Ok(at) if self.is_ahead(at) => "in the future",
            Ok(at) => return Some(at),
            Err(fault) => fault.reason(),
        };
        faults.set_aside(place, text, reason);
        None
    }
}

/// The mailboxes of a cell; most cells have one.
fn parts(text: &str) -> impl Iterator<Item = &str> {
    let joined = set::has_triple(text) || memchr3(b';', b'|', b',', text.as_bytes()).is_some();
    let (one, several) = if joined {
        (None, Some(set::split(text)))
    } else {
        (Some(text), None)
    };
    one.into_iter().chain(several.into_iter().flatten())
}

fn set_text(field: BuiltinField, text: &str) -> Edit {
    Edit::Set(
        FieldRef::Builtin(field),
        Some(Value::Text(trimmed(text).to_owned())),
    )
}

/// First and last name of a whole one: `Ana Maria Silva` is Ana and Maria Silva, `Silva, Ana` is Ana and Silva.
fn split_name(whole: &str) -> (&str, &str) {
    if let Some((last, first)) = whole.split_once(',') {
        return (first.trim(), last.trim());
    }
    match whole.split_once(char::is_whitespace) {
        Some((first, last)) => (first.trim(), last.trim()),
        None => (whole, ""),
    }
}

#[cfg(test)]
mod tests {
    use super::split_name;

    #[test]
    fn whole_names_are_split() {
        assert_eq!(split_name("Ana Maria Silva"), ("Ana", "Maria Silva"));
        assert_eq!(split_name("Silva, Ana"), ("Ana", "Silva"));
        assert_eq!(split_name("山田太郎"), ("山田太郎", ""));
    }
}
