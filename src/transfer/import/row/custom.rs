//! Custom fields of a row, by their type.

use super::super::values::{set, yes_no};
use super::cell;
use super::faults::Faults;
use super::recipe::Recipe;
use crate::model::{Edit, FieldRef, FieldType, Value, reading};
use crate::transfer::formula::unguarded;
use csv::StringRecord;

impl Recipe {
    /// Every custom field that has a column.
    pub fn custom(&self, record: &StringRecord, edits: &mut Vec<Edit>, faults: &mut Faults) {
        for (field, kind, place) in &self.customs {
            let text = unguarded(cell(record, *place));
            if text.is_empty() {
                continue;
            }
            let field = FieldRef::Custom(*field);
            if *kind == FieldType::Set {
                let members = set::members(text);
                if !members.is_empty() {
                    edits.push(Edit::Unite(field, members));
                }
            } else if let Some(value) = self.value(record, kind, *place, text, faults) {
                edits.push(Edit::Set(field, Some(value)));
            }
        }
    }

    fn value(
        &self,
        record: &StringRecord,
        kind: &FieldType,
        place: usize,
        text: &str,
        faults: &mut Faults,
    ) -> Option<Value> {
        match kind {
            FieldType::Text | FieldType::Set => Some(Value::Text(text.to_owned())),
            FieldType::Number => self.number(place, text, faults).map(Value::Number),
            FieldType::Money => self.money(record, place, text, faults).map(Value::Number),
            FieldType::Date => self.day(place, text, faults).map(Value::Date),
            FieldType::YesNo => {
                let answer = yes_no::read(text);
                if answer.is_none() {
                    faults.set_aside(place, text, "neither yes nor no");
                }
                answer.map(Value::Flag)
            }
            FieldType::Choice(options) => {
                let option = reading::read_choice(options, text).ok();
                if option.is_none() {
                    faults.set_aside(place, text, "not among the options of the field");
                }
                option.map(Value::Text)
            }
        }
    }
}
