//! Everybody of a scope in the form in which duplicates are looked for: a long walk in short questions.

use super::{Result, Store};
use crate::duplicates::People;
use crate::model::{ContactId, Scope};

/// Contacts read at a time: a question to the store is short.
const AT_A_TIME: usize = 10_000;

/// The people of a scope, with what was decided about them, and the contacts whose rows are damaged. `going_on` hears how many
/// were read, and ends the walk with false: None then.
pub fn people(
    store: &dyn Store,
    scope: Scope,
    going_on: &mut dyn FnMut(u64) -> bool,
) -> Result<Option<(People, Vec<ContactId>)>> {
    let (mut people, mut unreadable, mut last) = (People::default(), Vec::new(), None);
    let mut done = 0;
    while going_on(done) {
        let (contacts, missing) = store.contacts(scope, last, AT_A_TIME)?;
        let ends = [contacts.last().map(|contact| contact.id), missing.last().copied()];
        let Some(end) = ends.into_iter().flatten().max() else {
            for decision in store.decisions()? {
                people.keep_apart(decision.one, decision.other);
            }
            people.settle();
            return Ok(Some((people, unreadable)));
        };
        last = Some(end);
        done += contacts.len() as u64;
        for contact in &contacts {
            people.add(contact);
        }
        unreadable.extend(missing);
    }
    Ok(None)
}
