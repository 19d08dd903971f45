//! Columns against the rows they were made from: for `check`, never for questions.

use super::cells::{FLAGS, NUMBERS, SETS, TEXTS, TOTALS, custom_number};
use super::chunk::{Column, Space};
use super::numbers::{NUMBER_ROWS, NumbersView};
use super::read::Columns;
use super::sets::{SET_ROWS, SET_WORDS, SetsView};
use super::texts::{TEXT_ROWS, TextsView};
use crate::model::text::fold;
use crate::model::{ContactId, FieldId, Profile, SegmentId, Side, Value};
use crate::store::bitmap::{self, BITMAPS, Bitmap};
use crate::store::{Result, StoreError};
use redb::ReadTransaction;
use std::collections::BTreeSet;

/// A stretch of contacts: everyone there is from the first number to the last.
pub(in crate::store) struct Stretch<'a> {
    /// Their profiles, ascending.
    pub(in crate::store) people: &'a [Profile],
    /// The first number of the stretch, taken or not.
    pub(in crate::store) first: u32,
    /// The last.
    pub(in crate::store) last: u32,
}

/// Compares every column and bitmap of a stretch with its rows, those of custom fields too, and tells each difference.
pub(in crate::store) fn compare(
    txn: &ReadTransaction,
    stretch: &Stretch<'_>,
    fields: &[FieldId],
    tell: &mut dyn FnMut(String),
) -> Result<()> {
    let mut compared = Compared {
        columns: Columns::open(txn)?,
        stretch,
        tell,
    };
    for (field, id, cell) in TEXTS {
        let found = compared.texts(builtin(id));
        compared.settle(field.name(), found, |of| {
            let text = cell(of);
            (!text.is_empty())
                .then(|| fold(&text))
                .filter(|text| !text.is_empty())
        })?;
    }
    for (field, id, cell) in NUMBERS {
        let found = compared.numbers(builtin(id));
        compared.settle(field.name(), found, |of| {
            cell(of).and_then(super::Digits::decimal)
        })?;
    }
    for (field, id, cell) in TOTALS {
        let found = compared.numbers(builtin(id));
        compared.settle(field.name(), found, |of| {
            cell(&of.totals).and_then(super::Digits::decimal)
        })?;
    }
    for (field, id, cell) in SETS {
        let found = compared.sets(builtin(id));
        compared.settle(field.name(), found, |of| {
            let members: BTreeSet<String> = cell(of).iter().map(|member| fold(member)).collect();
            (!members.is_empty()).then_some(members)
        })?;
    }
    for (field, id, cell) in FLAGS {
        let found = compared.bits(Bitmap::Flag(id));
        compared.settle(field.name(), found, |of| cell(of).then_some(()))?;
    }
    for field in fields {
        compared.custom(*field)?;
    }
    let found = compared.bits(Bitmap::Live);
    compared.settle("everyone", found, |_| Some(()))?;
    let lists: BTreeSet<_> = stretch
        .people
        .iter()
        .flat_map(|of| &of.contact.lists)
        .copied()
        .collect();
    for list in lists {
        let found = compared.bits(Bitmap::List(list));
        compared.settle("list", found, |of| of.contact.lists.contains(&list).then_some(()))?;
    }
    compared.pins(txn)
}

struct Compared<'a> {
    columns: Columns,
    stretch: &'a Stretch<'a>,
    tell: &'a mut dyn FnMut(String),
}

/// A column's values within the stretch, one a number, from the first on.
type Values<T> = Result<Vec<Option<T>>>;

impl Compared<'_> {
    /// Compares the bitmaps of all segments in which anybody is pinned.
    fn pins(&mut self, txn: &ReadTransaction) -> Result<()> {
        let people = self.stretch.people.iter();
        let mut segments: BTreeSet<SegmentId> = people
            .flat_map(|of| &of.contact.pins)
            .map(|pin| pin.segment)
            .collect();
        let found = bitmap::pins(&txn.open_table(BITMAPS)?)?;
        segments.extend(found.into_iter().map(|(segment, _)| segment));
        for segment in segments {
            for (side, word) in [(Side::In, "in"), (Side::Out, "out of")] {
                let found = self.bits(Bitmap::Pinned(segment, side));
                let name = format!("who is pinned {word} segment #{}", segment.0);
                self.settle(&name, found, |of| {
                    (of.contact.pin(segment)?.side == side).then_some(())
                })?;
            }
        }
        Ok(())
    }

    /// Compares the columns of a custom field: one of each type, of which only that of its own has values.
    fn custom(&mut self, field: FieldId) -> Result<()> {
        let name = format!("field #{}", field.0);
        let column = |space| Column { space, id: field.0 };
        let value = |of: &Profile| of.contact.custom_value(field).cloned();
        let found = self.texts(column(Space::CustomText));
        self.settle(&name, found, |of| match value(of)? {
            Value::Text(text) => Some(fold(&text)).filter(|text| !text.is_empty()),
            _ => None,
        })?;
        let found = self.numbers(column(Space::CustomNumber));
        self.settle(&name, found, |of| {
            custom_number(&value(of)?).and_then(super::Digits::decimal)
        })?;
        let found = self.sets(column(Space::CustomSet));
        self.settle(&name, found, |of| match value(of)? {
            Value::Set(members) => {
                let members: BTreeSet<String> = members.iter().map(|member| fold(member)).collect();
                (!members.is_empty()).then_some(members)
            }
            _ => None,
        })?;
        let found = self.bits(Bitmap::CustomSet(field));
        self.settle(&name, found, |of| {
            matches!(value(of)?, Value::Flag(_)).then_some(())
        })?;
        let found = self.bits(Bitmap::CustomYes(field));
        self.settle(&name, found, |of| (value(of)? == Value::Flag(true)).then_some(()))
    }

    /// Compares a column's values with the rows'.
    fn settle<T: PartialEq>(
        &mut self,
        column: &str,
        found: Values<T>,
        expected: impl Fn(&Profile) -> Option<T>,
    ) -> Result<()> {
        let mut found = match found {
            Ok(found) => found,
            Err(StoreError::Damaged(what)) => {
                (self.tell)(what);
                return Ok(());
            }
            Err(error) => return Err(error),
        };
        for profile in self.stretch.people {
            let id = profile.contact.id;
            let place = found.get_mut(self.place(id.0));
            if place.and_then(Option::take) != expected(profile) {
                (self.tell)(format!(
                    "contact {}: the column of {column} says otherwise than its row",
                    id.0
                ));
            }
        }
        for (place, _) in found.iter().enumerate().filter(|(_, left)| left.is_some()) {
            let id = self.stretch.first as usize + place;
            (self.tell)(format!(
                "contact {id}: it is gone, but the column of {column} has it"
            ));
        }
        Ok(())
    }

    fn place(&self, id: u32) -> usize {
        id.saturating_sub(self.stretch.first) as usize
    }

    fn unset<T>(&self) -> Vec<Option<T>> {
        let count = self.place(self.stretch.last) + 1;
        std::iter::repeat_with(|| None).take(count).collect()
    }

    /// Each number of the stretch with its place in a chunk of so many rows.
    fn chunks(&self, rows: u32) -> impl Iterator<Item = (u32, std::ops::Range<u32>)> + use<> {
        let (first, last) = (self.stretch.first, self.stretch.last);
        (first / rows..=last / rows).map(move |chunk| {
            let start = chunk.saturating_mul(rows);
            (
                chunk,
                start.max(first)..start.saturating_add(rows).min(last.saturating_add(1)),
            )
        })
    }

    fn texts(&self, column: Column) -> Values<String> {
        let mut values = self.unset();
        for (number, contacts) in self.chunks(TEXT_ROWS) {
            let Some(chunk) = self.columns.chunk(column, number)? else {
                continue;
            };
            let view = chunk.view(TextsView::parse)?;
            let texts = view.texts.located();
            for contact in contacts {
                let entry = view.entry((contact % TEXT_ROWS) as usize);
                let text = entry.map(|entry| String::from_utf8_lossy(texts.get(entry)).into_owned());
                if let Some(place) = values.get_mut(self.place(contact)) {
                    *place = text;
                }
            }
        }
        Ok(values)
    }

    fn numbers(&self, column: Column) -> Values<crate::model::Decimal> {
        let mut values = self.unset();
        for (number, contacts) in self.chunks(NUMBER_ROWS) {
            let Some(chunk) = self.columns.chunk(column, number)? else {
                continue;
            };
            let view = chunk.view(NumbersView::parse)?;
            for contact in contacts {
                let value = view.value((contact % NUMBER_ROWS) as usize);
                if let Some(place) = values.get_mut(self.place(contact)) {
                    *place = value.and_then(super::Digits::decimal);
                }
            }
        }
        Ok(values)
    }

    fn sets(&self, column: Column) -> Values<BTreeSet<String>> {
        let mut values: Vec<Option<BTreeSet<String>>> = self.unset();
        for (number, contacts) in self.chunks(SET_ROWS) {
            let Some(chunk) = self.columns.chunk(column, number)? else {
                continue;
            };
            let view = chunk.view(SetsView::parse)?;
            for (entry, members) in view.entries().enumerate() {
                let mut words = [0_u64; SET_WORDS];
                members.unite_into(&mut words);
                let member = String::from_utf8_lossy(view.members.get(entry));
                for contact in contacts.clone() {
                    let row = contact % SET_ROWS;
                    let has = words
                        .get(row as usize / 64)
                        .is_some_and(|word| word >> (row % 64) & 1 == 1);
                    if has && let Some(place) = values.get_mut(self.place(contact)) {
                        place.get_or_insert_default().insert(member.to_string());
                    }
                }
            }
        }
        Ok(values)
    }

    fn bits(&self, bitmap: Bitmap) -> Values<()> {
        let mask = self.columns.bitmap(bitmap)?;
        let contacts = self.stretch.first..=self.stretch.last;
        Ok(contacts
            .map(|contact| mask.contains(ContactId(contact)).then_some(()))
            .collect())
    }
}

fn builtin(id: u32) -> Column {
    Column {
        space: Space::Builtin,
        id,
    }
}
