//! CONTACT in a command: `:123`, else SOURCE/ID, else an id if only one source has it, else a phone number.

use super::failure::Failure;
use crate::model::{Catalogue, ContactId};
use crate::phone;
use crate::store::Store;

/// The contact that was named.
pub fn find(store: &dyn Store, catalogue: &Catalogue, text: &str) -> Result<ContactId, Failure> {
    let text = text.trim();
    if let Some(number) = text.strip_prefix(':') {
        return by_own_number(store, text, number);
    }
    if let Some(found) = by_source_and_id(store, catalogue, text)? {
        return Ok(found);
    }
    let mut with_id = Vec::new();
    for (source, name) in &catalogue.sources {
        if let Some(contact) = store.by_source_id(*source, text)? {
            with_id.push((contact, format!("{name}/{text}")));
        }
    }
    match with_id.as_slice() {
        [(contact, _)] => Ok(*contact),
        [] => by_phone(store, catalogue, text),
        several => {
            let names = several
                .iter()
                .map(|(contact, name)| (*contact, name.clone()))
                .collect();
            Err(ambiguous(store, text, names))
        }
    }
}

fn by_own_number(store: &dyn Store, text: &str, number: &str) -> Result<ContactId, Failure> {
    let id = number
        .parse()
        .map(ContactId)
        .map_err(|_| Failure::usage(format!("“{text}” is no contact's number. Write it like :123.")))?;
    match store.profile(id)? {
        Some(_) => Ok(id),
        None => Err(Failure::usage(format!("There is no contact {text}."))),
    }
}

/// A source's name may have a slash in it, and so may an id: every way to cut is tried.
fn by_source_and_id(
    store: &dyn Store,
    catalogue: &Catalogue,
    text: &str,
) -> Result<Option<ContactId>, Failure> {
    for (at, _) in text.match_indices('/') {
        let (name, id) = text.split_at(at);
        let id = id.strip_prefix('/').unwrap_or(id);
        if let Some(source) = catalogue.source_named(name)
            && let Some(found) = store.by_source_id(source, id)?
        {
            return Ok(Some(found));
        }
    }
    Ok(None)
}

fn by_phone(store: &dyn Store, catalogue: &Catalogue, text: &str) -> Result<ContactId, Failure> {
    let hint = catalogue
        .settings
        .country
        .as_deref()
        .and_then(phone::Region::named);
    let Ok(number) = phone::read_to_find(text, hint) else {
        return Err(Failure::usage(format!(
            "There is no contact “{text}”: no source has it as an id, and it is not a phone number."
        )));
    };
    let found = store.by_number(phone::identity(number.e164))?;
    match found.as_slice() {
        [contact] => Ok(*contact),
        [] => Err(Failure::usage(format!(
            "There is no contact with the number {}.",
            number.e164
        ))),
        several => {
            let names = several
                .iter()
                .map(|contact| (*contact, format!(":{}", contact.0)))
                .collect();
            Err(ambiguous(store, text, names))
        }
    }
}

/// Several contacts, each with the spelling that names it alone.
fn ambiguous(store: &dyn Store, text: &str, candidates: Vec<(ContactId, String)>) -> Failure {
    let lines: Vec<String> = candidates
        .into_iter()
        .map(|(contact, spelling)| {
            let name = match store.profile(contact) {
                Ok(Some(profile)) => profile.contact.display_name(),
                _ => String::new(),
            };
            format!("  {spelling}  {name}")
        })
        .collect();
    Failure::usage(format!(
        "“{text}” can be several contacts. Choose one of:\n{}",
        lines.join("\n")
    ))
}
