//! What is said when an import has ended: everything that is in, and what is not, with the first reasons.

use super::effect::{Effect, Question, Slot, Ticket};
use super::event::Newcomers;
use super::figures::count;
use super::state::State;
use super::toast::Toast;
use crate::transfer::file::FileLedger;

/// Of more than so many new contacts it is not said at once who may be there twice: that takes as long as looking for all.
const MOST: u64 = 50_000;

/// Asks who of those that came in may be somebody else too.
pub(super) fn ask(state: &mut State, result: &Result<FileLedger, String>) -> Option<Effect> {
    let created = match result {
        Ok(FileLedger::Contacts(ledger)) => ledger.created,
        _ => 0,
    };
    if !(1..=MOST).contains(&created) {
        return None;
    }
    let (ticket, ask) = state.tickets.ask(Slot::Newcomers, Question::Newcomers);
    state.newcomers = Some(ticket);
    Some(ask)
}

/// Says how many. What the import's own message says stays where it is still shown.
pub(super) fn compared(state: &mut State, ticket: Ticket, found: Option<Newcomers>) {
    if state.newcomers != Some(ticket) {
        return;
    }
    state.newcomers = None;
    let Some(found) = found.filter(|found| found.doubtful > 0) else {
        return;
    };
    let of = if found.new == 1 {
        "The new contact".to_owned()
    } else {
        format!(
            "{} of the {} new contacts",
            count(found.doubtful),
            count(found.new)
        )
    };
    let words = format!(
        "{of} may be somebody who was here: D shows who (change {} in history)",
        found.entry.0
    );
    let toast = match state.toast.take() {
        Some(shown) if shown.text.starts_with(IMPORTED) => Toast {
            text: format!("{} {words}.", shown.text),
            kind: shown.kind,
        },
        _ => Toast::done(format!("{words}.")),
    };
    state.say(toast);
}

/// How the message of an import begins.
const IMPORTED: &str = "Imported: ";

/// The message: good news where every row is in, else one that stays.
pub fn toast(result: &Result<FileLedger, String>) -> Toast {
    let ledger = match result {
        Ok(ledger) => ledger,
        Err(reason) => return Toast::error(reason.clone()),
    };
    let counts: Vec<String> = ledger
        .counts()
        .into_iter()
        .map(|(what, many)| format!("{} {what}", count(many)))
        .collect();
    let said = format!("{IMPORTED}{}.", counts.join(" · "));
    if ledger.is_interrupted() {
        return Toast::error(format!(
            "{said} Stopped at a safe place; the same import again goes on from there."
        ));
    }
    if ledger.rejected() == 0 {
        return Toast::done(said);
    }
    let examples: Vec<String> = ledger
        .examples()
        .iter()
        .take(3)
        .map(|issue| {
            let place = match issue.line {
                0 => format!("row {}", issue.row),
                line => format!("line {line}"),
            };
            format!("{place}: {} “{}”: {}", issue.column, issue.value, issue.reason)
        })
        .collect();
    Toast::error(format!("{said} Not imported: {}", examples.join(" · ")))
}
