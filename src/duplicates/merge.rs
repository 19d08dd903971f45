//! What becomes of several contacts that are one person. Nothing is lost without being named: what cannot stand beside the
//! survivor's own value can be told as dropped.

use super::mailbox::mailbox;
use crate::model::text::fold;
use crate::model::{Birthday, Contact, OpeningBalance, Pin, Side, Value};
use crate::phone::identity;

/// Joins contacts to the survivor. The survivor's values stand; what it lacks comes from the others, the first of them first.
/// Numbers, mailboxes, sets, lists, ids and pins are united; who was pinned out of a segment stays out of it.
pub fn merge<'a>(survivor: &Contact, others: impl IntoIterator<Item = &'a Contact>) -> Contact {
    let mut contact = survivor.clone();
    for other in others {
        join(&mut contact, other);
    }
    contact
}

fn join(contact: &mut Contact, other: &Contact) {
    merge_texts(contact, other);
    merge_numbers(contact, other);
    merge_mailboxes(contact, other);
    unite(&mut contact.interests, &other.interests);
    unite(&mut contact.tags, &other.tags);
    contact.birthday = merge_birthdays(contact.birthday, other.birthday);
    contact.opening = merge_openings(contact.opening.as_ref(), other.opening.as_ref());
    contact.lists.extend(&other.lists);
    contact.lists.sort_unstable();
    contact.lists.dedup();
    for key in &other.source_keys {
        if !contact.source_keys.contains(key) {
            contact.source_keys.push(key.clone());
        }
    }
    contact.source_keys.sort();
    for pin in &other.pins {
        let outweighs = |own: &Pin| own.side == Side::In && pin.side == Side::Out;
        if contact.pin(pin.segment).is_none_or(outweighs) {
            contact.set_pin(pin.segment, Some(pin.clone()));
        }
    }
    for (field, value) in &other.custom {
        match contact.custom.binary_search_by_key(field, |(id, _)| *id) {
            Err(at) => contact.custom.insert(at, (*field, value.clone())),
            Ok(at) => {
                if let (Some((_, Value::Set(own))), Value::Set(come)) = (contact.custom.get_mut(at), value) {
                    unite(own, come);
                }
            }
        }
    }
    contact.created = contact.created.min(other.created);
}

/// What one of them has that is not in what they have become: the field and the value.
pub fn dropped(merged: &Contact, from: &Contact) -> Vec<(&'static str, String)> {
    let mut dropped = Vec::new();
    for ((name, kept), (_, had)) in texts(merged).into_iter().zip(texts(from)) {
        if !had.is_empty() && fold(kept) != fold(had) {
            dropped.push((name, had.clone()));
        }
    }
    if !merged.notes.contains(&from.notes) {
        dropped.push(("notes", from.notes.clone()));
    }
    drop_reach(merged, from, &mut dropped);
    for (name, kept, had) in [
        ("interest", &merged.interests, &from.interests),
        ("tag", &merged.tags, &from.tags),
    ] {
        dropped.extend(missing(kept, had).map(|member| (name, member.clone())));
    }
    if let Some(had) = from.birthday {
        let kept = merged.birthday;
        let completed = had.date().is_none() && kept.map(Birthday::month_day) == Some(had.month_day());
        if kept != Some(had) && !completed {
            dropped.push(("birthday", had.to_string()));
        }
    }
    if let Some(had) = from
        .opening
        .as_ref()
        .filter(|had| Some(*had) != merged.opening.as_ref())
    {
        dropped.push(("opening balance", had.total_spent.to_string()));
    }
    for (field, had) in &from.custom {
        let kept = merged.custom_value(*field);
        dropped.extend(drop_value(kept, had).map(|value| ("custom field", value)));
    }
    dropped
}

fn texts(contact: &Contact) -> [(&'static str, &String); 11] {
    [
        ("first name", &contact.first_name),
        ("last name", &contact.last_name),
        ("company", &contact.company),
        ("address", &contact.address),
        ("city", &contact.city),
        ("postcode", &contact.postcode),
        ("region", &contact.region),
        ("country", &contact.country),
        ("gender", &contact.gender),
        ("language", &contact.language),
        ("loyalty tier", &contact.loyalty_tier),
    ]
}

fn merge_texts(contact: &mut Contact, other: &Contact) {
    let texts = [
        (&mut contact.first_name, &other.first_name),
        (&mut contact.last_name, &other.last_name),
        (&mut contact.company, &other.company),
        (&mut contact.address, &other.address),
        (&mut contact.city, &other.city),
        (&mut contact.postcode, &other.postcode),
        (&mut contact.region, &other.region),
        (&mut contact.country, &other.country),
        (&mut contact.gender, &other.gender),
        (&mut contact.language, &other.language),
        (&mut contact.loyalty_tier, &other.loyalty_tier),
    ];
    for (own, theirs) in texts {
        if own.is_empty() {
            own.clone_from(theirs);
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

/// A mailbox as it is told from others.
fn whole(address: &str) -> String {
    mailbox(address).map_or_else(|| fold(address), |mailbox| mailbox.whole.to_string())
}

fn merge_mailboxes(contact: &mut Contact, other: &Contact) {
    let come = std::iter::once(&other.email).chain(&other.other_emails);
    for address in come.filter(|address| !address.is_empty()) {
        let mut own = std::iter::once(&contact.email).chain(&contact.other_emails);
        if contact.email.is_empty() {
            contact.email.clone_from(address);
        } else if !own.any(|own| whole(own) == whole(address)) {
            contact.other_emails.push(address.clone());
        }
    }
}

/// Numbers and mailboxes that are nowhere in what they have become.
fn drop_reach(merged: &Contact, from: &Contact, dropped: &mut Vec<(&'static str, String)>) {
    for number in std::iter::once(&from.phone).chain(&from.other_phones) {
        let mut kept = std::iter::once(&merged.phone).chain(&merged.other_phones);
        if !kept.any(|kept| identity(*kept) == identity(*number)) {
            dropped.push(("number", number.to_string()));
        }
    }
    let addresses = std::iter::once(&from.email).chain(&from.other_emails);
    for address in addresses.filter(|address| !address.is_empty()) {
        let mut kept = std::iter::once(&merged.email).chain(&merged.other_emails);
        if !kept.any(|kept| whole(kept) == whole(address)) {
            dropped.push(("e-mail", address.clone()));
        }
    }
}

fn unite(own: &mut Vec<String>, come: &[String]) {
    let more: Vec<String> = missing(own, come).cloned().collect();
    own.extend(more);
}

/// The members of one set that another one lacks.
fn missing<'a>(own: &'a [String], come: &'a [String]) -> impl Iterator<Item = &'a String> {
    come.iter()
        .filter(|member| !own.iter().any(|own| fold(own) == fold(member)))
}

/// What of a custom value is not kept.
fn drop_value(kept: Option<&Value>, had: &Value) -> Option<String> {
    match (kept, had) {
        (Some(Value::Set(kept)), Value::Set(had)) => {
            let lost: Vec<&str> = missing(kept, had).map(String::as_str).collect();
            (!lost.is_empty()).then(|| lost.join(", "))
        }
        (Some(kept), had) if kept == had => None,
        (_, Value::Text(text)) => Some(text.clone()),
        (_, Value::Number(number)) => Some(number.to_string()),
        (_, Value::Date(day)) => Some(day.to_string()),
        (_, Value::Flag(flag)) => Some(flag.to_string()),
        (_, Value::Set(members)) => Some(members.join(", ")),
    }
}

/// One with its year stands before one without.
fn merge_birthdays(own: Option<Birthday>, come: Option<Birthday>) -> Option<Birthday> {
    let (Some(mine), Some(theirs)) = (own, come) else {
        return own.or(come);
    };
    let completes = mine.month_day() == theirs.month_day() && mine.date().is_none();
    Some(if completes { theirs } else { mine })
}

/// Two balances may count the same orders: the larger one stands.
fn merge_openings(own: Option<&OpeningBalance>, come: Option<&OpeningBalance>) -> Option<OpeningBalance> {
    match (own, come) {
        (Some(mine), Some(theirs)) if theirs.total_spent > mine.total_spent => Some(theirs.clone()),
        (Some(mine), _) => Some(mine.clone()),
        (None, come) => come.cloned(),
    }
}
