//! `segment pin`, `segment pins`: contacts put into a segment or kept out of it by hand, beside its criteria.

use super::context::Context;
use super::failure::{Exit, Failure};
use super::output::{Format, Output, remark};
use super::table::{Cell, Column, Table};
use super::{names, person, segments};
use crate::criteria::query::{Query, Test};
use crate::model::{Catalogue, ContactId, Scope, Segment, SegmentId, Side};
use crate::store::{Change, Each, Selection, Store};
use clap::Args;

/// Contacts read at a time: a question to the store is short.
const AT_A_TIME: usize = 1_000;

/// Pins contacts in a segment or out of it.
#[derive(Debug, Args)]
pub struct Pin {
    /// Its name, or List/Segment.
    name: String,
    /// The list it belongs to.
    #[arg(long, value_name = "NAME")]
    list: Option<String>,
    /// Members whatever the criteria say: `:123`, SOURCE/ID, an id, or a phone number.
    #[arg(long = "in", value_name = "CONTACT", num_args = 1.., allow_hyphen_values = false)]
    within: Vec<String>,
    /// No members whatever the criteria say.
    #[arg(long, value_name = "CONTACT", num_args = 1..)]
    out: Vec<String>,
    /// Pinned no longer: the criteria decide again.
    #[arg(long, value_name = "CONTACT", num_args = 1..)]
    clear: Vec<String>,
}

/// Shows who is pinned.
#[derive(Debug, Args)]
pub struct Pins {
    /// Its name, or List/Segment.
    name: String,
    /// The list it belongs to.
    #[arg(long, value_name = "NAME")]
    list: Option<String>,
    /// How to write them.
    #[arg(long, default_value = "table")]
    format: Format,
}

impl Pin {
    pub(super) fn run(&self, context: &Context, out: &mut Output) -> Result<Exit, Failure> {
        if self.within.is_empty() && self.out.is_empty() && self.clear.is_empty() {
            return Err(Failure::usage("Say whom to pin: --in, --out or --clear."));
        }
        let store = context.writer()?;
        let catalogue = store.catalogue()?;
        let asked = names::scope(&catalogue, self.list.as_deref())?;
        let segment = names::segment(&catalogue, asked, &self.name)?;
        let mut changes = Vec::new();
        for (contacts, side) in [
            (&self.within, Some(Side::In)),
            (&self.out, Some(Side::Out)),
            (&self.clear, None),
        ] {
            let contacts = members(&store, &catalogue, segment.scope, contacts)?;
            if !contacts.is_empty() {
                changes.push(Change::Many {
                    whom: Selection::Those(contacts),
                    each: Each::Pin(segment.id, side),
                });
            }
        }
        let mut pinned = 0;
        for change in changes {
            pinned += store.apply(change, &context.author(), &mut ())?.contacts;
        }
        let list = catalogue.scope_name(segment.scope);
        let contacts = match pinned {
            0 => "Nobody's pin".to_owned(),
            1 => "The pin of 1 contact".to_owned(),
            many => format!("The pins of {many} contacts"),
        };
        remark(&format!(
            "{contacts} in the segment “{}” of {list} changed.",
            segment.name
        ));
        let catalogue = store.catalogue()?;
        let moment = context.moment(&catalogue);
        let count = segments::size(&store, segment, &catalogue, &moment)?;
        out.line(count.words())?;
        Ok(Exit::Done)
    }
}

/// The contacts that were named: all in the list, or none is taken.
pub fn members(
    store: &dyn Store,
    catalogue: &Catalogue,
    scope: Scope,
    named: &[String],
) -> Result<Vec<ContactId>, Failure> {
    let mut contacts = Vec::with_capacity(named.len());
    for name in named {
        let contact = person::find(store, catalogue, name)?;
        let profile = store.profile(contact)?;
        let is_in = |list| profile.is_some_and(|found| found.contact.lists.contains(&list));
        if !scope.list().is_none_or(is_in) {
            let list = catalogue.scope_name(scope);
            return Err(Failure::usage(format!(
                "The contact {name} is not in the list “{list}”: a segment has contacts of its own list only. Nothing was changed."
            )));
        }
        contacts.push(contact);
    }
    Ok(contacts)
}

/// Whom a segment has pinned one way, among the contacts of a scope.
pub fn pinned(segment: SegmentId, side: Side, scope: Scope) -> Selection {
    Selection::AllBut {
        scope,
        query: Query::Test(Test::Pinned(segment, side)),
        except: Vec::new(),
    }
}

impl Pins {
    pub(super) fn run(&self, context: &Context, out: &mut Output) -> Result<Exit, Failure> {
        let store = context.reader()?;
        let catalogue = store.catalogue()?;
        let asked = names::scope(&catalogue, self.list.as_deref())?;
        let segment = names::segment(&catalogue, asked, &self.name)?;
        let columns = ["id", "name", "phone", "pinned", "by", "on"];
        let mut table = Table::new(columns.map(Column::text).to_vec());
        for (side, word) in [(Side::In, "in"), (Side::Out, "out")] {
            rows(&store, &catalogue, segment, (side, word), &mut table)?;
        }
        table.write(self.format, out)?;
        Ok(Exit::Done)
    }
}

fn rows(
    store: &dyn Store,
    catalogue: &Catalogue,
    segment: &Segment,
    (side, word): (Side, &str),
    table: &mut Table,
) -> Result<(), Failure> {
    let query = Query::Test(Test::Pinned(segment.id, side));
    let mut after = None;
    loop {
        let found = store.walk(Scope::Everyone, &query, after, AT_A_TIME)?;
        let Some(last) = found.last().copied() else {
            return Ok(());
        };
        for profile in store.profiles(&found)? {
            let contact = &profile.contact;
            let Some(pin) = contact.pin(segment.id) else {
                continue;
            };
            table.row(vec![
                Cell::text(&format!(":{}", contact.id.0)),
                Cell::text(&contact.display_name()),
                Cell::text(&contact.phone.to_string()),
                Cell::text(word),
                Cell::text(&pin.by),
                Cell::text(&pin.at.day(catalogue.settings.time_zone).to_string()),
            ]);
        }
        after = Some(last);
    }
}
