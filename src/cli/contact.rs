//! `contact add`, `contact edit`, `contact remove`, `contact delete`: one contact. Showing one is in `profile.rs`.

use super::confirm::confirm;
use super::context::Context;
use super::edits;
use super::failure::{Exit, Failure};
use super::output::{Output, remark};
use super::profile::Show;
use super::{names, person};
use crate::model::{
    BuiltinField, Catalogue, ContactId, Edit as ContactEdit, FieldRef, ListId, NewContact, Value,
};
use crate::phone::{self, E164};
use crate::store::{Cancel, Change, Store, likely_duplicates};
use clap::{Args, Subcommand};

/// What can be done to one contact. CONTACT is `:123`, SOURCE/ID, an id, or a phone number.
#[derive(Debug, Subcommand)]
pub enum Contact {
    /// Add a contact, and print its number.
    Add(Add),
    /// Set fields of a contact.
    Edit(Edit),
    /// Show a contact with all that is known.
    Show(Show),
    /// Take a contact out of a list; it stays among everyone.
    Remove(Remove),
    /// Delete a contact from all lists and segments.
    Delete(Delete),
}

/// Adds a contact.
#[derive(Debug, Args)]
pub struct Add {
    /// The list it joins; may be given more than once.
    #[arg(long, value_name = "NAME", required = true)]
    list: Vec<String>,
    /// First name.
    #[arg(long, value_name = "NAME")]
    first_name: String,
    /// The WhatsApp number.
    #[arg(long, value_name = "NUMBER", allow_hyphen_values = true)]
    phone: String,
    /// Last name.
    #[arg(long, value_name = "NAME")]
    last_name: Option<String>,
    /// Mailbox.
    #[arg(long, value_name = "ADDRESS")]
    email: Option<String>,
    /// Any other field; may be given more than once.
    #[arg(long, value_name = "FIELD=VALUE")]
    set: Vec<String>,
    /// The country of a number written without its country code.
    #[arg(long, value_name = "CC")]
    country: Option<String>,
    /// Take a well-formed number even if its range is not known.
    #[arg(long)]
    unverified: bool,
}

/// Edits a contact.
#[derive(Debug, Args)]
pub struct Edit {
    /// Whom.
    contact: String,
    /// A field and its value; an empty value empties it, += adds to a set. May be given more than once.
    #[arg(long, value_name = "FIELD=VALUE", required = true)]
    set: Vec<String>,
    /// Also put the contact into this list.
    #[arg(long, value_name = "NAME")]
    list: Option<String>,
}

/// Takes a contact out of a list.
#[derive(Debug, Args)]
pub struct Remove {
    /// Whom.
    contact: String,
    /// Out of which list.
    #[arg(long, value_name = "NAME")]
    list: String,
}

/// Deletes a contact.
#[derive(Debug, Args)]
pub struct Delete {
    /// Whom.
    contact: String,
    /// Do not ask.
    #[arg(long)]
    yes: bool,
}

impl Contact {
    /// Answers or makes the change.
    pub fn run(&self, context: &Context, out: &mut Output) -> Result<Exit, Failure> {
        match self {
            Self::Add(add) => add.run(context, out),
            Self::Edit(edit) => edit.run(context),
            Self::Show(show) => show.run(context, out),
            Self::Remove(remove) => remove.run(context),
            Self::Delete(delete) => delete.run(context),
        }
    }
}

impl Add {
    fn run(&self, context: &Context, out: &mut Output) -> Result<Exit, Failure> {
        if self.first_name.trim().is_empty() {
            return Err(Failure::usage("A contact needs a first name."));
        }
        let store = context.writer()?;
        let catalogue = store.catalogue()?;
        let contact = self.contact(&catalogue)?;
        say_who_has(&store, contact.phone)?;
        let lists = self.list.join("”, “");
        let applied = store.apply(Change::AddContact(contact), &context.author(), &mut ())?;
        if let Some(id) = applied.created {
            remark(&format!("{} was added to “{lists}”.", self.first_name.trim()));
            say_who_it_may_be(&store, ContactId(id))?;
            out.line(&format!(":{id}"))?;
        }
        Ok(Exit::Done)
    }

    fn contact(&self, catalogue: &Catalogue) -> Result<NewContact, Failure> {
        let lists: Result<Vec<ListId>, Failure> = self
            .list
            .iter()
            .map(|name| names::list(catalogue, name).map(|list| list.id))
            .collect();
        let hint = match &self.country {
            Some(name) => Some(super::permission::region(name)?),
            None => edits::hint(catalogue),
        };
        let read = if self.unverified {
            phone::read_unverified
        } else {
            phone::read
        };
        let number = read(&self.phone, hint)
            .map_err(|refusal| Failure::usage(format!("{}: {refusal}", self.phone)))?;
        let mut all = vec![text_edit(BuiltinField::FirstName, &self.first_name)];
        all.extend(
            self.last_name
                .iter()
                .map(|name| text_edit(BuiltinField::LastName, name)),
        );
        all.extend(
            self.email
                .iter()
                .map(|mailbox| text_edit(BuiltinField::Email, mailbox)),
        );
        for typed in &self.set {
            all.push(edits::edit(catalogue, typed)?);
        }
        Ok(NewContact {
            phone: number.e164,
            number_state: edits::state(number),
            lists: lists?,
            edits: all,
        })
    }
}

impl Edit {
    fn run(&self, context: &Context) -> Result<Exit, Failure> {
        let store = context.writer()?;
        let catalogue = store.catalogue()?;
        let contact = person::find(&store, &catalogue, &self.contact)?;
        let list = match &self.list {
            Some(name) => Some(names::list(&catalogue, name)?.id),
            None => None,
        };
        let edits: Result<Vec<ContactEdit>, Failure> = self
            .set
            .iter()
            .map(|typed| edits::edit(&catalogue, typed))
            .collect();
        let edits = edits?;
        for edit in &edits {
            if let ContactEdit::Phone(number, _) = edit {
                say_who_else_has(&store, *number, contact)?;
            }
        }
        let author = context.author();
        let applied = store.apply(Change::EditContact { contact, edits }, &author, &mut ())?;
        if let Some(list) = list {
            let contacts = vec![contact];
            store.apply(Change::AddToList { contacts, list }, &author, &mut ())?;
        }
        remark(if applied.entry.is_some() || list.is_some() {
            "The contact was edited."
        } else {
            "Nothing had to be changed."
        });
        Ok(Exit::Done)
    }
}

impl Remove {
    fn run(&self, context: &Context) -> Result<Exit, Failure> {
        let store = context.writer()?;
        let catalogue = store.catalogue()?;
        let list = names::list(&catalogue, &self.list)?;
        let contact = person::find(&store, &catalogue, &self.contact)?;
        let contacts = vec![contact];
        let applied = store.apply(
            Change::RemoveFromList {
                contacts,
                list: list.id,
            },
            &context.author(),
            &mut (),
        )?;
        if applied.entry.is_none() {
            return Err(Failure::failed(format!("The contact is not in “{}”.", list.name)));
        }
        remark(&format!(
            "The contact was taken out of “{}”; it stays among everyone.",
            list.name
        ));
        Ok(Exit::Done)
    }
}

impl Delete {
    fn run(&self, context: &Context) -> Result<Exit, Failure> {
        let store = context.writer()?;
        let catalogue = store.catalogue()?;
        let contact = person::find(&store, &catalogue, &self.contact)?;
        let name = store
            .profile(contact)?
            .map_or_else(String::new, |profile| profile.contact.display_name());
        confirm(
            self.yes,
            &format!("This deletes {name} from all lists and segments."),
        )?;
        let contacts = vec![contact];
        store.apply(Change::DeleteContacts { contacts }, &context.author(), &mut ())?;
        remark(&format!(
            "{name} was deleted. What is known about the number's permission stays."
        ));
        Ok(Exit::Done)
    }
}

/// Says who may be the same person as a contact that was just made.
fn say_who_it_may_be(store: &dyn Store, id: ContactId) -> Result<(), Failure> {
    let Some(profile) = store.profile(id)? else {
        return Ok(());
    };
    for alike in likely_duplicates(store, &profile.contact, &Cancel::default())? {
        let other = alike.profile.contact;
        remark(&format!(
            "{} (:{}) may be the same person ({:.0} %). If so: audience duplicates merge :{} :{}",
            other.display_name(),
            other.id.0,
            (alike.pair.score * 100.0).floor(),
            other.id.0,
            id.0
        ));
    }
    Ok(())
}

fn text_edit(field: BuiltinField, text: &str) -> ContactEdit {
    let text = text.trim();
    let value = (!text.is_empty()).then(|| Value::Text(text.to_owned()));
    ContactEdit::Set(FieldRef::Builtin(field), value)
}

fn say_who_has(store: &dyn Store, number: E164) -> Result<(), Failure> {
    say(store, number, &store.by_number(phone::identity(number))?)
}

fn say_who_else_has(store: &dyn Store, number: E164, but: ContactId) -> Result<(), Failure> {
    let mut owners = store.by_number(phone::identity(number))?;
    owners.retain(|owner| *owner != but);
    say(store, number, &owners)
}

/// Names the first few contacts that have a number already.
fn say(store: &dyn Store, number: E164, owners: &[ContactId]) -> Result<(), Failure> {
    for profile in store.profiles(owners.get(..3).unwrap_or(owners))? {
        let contact = profile.contact;
        remark(&format!(
            "{number} is the number of {} (:{}) too.",
            contact.display_name(),
            contact.id.0
        ));
    }
    Ok(())
}
