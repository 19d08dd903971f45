//! Reading columns within one transaction: which column a field has, and its chunks one by one.

use super::cells::{FLAGS, NUMBERS, SETS, TEXTS, TOTALS};
use super::chunk::{ChunkKey, Column, MARKED, Part, Space, opened};
use super::dictionary::DictionaryView;
use super::numbers::{Digits, NUMBER_ROWS};
use super::sets::SET_ROWS;
use super::texts::TEXT_ROWS;
use crate::model::{BuiltinField, FieldRef, Profile, Scope, Totals};
use crate::store::Result;
use crate::store::bitmap::{self, Bitmap};
use crate::store::marks::Reading;
use crate::store::mask::Mask;
use redb::{AccessGuard, ReadTransaction};

/// The columns and bitmaps as one transaction sees them.
pub(in crate::store) struct Columns {
    columns: Reading<10>,
    bitmaps: Reading<7>,
}

/// One part of a chunk, as stored.
pub(in crate::store) struct Chunk {
    key: ChunkKey,
    value: AccessGuard<'static, &'static [u8]>,
}

impl Columns {
    /// Opens them.
    pub(in crate::store) fn open(txn: &ReadTransaction) -> Result<Self> {
        Ok(Self {
            columns: Reading::open(txn, &MARKED)?,
            bitmaps: Reading::open(txn, &bitmap::MARKED)?,
        })
    }

    /// The main part of a chunk; None where nobody in it has a value.
    pub(in crate::store) fn chunk(&self, column: Column, number: u32) -> Result<Option<Chunk>> {
        self.part(column.key(Part::Main, number))
    }

    /// The texts of a chunk as written; None where they are their own folded forms.
    pub(in crate::store) fn shown(&self, column: Column, number: u32) -> Result<Option<Chunk>> {
        self.part(column.key(Part::Shown, number))
    }

    /// A bitmap as a mask.
    pub(in crate::store) fn bitmap(&self, bitmap: Bitmap) -> Result<Mask> {
        bitmap.read(&self.bitmaps)
    }

    /// The contacts of a scope.
    pub(in crate::store) fn scope(&self, scope: Scope) -> Result<Mask> {
        self.bitmap(scope.list().map_or(Bitmap::Live, Bitmap::List))
    }

    fn part(&self, key: ChunkKey) -> Result<Option<Chunk>> {
        Ok(self.columns.get(&key)?.map(|value| Chunk { key, value }))
    }
}

impl Chunk {
    /// Checks the envelope and reads the body.
    pub(in crate::store) fn view<'a, T>(&'a self, parse: impl FnOnce(&'a [u8]) -> Option<T>) -> Result<T> {
        opened(&self.key, self.value.value(), parse)
    }

    /// Reads a part that is a dictionary.
    pub(in crate::store) fn dictionary(&self) -> Result<DictionaryView<'_>> {
        self.view(DictionaryView::parse)
    }
}

/// The text column of a field; a custom field's whether or not it has texts.
pub(in crate::store) fn text_column(field: FieldRef) -> Option<Column> {
    match field {
        FieldRef::Builtin(wanted) => builtin(TEXTS.iter().map(|(field, id, _)| (*field, *id)), wanted),
        FieldRef::Custom(field) => Some(Column {
            space: Space::CustomText,
            id: field.0,
        }),
    }
}

/// The number column of a field.
pub(in crate::store) fn number_column(field: FieldRef) -> Option<Column> {
    match field {
        FieldRef::Builtin(wanted) => {
            let numbers = NUMBERS.iter().map(|(field, id, _)| (*field, *id));
            let totals = TOTALS.iter().map(|(field, id, _)| (*field, *id));
            builtin(numbers.chain(totals), wanted)
        }
        FieldRef::Custom(field) => Some(Column {
            space: Space::CustomNumber,
            id: field.0,
        }),
    }
}

/// Whether a field's column comes from history.
pub(in crate::store) fn is_total(field: FieldRef) -> bool {
    TOTALS
        .iter()
        .any(|(total, _, _)| field == FieldRef::Builtin(*total))
}

/// What a field's column has for these totals.
pub(in crate::store) fn total(field: FieldRef, totals: &Totals) -> Option<Digits> {
    let (_, _, cell) = TOTALS
        .iter()
        .find(|(total, _, _)| field == FieldRef::Builtin(*total))?;
    cell(totals)
}

/// The set column of a field.
pub(in crate::store) fn set_column(field: FieldRef) -> Option<Column> {
    match field {
        FieldRef::Builtin(wanted) => builtin(SETS.iter().map(|(field, id, _)| (*field, *id)), wanted),
        FieldRef::Custom(field) => Some(Column {
            space: Space::CustomSet,
            id: field.0,
        }),
    }
}

/// The built-in field that has a column of this number, and how many contacts a chunk of it has.
pub(in crate::store) fn field_of(id: u32) -> Option<(BuiltinField, u32)> {
    let texts = TEXTS.iter().map(|(field, id, _)| (*field, *id, TEXT_ROWS));
    let numbers = NUMBERS.iter().map(|(field, id, _)| (*field, *id, NUMBER_ROWS));
    let totals = TOTALS.iter().map(|(field, id, _)| (*field, *id, NUMBER_ROWS));
    let sets = SETS.iter().map(|(field, id, _)| (*field, *id, SET_ROWS));
    let mut all = texts.chain(numbers).chain(totals).chain(sets);
    all.find(|(_, own, _)| *own == id)
        .map(|(field, _, rows)| (field, rows))
}

/// The built-in yes/no field that has a bitmap of this number.
pub(in crate::store) fn flag_of(id: u32) -> Option<BuiltinField> {
    let flag = FLAGS.iter().find(|(_, own, _)| *own == id);
    flag.map(|(field, _, _)| *field)
}

/// The bitmap of each built-in yes/no field, and what a contact says.
pub(in crate::store) fn flags(profile: &Profile) -> impl Iterator<Item = (Bitmap, bool)> + '_ {
    let flags = FLAGS.iter();
    flags.map(|(_, id, cell)| (Bitmap::Flag(*id), cell(profile)))
}

/// Who answers yes to a yes/no field.
pub(in crate::store) fn flag_bitmap(field: FieldRef) -> Option<Bitmap> {
    match field {
        FieldRef::Builtin(wanted) => {
            let flag = FLAGS.iter().find(|(field, _, _)| *field == wanted);
            flag.map(|(_, id, _)| Bitmap::Flag(*id))
        }
        FieldRef::Custom(field) => Some(Bitmap::CustomYes(field)),
    }
}

fn builtin(mut table: impl Iterator<Item = (BuiltinField, u32)>, wanted: BuiltinField) -> Option<Column> {
    let (_, id) = table.find(|(field, _)| *field == wanted)?;
    Some(Column {
        space: Space::Builtin,
        id,
    })
}
