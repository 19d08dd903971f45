//! A file of any kind, as the interface takes it: it is recognised by its heading row where nobody says what it holds, its
//! columns are shown and sent elsewhere, and it is run.

use super::TransferError;
use super::history::{self, Property};
use super::import::{self, ImportProgress, Into, Source};
use super::issues::Issue;
use crate::model::text::fold;
use crate::model::{Author, Catalogue, EventKind};
use crate::phone::Region;
use crate::store::Store;

/// What the rows of a file are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holds {
    /// Contacts.
    Contacts,
    /// What contacts did.
    Events(EventKind),
}

impl Holds {
    /// All there is.
    pub const ALL: [Self; 4] = [
        Self::Contacts,
        Self::Events(EventKind::Purchase),
        Self::Events(EventKind::Email),
        Self::Events(EventKind::Message),
    ];

    /// Many of them, in words.
    pub fn word(self) -> &'static str {
        match self {
            Self::Contacts => "contacts",
            Self::Events(kind) => kind.word(),
        }
    }

    /// What a word means.
    pub fn named(word: &str) -> Option<Self> {
        let word = fold(word);
        Self::ALL.into_iter().find(|known| known.word() == word)
    }
}

/// What a person asks for.
#[derive(Clone, Debug)]
pub struct FileWanted {
    /// Where the rows come from.
    pub from: Source,
    /// What they are; None: what the heading row says.
    pub holds: Option<Holds>,
    /// The name of the list they join, or whose contacts they are about.
    pub list: String,
    /// Numbers without a country code are read as in this country.
    pub country: Option<Region>,
}

/// What an import would do.
#[derive(Clone, Debug)]
pub enum FilePlan {
    /// Contacts come in.
    Contacts(Box<import::Plan>),
    /// What contacts did comes in.
    History(Box<history::Plan>),
}

/// A column as people see it.
#[derive(Clone, Debug)]
pub struct ShownColumn<'p> {
    /// Its name in the file.
    pub name: &'p str,
    /// What it becomes.
    pub becomes: String,
    /// Whether it is left out.
    pub left_out: bool,
    /// Why.
    pub why: String,
    /// Its first values.
    pub samples: &'p [String],
}

/// Looks at a file and says what importing it would do.
pub fn plan(wanted: FileWanted, catalogue: &Catalogue) -> Result<FilePlan, TransferError> {
    let kind = match wanted.holds {
        Some(Holds::Contacts) => None,
        Some(Holds::Events(kind)) => Some(kind),
        None => history::recognised(&history::heading(&wanted.from)?),
    };
    if let Some(kind) = kind {
        return events(wanted, kind, catalogue);
    }
    let list = catalogue.list_named(&wanted.list);
    let into = list.map_or_else(|| Into::New(wanted.list.clone()), |list| Into::List(list.id));
    let mut options = import::Options::new(wanted.from.clone(), into);
    options.country = wanted.country;
    Ok(FilePlan::Contacts(Box::new(import::plan(options, catalogue)?)))
}

fn events(wanted: FileWanted, kind: EventKind, catalogue: &Catalogue) -> Result<FilePlan, TransferError> {
    let list = catalogue.list_named(&wanted.list).ok_or_else(|| {
        TransferError::Usage(format!(
            "There is no list “{}”. Name the list whose contacts these {} are about, or say on the last line that the \
             rows are contacts.",
            wanted.list,
            kind.word()
        ))
    })?;
    let mut options = history::Options::new(kind, wanted.from, list.id);
    options.country = wanted.country;
    Ok(FilePlan::History(Box::new(history::look(options, catalogue)?)))
}

/// Brings the file in. Stopped by `progress`, what is in stays in, and the same import run again goes on from there.
pub fn run(
    store: &dyn Store,
    plan: &FilePlan,
    author: &Author,
    progress: &mut dyn ImportProgress,
) -> Result<FileLedger, TransferError> {
    Ok(match plan {
        FilePlan::Contacts(plan) => {
            FileLedger::Contacts(Box::new(import::run(store, plan, author, progress)?))
        }
        FilePlan::History(plan) => {
            FileLedger::History(Box::new(history::run(store, plan, author, progress)?))
        }
    })
}

impl FilePlan {
    /// What the rows are.
    pub fn holds(&self) -> Holds {
        match self {
            Self::Contacts(_) => Holds::Contacts,
            Self::History(plan) => Holds::Events(plan.options.kind),
        }
    }

    /// The file as messages call it.
    pub fn file(&self) -> &str {
        match self {
            Self::Contacts(plan) => &plan.file,
            Self::History(plan) => &plan.file,
        }
    }

    /// The name of the list.
    pub fn list(&self) -> &str {
        match self {
            Self::Contacts(plan) => &plan.list,
            Self::History(plan) => &plan.list,
        }
    }

    /// How many rows there are: counted for short files, estimated for long ones.
    pub fn rows(&self) -> Option<u64> {
        match self {
            Self::Contacts(plan) => plan.rows,
            Self::History(plan) => plan.rows,
        }
    }

    /// What should be looked at before going on.
    pub fn warnings(&self) -> &[String] {
        match self {
            Self::Contacts(plan) => &plan.warnings,
            Self::History(plan) => &plan.warnings,
        }
    }

    /// What no row can do without and no column says.
    pub fn lacking(&self) -> Option<String> {
        let Self::History(plan) = self else { return None };
        let (property, what) = plan.lacking()?;
        let name = property.label().to_lowercase();
        Some(format!("No column says {what}. Choose one for it: {name}."))
    }

    /// The columns, in the file's order.
    pub fn columns<'p>(&'p self, catalogue: &Catalogue) -> Vec<ShownColumn<'p>> {
        match self {
            Self::Contacts(plan) => {
                let shown = plan.columns.iter().map(|column| ShownColumn {
                    name: &column.name,
                    becomes: column.target.name(catalogue),
                    left_out: column.target == import::Target::Ignore,
                    why: column.why.to_string(),
                    samples: column.samples(),
                });
                shown.collect()
            }
            Self::History(plan) => plan.columns.iter().map(of_history).collect(),
        }
    }

    /// Sends a column elsewhere, as `--map COLUMN=FIELD` would.
    pub fn assign(&mut self, column: &str, field: &str) -> Result<(), TransferError> {
        match self {
            Self::Contacts(plan) => plan.assign(column, field),
            Self::History(plan) => plan.assign(column, field),
        }
    }
}

fn of_history(column: &history::Column) -> ShownColumn<'_> {
    let why = match column.property {
        _ if column.asked => "asked for",
        Some(_) => "by its name",
        None => "nothing goes by this name",
    };
    let label = column.property.map(Property::label);
    ShownColumn {
        name: &column.name,
        becomes: label.unwrap_or("not imported").to_owned(),
        left_out: column.property.is_none(),
        why: why.to_owned(),
        samples: column.samples(),
    }
}

/// What a file has brought.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FileLedger {
    /// Of contacts.
    Contacts(Box<import::Ledger>),
    /// Of what they did.
    History(Box<history::Ledger>),
}

impl FileLedger {
    /// The counts as lines for people.
    pub fn counts(&self) -> Vec<(&'static str, u64)> {
        match self {
            Self::Contacts(ledger) => ledger.counts(),
            Self::History(ledger) => ledger.counts(),
        }
    }

    /// Whether it was stopped at a batch border; the same import goes on from there.
    pub fn is_interrupted(&self) -> bool {
        match self {
            Self::Contacts(ledger) => ledger.interrupted,
            Self::History(ledger) => ledger.interrupted,
        }
    }

    /// How many rows were rejected.
    pub fn rejected(&self) -> u64 {
        match self {
            Self::Contacts(ledger) => ledger.rejected,
            Self::History(ledger) => ledger.rejected,
        }
    }

    /// The first of them.
    pub fn examples(&self) -> &[Issue] {
        match self {
            Self::Contacts(ledger) => ledger.examples(),
            Self::History(ledger) => ledger.examples(),
        }
    }
}
