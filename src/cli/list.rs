//! `list create`, `list edit`, `list delete`.

use super::confirm::confirm;
use super::context::Context;
use super::failure::{Exit, Failure};
use super::interrupt::Interrupt;
use super::names;
use super::output::remark;
use crate::criteria::query::{Query, Test};
use crate::model::{Catalogue, ContactList, Scope};
use crate::store::{Cancel, Change, Store};
use clap::{Args, Subcommand};

/// What can be done to a contact list.
#[derive(Debug, Subcommand)]
pub enum List {
    /// Create a list.
    Create(Create),
    /// Rename or describe a list.
    Edit(Edit),
    /// Delete a list with the contacts that are in no other one, unless they move.
    Delete(Delete),
}

/// Creates a list.
#[derive(Debug, Args)]
pub struct Create {
    /// Its name.
    name: String,
    /// What it is for.
    #[arg(long, value_name = "TEXT", default_value = "", hide_default_value = true)]
    description: String,
}

/// Edits a list.
#[derive(Debug, Args)]
pub struct Edit {
    /// Its name now.
    name: String,
    /// Its new name.
    #[arg(long = "name", value_name = "NAME")]
    new_name: Option<String>,
    /// What it is for; "" takes the description away.
    #[arg(long, value_name = "TEXT")]
    description: Option<String>,
}

/// Deletes a list.
#[derive(Debug, Args)]
pub struct Delete {
    /// Its name.
    name: String,
    /// First move its contacts to this list.
    #[arg(long, value_name = "OTHER")]
    move_to: Option<String>,
    /// Do not ask.
    #[arg(long)]
    yes: bool,
}

impl List {
    /// Makes the change.
    pub fn run(&self, context: &Context) -> Result<Exit, Failure> {
        match self {
            Self::Create(create) => create.run(context),
            Self::Edit(edit) => edit.run(context),
            Self::Delete(delete) => delete.run(context),
        }
    }
}

impl Create {
    fn run(&self, context: &Context) -> Result<Exit, Failure> {
        let change = Change::CreateList {
            name: self.name.clone(),
            description: self.description.clone(),
        };
        context.writer()?.apply(change, &context.author(), &mut ())?;
        remark(&format!("The list “{}” was created.", self.name.trim()));
        Ok(Exit::Done)
    }
}

impl Edit {
    fn run(&self, context: &Context) -> Result<Exit, Failure> {
        if self.new_name.is_none() && self.description.is_none() {
            return Err(Failure::usage("Say what to change: --name or --description."));
        }
        let store = context.writer()?;
        let catalogue = store.catalogue()?;
        let list = names::list(&catalogue, &self.name)?;
        let change = Change::EditList {
            list: list.id,
            name: self.new_name.clone(),
            description: self.description.clone(),
            lifecycle: None,
        };
        store.apply(change, &context.author(), &mut ())?;
        let name = self.new_name.as_deref().unwrap_or(&list.name);
        remark(&format!("The list “{}” was edited.", name.trim()));
        Ok(Exit::Done)
    }
}

impl Delete {
    fn run(&self, context: &Context) -> Result<Exit, Failure> {
        let store = context.writer()?;
        let catalogue = store.catalogue()?;
        let list = names::list(&catalogue, &self.name)?;
        let target = match &self.move_to {
            Some(name) => Some(names::list(&catalogue, name)?),
            None => None,
        };
        if target.is_some_and(|target| target.id == list.id) {
            return Err(Failure::usage(
                "The contacts of a list cannot move to the list itself.",
            ));
        }
        let alone = store.count(
            Scope::List(list.id),
            &in_no_other(&catalogue, list),
            &Cancel::default(),
        )?;
        confirm(self.yes, &warning(list, target, alone))?;
        let interrupt = Interrupt::watch()?;
        let change = Change::DeleteList {
            list: list.id,
            move_to: target.map(|target| target.id),
        };
        let done = store.apply(change, &context.author(), &mut interrupt.between_batches());
        if interrupt.came() {
            return Err(Failure::Told(
                Exit::Interrupted,
                "Interrupted between two batches: part of the contacts are done. Run the same command again to go on."
                    .to_owned(),
            ));
        }
        done?;
        let fate = match target {
            Some(target) => format!("{} contacts are in “{}” now", list.contacts, target.name),
            None => format!("{alone} contacts were deleted with it"),
        };
        remark(&format!("The list “{}” was deleted; {fate}.", list.name));
        Ok(Exit::Done)
    }
}

/// The contacts that deleting a list would delete.
fn in_no_other(catalogue: &Catalogue, list: &ContactList) -> Query {
    let others = catalogue.lists.iter().filter(|other| other.id != list.id);
    let elsewhere = others.map(|other| Query::Test(Test::InList(other.id))).collect();
    Query::Not(Box::new(Query::Or(elsewhere)))
}

fn warning(list: &ContactList, target: Option<&ContactList>, alone: u64) -> String {
    match target {
        Some(target) => format!(
            "This deletes the list “{}” and moves its {} contacts to “{}”.",
            list.name, list.contacts, target.name
        ),
        None => format!(
            "This deletes the list “{}” with {} contacts, {alone} of which are in no other list and are deleted too.",
            list.name, list.contacts
        ),
    }
}
