//! What becomes of two contacts that are one person. Nothing is lost without being named: what cannot stand beside the
//! survivor's own value is told as dropped.

use super::mailbox::mailbox;
use crate::model::text::fold;
use crate::model::{Birthday, Contact, OpeningBalance, Value};
use crate::phone::identity;

/// Two contacts as one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Merged {
    /// The survivor with what came from the other one.
    pub contact: Contact,
    /// What of the other one is dropped, because the survivor has something else there: the field and the value.
    pub dropped: Vec<(&'static str, String)>,
}

/// Joins a contact to the survivor. The survivor's values stand; what it lacks comes from the other one. Numbers, mailboxes, sets, lists
/// and ids are united.
pub fn merge(survivor: &Contact, other: &Contact) -> Merged {
    let mut contact = survivor.clone();
    let mut dropped = Vec::new();
    merge_texts(&mut contact, other, &mut dropped);
    merge_numbers(&mut contact, other);
    merge_mailboxes(&mut contact, other);
    unite(&mut contact.interests, &other.interests);
    unite(&mut contact.tags, &other.tags);
    contact.birthday = merge_birthdays(survivor.birthday, other.birthday, &mut dropped);
    contact.opening = merge_openings(survivor.opening.as_ref(), other.opening.as_ref(), &mut dropped);
    contact.lists.extend(&other.lists);
    contact.lists.sort_unstable();
    contact.lists.dedup();
    for key in &other.source_keys {
        if !contact.source_keys.contains(key) {
            contact.source_keys.push(key.clone());
        }
    }
    contact.source_keys.sort();
    for (field, value) in &other.custom {
        match contact.custom.binary_search_by_key(field, |(id, _)| *id) {
            Err(at) => contact.custom.insert(at, (*field, value.clone())),
            Ok(at) => {
                let own = contact.custom.get_mut(at).map(|(_, own)| own);
                dropped.extend(merge_values(own, value).map(|value| ("custom field", value)));
            }
        }
    }
    contact.created = survivor.created.min(other.created);
    Merged { contact, dropped }
}

fn merge_texts(contact: &mut Contact, other: &Contact, dropped: &mut Vec<(&'static str, String)>) {
    let texts = [
        ("first name", &mut contact.first_name, &other.first_name),
        ("last name", &mut contact.last_name, &other.last_name),
        ("company", &mut contact.company, &other.company),
        ("address", &mut contact.address, &other.address),
        ("city", &mut contact.city, &other.city),
        ("postcode", &mut contact.postcode, &other.postcode),
        ("region", &mut contact.region, &other.region),
        ("country", &mut contact.country, &other.country),
        ("gender", &mut contact.gender, &other.gender),
        ("language", &mut contact.language, &other.language),
        ("loyalty tier", &mut contact.loyalty_tier, &other.loyalty_tier),
    ];
    for (name, own, theirs) in texts {
        if own.is_empty() {
            own.clone_from(theirs);
        } else if !theirs.is_empty() && fold(own) != fold(theirs) {
            dropped.push((name, theirs.clone()));
        }
    }
    if contact.notes.is_empty() {
        contact.notes.clone_from(&other.notes);
    } else if !contact.notes.contains(&other.notes) {
        contact.notes = format!("{}\n{}", contact.notes, other.notes);
    }
}

fn merge_numbers(contact: &mut Contact, other: &Contact) {
    let come = std::iter::once(&other.phone).chain(&other.other_phones);
    for number in come {
        let mut own = std::iter::once(&contact.phone).chain(&contact.other_phones);
        if !own.any(|own| identity(*own) == identity(*number)) {
            contact.other_phones.push(*number);
        }
    }
}

fn merge_mailboxes(contact: &mut Contact, other: &Contact) {
    let of =
        |address: &str| mailbox(address).map_or_else(|| fold(address), |mailbox| mailbox.whole.to_string());
    let come = std::iter::once(&other.email).chain(&other.other_emails);
    for address in come.filter(|address| !address.is_empty()) {
        let mut own = std::iter::once(&contact.email).chain(&contact.other_emails);
        if contact.email.is_empty() {
            contact.email.clone_from(address);
        } else if !own.any(|own| of(own) == of(address)) {
            contact.other_emails.push(address.clone());
        }
    }
}

fn unite(own: &mut Vec<String>, come: &[String]) {
    for member in come {
        if !own.iter().any(|own| fold(own) == fold(member)) {
            own.push(member.clone());
        }
    }
}

/// Sets are united; of anything else the own value stands. Gives back what is dropped.
fn merge_values(own: Option<&mut Value>, come: &Value) -> Option<String> {
    match (own?, come) {
        (Value::Set(own), Value::Set(come)) => {
            unite(own, come);
            None
        }
        (own, come) if own == come => None,
        (_, Value::Text(text)) => Some(text.clone()),
        (_, Value::Number(number)) => Some(number.to_string()),
        (_, Value::Date(day)) => Some(day.to_string()),
        (_, Value::Flag(flag)) => Some(flag.to_string()),
        (_, Value::Set(members)) => Some(members.join(", ")),
    }
}

/// One with its year stands before one without.
fn merge_birthdays(
    own: Option<Birthday>,
    come: Option<Birthday>,
    dropped: &mut Vec<(&'static str, String)>,
) -> Option<Birthday> {
    let (Some(mine), Some(theirs)) = (own, come) else {
        return own.or(come);
    };
    if mine.month_day() == theirs.month_day() && mine.date().is_none() {
        return Some(theirs);
    }
    if mine.month_day() != theirs.month_day() || theirs.date().is_some() && mine.date() != theirs.date() {
        dropped.push(("birthday", theirs.to_string()));
    }
    Some(mine)
}

/// Two balances may count the same orders: the larger one stands.
fn merge_openings(
    own: Option<&OpeningBalance>,
    come: Option<&OpeningBalance>,
    dropped: &mut Vec<(&'static str, String)>,
) -> Option<OpeningBalance> {
    let (Some(mine), Some(theirs)) = (own, come) else {
        return own.or(come).cloned();
    };
    let (kept, less) = if theirs.total_spent > mine.total_spent {
        (theirs, mine)
    } else {
        (mine, theirs)
    };
    if kept != less {
        dropped.push(("opening balance", less.total_spent.to_string()));
    }
    Some(kept.clone())
}
