//! Which columns the contacts table has at a width, and what stands in their cells. The mouse and drawing read the same
//! ones.

use super::arrangement::Arrangement;
use super::figures;
use super::state::State;
use crate::actions::Place;
use crate::model::{BuiltinField, Catalogue, FieldRef, FieldType, Profile, Value};
use ratatui::layout::Rect;

/// Columns at the left of a row: the mark of permission between two blanks.
pub const MARGIN: u16 = 3;
/// How narrow and how wide a column can be made.
pub const NARROWEST: u16 = 4;
/// See [`NARROWEST`].
pub const WIDEST: u16 = 60;

/// One column.
#[derive(Clone, Debug)]
pub struct Column {
    /// What it shows.
    pub field: FieldRef,
    /// What stands above it.
    pub heading: String,
    /// How wide it is.
    pub width: u16,
    /// Its values stand at the right.
    pub right: bool,
}

/// The columns in order of importance, with the width below which each is of no use and the one above which it gains
/// nothing.
const WANTED: &[(BuiltinField, u16, u16)] = &[
    (BuiltinField::Name, 12, 30),
    (BuiltinField::Phone, 18, 18),
    (BuiltinField::TotalSpent, 10, 12),
    (BuiltinField::LastPurchase, 5, 5),
    (BuiltinField::Country, 7, 7),
    (BuiltinField::Tags, 10, 24),
    (BuiltinField::Orders, 6, 6),
    (BuiltinField::City, 10, 20),
    (BuiltinField::Lifecycle, 9, 9),
    (BuiltinField::Email, 16, 32),
    (BuiltinField::LastActivity, 13, 13),
    (BuiltinField::Company, 10, 24),
];

/// The room for columns in the area of the table.
pub fn room(area: Rect) -> u16 {
    area.width.saturating_sub(MARGIN + 1)
}

/// The columns of an arrangement from left to right, whether or not they fit.
pub fn chosen(names: &Catalogue, arrangement: &Arrangement) -> Vec<FieldRef> {
    let usual = WANTED.iter().map(|(field, ..)| FieldRef::Builtin(*field));
    match &arrangement.columns {
        None => usual.collect(),
        Some(columns) => {
            let there = |field: &FieldRef| match field {
                FieldRef::Builtin(_) => true,
                FieldRef::Custom(id) => names.field(*id).is_some(),
            };
            let known: Vec<FieldRef> = columns.iter().copied().filter(there).collect();
            if known.is_empty() { usual.collect() } else { known }
        }
    }
}

/// The columns on the screen now; none where the table is not on it.
pub fn on_screen(state: &State) -> Vec<Column> {
    let area = state.layout().and_then(|layout| layout.pane(Place::Contacts));
    area.map_or_else(Vec::new, |area| fitting(state, room(area)))
}

/// The columns that fit, from left to right; the one the table is sorted by is always among them.
pub fn fitting(state: &State, free: u16) -> Vec<Column> {
    let sorted = state.contacts.sort.field;
    let arrangement = state.columns.of(state.scope());
    let fields = chosen(state.names(), arrangement);
    let mut order: Vec<usize> = (0..fields.len()).collect();
    if let Some(at) = fields.iter().position(|field| *field == sorted) {
        // What the table is sorted by is more important than all but the first.
        order.sort_by_key(|one| match *one {
            0 => 0,
            one if one == at => 1,
            _ => 2,
        });
    }
    let mut wanted: Vec<(usize, FieldRef)> = order
        .into_iter()
        .filter_map(|at| Some((at * 2, *fields.get(at)?)))
        .collect();
    if !fields.contains(&sorted) {
        // It stands after the second.
        wanted.insert(1.min(wanted.len()), (3, sorted));
    }
    let mut left = free;
    let mut fit: Vec<(usize, Column, u16)> = Vec::new();
    for (nth, (place, field)) in wanted.into_iter().enumerate() {
        let (mut least, mut most) = size(state, field);
        if let Some(width) = arrangement.widths.get(&field) {
            (least, most) = (*width, *width);
        }
        let blank = u16::from(nth > 0);
        if least + blank > left {
            if nth == 0 {
                fit.push((place, column(state, field, left), left));
            }
            break;
        }
        left -= least + blank;
        fit.push((place, column(state, field, least), most));
    }
    for (_, column, most) in &mut fit {
        let more = most.saturating_sub(column.width).min(left);
        column.width += more;
        left -= more;
    }
    fit.sort_by_key(|(place, ..)| *place);
    fit.into_iter().map(|(_, column, _)| column).collect()
}

/// The least and the most width of any field.
fn size(state: &State, field: FieldRef) -> (u16, u16) {
    let usual = WANTED.iter().find(|(one, ..)| FieldRef::Builtin(*one) == field);
    if let Some((one, least, most)) = usual {
        // Room for the arrow beside the heading; there is always enough beside a name.
        let sorted = field == state.contacts.sort.field && *one != BuiltinField::Name;
        let room = if sorted { 8 } else { 0 };
        return (*least.max(&room), *most.max(&room));
    }
    let heading = u16::try_from(heading(state, field).chars().count()).unwrap_or(u16::MAX);
    let heading = heading.min(20) + 2;
    match kind(state, field) {
        FieldType::Text | FieldType::Choice(_) | FieldType::Set => (heading.max(12), heading.max(24)),
        FieldType::Money => (heading.max(10), heading.max(12)),
        FieldType::Number | FieldType::Date | FieldType::YesNo => (heading.max(6), heading.max(6)),
    }
}

fn kind(state: &State, field: FieldRef) -> FieldType {
    match field {
        FieldRef::Builtin(field) => field.kind(),
        FieldRef::Custom(id) => state
            .names()
            .field(id)
            .map_or(FieldType::Text, |field| field.kind.clone()),
    }
}

fn column(state: &State, field: FieldRef, width: u16) -> Column {
    let kind = kind(state, field);
    Column {
        field,
        heading: heading(state, field),
        width,
        right: matches!(kind, FieldType::Number | FieldType::Money | FieldType::Date),
    }
}

/// Short words for the usual columns; money with its sign.
fn heading(state: &State, field: FieldRef) -> String {
    let names = state.names();
    let label = match field {
        FieldRef::Builtin(BuiltinField::Phone) => "Number",
        FieldRef::Builtin(BuiltinField::LastPurchase) => "Last",
        FieldRef::Builtin(field) => field.label(),
        FieldRef::Custom(id) => names.field(id).map_or("", |field| field.label.as_str()),
    };
    match (kind(state, field), names.settings.currency) {
        (FieldType::Money, Some(currency)) => format!("{label} {}", currency.sign()),
        _ => label.to_owned(),
    }
}

/// What stands in a cell; empty where the field is not set.
pub fn cell(state: &State, field: FieldRef, profile: &Profile) -> String {
    let contact = &profile.contact;
    match field {
        FieldRef::Builtin(BuiltinField::Name) => return contact.display_name(),
        FieldRef::Builtin(BuiltinField::Phone) => return contact.phone.international(),
        _ => {}
    }
    let names = state.names();
    let moment = state.moment();
    let Some(value) = crate::criteria::field_value(field, profile, names, state.scope(), &moment) else {
        return String::new();
    };
    match value {
        Value::Text(text) => text,
        Value::Number(number) if number.is_zero() && matches!(field, FieldRef::Builtin(_)) => String::new(),
        Value::Number(number) if kind(state, field) == FieldType::Money => {
            figures::money(number, names.settings.currency)
        }
        Value::Number(number) => figures::decimal(number),
        Value::Date(day) => figures::ago(day, moment.today()),
        Value::Flag(yes) => if yes { "yes" } else { "no" }.to_owned(),
        Value::Set(members) => members.join(", "),
    }
}
