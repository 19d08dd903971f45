//! `segment create`, `segment edit`, `segment copy`, `segment delete`, `segment show`; `segment pin` and `segment pins` stand in
//! [`super::pins`].

use super::context::Context;
use super::failure::{Exit, Failure};
use super::json::Json;
use super::names;
use super::output::{Format, Output, remark};
use super::pins::{Pin, Pins, members, pinned};
use super::selection;
use super::sheet::Sheet;
use super::{segments, table::Cell};
use crate::criteria::Criteria;
use crate::model::{Catalogue, Moment, NOBODY, Scope, SegmentId, Side};
use crate::store::{Cancel, Change, PinnedSegment, Selection, Store};
use clap::{Args, Subcommand};

/// What can be done to a segment.
#[derive(Debug, Subcommand)]
pub enum Segment {
    /// Save criteria as a segment, and print how many contacts it has.
    Create(Create),
    /// Rename a segment or give it other criteria, and print how many contacts it has.
    Edit(Edit),
    /// Copy a segment to another list, and print how many contacts it has there.
    Copy(CopyTo),
    /// Delete a segment; its contacts stay.
    Delete(Delete),
    /// Show one segment.
    Show(Show),
    /// Put contacts into a segment or keep them out by hand, and print how many contacts it has.
    Pin(Pin),
    /// Show who is pinned in a segment and out of it, by whom and when.
    Pins(Pins),
}

/// Creates a segment.
#[derive(Debug, Args)]
pub struct Create {
    /// Its name.
    name: String,
    /// The list it belongs to; without it, everyone.
    #[arg(long, value_name = "NAME")]
    list: Option<String>,
    /// Which contacts it has.
    #[arg(
        long = "where",
        value_name = "CRITERIA",
        allow_hyphen_values = true,
        required_unless_present = "pick"
    )]
    criteria: Option<String>,
    /// Contacts that it has whatever the criteria say; without --where it has only these.
    #[arg(long, value_name = "CONTACT", num_args = 1..)]
    pick: Vec<String>,
}

/// Edits a segment.
#[derive(Debug, Args)]
pub struct Edit {
    /// Its name now, or List/Segment.
    name: String,
    /// The list it belongs to.
    #[arg(long, value_name = "NAME")]
    list: Option<String>,
    /// Its new name.
    #[arg(long = "name", value_name = "NAME")]
    new_name: Option<String>,
    /// Its new criteria.
    #[arg(long = "where", value_name = "CRITERIA", allow_hyphen_values = true)]
    criteria: Option<String>,
}

/// Copies a segment.
#[derive(Debug, Args)]
pub struct CopyTo {
    /// Its name, or List/Segment.
    name: String,
    /// The list it belongs to.
    #[arg(long, value_name = "NAME")]
    list: Option<String>,
    /// The list that gets the copy.
    #[arg(long, value_name = "NAME")]
    to_list: String,
}

/// Deletes a segment.
#[derive(Debug, Args)]
pub struct Delete {
    /// Its name, or List/Segment.
    name: String,
    /// The list it belongs to.
    #[arg(long, value_name = "NAME")]
    list: Option<String>,
    /// Accepted for scripts; deleting a segment deletes no contact and is not asked about.
    #[arg(long, hide = true)]
    yes: bool,
}

/// Shows a segment.
#[derive(Debug, Args)]
pub struct Show {
    /// Its name, or List/Segment.
    name: String,
    /// The list it belongs to.
    #[arg(long, value_name = "NAME")]
    list: Option<String>,
    /// How to write it.
    #[arg(long, default_value = "table")]
    format: Format,
}

impl Segment {
    /// Answers or makes the change.
    pub fn run(&self, context: &Context, out: &mut Output) -> Result<Exit, Failure> {
        match self {
            Self::Create(create) => create.run(context, out),
            Self::Edit(edit) => edit.run(context, out),
            Self::Copy(copy) => copy.run(context, out),
            Self::Delete(delete) => delete.run(context),
            Self::Show(show) => show.run(context, out),
            Self::Pin(pin) => pin.run(context, out),
            Self::Pins(pins) => pins.run(context, out),
        }
    }
}

impl Create {
    fn run(&self, context: &Context, out: &mut Output) -> Result<Exit, Failure> {
        let store = context.writer()?;
        let catalogue = store.catalogue()?;
        let scope = names::scope(&catalogue, self.list.as_deref())?;
        let text = self.criteria.as_deref().unwrap_or(NOBODY);
        let criteria = selection::compiled(text, &catalogue, scope)?;
        let count = counted(&store, &criteria, &catalogue, &context.moment(&catalogue))?;
        let (name, criteria) = (self.name.clone(), criteria.stored());
        if self.pick.is_empty() {
            let change = Change::CreateSegment {
                scope,
                name,
                criteria,
            };
            store.apply(change, &context.author(), &mut ())?;
            saved(&catalogue, scope, &self.name);
            out.line(&count.to_string())?;
            return Ok(Exit::Done);
        }
        let picked = members(&store, &catalogue, scope, &self.pick)?;
        let change = Change::CreatePinned(Box::new(PinnedSegment {
            scope,
            name,
            criteria,
            within: Selection::Those(picked),
            out: Selection::Those(Vec::new()),
        }));
        made(&store, change, context, out)?;
        saved(&catalogue, scope, &self.name);
        Ok(Exit::Done)
    }
}

impl Edit {
    fn run(&self, context: &Context, out: &mut Output) -> Result<Exit, Failure> {
        if self.new_name.is_none() && self.criteria.is_none() {
            return Err(Failure::usage("Say what to change: --name or --where."));
        }
        let store = context.writer()?;
        let catalogue = store.catalogue()?;
        let asked = names::scope(&catalogue, self.list.as_deref())?;
        let segment = names::segment(&catalogue, asked, &self.name)?;
        let criteria = match &self.criteria {
            Some(text) => selection::compiled(text, &catalogue, segment.scope)?,
            None => selection::stored(segment, &catalogue)?,
        };
        refuse_cycle(&criteria, segment.id, &segment.name, &catalogue)?;
        let criteria = criteria.with_pins_of(segment.id);
        let count = counted(&store, &criteria, &catalogue, &context.moment(&catalogue));
        if self.criteria.is_some() {
            count.as_ref().map_err(Clone::clone)?;
        }
        let change = Change::EditSegment {
            segment: segment.id,
            name: self.new_name.clone(),
            criteria: self.criteria.is_some().then(|| criteria.stored()),
        };
        store.apply(change, &context.author(), &mut ())?;
        saved(
            &catalogue,
            segment.scope,
            self.new_name.as_deref().unwrap_or(&segment.name),
        );
        if let Ok(count) = count {
            out.line(&count.to_string())?;
        }
        Ok(Exit::Done)
    }
}

impl CopyTo {
    fn run(&self, context: &Context, out: &mut Output) -> Result<Exit, Failure> {
        let store = context.writer()?;
        let catalogue = store.catalogue()?;
        let asked = names::scope(&catalogue, self.list.as_deref())?;
        let segment = names::segment(&catalogue, asked, &self.name)?;
        let target = names::scope(&catalogue, Some(&self.to_list))?;
        // Read again for the other list: what holds in one scope need not be allowed in another.
        let text = selection::stored(segment, &catalogue)?.text(&catalogue);
        let criteria = selection::compiled(&text, &catalogue, target)?;
        counted(&store, &criteria, &catalogue, &context.moment(&catalogue))?;
        let change = Change::CreatePinned(Box::new(PinnedSegment {
            scope: target,
            name: segment.name.clone(),
            criteria: criteria.stored(),
            within: pinned(segment.id, Side::In, target),
            out: pinned(segment.id, Side::Out, target),
        }));
        let went = made(&store, change, context, out)?;
        saved(&catalogue, target, &segment.name);
        let pins = catalogue.pins_in(segment.id);
        let stayed = (pins.within + pins.out).saturating_sub(went);
        if stayed > 0 {
            let list = catalogue.scope_name(target);
            remark(&format!(
                "{stayed} of its pins did not go along: those contacts are not in {list}."
            ));
        }
        Ok(Exit::Done)
    }
}

impl Delete {
    fn run(&self, context: &Context) -> Result<Exit, Failure> {
        let store = context.writer()?;
        let catalogue = store.catalogue()?;
        let asked = names::scope(&catalogue, self.list.as_deref())?;
        let segment = names::segment(&catalogue, asked, &self.name)?;
        let change = Change::DeleteSegment { segment: segment.id };
        store.apply(change, &context.author(), &mut ())?;
        let list = catalogue.scope_name(segment.scope);
        remark(&format!("The segment “{}” of {list} was deleted.", segment.name));
        Ok(Exit::Done)
    }
}

impl Show {
    fn run(&self, context: &Context, out: &mut Output) -> Result<Exit, Failure> {
        let store = context.reader()?;
        let catalogue = store.catalogue()?;
        let asked = names::scope(&catalogue, self.list.as_deref())?;
        let segment = names::segment(&catalogue, asked, &self.name)?;
        let zone = catalogue.settings.time_zone;
        let mut sheet = Sheet::default();
        sheet.add("name", Cell::text(&segment.name));
        sheet.add(
            "list",
            match segment.scope {
                Scope::Everyone => Cell::new("Everyone", Json::Null),
                Scope::List(_) => Cell::text(catalogue.scope_name(segment.scope)),
            },
        );
        sheet.add(
            "criteria",
            Cell::text(&segments::criteria_text(segment, &catalogue)),
        );
        let moment = context.moment(&catalogue);
        sheet.add("contacts", segments::size(&store, segment, &catalogue, &moment)?);
        let pins = catalogue.pins_in(segment.id);
        sheet.add("pinned_in", Cell::count(pins.within));
        sheet.add("pinned_out", Cell::count(pins.out));
        sheet.add("created", Cell::text(&segment.created.day(zone).to_string()));
        sheet.add("updated", Cell::text(&segment.updated.day(zone).to_string()));
        sheet.write(self.format, out)?;
        Ok(Exit::Done)
    }
}

/// Makes a segment with pins, and prints how many contacts it has. How many contacts were pinned.
fn made(store: &dyn Store, change: Change, context: &Context, out: &mut Output) -> Result<u64, Failure> {
    let applied = store.apply(change, &context.author(), &mut ())?;
    let catalogue = store.catalogue()?;
    let segment = applied
        .created
        .and_then(|made| catalogue.segment(SegmentId(made)));
    if let Some(segment) = segment {
        let criteria = selection::stored(segment, &catalogue)?;
        let count = counted(store, &criteria, &catalogue, &context.moment(&catalogue))?;
        out.line(&count.to_string())?;
    }
    Ok(applied.contacts)
}

fn counted(
    store: &dyn Store,
    criteria: &Criteria,
    catalogue: &Catalogue,
    moment: &Moment,
) -> Result<u64, Failure> {
    let query = selection::query(&criteria.text(catalogue), criteria, catalogue, moment)?;
    Ok(store.count(criteria.scope(), &query, &Cancel::default())?)
}

fn refuse_cycle(
    criteria: &Criteria,
    segment: SegmentId,
    name: &str,
    catalogue: &Catalogue,
) -> Result<(), Failure> {
    if criteria.uses_segment(segment, catalogue) {
        return Err(Failure::usage(format!(
            "The segment “{name}” would use itself, directly or through another segment. Nothing was changed."
        )));
    }
    Ok(())
}

fn saved(catalogue: &Catalogue, scope: Scope, name: &str) {
    let list = catalogue.scope_name(scope);
    remark(&format!("The segment “{}” of {list} was saved.", name.trim()));
}
