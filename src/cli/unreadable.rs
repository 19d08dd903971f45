//! Contacts that a damaged store cannot give: the others are shown, and these are named.

use super::failure::Exit;
use super::output::remark;
use crate::model::ContactId;

/// So many are named; the rest are counted.
const NAMED: usize = 20;

/// Says who is missing from what was shown; the exit code then tells of it too.
pub fn ended(unreadable: &[ContactId]) -> Exit {
    if unreadable.is_empty() {
        return Exit::Done;
    }
    let named = unreadable.iter().take(NAMED);
    let mut names: Vec<String> = named.map(|contact| format!(":{}", contact.0)).collect();
    if let Some(more @ 1..) = unreadable.len().checked_sub(NAMED) {
        names.push(format!("and {more} more"));
    }
    remark(&format!(
        "error: The store is damaged; these contacts cannot be read and are missing above: {}. Run `audience check`.",
        names.join(", ")
    ));
    Exit::Store
}
