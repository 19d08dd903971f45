//! Asking before what cannot come back: `--yes` answers ahead, a terminal is asked, anything else is refused.

use super::failure::{Exit, Failure};
use super::output::remark;
use std::io::{self, IsTerminal};

/// Goes on only if the person agrees. `what` says what would be lost.
pub fn confirm(yes: bool, what: &str) -> Result<(), Failure> {
    if yes {
        return Ok(());
    }
    if !io::stdin().is_terminal() || !io::stderr().is_terminal() {
        return Err(Failure::usage(format!(
            "{what} Nothing was done: add --yes to do it."
        )));
    }
    remark(&format!("{what} Type yes to go on."));
    let mut answer = String::new();
    io::stdin().read_line(&mut answer)?;
    if matches!(answer.trim().to_lowercase().as_str(), "y" | "yes") {
        Ok(())
    } else {
        Err(Failure::Told(Exit::Failed, "Nothing was done.".to_owned()))
    }
}
