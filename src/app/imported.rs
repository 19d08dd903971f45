//! What is said when an import has ended: everything that is in, and what is not, with the first reasons.

use super::figures::count;
use super::toast::Toast;
use crate::transfer::file::FileLedger;

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
    let said = format!("Imported: {}.", counts.join(" · "));
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
