//! What has a name, and the settings: each row goes back only where nothing that is there now speaks against it.

use super::Slice;
use super::trail::Step;
use crate::criteria::from_stored;
use crate::model::text::fold;
use crate::model::{DecisionId, FieldId, ListId, Scope, Segment, SegmentId};
use crate::store::apply::uses::{self, Used};
use crate::store::codec::{open_row, seal_row};
use crate::store::envelope::{Sealed, damaged};
use crate::store::tables::{DECISIONS, FIELDS, LIST_STATES, LISTS, META, SEGMENTS};
use crate::store::wire::{WireField, WireList, WireListState, WireSegment};
use crate::store::writing::Writing;
use crate::store::{Result, StoreError, catalogue, decisions, events, meta};
use redb::{ReadableTable, TableDefinition};

/// What becomes of a step.
enum Fate {
    /// The row is as it was before the change.
    Back,
    /// Nothing had to be done.
    Already,
    /// It cannot, unless another step of the same change is taken first.
    Waits(String),
    /// It cannot.
    Stays(String),
}

/// Takes back rows that a change touched one after the other. They may need each other, in whichever order.
pub(super) fn take(writing: &mut Writing, steps: Vec<Step>, force: bool, slice: &mut Slice) -> Result<()> {
    let with = With {
        kept: kept_lists(writing, &steps)?,
        segments: segments_back(writing, &steps, force)?,
        replaces: replaces_a_field(&steps),
    };
    let mut left = steps;
    loop {
        let (count, mut waiting, mut reasons) = (left.len(), Vec::new(), Vec::new());
        for step in left {
            match take_one(writing, &step, force, &with)? {
                Fate::Back => slice.back += 1,
                Fate::Already => {}
                // The values of both come and go after them, so without them nothing does.
                Fate::Stays(why) if with.replaces && step.kind == Sealed::Field => {
                    return Err(StoreError::Stands(why));
                }
                Fate::Stays(why) => slice.stayed.push(why),
                Fate::Waits(why) => {
                    waiting.push(step);
                    reasons.push(why);
                }
            }
        }
        if waiting.is_empty() || waiting.len() == count {
            let stuck = waiting.iter().position(|step| step.kind == Sealed::Field);
            if let Some(why) = stuck.and_then(|at| reasons.get(at)).filter(|_| with.replaces) {
                return Err(StoreError::Stands(why.clone()));
            }
            slice.stayed.append(&mut reasons);
            return Ok(());
        }
        left = waiting;
    }
}

/// What goes back together.
struct With {
    /// Lists that have something in them, and stay.
    kept: Vec<ListId>,
    /// Segments that go back.
    segments: Vec<SegmentId>,
    /// One field comes in the place of another.
    replaces: bool,
}

fn take_one(writing: &mut Writing, step: &Step, force: bool, with: &With) -> Result<Fate> {
    match step.kind {
        // A source is only a name for ids: it may stay.
        Sealed::Source => Ok(Fate::Already),
        Sealed::List => numbered(writing, step, force, LISTS, |writing, now, before| {
            list(writing, ListId(step.number()?), now, before)
        }),
        Sealed::Segment => numbered(writing, step, force, SEGMENTS, |writing, now, before| {
            segment(writing, SegmentId(step.number()?), now, before, &with.kept)
        }),
        Sealed::Field => numbered(writing, step, force, FIELDS, |writing, now, before| {
            field(writing, FieldId(step.number()?), now, before, &with.segments)
        }),
        Sealed::Decision => numbered(writing, step, force, DECISIONS, |_, _, _| Ok(None)),
        Sealed::Meta => settings(writing, step, force),
        _ => Err(damaged(step.kind, &step.key, "the journal cannot take it back")),
    }
}

/// Takes back a row with a number, where `allowed` finds nothing against it.
fn numbered(
    writing: &mut Writing,
    step: &Step,
    force: bool,
    table: TableDefinition<'static, u32, &'static [u8]>,
    allowed: impl FnOnce(&mut Writing, Option<&[u8]>, Option<&[u8]>) -> Result<Option<Fate>>,
) -> Result<Fate> {
    let number = step.number()?;
    let now = writing
        .txn()
        .open_table(table)?
        .get(number)?
        .map(|row| row.value().to_vec());
    let (now, before) = (now.as_deref(), step.before.as_deref());
    if now == before {
        return Ok(Fate::Already);
    }
    if !step.left(now) && !force {
        let since = if now.is_some() { "changed" } else { "deleted" };
        let name = name_of(step, now.or(before))?;
        return Ok(Fate::Stays(format!("{name} has been {since} since.")));
    }
    if let Some(against) = allowed(writing, now, before)? {
        return Ok(against);
    }
    {
        let mut table = writing.txn().open_table(table)?;
        match before {
            Some(before) => table.insert(number, before)?,
            None => table.remove(number)?,
        };
    }
    writing.log_row(step.kind, &step.key, now, before)?;
    Ok(Fate::Back)
}

/// What speaks against a list's going back. Where nothing does, its count comes or goes with it.
fn list(
    writing: &mut Writing,
    id: ListId,
    now: Option<&[u8]>,
    before: Option<&[u8]>,
) -> Result<Option<Fate>> {
    let all = catalogue::within(writing)?;
    let key = id.0.to_be_bytes();
    let Some(before) = before else {
        let name = all.list(id).map_or_else(String::new, |list| list.name.clone());
        let contacts = writing.list_count(id)?;
        if contacts > 0 {
            return Ok(Some(Fate::Stays(format!(
                "The list “{name}” has {contacts} contacts. Delete it as a list if it is to go."
            ))));
        }
        if let Some(segment) = all.segments_of(Scope::List(id)).next() {
            return Ok(Some(Fate::Waits(format!(
                "The list “{name}” has the segment “{}”.",
                segment.name
            ))));
        }
        if let Some(user) = uses::first_user(&all, &[Used::List(id)], |_| true) {
            return Ok(Some(Fate::Waits(format!("The list “{name}” is used by {user}."))));
        }
        writing.txn().open_table(LIST_STATES)?.remove(id.0)?;
        return Ok(None);
    };
    let list = open_row::<WireList<'_>>(Sealed::List, &key, before)?.read(id, 0, 0);
    if let Some(other) = all.list_named(&list.name).filter(|other| other.id != id) {
        let why = format!(
            "There is another list “{}” now. Rename that one, then try again.",
            other.name
        );
        // Contacts come back after their list, so without it nothing does.
        return match now {
            None => Err(StoreError::Stands(why)),
            Some(_) => Ok(Some(Fate::Stays(why))),
        };
    }
    if now.is_none() {
        let empty = WireListState {
            contacts: 0,
            generation: writing.state.generation + 1,
        };
        let mut sealed = Vec::new();
        seal_row(&mut sealed, Sealed::ListState, &key, &empty)?;
        let mut states = writing.txn().open_table(LIST_STATES)?;
        states.insert(id.0, sealed.as_slice())?;
    }
    writing.list_changed(id, 0);
    Ok(None)
}

/// What speaks against a segment's going back.
fn segment(
    writing: &mut Writing,
    id: SegmentId,
    now: Option<&[u8]>,
    before: Option<&[u8]>,
    kept: &[ListId],
) -> Result<Option<Fate>> {
    let all = catalogue::within(writing)?;
    let read = |row| -> Result<Segment> {
        Ok(open_row::<WireSegment<'_>>(Sealed::Segment, &id.0.to_be_bytes(), row)?.read(id))
    };
    let scope = match (before, now) {
        (Some(row), _) | (None, Some(row)) => read(row)?.scope,
        (None, None) => Scope::Everyone,
    };
    let against = match before {
        None => {
            let keeps = scope.list().is_some_and(|list| kept.contains(&list));
            let name = all.segment(id).map_or("", |segment| segment.name.as_str());
            if keeps {
                Some(Fate::Stays(format!("The segment “{name}” stays with its list.")))
            } else {
                uses::first_user(&all, &[Used::Segment(id)], |other| other.id != id)
                    .map(|user| Fate::Waits(format!("The segment “{name}” is used by {user}.")))
            }
        }
        Some(row) => against_segment(&read(row)?, &all),
    };
    if against.is_none()
        && let Some(list) = scope.list()
    {
        writing.list_changed(list, 0);
    }
    Ok(against)
}

fn against_segment(segment: &Segment, all: &crate::model::Catalogue) -> Option<Fate> {
    let name = &segment.name;
    if let Some(list) = segment.scope.list()
        && all.list(list).is_none()
    {
        return Some(Fate::Waits(format!("The list of the segment “{name}” is gone.")));
    }
    let taken = all.segment_named(segment.scope, name);
    if taken.is_some_and(|other| other.id != segment.id) {
        return Some(Fate::Stays(format!(
            "There is another segment “{name}” now. Rename that one, then try again."
        )));
    }
    match from_stored(&segment.criteria, all, segment.scope) {
        Err(error) => Some(Fate::Waits(format!(
            "The segment “{name}” cannot be read any more: {error}"
        ))),
        Ok(criteria) if criteria.uses_segment(segment.id, all) => {
            Some(Fate::Stays(format!("The segment “{name}” would ask for itself.")))
        }
        Ok(_) => None,
    }
}

/// What speaks against a field's going back. The values of one that goes stay, so that they can come back with it.
fn field(
    writing: &mut Writing,
    id: FieldId,
    now: Option<&[u8]>,
    before: Option<&[u8]>,
    going: &[SegmentId],
) -> Result<Option<Fate>> {
    let all = catalogue::within(writing)?;
    let key = id.0.to_be_bytes();
    let Some(before) = before else {
        let label = all.field(id).map_or("", |field| field.label.as_str());
        if let Some(user) = uses::first_user(&all, &[Used::Field(id)], |user| !going.contains(&user.id)) {
            return Ok(Some(Fate::Waits(format!(
                "The field “{label}” is used by {user}."
            ))));
        }
        let entry = writing.log.id().map_or(0, |entry| entry.0);
        writing.state.buried.push((id.0, entry));
        return Ok(None);
    };
    let field = open_row::<WireField<'_>>(Sealed::Field, &key, before)?
        .read(id)
        .ok_or_else(|| damaged(Sealed::Field, &key, "its type is unknown"))?;
    let same = |other: &&crate::model::FieldDef| {
        other.id != id && (fold(&other.label) == fold(&field.label) || other.key == field.key)
    };
    if let Some(other) = all.fields.iter().find(same) {
        return Ok(Some(Fate::Waits(format!(
            "There is another field “{}” ({}) now. The field “{}” cannot come back beside it.",
            other.label, other.key, field.label
        ))));
    }
    if now.is_none() {
        writing.state.buried.retain(|(buried, _)| *buried != id.0);
    }
    Ok(None)
}

fn settings(writing: &mut Writing, step: &Step, force: bool) -> Result<Fate> {
    let now = {
        let meta = writing.txn().open_table(META)?;
        meta.get(step.key.as_slice())?.map(|row| row.value().to_vec())
    };
    let Some(before) = step
        .before
        .as_deref()
        .filter(|before| now.as_deref() != Some(before))
    else {
        return Ok(Fate::Already);
    };
    if !step.left(now.as_deref()) && !force {
        return Ok(Fate::Stays("The settings have been changed since.".into()));
    }
    let zone = meta::settings(&writing.txn().open_table(META)?)?.time_zone;
    writing
        .txn()
        .open_table(META)?
        .insert(step.key.as_slice(), before)?;
    writing.log_row(step.kind, &step.key, now.as_deref(), Some(before))?;
    if meta::settings(&writing.txn().open_table(META)?)?.time_zone != zone {
        events::refile(writing)?;
    }
    Ok(Fate::Back)
}

/// Lists that these steps would take away, and that have something in them: their segments stay with them.
fn kept_lists(writing: &Writing, steps: &[Step]) -> Result<Vec<ListId>> {
    let mut kept = Vec::new();
    for step in steps
        .iter()
        .filter(|step| step.kind == Sealed::List && step.before.is_none())
    {
        let list = ListId(step.number()?);
        if writing.list_count(list)? > 0 {
            kept.push(list);
        }
    }
    Ok(kept)
}

/// The segments of these steps that are as the change left them, and so can go back.
fn segments_back(writing: &Writing, steps: &[Step], force: bool) -> Result<Vec<SegmentId>> {
    let table = writing.txn().open_table(SEGMENTS)?;
    let mut back = Vec::new();
    for step in steps.iter().filter(|step| step.kind == Sealed::Segment) {
        let number = step.number()?;
        let row = table.get(number)?;
        if force || step.left(row.as_ref().map(redb::AccessGuard::value)) {
            back.push(SegmentId(number));
        }
    }
    Ok(back)
}

/// Whether one field goes and another comes, as when a field was given another type.
fn replaces_a_field(steps: &[Step]) -> bool {
    let mut fields = steps.iter().filter(|step| step.kind == Sealed::Field);
    let comes = fields
        .clone()
        .any(|step| step.before.is_some() && step.left(None));
    comes && fields.any(|step| step.before.is_none())
}

/// A row as a message names it.
fn name_of(step: &Step, row: Option<&[u8]>) -> Result<String> {
    let Some(row) = row else {
        return Ok(format!("The {}", step.kind.word()));
    };
    let name = match step.kind {
        Sealed::List => {
            let list: WireList<'_> = open_row(step.kind, &step.key, row)?;
            list.read(ListId(0), 0, 0).name
        }
        Sealed::Segment => {
            let segment: WireSegment<'_> = open_row(step.kind, &step.key, row)?;
            segment.read(SegmentId(0)).name
        }
        Sealed::Decision => {
            let decision = decisions::decode(DecisionId(step.number()?), row)?;
            format!(":{} and :{}", decision.one.0, decision.other.0)
        }
        _ => {
            let field: WireField<'_> = open_row(step.kind, &step.key, row)?;
            field
                .read(FieldId(0))
                .map(|field| field.label)
                .unwrap_or_default()
        }
    };
    Ok(format!("The {} “{name}”", step.kind.word()))
}
