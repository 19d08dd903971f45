//! The lines of a profile: every field that is set, permission in plain words, lists, segments, notes.

use super::state::State;
use super::timeline::Show;
use super::wrap::wrap;
use super::{figures, past};
use crate::actions::Place;
use crate::model::lifecycle::Lifecycle;
use crate::model::{
    BuiltinField, Catalogue, Contact, FieldType, Moment, NumberState, Permission, Profile, Scope, Value,
};

/// One line of a profile.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Line {
    /// What the contact is called.
    Name(String),
    /// Good to know.
    Plain(String),
    /// What is said of the line above.
    Aside(String),
    /// A warning: opted out, bounced, gone.
    Warning(String),
    /// What the lines below are about.
    Heading(&'static str),
    /// A field and its value.
    Field(String, String),
    /// Nothing.
    Blank,
}

/// How many conditions of a segment are told.
const REASONS: usize = 4;

/// The lines of the profile that is shown.
pub fn lines(state: &State) -> Vec<Line> {
    let Some(profile) = state.profile.shown.as_deref() else {
        return Vec::new();
    };
    let (names, moment) = (state.names(), state.moment());
    let contact = &profile.contact;
    let mut card = Card::new(state, contact);
    card.fields("Reach", reach(contact));
    card.texts("Permission", &permission(profile, &moment));
    card.fields("Person", person(contact, &moment));
    let mut bought = purchases(profile, names, state.scope(), &moment);
    bought.extend(past::plot(state, of_values(card.width)));
    card.fields("Purchases", bought);
    card.fields("Sent and received", past::counts(&profile.totals_seen(&moment)));
    card.fields("More", custom(contact, names, &moment));
    let places = places(state, contact, card.width);
    card.group("Lists and segments", places);
    let notes: Vec<Line> = contact
        .notes
        .lines()
        .map(|note| Line::Plain(note.to_owned()))
        .collect();
    card.texts("Notes", &notes);
    card.fields("Record", keeping(contact, names, &moment));
    card.laid_out(state.timeline.show.heading(), &past_lines(state));
    if !state.timeline.ended && !state.timeline.lines.is_empty() {
        card.lines.push(Line::Plain("…".to_owned()));
    }
    card.lines
}

/// What has been, or that nothing of the chosen kind has.
fn past_lines(state: &State) -> Vec<(String, String)> {
    let timeline = &state.timeline;
    if timeline.lines.is_empty() && timeline.show != Show::All {
        let word = if timeline.is_asking() {
            "…"
        } else {
            "Nothing of it."
        };
        return vec![(String::new(), word.to_owned())];
    }
    timeline.lines.clone()
}

/// Everything of a contact that could be wanted elsewhere, with its label, unbroken.
pub(super) fn values_of(state: &State, profile: &Profile) -> Vec<(String, String)> {
    let (names, moment) = (state.names(), state.moment());
    let contact = &profile.contact;
    let mut values = vec![("Name".to_owned(), contact.display_name())];
    values.push(("Number, plain".to_owned(), contact.phone.to_string()));
    values.extend(reach(contact));
    values.extend(person(contact, &moment));
    values.extend(purchases(profile, names, state.scope(), &moment));
    values.extend(custom(contact, names, &moment));
    text(&mut values, BuiltinField::Notes, &contact.notes);
    values.extend(keeping(contact, names, &moment));
    values
}

/// Columns of the labels in a profile of a width.
pub fn labels(width: usize) -> usize {
    16.min(width / 2)
}

/// Columns of the values in the profile that is shown.
pub(super) fn values(state: &State) -> usize {
    of_values(width(state))
}

fn of_values(width: usize) -> usize {
    width.saturating_sub(labels(width))
}

fn width(state: &State) -> usize {
    let pane = state.layout().and_then(|layout| layout.pane(Place::Profile));
    pane.map_or(40, |area| usize::from(area.width.saturating_sub(2)))
}

/// Lines being put together for a width.
struct Card {
    lines: Vec<Line>,
    width: usize,
}

impl Card {
    fn new(state: &State, contact: &Contact) -> Self {
        let width = width(state);
        let mut lines = vec![Line::Name(contact.display_name())];
        if state.profile.gone {
            lines.push(Line::Warning("This contact was deleted.".to_owned()));
        }
        Self { lines, width }
    }

    /// A value that is longer than the pane is wide goes on below, without its label.
    fn fields(&mut self, heading: &'static str, fields: Vec<(String, String)>) {
        let width = of_values(self.width);
        let mut lines = Vec::with_capacity(fields.len());
        for (mut label, value) in fields {
            for part in wrap(&value, width) {
                lines.push(Line::Field(std::mem::take(&mut label), part));
            }
        }
        self.group(heading, lines);
    }

    /// Fields that fit.
    fn laid_out(&mut self, heading: &'static str, fields: &[(String, String)]) {
        let lines = fields
            .iter()
            .map(|(label, value)| Line::Field(label.clone(), value.clone()));
        self.group(heading, lines.collect());
    }

    fn texts(&mut self, heading: &'static str, texts: &[Line]) {
        let width = self.width;
        let lines = texts.iter().flat_map(|line| wrapped(line, width));
        self.group(heading, lines.collect());
    }

    /// A group with nothing in it is left out.
    fn group(&mut self, heading: &'static str, lines: Vec<Line>) {
        if !lines.is_empty() {
            self.lines.extend([Line::Blank, Line::Heading(heading)]);
            self.lines.extend(lines);
        }
    }
}

fn text(fields: &mut Vec<(String, String)>, field: BuiltinField, value: &str) {
    if !value.is_empty() {
        fields.push((field.label().to_owned(), value.to_owned()));
    }
}

fn reach(contact: &Contact) -> Vec<(String, String)> {
    let mut fields = Vec::new();
    let country = contact
        .phone
        .region()
        .map(|region| format!(" ({})", region.code()));
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

fn purchases(profile: &Profile, names: &Catalogue, scope: Scope, moment: &Moment) -> Vec<(String, String)> {
    let mut fields = Vec::new();
    let today = moment.today();
    let currency = names.settings.currency;
    let totals = profile.totals_seen(moment);
    if totals.has_bought() {
        let sign = currency
            .map(|currency| format!(" {}", currency.sign()))
            .unwrap_or_default();
        let money = |amount| format!("{}{sign}", figures::money(amount, currency));
        text(&mut fields, BuiltinField::TotalSpent, &money(totals.total_spent));
        text(
            &mut fields,
            BuiltinField::Orders,
            &figures::count(u64::from(totals.orders)),
        );
        if totals.orders > 0 {
            let average = totals.total_spent / rust_decimal::Decimal::from(totals.orders);
            text(&mut fields, BuiltinField::AverageOrder, &money(average));
        }
        if let Some(largest) = totals.largest_order {
            text(&mut fields, BuiltinField::LargestOrder, &money(largest));
        }
    }
    let days = [
        (BuiltinField::FirstPurchase, totals.first_purchase),
        (BuiltinField::LastPurchase, totals.last_purchase),
        (BuiltinField::LastOpen, totals.last_open),
        (BuiltinField::LastMessageIn, totals.last_message_in),
        (BuiltinField::LastMessageOut, totals.last_message_out),
    ];
    for (field, day) in days {
        if let Some(day) = day {
            text(&mut fields, field, &figures::date_ago(day, today));
        }
    }
    let (bought, last) = (totals.has_bought(), totals.last_activity());
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

/// Each list, with its segments the contact is in and why; those of everyone first.
fn places(state: &State, contact: &Contact, width: usize) -> Vec<Line> {
    let names = state.names();
    let scopes = std::iter::once(Scope::Everyone).chain(contact.lists.iter().map(|list| Scope::List(*list)));
    let mut lines = Vec::new();
    for scope in scopes {
        let mut inside = Vec::new();
        for (segment, why) in &state.profile.segments {
            if let Some(segment) = names.segment(*segment).filter(|segment| segment.scope == scope) {
                inside.push(Line::Plain(format!("✓ {}", segment.name)));
                inside.extend(because(why, width));
            }
        }
        if scope != Scope::Everyone || !inside.is_empty() {
            let name = Line::Plain(names.scope_name(scope).to_owned());
            lines.extend(wrapped(&name, width));
            lines.append(&mut inside);
        }
    }
    lines
}

/// What brings it about that a contact is in a segment.
fn because(why: &[String], width: usize) -> Vec<Line> {
    let mut lines = Vec::new();
    for reason in why.iter().take(REASONS) {
        let parts = wrap(reason, width.saturating_sub(4));
        lines.extend(parts.into_iter().map(|part| Line::Aside(format!("    {part}"))));
    }
    if why.len() > REASONS {
        lines.push(Line::Aside(format!(
            "    and {} more: w shows all",
            why.len() - REASONS
        )));
    }
    lines
}

fn keeping(contact: &Contact, names: &Catalogue, moment: &Moment) -> Vec<(String, String)> {
    let mut fields = vec![("Id".to_owned(), format!(":{}", contact.id.0))];
    for key in &contact.source_keys {
        let source = names.sources.iter().find(|(id, _)| *id == key.source);
        let source = source.map_or("", |(_, name)| name.as_str());
        fields.push((format!("Id at {source}"), key.id.clone()));
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
    lines.push(match profile.contact.number_state {
        NumberState::Unverified => {
            Line::Warning("The number is unverified: its range is not known.".to_owned())
        }
        NumberState::Valid => Line::Plain("The number is valid.".to_owned()),
    });
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

/// A long line as several of the same kind.
fn wrapped(line: &Line, width: usize) -> Vec<Line> {
    let again: fn(String) -> Line = match line {
        Line::Plain(_) => Line::Plain,
        Line::Warning(_) => Line::Warning,
        other => return vec![other.clone()],
    };
    let (Line::Plain(text) | Line::Warning(text)) = line else {
        return Vec::new();
    };
    wrap(text, width).into_iter().map(again).collect()
}
