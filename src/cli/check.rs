//! `check`: walks the whole store and says what does not hold.

use super::context::Context;
use super::failure::{Exit, Failure};
use super::interrupt::Interrupt;
use super::output::{Output, remark};
use crate::store::Store;
use clap::Args;

/// Checks the store; readers and writers go on meanwhile.
#[derive(Debug, Args)]
pub struct Check {}

impl Check {
    /// Prints each problem on a line of its own; exit code 4 where there are any.
    #[expect(clippy::unused_self, reason = "every command is run the same way")]
    pub fn run(&self, context: &Context, out: &mut Output) -> Result<Exit, Failure> {
        let store = context.reader()?;
        let interrupt = Interrupt::watch()?;
        let report = store.check(&mut interrupt.between_batches())?;
        if interrupt.came() {
            return Err(Failure::Told(
                Exit::Interrupted,
                "Interrupted; nothing was changed.".to_owned(),
            ));
        }
        for problem in &report.problems {
            out.line(problem)?;
        }
        let more = report.problem_count.saturating_sub(report.problems.len() as u64);
        if more > 0 {
            out.line(&format!("and {more} more"))?;
        }
        if report.problem_count == 0 {
            remark(&format!("{} entries were checked; all is well.", report.checked));
            return Ok(Exit::Done);
        }
        remark(&format!(
            "The store is damaged: {} of {} entries checked do not hold. Nothing was changed.",
            report.problem_count, report.checked
        ));
        Ok(Exit::Store)
    }
}
