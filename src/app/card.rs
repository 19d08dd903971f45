//! The lines of a profile: every field that is set, permission in plain words, lists, segments, notes.

use super::figures;
use super::state::State;
use crate::actions::Place;
use crate::model::lifecycle::Lifecycle;
use crate::model::{
    BuiltinField, Catalogue, Contact, FieldType, Moment, NumberState, Permission, Profile, Scope, Value,
};
use unicode_width::UnicodeWidthStr;

/// One line of a profile.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Line {
    /// What the contact is called.
    Name(String),
    /// Good to know.
    Plain(String),
    /// A warning: opted out, bounced, gone.
    Warning(String),
    /// What the lines below are about.
    Heading(&'static str),
    /// A field and its value.
    Field(String, String),
    /// Nothing.
    Blank,
}

/// The lines of the profile that is shown.
pub fn lines(state: &State) -> Vec<Line> {
    let Some(profile) = state.profile.shown.as_deref() else {
        return Vec::new();
    };
    let width = state
        .layout()
        .and_then(|layout| layout.pane(Place::Profile))
        .map_or(40, |area| usize::from(area.width.saturating_sub(2)));
    let (names, moment) = (state.names(), state.moment());
    let contact = &profile.contact;
    let mut lines = vec![Line::Name(contact.display_name())];
    if state.profile.gone {
        lines.push(Line::Warning("This contact was deleted.".to_owned()));
    }
    let mut add = |heading: &'static str, fields: Vec<(String, String)>| {
        if !fields.is_empty() {
            lines.extend([Line::Blank, Line::Heading(heading)]);
            lines.extend(fields.into_iter().map(|(label, value)| Line::Field(label, value)));
        }
    };
    add("Reach", reach(contact));
    let permission = permission(profile, &moment);
    lines.extend([Line::Blank, Line::Heading("Permission")]);
    for line in permission {
        lines.extend(wrapped(&line, width));
    }
    let mut add = |heading: &'static str, fields: Vec<(String, String)>| {
        if !fields.is_empty() {
            lines.extend([Line::Blank, Line::Heading(heading)]);
            lines.extend(fields.into_iter().map(|(label, value)| Line::Field(label, value)));
        }
    };
    add("Person", person(contact, &moment));
    add("Purchases", purchases(contact, names, state.scope(), &moment));
    add("More", custom(contact, names, &moment));
    add("In", places(state, contact));
    if !contact.notes.is_empty() {
        lines.extend([Line::Blank, Line::Heading("Notes")]);
        for note in contact.notes.lines() {
            lines.extend(wrapped(&Line::Plain(note.to_owned()), width));
        }
    }
    let keeping = keeping(contact, names, &moment);
    lines.extend([Line::Blank, Line::Heading("Record")]);
    lines.extend(
        keeping
            .into_iter()
            .map(|(label, value)| Line::Field(label, value)),
    );
    lines
}

fn text(fields: &mut Vec<(String, String)>, field: BuiltinField, value: &str) {
    if !value.is_empty() {
        fields.push((field.label().to_owned(), value.to_owned()));
    }
}

fn reach(contact: &Contact) -> Vec<(String, String)> {
    let mut fields = Vec::new();
    let country = contact.phone.region().map(|region| format!(" {}", region.name()));
    let number = format!("{}{}", contact.phone.international(), country.unwrap_or_default());
    text(&mut fields, BuiltinField::Phone, &number);
    for phone in &contact.other_phones {
        text(&mut fields, BuiltinField::OtherPhones, &phone.international());
    }
    text(&mut fields, BuiltinField::Email, &contact.email);
    for email in &contact.other_emails {
        text(&mut fields, BuiltinField::OtherEmails, email);
    }
    text(&mut fields, BuiltinField::Company, &contact.company);
    text(&mut fields, BuiltinField::Address, &contact.address);
    text(&mut fields, BuiltinField::Postcode, &contact.postcode);
    text(&mut fields, BuiltinField::City, &contact.city);
    text(&mut fields, BuiltinField::Region, &contact.region);
    text(&mut fields, BuiltinField::Country, &contact.country);
    fields
}

fn person(contact: &Contact, moment: &Moment) -> Vec<(String, String)> {
    let mut fields = Vec::new();
    if let Some(birthday) = contact.birthday {
        text(
            &mut fields,
            BuiltinField::Birthday,
            &figures::birthday(birthday, moment.today()),
        );
    }
    text(&mut fields, BuiltinField::Gender, &contact.gender);
    text(&mut fields, BuiltinField::Language, &contact.language);
    text(
        &mut fields,
        BuiltinField::Interests,
        &contact.interests.join(", "),
    );
    text(&mut fields, BuiltinField::Tags, &contact.tags.join(", "));
    text(&mut fields, BuiltinField::LoyaltyTier, &contact.loyalty_tier);
    fields
}

fn purchases(contact: &Contact, names: &Catalogue, scope: Scope, moment: &Moment) -> Vec<(String, String)> {
    let mut fields = Vec::new();
    let today = moment.today();
    let currency = names.settings.currency;
    if let Some(opening) = &contact.opening {
        let sign = currency
            .map(|currency| format!(" {}", currency.sign()))
            .unwrap_or_default();
        let money = |amount| format!("{}{sign}", figures::money(amount, currency));
        text(&mut fields, BuiltinField::TotalSpent, &money(opening.total_spent));
        text(
            &mut fields,
            BuiltinField::Orders,
            &figures::count(u64::from(opening.orders)),
        );
        if opening.orders > 0 {
            let average = opening.total_spent / rust_decimal::Decimal::from(opening.orders);
            text(&mut fields, BuiltinField::AverageOrder, &money(average));
        }
        let days = [
            (BuiltinField::FirstPurchase, opening.first_purchase),
            (BuiltinField::LastPurchase, opening.last_purchase),
        ];
        for (field, day) in days {
            if let Some(day) = day {
                text(&mut fields, field, &figures::date_ago(day, today));
            }
        }
    }
    let bought = contact.opening.as_ref().is_some_and(|opening| opening.orders > 0);
    let last = contact.opening.as_ref().and_then(|opening| opening.last_purchase);
    if let Some(lifecycle) = Lifecycle::of(bought, last, today, names.lifecycle(scope)) {
        text(&mut fields, BuiltinField::Lifecycle, lifecycle.word());
    }
    fields
}

fn custom(contact: &Contact, names: &Catalogue, moment: &Moment) -> Vec<(String, String)> {
    let set = names.fields.iter().filter_map(|field| {
        let value = contact.custom_value(field.id)?;
        let shown = match value {
            Value::Text(text) => text.clone(),
            Value::Number(number) if field.kind == FieldType::Money => {
                figures::money(*number, names.settings.currency)
            }
            Value::Number(number) => figures::decimal(*number),
            Value::Date(day) => figures::date_ago(*day, moment.today()),
            Value::Flag(yes) => if *yes { "yes" } else { "no" }.to_owned(),
            Value::Set(members) => members.join(", "),
        };
        Some((field.label.clone(), shown))
    });
    set.collect()
}

fn places(state: &State, contact: &Contact) -> Vec<(String, String)> {
    let names = state.names();
    let lists = contact.lists.iter().filter_map(|list| names.list(*list));
    let mut fields: Vec<_> = lists.map(|list| ("List".to_owned(), list.name.clone())).collect();
    let segments = state
        .profile
        .segments
        .iter()
        .filter_map(|one| names.segment(*one));
    fields.extend(segments.map(|segment| {
        let list = names.scope_name(segment.scope);
        ("Segment".to_owned(), format!("{} ({list})", segment.name))
    }));
    fields
}

fn keeping(contact: &Contact, names: &Catalogue, moment: &Moment) -> Vec<(String, String)> {
    let mut fields = vec![("Number".to_owned(), format!(":{}", contact.id.0))];
    for key in &contact.source_keys {
        let source = names.sources.iter().find(|(id, _)| *id == key.source);
        let source = source.map_or("Id", |(_, name)| name.as_str());
        fields.push((source.to_owned(), key.id.clone()));
    }
    let days = [
        (BuiltinField::Created, contact.created),
        (BuiltinField::Updated, contact.updated),
    ];
    for (field, at) in days {
        text(
            &mut fields,
            field,
            &figures::date_ago(at.day(moment.zone), moment.today()),
        );
    }
    fields
}

/// What may be sent to the number, in plain words, the strongest first.
fn permission(profile: &Profile, moment: &Moment) -> Vec<Line> {
    let Permission {
        opted_out,
        consents,
        bounced,
    } = &profile.permission;
    let mut lines = Vec::new();
    if let Some(opt_out) = opted_out {
        let day = figures::day_of(opt_out.at, moment);
        let reason = quoted(&opt_out.reason);
        lines.push(Line::Warning(format!(
            "Opted out on {day}{reason}. Gets no messages."
        )));
    }
    if let Some((at, why)) = bounced {
        let day = figures::day_of(*at, moment);
        lines.push(Line::Warning(format!(
            "Not reachable since {day}{}.",
            quoted(why)
        )));
    }
    if profile.contact.number_state == NumberState::Unverified {
        lines.push(Line::Warning(
            "The number is unverified: its range is not known.".to_owned(),
        ));
    }
    match consents.iter().max_by_key(|consent| consent.at) {
        Some(consent) => {
            let day = figures::day_of(consent.at, moment);
            let before = if opted_out.is_some() {
                "Had consented"
            } else {
                "Consented"
            };
            lines.push(Line::Plain(format!(
                "{before} on {day}{}.",
                quoted(&consent.source)
            )));
        }
        None if opted_out.is_none() => lines.push(Line::Plain("No consent on record.".to_owned())),
        None => {}
    }
    lines
}

fn quoted(text: &str) -> String {
    if text.is_empty() {
        String::new()
    } else {
        format!(" (“{text}”)")
    }
}

/// A long line as several of the same kind, broken between words.
fn wrapped(line: &Line, width: usize) -> Vec<Line> {
    let (text, warning) = match line {
        Line::Plain(text) => (text, false),
        Line::Warning(text) => (text, true),
        other => return vec![other.clone()],
    };
    let mut rows: Vec<String> = vec![String::new()];
    for word in text.split_whitespace() {
        let Some(row) = rows.last_mut() else { continue };
        if !row.is_empty() && row.width() + 1 + word.width() > width {
            rows.push(word.to_owned());
        } else {
            if !row.is_empty() {
                row.push(' ');
            }
            row.push_str(word);
        }
    }
    rows.into_iter()
        .map(|row| {
            if warning {
                Line::Warning(row)
            } else {
                Line::Plain(row)
            }
        })
        .collect()
}
