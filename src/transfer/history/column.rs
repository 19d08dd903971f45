//! A column of a history file, what it holds, and why.

use super::property::Property;
use crate::transfer::import::survey::Survey;
use crate::transfer::import::{DateOrder, Mark};

/// A column of a history file.
#[derive(Clone, Debug)]
pub struct Column {
    /// Its name in the file; repeated names get ` (2)`, nameless ones `Column 3`.
    pub name: String,
    /// What it holds; None: it is not read.
    pub property: Option<Property>,
    /// Whether that was asked for.
    pub asked: bool,
    /// Among columns of one property, those of a lower rank come first.
    pub rank: u16,
    /// Days: which part of `03/04/2026` is the day. None where nothing decides it.
    pub date_order: Option<DateOrder>,
    /// Amounts: what stands before the decimals.
    pub decimal_mark: Mark,
    /// What its values look like.
    pub(super) survey: Survey,
}

impl Column {
    /// Its first few different values.
    pub fn samples(&self) -> &[String] {
        &self.survey.samples
    }
}
