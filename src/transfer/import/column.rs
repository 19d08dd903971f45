//! A column of a file, the field it goes to, and why.

use super::survey::Survey;
use super::values::amount::Mark;
use super::values::date::DateOrder;
use crate::model::{BuiltinField, Catalogue, FieldId, FieldType};
use std::fmt;

/// A column of a file.
#[derive(Clone, Debug)]
pub struct Column {
    /// Its name in the file; repeated names get ` (2)`, nameless ones `Column 3`.
    pub name: String,
    /// Where its cells go.
    pub target: Target,
    /// Why there.
    pub why: Why,
    /// Among columns of one field, those of a lower rank come first.
    pub rank: u16,
    /// Days: which part of `03/04/2026` is the day. None where nothing decides it.
    pub date_order: Option<DateOrder>,
    /// Amounts: what stands before the decimals.
    pub decimal_mark: Mark,
    /// Numbers: the country code is there, but its plus is not.
    pub without_plus: bool,
    /// What its values look like.
    pub(super) survey: Survey,
}

impl Column {
    /// Its first few different values.
    pub fn samples(&self) -> &[String] {
        &self.survey.samples
    }

    /// How many of the rows looked at have a value here.
    pub fn filled(&self) -> u64 {
        self.survey.filled
    }
}

/// Where the cells of a column go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// Nowhere.
    Ignore,
    /// A built-in field. `id` is the id at the source, `name` is split into first and last name, totals become an
    /// opening balance, `opted_out`, `consented` and `consent_since` act on the number's permission.
    Builtin(BuiltinField),
    /// A further line of the address.
    AddressLine,
    /// The currency of the row's money.
    Currency,
    /// A custom field that is there.
    Custom(FieldId, FieldType),
    /// A custom field made when the import begins.
    New {
        /// What people will call it.
        label: String,
        /// What its values are.
        kind: FieldType,
    },
}

impl Target {
    /// The key of the field as people write it, or a word for what happens.
    pub fn name(&self, catalogue: &Catalogue) -> String {
        match self {
            Self::Ignore => "not imported".to_owned(),
            Self::Builtin(field) => field.name().to_owned(),
            Self::AddressLine => "address (further line)".to_owned(),
            Self::Currency => "currency of the row".to_owned(),
            Self::Custom(id, _) => catalogue
                .field(*id)
                .map_or_else(|| format!("#{}", id.0), |field| field.key.clone()),
            Self::New { label, kind } => format!("new field “{label}” ({})", kind.word()),
        }
    }
}

/// Why a column goes where it goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// It was asked for.
    Asked,
    /// By its name.
    Name,
    /// By its values.
    Values,
    /// A custom field of this name is there.
    Field,
    /// No field has this name.
    Unknown,
    /// There is nothing in it.
    Empty,
    /// The program works it out itself.
    Computed,
    /// Names are there in columns of their own.
    Covered,
    /// It may speak of opt-outs or consent, which only an explicit choice takes over.
    Permission,
}

impl fmt::Display for Why {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Asked => "asked for",
            Self::Name => "by its name",
            Self::Values => "by its values",
            Self::Field => "a field of this name",
            Self::Unknown => "no field of this name yet",
            Self::Empty => "empty",
            Self::Computed => "worked out from other data",
            Self::Covered => "names have columns of their own",
            Self::Permission => "permission changes only where it is asked for",
        })
    }
}
