//! Which columns the contacts table has at a width, and what stands in their cells. The mouse and drawing read the same
//! ones.

use super::figures;
use super::state::State;
use crate::model::{BuiltinField, FieldRef, FieldType, Profile, Value};
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

/// The columns that fit; the one the table is sorted by is always among them.
pub fn fitting(state: &State, free: u16) -> Vec<Column> {
    let sorted = state.contacts.sort.field;
    let name = FieldRef::Builtin(BuiltinField::Name);
    let usual = WANTED
        .iter()
        .map(|(field, least, most)| (FieldRef::Builtin(*field), *least, *most));
    let mut wanted: Vec<(FieldRef, u16, u16)> = usual
        .filter(|(field, ..)| *field != sorted || sorted == name)
        .collect();
    if sorted != name {
        let (least, most) = size(state, sorted);
        wanted.insert(1, (sorted, least, most));
    }
    for (field, least, most) in &mut wanted {
        if let Some(width) = state.contacts.widths.get(field) {
            (*least, *most) = (*width, *width);
        }
    }
    let mut left = free;
    let mut chosen: Vec<(Column, u16)> = Vec::new();
    for (at, (field, least, most)) in wanted.into_iter().enumerate() {
        let blank = u16::from(at > 0);
        if least + blank > left {
            if at == 0 {
                chosen.push((column(state, field, left), left));
            }
            break;
        }
        left -= least + blank;
        chosen.push((column(state, field, least), most));
    }
    for (column, most) in &mut chosen {
        let more = most.saturating_sub(column.width).min(left);
        column.width += more;
        left -= more;
    }
    in_usual_order(chosen)
}

/// The sorted column stands where it always does; one that is not usually shown stands after the number.
fn in_usual_order(chosen: Vec<(Column, u16)>) -> Vec<Column> {
    let rank = |column: &Column| {
        let at = WANTED
            .iter()
            .position(|(field, ..)| FieldRef::Builtin(*field) == column.field);
        at.map_or(3, |at| at * 2)
    };
    let mut columns: Vec<Column> = chosen.into_iter().map(|(column, _)| column).collect();
    columns.sort_by_key(rank);
    columns
}

/// The least and the most width of any field.
fn size(state: &State, field: FieldRef) -> (u16, u16) {
    let usual = WANTED.iter().find(|(one, ..)| FieldRef::Builtin(*one) == field);
    if let Some((_, least, most)) = usual {
        // Room for the arrow beside the heading.
        return (*least.max(&8), *most.max(&8));
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
