//! What a person asks of an import, before the file has been looked at.

use super::values::date::DateOrder;
use crate::model::{Instant, ListId};
use crate::phone::Region;
use crate::store::OnMatch;
use std::path::PathBuf;

/// Where the rows come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// A file, a pipe or a device by its path.
    File(PathBuf),
    /// Standard input.
    Stdin,
}

impl Source {
    /// The source of a command line argument: `-` is standard input.
    pub fn named(argument: &str) -> Self {
        if argument == "-" {
            Self::Stdin
        } else {
            Self::File(argument.into())
        }
    }

    /// As history and messages call it: the file's own name.
    pub fn name(&self) -> String {
        match self {
            Self::File(path) => path.file_name().map_or_else(
                || path.display().to_string(),
                |name| name.to_string_lossy().into_owned(),
            ),
            Self::Stdin => "standard input".to_owned(),
        }
    }
}

/// Which list the rows join.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Into {
    /// One that is there.
    List(ListId),
    /// One of this name, made when the import begins unless it is there.
    New(String),
}

/// What a person asks of an import.
#[derive(Clone, Debug)]
pub struct Options {
    /// Where the rows come from.
    pub from: Source,
    /// Which list they join.
    pub into: Into,
    /// Columns and their fields as `--map` takes them (see [`read_map`]); the rest is found by name and values.
    pub map: Vec<(String, String)>,
    /// Numbers without a country code, and days whose order nothing else decides, are read as in this country. Where it
    /// is missing the store's default country counts.
    pub country: Option<Region>,
    /// The name of the source of ids; None: the list's name.
    pub source_name: Option<String>,
    /// What happens to a row that matches a contact.
    pub on_match: OnMatch,
    /// Whether `03/04/2026` is in April or in March; None: the column's values decide, else the country.
    pub date_order: Option<DateOrder>,
    /// How the rows' owners gave their consent. None: no row gives consent, whatever its columns say.
    pub consent_source: Option<String>,
    /// When they gave it; a column mapped to `consent_since` says it row by row instead.
    pub consent_at: Option<Instant>,
    /// Where rejected rows and cells set aside are written; None: they are only counted.
    pub rejects: Option<PathBuf>,
}

impl Options {
    /// The usual import of a file into a list.
    pub fn new(from: Source, into: Into) -> Self {
        Self {
            from,
            into,
            map: Vec::new(),
            country: None,
            source_name: None,
            on_match: OnMatch::default(),
            date_order: None,
            consent_source: None,
            consent_at: None,
            rejects: None,
        }
    }
}

/// Reads `COLUMN=FIELD`, split at the last `=`: names of columns may have one, names of fields have none.
pub fn read_map(text: &str) -> Result<(String, String), String> {
    match text.rsplit_once('=') {
        Some((column, field)) if !column.trim().is_empty() && !field.trim().is_empty() => {
            Ok((column.trim().to_owned(), field.trim().to_owned()))
        }
        _ => Err(format!(
            "“{text}” is not COLUMN=FIELD, like \"Mobile=phone\" or \"Shoe size=ignore\"."
        )),
    }
}
