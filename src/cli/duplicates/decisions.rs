//! `duplicates apart` and `duplicates decisions`: who is not a duplicate, and taking that back.

use super::{Format, object};
use crate::cli::context::Context;
use crate::cli::failure::{Exit, Failure};
use crate::cli::json::Json;
use crate::cli::output::{Output, remark};
use crate::cli::person;
use crate::model::{ContactId, Decision, DecisionId, Instant};
use crate::store::{Change, Store};
use chrono::DateTime;
use clap::Args;

/// Records that contacts are not duplicates.
#[derive(Debug, Args)]
pub struct Apart {
    /// One of them.
    one: String,
    /// The other.
    other: String,
}

/// Lists or withdraws decisions.
#[derive(Debug, Args)]
pub struct Decisions {
    /// Withdraw the decision of this number: the pair is suggested again.
    #[arg(long, value_name = "N")]
    withdraw: Option<u32>,
    /// One line a decision: its number, both contacts, their names, who and when between tabs; or JSON Lines.
    #[arg(long, default_value = "tsv")]
    format: Format,
}

impl Apart {
    /// Records it.
    pub fn run(&self, context: &Context) -> Result<Exit, Failure> {
        let store = context.writer()?;
        let catalogue = store.catalogue()?;
        let one = person::find(&store, &catalogue, &self.one)?;
        let other = person::find(&store, &catalogue, &self.other)?;
        let applied = store.apply(Change::KeepApart { one, other }, &context.author(), &mut ())?;
        remark(&match applied.created {
            Some(id) => format!(
                "They are not suggested as duplicates any more. `audience duplicates decisions --withdraw {id}` takes that back."
            ),
            None => "That was decided already.".to_owned(),
        });
        Ok(Exit::Done)
    }
}

impl Decisions {
    /// Prints all, or withdraws one.
    pub fn run(&self, context: &Context, out: &mut Output) -> Result<Exit, Failure> {
        if let Some(id) = self.withdraw {
            let change = Change::Withdraw {
                decision: DecisionId(id),
            };
            context.writer()?.apply(change, &context.author(), &mut ())?;
            remark(&format!("Decision {id} was withdrawn."));
            return Ok(Exit::Done);
        }
        let store = context.reader()?;
        for decision in store.decisions()? {
            let line = match self.format {
                Format::Tsv => as_tsv(&store, &decision)?,
                Format::Json => as_json(&store, &decision)?.to_string(),
            };
            out.line(&line)?;
        }
        Ok(Exit::Done)
    }
}

fn as_tsv(store: &dyn Store, decision: &Decision) -> Result<String, Failure> {
    let cells = [
        decision.id.0.to_string(),
        format!(":{}", decision.one.0),
        format!(":{}", decision.other.0),
        name(store, decision.one)?,
        name(store, decision.other)?,
        decision.author.name.clone(),
        moment(decision.author.at),
    ];
    Ok(cells.map(|cell| cell.replace(['\t', '\n', '\r'], " ")).join("\t"))
}

fn as_json(store: &dyn Store, decision: &Decision) -> Result<Json, Failure> {
    Ok(object(vec![
        ("number", Json::Count(u64::from(decision.id.0))),
        ("a", Json::text(format!(":{}", decision.one.0))),
        ("b", Json::text(format!(":{}", decision.other.0))),
        ("name_a", Json::text_or_null(&name(store, decision.one)?)),
        ("name_b", Json::text_or_null(&name(store, decision.other)?)),
        ("by", Json::text(decision.author.name.clone())),
        ("at", Json::text(moment(decision.author.at))),
    ]))
}

/// What a contact is called; nothing where it has been deleted since.
fn name(store: &dyn Store, id: ContactId) -> Result<String, Failure> {
    let found = store.profiles(&[id])?;
    Ok(found
        .first()
        .map_or_else(String::new, |profile| profile.contact.display_name()))
}

fn moment(at: Instant) -> String {
    DateTime::from_timestamp(at.0, 0)
        .map_or_else(String::new, |at| at.format("%Y-%m-%dT%H:%M:%SZ").to_string())
}
