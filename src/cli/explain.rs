//! `explain`: why a contact matches, condition by condition.

use super::context::Context;
use super::failure::{Exit, Failure};
use super::json::Json;
use super::output::{Format, Output, remark};
use super::person;
use super::selection::{Chosen, Selection};
use super::table::{Cell, Column, Table};
use crate::criteria::{self, Explained};
use crate::model::{Catalogue, ListId, Profile};
use crate::store::Store;
use clap::Args;

/// Explains criteria on one contact.
#[derive(Debug, Args)]
pub struct Explain {
    /// Whom: `:123`, SOURCE/ID, an id, or a phone number.
    #[arg(long, value_name = "CONTACT", allow_hyphen_values = true)]
    contact: String,
    /// Which criteria.
    #[command(flatten)]
    selection: Selection,
    /// How to write them.
    #[arg(long, default_value = "table")]
    format: Format,
}

impl Explain {
    /// Prints one row a condition: whether it holds, the condition, the contact's value.
    pub fn run(&self, context: &Context, out: &mut Output) -> Result<Exit, Failure> {
        if self.selection.criteria.is_none() && self.selection.segment.is_none() {
            return Err(Failure::usage(
                "Say what to explain: --where CRITERIA or --segment NAME.",
            ));
        }
        let store = context.reader()?;
        let catalogue = store.catalogue()?;
        let moment = context.moment(&catalogue);
        let chosen = self.selection.choose(&catalogue, &moment)?;
        let contact = person::find(&store, &catalogue, &self.contact)?;
        let Some(profile) = store.profile(contact)? else {
            return Err(Failure::usage(format!("There is no contact “{}”.", self.contact)));
        };
        let mut lines = memberships(&chosen, &profile, &catalogue);
        let member = lines.iter().all(|line| line.holds);
        lines.extend(criteria::explain(&chosen.criteria, &profile, &catalogue, &moment));
        table(&lines).write(self.format, out)?;
        let holds = member && criteria::holds(&chosen.criteria, &profile, &catalogue, &moment);
        let verdict = if holds { "matches" } else { "does not match" };
        remark(&format!("{} {verdict}.", profile.contact.display_name()));
        Ok(Exit::Done)
    }
}

/// A question asked in a list, and a segment of a list, begin with being in it.
fn memberships(chosen: &Chosen, profile: &Profile, catalogue: &Catalogue) -> Vec<Explained> {
    let mut asked: Vec<ListId> = [chosen.scope, chosen.criteria.scope()]
        .iter()
        .filter_map(|scope| scope.list())
        .collect();
    asked.dedup();
    let line = |list: ListId| {
        let name = catalogue.list(list).map_or("", |list| list.name.as_str());
        let holds = profile.contact.lists.contains(&list);
        Explained {
            depth: 0,
            condition: format!("in list \"{}\"", name.replace('\\', "\\\\").replace('"', "\\\"")),
            value: if holds { "is in it" } else { "is not in it" }.to_owned(),
            holds,
        }
    };
    asked.into_iter().map(line).collect()
}

/// People see the depth as an indentation, JSON as a number.
fn table(lines: &[Explained]) -> Table {
    let mut table = Table::new(["holds", "condition", "value"].map(Column::text).to_vec());
    for line in lines {
        let shown = format!("{}{}", "  ".repeat(line.depth), line.condition);
        table.row(vec![
            Cell::flag(line.holds),
            Cell::new(shown, Json::text(line.condition.as_str())),
            Cell::text(&line.value),
        ]);
    }
    table
}
