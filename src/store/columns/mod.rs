//! Columns: what questions about many contacts read instead of rows. One column an attribute, cut into chunks that are
//! kept in the same transaction as the rows; a chunk that is missing says that nobody in it has a value.
//!
//! Texts and sets carry a dictionary in each chunk and none for the whole store: no number of a text has to be given
//! out, counted or taken back when contacts change, an edit touches one chunk, and a thousand distinct values cost no
//! more than ten. Who is there, who is in which list and who answers yes are bitmaps ([`super::bitmap`]).

mod cells;
mod chunk;
mod clear;
mod compare;
mod dictionary;
mod numbers;
mod pending;
mod read;
mod sets;
mod texts;
mod write;

pub(super) use cells::{FIRST_DAY, day_number, yearless};
pub(super) use chunk::{COLUMNS, Column, MARKED, Part, Space};
pub(super) use clear::{clear, holds_all};
pub(super) use compare::{Stretch, compare};
pub(super) use dictionary::{Dictionary, DictionaryView};
pub(super) use numbers::{Digits, EXACT, NUMBER_ROWS, NumbersView};
pub(super) use read::{
    Chunk, Columns, field_of, flag_bitmap, flag_of, flags, is_total, number_column, set_column, text_column,
    total,
};
pub(super) use sets::{SET_ROWS, SET_WORDS, SetsView};
pub(super) use texts::{TEXT_ROWS, TextsView};

use super::Result;
use super::bitmap::{BITMAPS, Bitmap};
use crate::model::{ContactId, FieldId, Profile, Totals};
use pending::Pending;
use redb::WriteTransaction;
use write::Writer;

/// What became of one contact: what it was, and what it is now.
#[derive(Clone, Copy, Debug)]
pub(super) struct RowChange<'a> {
    /// Its number.
    pub(super) id: ContactId,
    /// As it was; None where it is new.
    pub(super) old: Option<&'a Profile>,
    /// As it is; None where it is gone.
    pub(super) new: Option<&'a Profile>,
}

/// What a contact's history came to, and what it comes to now.
#[derive(Clone, Copy, Debug)]
pub(super) struct TotalsChange<'a> {
    /// Its number.
    pub(super) id: ContactId,
    pub(super) old: &'a Totals,
    pub(super) new: &'a Totals,
}

/// Makes the tables, so that a reader of a new store finds them.
pub(super) fn create_tables(txn: &WriteTransaction) -> Result<()> {
    txn.open_table(COLUMNS)?;
    txn.open_table(BITMAPS)?;
    Ok(())
}

/// Brings all columns and bitmaps in line with changed rows, which come in ascending order of their numbers. Only what
/// changed is touched.
pub(super) fn update<'a>(txn: &WriteTransaction, changes: &[RowChange<'a>]) -> Result<()> {
    write_runs(
        txn,
        changes,
        |change| change.id,
        |pending: &mut Pending<'a>, change| pending.add(change),
    )
}

/// Brings the columns of totals in line with what has happened to contacts, which come in ascending order.
pub(super) fn update_totals(txn: &WriteTransaction, changes: &[TotalsChange<'_>]) -> Result<()> {
    write_runs(txn, changes, |change| change.id, Pending::add_totals)
}

/// Writes changes a stretch of a number column at a time, and its texts chunk by chunk.
fn write_runs<'a, C>(
    txn: &WriteTransaction,
    changes: &[C],
    id: impl Fn(&C) -> ContactId,
    add: impl Fn(&mut Pending<'a>, &C),
) -> Result<()> {
    let mut writer = Writer::new(txn)?;
    let mut pending = Pending::of(changes.len());
    for run in changes.chunk_by(|one, other| id(one).0 / NUMBER_ROWS == id(other).0 / NUMBER_ROWS) {
        for chunk in run.chunk_by(|one, other| id(one).0 / TEXT_ROWS == id(other).0 / TEXT_ROWS) {
            for change in chunk {
                add(&mut pending, change);
            }
            writer.words(&pending)?;
            pending.clear_words();
        }
        writer.rest(&pending)?;
        pending.clear_numbers();
    }
    Ok(())
}

/// Takes out all columns, so that they can be made anew.
pub(super) fn drop_all(txn: &WriteTransaction) -> Result<()> {
    txn.delete_table(COLUMNS)?;
    txn.open_table(COLUMNS)?;
    Ok(())
}

/// Takes out all columns of a custom field.
pub(super) fn drop_field(txn: &WriteTransaction, field: FieldId) -> Result<()> {
    let mut columns = txn.open_table(COLUMNS)?;
    for space in [Space::CustomText, Space::CustomNumber, Space::CustomSet] {
        let column = Column { space, id: field.0 };
        for part in [Part::Main, Part::Shown] {
            MARKED.clear(&mut columns, &column.key(part, 0), &column.key(part, u32::MAX))?;
        }
    }
    let mut bitmaps = txn.open_table(BITMAPS)?;
    Bitmap::CustomSet(field).drop(&mut bitmaps)?;
    Bitmap::CustomYes(field).drop(&mut bitmaps)
}
