//! `field add`, `field rename`, `field delete`: the fields you define yourself.

use super::context::Context;
use super::failure::{Exit, Failure};
use super::names;
use super::output::{Output, remark};
use crate::model::FieldType;
use crate::model::reading::split_set;
use crate::store::{Change, Store};
use clap::{Args, Subcommand, ValueEnum};

/// What can be done to a custom field.
#[derive(Debug, Subcommand)]
pub enum Field {
    /// Define a field, and print the key that criteria name it by.
    Add(Add),
    /// Give a field another label; its key stays.
    Rename(Rename),
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
            Self::Delete(delete) => delete.run(context),
        }
    }
}

impl Add {
    fn run(&self, context: &Context, out: &mut Output) -> Result<Exit, Failure> {
        let store = context.writer()?;
        let change = Change::AddField {
            label: self.label.clone(),
            kind: self.kind()?,
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

    fn kind(&self) -> Result<FieldType, Failure> {
        if self.options.is_some() && self.kind != Kind::Choice {
            return Err(Failure::usage("--options belongs to --type choice."));
        }
        Ok(match self.kind {
            Kind::Text => FieldType::Text,
            Kind::Number => FieldType::Number,
            Kind::Money => FieldType::Money,
            Kind::Date => FieldType::Date,
            Kind::YesNo => FieldType::YesNo,
            Kind::Set => FieldType::Set,
            Kind::Choice => match split_set(self.options.as_deref().unwrap_or_default()) {
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

impl Delete {
    fn run(&self, context: &Context) -> Result<Exit, Failure> {
        let store = context.writer()?;
        let catalogue = store.catalogue()?;
        let field = names::custom_field(&catalogue, &self.field)?;
        let applied = store.apply(
            Change::DeleteField { field: field.id },
            &context.author(),
            &mut (),
        )?;
        remark(&format!(
            "The field “{}” was deleted with the values of {} contacts.",
            field.label, applied.contacts
        ));
        Ok(Exit::Done)
    }
}
