//! `field add`, `field rename`, `field change`, `field move`, `field delete`: the fields you define yourself.

use super::confirm::confirm;
use super::context::Context;
use super::failure::{Exit, Failure};
use super::interrupt::Interrupt;
use super::names;
use super::output::{Output, remark};
use crate::criteria::query::{Query, Test};
use crate::model::reading::split_set;
use crate::model::{FieldDef, FieldRef, FieldType, Scope};
use crate::store::{Cancel, Change, Losses, Store, StoreError, losses};
use clap::{Args, Subcommand, ValueEnum};

/// What can be done to a custom field.
#[derive(Debug, Subcommand)]
pub enum Field {
    /// Define a field, and print the key that criteria name it by.
    Add(Add),
    /// Give a field another label; its key stays.
    Rename(Rename),
    /// Give a field another type; says first which values that would lose.
    Change(ChangeType),
    /// Put a field at another place: forms, profiles and exports show fields in their order.
    Move(Move),
    /// Delete a field with its values; refused while a segment uses it.
    Delete(Delete),
}

/// The types a custom field can have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Kind {
    /// Text.
    Text,
    /// A number with all its digits.
    Number,
    /// An amount in the store's currency.
    Money,
    /// A calendar day.
    Date,
    /// Yes or no.
    #[value(name = "yes/no", aliases = ["yes-no", "yesno", "bool"])]
    YesNo,
    /// One of the options given.
    Choice,
    /// Any number of texts.
    Set,
}

/// Defines a field.
#[derive(Debug, Args)]
pub struct Add {
    /// What people call it.
    label: String,
    /// What its values are.
    #[arg(long = "type", value_name = "TYPE")]
    kind: Kind,
    /// The options of a choice, split at `;`, `|` or `,`.
    #[arg(long, value_name = "A;B;C", required_if_eq("kind", "choice"))]
    options: Option<String>,
}

/// Renames a field.
#[derive(Debug, Args)]
pub struct Rename {
    /// Its key or label.
    field: String,
    /// Its new label.
    label: String,
}

/// Gives a field another type.
#[derive(Debug, Args)]
pub struct ChangeType {
    /// Its key or label.
    field: String,
    /// What its values are from now on.
    #[arg(long = "type", value_name = "TYPE")]
    kind: Kind,
    /// The options of a choice, split at `;`, `|` or `,`.
    #[arg(long, value_name = "A;B;C", required_if_eq("kind", "choice"))]
    options: Option<String>,
    /// Lose the values that cannot be read as the new type without asking.
    #[arg(long)]
    yes: bool,
}

/// Puts a field at another place.
#[derive(Debug, Args)]
pub struct Move {
    /// Its key or label.
    field: String,
    /// Which place among the fields it gets, counted from 1.
    #[arg(long, value_name = "PLACE", value_parser = clap::value_parser!(u32).range(1..))]
    to: u32,
}

/// Deletes a field.
#[derive(Debug, Args)]
pub struct Delete {
    /// Its key or label.
    field: String,
    /// Accepted for scripts.
    #[arg(long, hide = true)]
    yes: bool,
}

impl Field {
    /// Makes the change.
    pub fn run(&self, context: &Context, out: &mut Output) -> Result<Exit, Failure> {
        match self {
            Self::Add(add) => add.run(context, out),
            Self::Rename(rename) => rename.run(context),
            Self::Change(change) => change.run(context),
            Self::Move(place) => place.run(context),
            Self::Delete(delete) => delete.run(context),
        }
    }
}

impl Add {
    fn run(&self, context: &Context, out: &mut Output) -> Result<Exit, Failure> {
        let store = context.writer()?;
        let change = Change::AddField {
            label: self.label.clone(),
            kind: self.kind.with(self.options.as_deref())?,
        };
        let applied = store.apply(change, &context.author(), &mut ())?;
        let catalogue = store.catalogue()?;
        let made = catalogue
            .fields
            .iter()
            .find(|field| Some(field.id.0) == applied.created);
        if let Some(field) = made {
            remark(&format!(
                "The field “{}” was added; criteria call it {}.",
                field.label, field.key
            ));
            out.line(&field.key)?;
        }
        Ok(Exit::Done)
    }
}

impl Kind {
    /// The type with the options of a choice.
    fn with(self, options: Option<&str>) -> Result<FieldType, Failure> {
        if options.is_some() && self != Self::Choice {
            return Err(Failure::usage("--options belongs to --type choice."));
        }
        Ok(match self {
            Self::Text => FieldType::Text,
            Self::Number => FieldType::Number,
            Self::Money => FieldType::Money,
            Self::Date => FieldType::Date,
            Self::YesNo => FieldType::YesNo,
            Self::Set => FieldType::Set,
            Self::Choice => match split_set(options.unwrap_or_default()) {
                options if options.is_empty() => {
                    return Err(Failure::usage("A choice needs options: --options \"S;M;L\"."));
                }
                options => FieldType::Choice(options),
            },
        })
    }
}

impl Rename {
    fn run(&self, context: &Context) -> Result<Exit, Failure> {
        let store = context.writer()?;
        let catalogue = store.catalogue()?;
        let field = names::custom_field(&catalogue, &self.field)?;
        let change = Change::RenameField {
            field: field.id,
            label: self.label.clone(),
        };
        store.apply(change, &context.author(), &mut ())?;
        remark(&format!(
            "“{}” is called “{}” now; criteria still call it {}.",
            field.label,
            self.label.trim(),
            field.key
        ));
        Ok(Exit::Done)
    }
}

impl ChangeType {
    fn run(&self, context: &Context) -> Result<Exit, Failure> {
        let kind = self.kind.with(self.options.as_deref())?;
        let store = context.writer()?;
        let catalogue = store.catalogue()?;
        let field = names::custom_field(&catalogue, &self.field)?;
        if field.kind == kind {
            remark(&format!("“{}” is a {} field already.", field.label, kind.word()));
            return Ok(Exit::Done);
        }
        let found = losses(&store, field.id, &kind, &Cancel::default())?;
        if found.lost > 0 {
            confirm(self.yes, &warning(field, &kind, &found))?;
        }
        let interrupt = Interrupt::watch()?;
        let change = Change::ChangeField {
            field: field.id,
            kind,
        };
        let done = store.apply(change, &context.author(), &mut interrupt.between_batches());
        if matches!(done, Err(StoreError::Cancelled)) {
            return Err(Failure::Told(
                Exit::Interrupted,
                format!("Interrupted before its end: “{}” is as it was.", field.label),
            ));
        }
        done?;
        remark(&format!(
            "“{}” is a {} field now; {} values were kept, {} were lost.",
            field.label,
            self.kind.with(self.options.as_deref())?.word(),
            found.values - found.lost,
            found.lost
        ));
        Ok(Exit::Done)
    }
}

fn warning(field: &FieldDef, kind: &FieldType, found: &Losses) -> String {
    let examples: Vec<String> = found
        .examples
        .iter()
        .map(|(value, whose)| format!("“{value}” of {whose}"))
        .collect();
    format!(
        "{} of the {} values of “{}” cannot be read as {} and would be lost: {}.",
        found.lost,
        found.values,
        field.label,
        kind.word(),
        examples.join(", ")
    )
}

impl Move {
    fn run(&self, context: &Context) -> Result<Exit, Failure> {
        let store = context.writer()?;
        let catalogue = store.catalogue()?;
        let field = names::custom_field(&catalogue, &self.field)?;
        let to = usize::try_from(self.to - 1).unwrap_or(usize::MAX);
        let change = Change::MoveField { field: field.id, to };
        store.apply(change, &context.author(), &mut ())?;
        let place = catalogue.fields.len().min(to + 1);
        remark(&format!(
            "“{}” is number {place} of your fields now.",
            field.label
        ));
        Ok(Exit::Done)
    }
}

impl Delete {
    fn run(&self, context: &Context) -> Result<Exit, Failure> {
        let store = context.writer()?;
        let catalogue = store.catalogue()?;
        let field = names::custom_field(&catalogue, &self.field)?;
        let has = Query::Test(Test::IsSet(FieldRef::Custom(field.id)));
        let values = store.count(Scope::Everyone, &has, &Cancel::default())?;
        store.apply(
            Change::DeleteField { field: field.id },
            &context.author(),
            &mut (),
        )?;
        remark(&format!(
            "The field “{}” was deleted with the values of {values} contacts.",
            field.label
        ));
        Ok(Exit::Done)
    }
}
