//! The cells that some changed rows bring, column by column. Only cells that differ are kept.

use super::cells::{FLAGS, NUMBERS, SETS, TEXTS, TOTALS, custom_number};
use super::chunk::{Column, Space};
use super::numbers::{Digits, NUMBER_ROWS};
use super::texts::TEXT_ROWS;
use super::{RowChange, TotalsChange};
use crate::model::{FieldId, Profile, Totals, Value};
use crate::store::bitmap::Bitmap;
use std::borrow::Cow;
use std::collections::BTreeMap;

type Cells<T> = Vec<(u32, T)>;

/// Changed cells; within a column in ascending order of their rows.
#[derive(Default)]
pub(super) struct Pending<'a> {
    /// How many rows there may be: a column's room from its first cell on.
    rows: usize,
    texts: [Cells<Cow<'a, str>>; TEXTS.len()],
    numbers: [Cells<Option<Digits>>; NUMBERS.len()],
    totals: [Cells<Option<Digits>>; TOTALS.len()],
    sets: [Cells<Cow<'a, [String]>>; SETS.len()],
    flags: [Cells<bool>; FLAGS.len()],
    custom_texts: BTreeMap<u32, Cells<Cow<'a, str>>>,
    custom_numbers: BTreeMap<u32, Cells<Option<Digits>>>,
    custom_sets: BTreeMap<u32, Cells<Cow<'a, [String]>>>,
    bits: BTreeMap<Bitmap, Cells<bool>>,
}

impl<'a> Pending<'a> {
    /// Nothing yet, of so many rows at most.
    pub(super) fn of(rows: usize) -> Self {
        Self {
            rows,
            ..Self::default()
        }
    }

    /// Forgets the texts and the sets, but for the room they take.
    pub(super) fn clear_words(&mut self) {
        self.texts.iter_mut().for_each(Vec::clear);
        self.sets.iter_mut().for_each(Vec::clear);
        self.custom_texts.values_mut().for_each(Vec::clear);
        self.custom_sets.values_mut().for_each(Vec::clear);
    }

    /// Forgets the rest, but for the room it takes.
    pub(super) fn clear_numbers(&mut self) {
        self.numbers.iter_mut().for_each(Vec::clear);
        self.totals.iter_mut().for_each(Vec::clear);
        self.flags.iter_mut().for_each(Vec::clear);
        self.custom_numbers.values_mut().for_each(Vec::clear);
        self.bits.values_mut().for_each(Vec::clear);
    }

    /// Takes in one changed row.
    pub(super) fn add(&mut self, change: &RowChange<'a>) {
        let (row, old, new) = (change.id.0, change.old, change.new);
        let words = self.rows.min(TEXT_ROWS as usize);
        let numbers = self.rows.min(NUMBER_ROWS as usize);
        for (cells, (_, _, cell)) in self.texts.iter_mut().zip(&TEXTS) {
            let before = old.map_or(Cow::Borrowed(""), cell);
            let after = new.map_or(Cow::Borrowed(""), cell);
            if differs(&before, &after) {
                push(cells, words, row, after);
            }
        }
        for (cells, (_, _, cell)) in self.numbers.iter_mut().zip(&NUMBERS) {
            let after = new.and_then(cell);
            if old.and_then(cell) != after {
                push(cells, numbers, row, after);
            }
        }
        self.totals(row, old.map(|of| &of.totals), new.map(|of| &of.totals));
        for (cells, (_, _, cell)) in self.sets.iter_mut().zip(&SETS) {
            let before = old.map_or(Cow::Borrowed(&[][..]), cell);
            let after = new.map_or(Cow::Borrowed(&[][..]), cell);
            if before != after {
                cells.push((row, after));
            }
        }
        for (cells, (_, _, cell)) in self.flags.iter_mut().zip(&FLAGS) {
            let after = new.is_some_and(cell);
            if old.is_some_and(cell) != after {
                cells.push((row, after));
            }
        }
        if old.is_some() != new.is_some() {
            self.bit(Bitmap::Live, row, new.is_some());
        }
        self.lists(row, old, new);
        self.pins(row, old, new);
        self.custom(row, old, new);
    }

    /// Takes in one row of which only the totals have changed.
    pub(super) fn add_totals(&mut self, change: &TotalsChange<'_>) {
        self.totals(change.id.0, Some(change.old), Some(change.new));
    }

    fn totals(&mut self, row: u32, old: Option<&Totals>, new: Option<&Totals>) {
        if old == new {
            return;
        }
        for (cells, (_, _, cell)) in self.totals.iter_mut().zip(&TOTALS) {
            let after = new.and_then(cell);
            if old.and_then(cell) != after {
                cells.push((row, after));
            }
        }
    }

    /// Text columns with changed cells.
    pub(super) fn texts(&self) -> impl Iterator<Item = (Column, &Cells<Cow<'a, str>>)> {
        let builtin = self
            .texts
            .iter()
            .zip(&TEXTS)
            .map(|(cells, (_, id, _))| (column(Space::Builtin, *id), cells));
        builtin.chain(named(Space::CustomText, &self.custom_texts))
    }

    /// Number columns with changed cells.
    pub(super) fn numbers(&self) -> impl Iterator<Item = (Column, &Cells<Option<Digits>>)> {
        let builtin = self
            .numbers
            .iter()
            .zip(&NUMBERS)
            .map(|(cells, (_, id, _))| (column(Space::Builtin, *id), cells));
        let totals = self
            .totals
            .iter()
            .zip(&TOTALS)
            .map(|(cells, (_, id, _))| (column(Space::Builtin, *id), cells));
        builtin
            .chain(totals)
            .chain(named(Space::CustomNumber, &self.custom_numbers))
    }

    /// Set columns with changed cells.
    pub(super) fn sets(&self) -> impl Iterator<Item = (Column, &Cells<Cow<'a, [String]>>)> {
        let builtin = self
            .sets
            .iter()
            .zip(&SETS)
            .map(|(cells, (_, id, _))| (column(Space::Builtin, *id), cells));
        builtin.chain(named(Space::CustomSet, &self.custom_sets))
    }

    /// Bitmaps with changed bits.
    pub(super) fn bits(&self) -> impl Iterator<Item = (Bitmap, &Cells<bool>)> {
        let flags = self
            .flags
            .iter()
            .zip(&FLAGS)
            .map(|(cells, (_, id, _))| (Bitmap::Flag(*id), cells));
        flags.chain(self.bits.iter().map(|(bitmap, cells)| (*bitmap, cells)))
    }

    fn bit(&mut self, bitmap: Bitmap, row: u32, on: bool) {
        self.bits.entry(bitmap).or_default().push((row, on));
    }

    fn lists(&mut self, row: u32, old: Option<&Profile>, new: Option<&Profile>) {
        let before = old.map_or(&[][..], |of| &of.contact.lists);
        let after = new.map_or(&[][..], |of| &of.contact.lists);
        for list in before.iter().filter(|list| !after.contains(list)) {
            self.bit(Bitmap::List(*list), row, false);
        }
        for list in after.iter().filter(|list| !before.contains(list)) {
            self.bit(Bitmap::List(*list), row, true);
        }
    }

    fn pins(&mut self, row: u32, old: Option<&Profile>, new: Option<&Profile>) {
        let pinned = |of: Option<&Profile>| -> Vec<Bitmap> {
            let pins = of.map_or(&[][..], |of| &of.contact.pins).iter();
            pins.map(|pin| Bitmap::Pinned(pin.segment, pin.side)).collect()
        };
        let (before, after) = (pinned(old), pinned(new));
        for bitmap in before.iter().filter(|bitmap| !after.contains(bitmap)) {
            self.bit(*bitmap, row, false);
        }
        for bitmap in after.iter().filter(|bitmap| !before.contains(bitmap)) {
            self.bit(*bitmap, row, true);
        }
    }

    fn custom(&mut self, row: u32, old: Option<&'a Profile>, new: Option<&'a Profile>) {
        let before = old.map_or(&[][..], |of| &of.contact.custom);
        let after = new.map_or(&[][..], |of| &of.contact.custom);
        if before == after {
            return;
        }
        for (field, value) in after {
            if old.and_then(|of| of.contact.custom_value(*field)) != Some(value) {
                self.custom_value(row, *field, value);
            }
        }
        for (field, value) in before {
            let now = new.and_then(|of| of.contact.custom_value(*field));
            if now.is_none_or(|now| std::mem::discriminant(now) != std::mem::discriminant(value)) {
                self.custom_gone(row, *field, value);
            }
        }
    }

    fn custom_value(&mut self, row: u32, field: FieldId, value: &'a Value) {
        match value {
            Value::Text(text) => {
                self.custom_texts
                    .entry(field.0)
                    .or_default()
                    .push((row, Cow::Borrowed(text)));
            }
            Value::Set(members) => {
                self.custom_sets
                    .entry(field.0)
                    .or_default()
                    .push((row, Cow::Borrowed(members)));
            }
            Value::Flag(yes) => {
                self.bit(Bitmap::CustomSet(field), row, true);
                self.bit(Bitmap::CustomYes(field), row, *yes);
            }
            Value::Number(_) | Value::Date(_) => {
                self.custom_numbers
                    .entry(field.0)
                    .or_default()
                    .push((row, custom_number(value)));
            }
        }
    }

    fn custom_gone(&mut self, row: u32, field: FieldId, value: &Value) {
        match value {
            Value::Text(_) => self
                .custom_texts
                .entry(field.0)
                .or_default()
                .push((row, Cow::Borrowed(""))),
            Value::Set(_) => self
                .custom_sets
                .entry(field.0)
                .or_default()
                .push((row, Cow::Borrowed(&[]))),
            Value::Flag(_) => {
                self.bit(Bitmap::CustomSet(field), row, false);
                self.bit(Bitmap::CustomYes(field), row, false);
            }
            Value::Number(_) | Value::Date(_) => {
                self.custom_numbers.entry(field.0).or_default().push((row, None));
            }
        }
    }
}

fn push<T>(cells: &mut Cells<T>, room: usize, row: u32, cell: T) {
    if cells.capacity() == 0 {
        cells.reserve_exact(room);
    }
    cells.push((row, cell));
}

/// Most cells are empty before and after. They are not compared: with no length, some processors take longer for that
/// than for any text.
fn differs(before: &str, after: &str) -> bool {
    before.len() != after.len() || (!after.is_empty() && before != after)
}

fn column(space: Space, id: u32) -> Column {
    Column { space, id }
}

fn named<T>(space: Space, cells: &BTreeMap<u32, T>) -> impl Iterator<Item = (Column, &T)> {
    cells.iter().map(move |(id, cells)| (column(space, *id), cells))
}
