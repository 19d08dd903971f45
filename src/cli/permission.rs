//! `optout` and `optin`: what a number's owner has said about messages.

use super::context::Context;
use super::edits;
use super::failure::{Exit, Failure};
use super::output::remark;
use crate::model::Catalogue;
use crate::phone::{self, E164, Region};
use crate::store::{Change, Store};
use clap::Args;

/// Records an opt-out.
#[derive(Debug, Args)]
pub struct Optout {
    /// The number; no contact needs to have it.
    #[arg(allow_hyphen_values = true)]
    phone: String,
    /// What was said, or where it came from.
    #[arg(long, value_name = "TEXT", default_value = "", hide_default_value = true)]
    reason: String,
    /// The country of a number written without its country code.
    #[arg(long, value_name = "CC")]
    country: Option<String>,
}

/// Records consent.
#[derive(Debug, Args)]
pub struct Optin {
    /// The number; no contact needs to have it.
    #[arg(allow_hyphen_values = true)]
    phone: String,
    /// How the consent was given: a form, a till, a conversation.
    #[arg(long, value_name = "TEXT")]
    source: String,
    /// The country of a number written without its country code.
    #[arg(long, value_name = "CC")]
    country: Option<String>,
}

impl Optout {
    /// Makes the change.
    pub fn run(&self, context: &Context) -> Result<Exit, Failure> {
        let store = context.writer()?;
        let catalogue = store.catalogue()?;
        let number = number(&catalogue, &self.phone, self.country.as_deref())?;
        let change = Change::OptOut {
            number,
            reason: self.reason.clone(),
        };
        store.apply(change, &context.author(), &mut ())?;
        remark(&format!("{number} has opted out."));
        Ok(Exit::Done)
    }
}

impl Optin {
    /// Makes the change.
    pub fn run(&self, context: &Context) -> Result<Exit, Failure> {
        if self.source.trim().is_empty() {
            return Err(Failure::usage("Consent needs its --source: how it was given."));
        }
        let store = context.writer()?;
        let catalogue = store.catalogue()?;
        let number = number(&catalogue, &self.phone, self.country.as_deref())?;
        let change = Change::OptIn {
            number,
            source: self.source.clone(),
        };
        store.apply(change, &context.author(), &mut ())?;
        remark(&format!("{number} has consented."));
        Ok(Exit::Done)
    }
}

/// A number whose range is not known, or in a form its country has given up, is taken too: an opt-out must never fail
/// for that.
fn number(catalogue: &Catalogue, text: &str, country: Option<&str>) -> Result<E164, Failure> {
    let hint = match country {
        Some(name) => Some(region(name)?),
        None => edits::hint(catalogue),
    };
    phone::read_to_find(text, hint)
        .map(|number| number.e164)
        .map_err(|refusal| Failure::usage(format!("{text}: {refusal}")))
}

/// A country given on the command line.
pub fn region(name: &str) -> Result<Region, Failure> {
    Region::named(name).ok_or_else(|| {
        Failure::usage(format!(
            "“{name}” is no country. Write its code, like PT, or its English name."
        ))
    })
}
