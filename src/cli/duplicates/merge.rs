//! `duplicates merge`: several contacts become one.

use super::{search, stopped};
use crate::cli::confirm::confirm;
use crate::cli::context::Context;
use crate::cli::failure::{Exit, Failure};
use crate::cli::interrupt::Interrupt;
use crate::cli::output::remark;
use crate::cli::{names, person};
use crate::duplicates::{Band, SURE, Suggestion};
use crate::model::ContactId;
use crate::store::{Applied, Change, Store, StoreError};
use clap::Args;
use std::collections::BTreeMap;

/// Merges contacts.
#[derive(Debug, Args)]
pub struct Merge {
    /// The survivor, and whom to join to it.
    #[arg(value_name = "CONTACT", num_args = 2.., conflicts_with_all = ["sure", "list"], required_unless_present = "sure")]
    contacts: Vec<String>,
    /// All pairs that are surely one person, each into its oldest contact.
    #[arg(long)]
    sure: bool,
    /// Only among the contacts of this list.
    #[arg(long, value_name = "NAME")]
    list: Option<String>,
    /// Do not ask.
    #[arg(long)]
    yes: bool,
}

/// So many are named where everything is asked about at once.
const NAMED: usize = 5;

impl Merge {
    /// Merges them.
    pub fn run(&self, context: &Context) -> Result<Exit, Failure> {
        let store = context.writer()?;
        let catalogue = store.catalogue()?;
        let interrupt = Interrupt::watch()?;
        let groups = if self.sure {
            let scope = names::scope(&catalogue, self.list.as_deref())?;
            groups(&search(&store, scope, SURE, &interrupt)?.found)
        } else {
            let named = self.contacts.iter();
            let group: Result<Vec<ContactId>, Failure> =
                named.map(|text| person::find(&store, &catalogue, text)).collect();
            vec![group?]
        };
        if groups.is_empty() {
            remark("No two contacts are surely one person.");
            return Ok(Exit::Done);
        }
        confirm(self.yes, &warning(&store, &groups)?)?;
        if interrupt.came() {
            return Err(stopped());
        }
        let gone: usize = groups.iter().map(|group| group.len() - 1).sum();
        let change = Change::Merge {
            groups,
            edits: Vec::new(),
        };
        let done = store.apply(change, &context.author(), &mut interrupt.between_batches());
        if matches!(done, Err(StoreError::Cancelled)) {
            return Err(Failure::Told(
                Exit::Interrupted,
                "Interrupted between two batches: some are merged. Run the same command again to go on, or `audience undo` to take them back."
                    .to_owned(),
            ));
        }
        say(&done?, gone);
        Ok(Exit::Done)
    }
}

fn say(applied: &Applied, gone: usize) {
    let (what, them) = match gone {
        1 => ("1 contact was".to_owned(), "it"),
        many => (format!("{many} contacts were"), "all of them"),
    };
    match applied.entry {
        Some(entry) => remark(&format!(
            "{what} merged. `audience undo {}` brings {them} back.",
            entry.0
        )),
        None => remark("They have gone meanwhile: nothing was merged."),
    }
}

/// What would happen, with the first of many by name.
fn warning(store: &dyn Store, groups: &[Vec<ContactId>]) -> Result<String, Failure> {
    let mut lines = Vec::new();
    for group in groups.iter().take(NAMED) {
        let mut names = Vec::with_capacity(group.len());
        for profile in store.profiles(group)? {
            names.push(format!(
                "{} (:{})",
                profile.contact.display_name(),
                profile.contact.id.0
            ));
        }
        if let Some((survivor, others)) = names.split_first() {
            lines.push(format!("  {} into {survivor}", others.join(", ")));
        }
    }
    let gone: usize = groups.iter().map(|group| group.len() - 1).sum();
    if groups.len() > NAMED {
        lines.push(format!("  and {} more", groups.len() - NAMED));
    }
    let contacts = if gone == 1 { "contact" } else { "contacts" };
    Ok(format!(
        "This merges {gone} {contacts} into others; one undo takes it back.\n{}\n",
        lines.join("\n")
    ))
}

/// The contacts that sure pairs lead to from each other, the oldest first.
fn groups(found: &[Suggestion]) -> Vec<Vec<ContactId>> {
    let mut leaders: BTreeMap<ContactId, ContactId> = BTreeMap::new();
    for pair in found.iter().filter(|pair| pair.band() == Band::Sure) {
        let (one, other) = (leader(&leaders, pair.one), leader(&leaders, pair.other));
        leaders.insert(one.max(other), one.min(other));
        leaders.entry(one.min(other)).or_insert(one.min(other));
        leaders.entry(pair.one).or_insert(one.min(other));
        leaders.entry(pair.other).or_insert(one.min(other));
    }
    let mut groups: BTreeMap<ContactId, Vec<ContactId>> = BTreeMap::new();
    for contact in leaders.keys() {
        groups
            .entry(leader(&leaders, *contact))
            .or_default()
            .push(*contact);
    }
    groups.into_values().collect()
}

fn leader(leaders: &BTreeMap<ContactId, ContactId>, of: ContactId) -> ContactId {
    let mut place = of;
    while let Some(next) = leaders.get(&place).filter(|next| **next != place) {
        place = *next;
    }
    place
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn leaders_lead_to_the_oldest() {
        let id = ContactId;
        let leaders = BTreeMap::from([(id(1), id(1)), (id(4), id(1)), (id(7), id(4))]);
        assert_eq!(leader(&leaders, id(7)), id(1));
        assert_eq!(leader(&leaders, id(9)), id(9));
    }
}
