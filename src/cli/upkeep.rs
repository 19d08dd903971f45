//! `compact` and `share`: work on the store's file as a whole.

use super::context::Context;
use super::failure::{Exit, Failure};
use super::output::remark;
use crate::store;
use clap::Args;

/// Makes the file as small as what is in it. Refused while anybody else has the store open.
#[derive(Debug, Args)]
pub struct Compact {}

impl Compact {
    /// Says how large the file was and is.
    #[expect(clippy::unused_self, reason = "every command is run the same way")]
    pub fn run(&self, context: &Context) -> Result<Exit, Failure> {
        context.refuse_read_only()?;
        let (before, after) = store::compact(&context.whole()?)?;
        remark(&format!("The store had {before} bytes; it has {after} now."));
        Ok(Exit::Done)
    }
}

/// After work that may have left room in the store's file: makes it smaller where that is worth it and nobody else has it
/// open. Where it cannot be done nothing is lost, and the next will do it.
pub fn tidy(context: &Context) {
    let Ok(options) = context.whole() else { return };
    if context.refuse_read_only().is_err() {
        return;
    }
    let begins = |bytes| {
        let what = format!("The store's file has {bytes} bytes, much of it unused. Making it smaller …");
        remark(&what);
    };
    let _ = store::tidy(&options, begins);
}

/// Lets a group of this machine's users have the store too.
#[derive(Debug, Args)]
pub struct Share {
    /// The group, by name or number. Its members can then read and change everything.
    #[arg(long, value_name = "GROUP")]
    group: String,
}

impl Share {
    /// Opens the file and its folder to the group, and to nobody else.
    pub fn run(&self, context: &Context) -> Result<Exit, Failure> {
        context.refuse_read_only()?;
        let folder = store::share(&context.whole()?, &self.group)?;
        remark(&format!(
            "The store and its folder {} are now open to the group {}, and to nobody else.",
            folder.display(),
            self.group
        ));
        Ok(Exit::Done)
    }
}
