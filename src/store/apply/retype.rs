//! A custom field gets another type. Its values in that type are written under a number that nobody sees yet, beside the
//! old ones, in batches; whoever writes a contact meanwhile writes both ([`super::super::heirs`]). The last batch puts the
//! new number in the place of the old one, for the segments that use it too: until then nothing of the change is seen, and
//! from then on all of it. The old values stay as long as the journal can bring them back.

use super::super::envelope::Sealed;
use super::super::evaluate::evaluate;
use super::super::heirs::{self, Heir};
use super::super::redb::Redb;
use super::super::tables::{FIELDS, JOURNAL};
use super::super::wire::WireField;
use super::super::writing::Writing;
use super::super::{Applied, Cancel, Progress, Result, StoreError, catalogue, journal};
use super::bulk::{Bulk, Work};
use super::fields::{checked, field_of};
use super::segments;
use crate::criteria::query::{Query, Test};
use crate::criteria::{compile, from_stored};
use crate::model::{
    Author, Catalogue, EntryId, EntryState, FieldDef, FieldId, FieldRef, FieldType, Profile, Scope, Segment,
};

/// Changes it.
pub(super) fn change(
    store: &Redb,
    field: FieldId,
    kind: FieldType,
    author: &Author,
    progress: &mut dyn Progress,
) -> Result<Applied> {
    let kind = checked(kind)?;
    let (entry, work) = match store.write(|writing| begin(writing, field, &kind, author))? {
        Begun::Done(applied) => return Ok(applied),
        Begun::GoesOn(entry, work) => (entry, work),
    };
    let mut bulk = Bulk::new(store, author, String::new());
    bulk.entry = Some(entry);
    let done = who_has(store, field).map_err(|error| bulk.interrupted(error));
    let done = done.and_then(|contacts| bulk.pass(contacts, &work, progress));
    if let Err(error) = done {
        // Where this fails too, others go on writing values that nobody will see.
        let _ = store.write(|writing| {
            heirs::forget(&mut writing.state, entry);
            writing.touch();
            Ok(())
        });
        return Err(error);
    }
    Ok(bulk.applied())
}

/// What the beginning came to.
enum Begun {
    /// Every value is one of the other type as it is.
    Done(Applied),
    /// The values are to be written.
    GoesOn(EntryId, Retype),
}

fn begin(writing: &mut Writing, id: FieldId, kind: &FieldType, author: &Author) -> Result<Begun> {
    let catalogue = catalogue::within(writing)?;
    let before = field_of(&catalogue, id)?;
    if before.kind == *kind {
        return Ok(Begun::Done(Applied::default()));
    }
    refuse_twice(writing, before)?;
    let what = format!("make field {} a {} field", before.label, kind.word());
    let mut after = FieldDef {
        kind: kind.clone(),
        ..before.clone()
    };
    if stays_as_it_is(&before.kind, kind) {
        carried(&catalogue, id, &after)?;
        let entry = writing.open_entry(author, &what);
        writing.put(Sealed::Field, FIELDS, id.0, &WireField::from(&after))?;
        return Ok(Begun::Done(Applied {
            entry: Some(entry),
            ..Applied::default()
        }));
    }
    after.id = FieldId(writing.state.next_field);
    carried(&catalogue, id, &after)?;
    writing.state.next_field += 1;
    let entry = writing.open_entry(author, &what);
    writing.log.set_state(EntryState::Running);
    writing.touch();
    let heir = Heir {
        old: id,
        new: after.id,
        kind: kind.clone(),
    };
    writing.state.heirs.retain(|other| other.old != id.0);
    writing.state.heirs.push(heir.wire(entry));
    writing.state.buried.push((after.id.0, entry.0));
    Ok(Begun::GoesOn(entry, Retype { entry, heir }))
}

/// Two changes of one field at a time would take its values from each other.
fn refuse_twice(writing: &Writing, field: &FieldDef) -> Result<()> {
    let journal = writing.txn().open_table(JOURNAL)?;
    for heir in writing.state.heirs.iter().filter(|heir| heir.old == field.id.0) {
        let entry = journal::entry(&journal, EntryId(heir.entry))?;
        if let Some(entry) = entry.filter(journal::is_running) {
            return Err(StoreError::Invalid(format!(
                "{} is giving the field “{}” another type right now. Wait until that is done.",
                entry.author.name, field.label
            )));
        }
    }
    Ok(())
}

/// Whether every value of one type is one of the other, kept in the same way.
fn stays_as_it_is(from: &FieldType, to: &FieldType) -> bool {
    match (from, to) {
        (FieldType::Number, FieldType::Money)
        | (FieldType::Money, FieldType::Number)
        | (FieldType::Choice(_), FieldType::Text) => true,
        (FieldType::Choice(options), FieldType::Choice(more)) => {
            options.iter().all(|option| more.contains(option))
        }
        _ => false,
    }
}

fn who_has(store: &Redb, field: FieldId) -> Result<Vec<crate::model::ContactId>> {
    let query = Query::Test(Test::IsSet(FieldRef::Custom(field)));
    store.read(|txn| {
        let mask = evaluate(txn, Scope::Everyone, &query, &Cancel::default())?;
        Ok(mask.iter().collect())
    })
}

/// The segments that use a field, as they are where another stands in its place. Refused with the name of one that would
/// ask what the other type does not answer.
fn carried(catalogue: &Catalogue, old: FieldId, new: &FieldDef) -> Result<Vec<Segment>> {
    let mut after = catalogue.clone();
    for field in after.fields.iter_mut().filter(|field| field.id == old) {
        *field = new.clone();
    }
    let mut carried = Vec::new();
    for segment in &catalogue.segments {
        let Ok(criteria) = from_stored(&segment.criteria, catalogue, segment.scope) else {
            continue;
        };
        if !criteria.references().fields.contains(&FieldRef::Custom(old)) {
            continue;
        }
        let criteria = compile(&criteria.text(catalogue), &after, segment.scope).map_err(|error| {
            StoreError::Invalid(format!(
                "The segment “{}” of {} asks “{}” what a {} field does not answer: {error} Change that first.",
                segment.name,
                catalogue.scope_name(segment.scope),
                new.label,
                new.kind.word()
            ))
        })?;
        carried.push(Segment {
            criteria: criteria.stored(),
            ..segment.clone()
        });
    }
    Ok(carried)
}

struct Retype {
    entry: EntryId,
    heir: Heir,
}

impl Work for Retype {
    fn check(&self, writing: &Writing) -> Result<()> {
        field_of(&catalogue::within(writing)?, self.heir.old).map(|_| ())
    }

    fn change(&self, profile: &mut Profile) -> Result<bool> {
        self.heir.follow(&mut profile.contact);
        Ok(true)
    }

    /// The heir takes its place.
    fn finish(&self, writing: &mut Writing) -> Result<bool> {
        let catalogue = catalogue::within(writing)?;
        let before = field_of(&catalogue, self.heir.old)?;
        let after = FieldDef {
            id: self.heir.new,
            kind: self.heir.kind.clone(),
            ..before.clone()
        };
        for segment in carried(&catalogue, before.id, &after)? {
            segments::put(writing, &segment)?;
        }
        writing.remove(Sealed::Field, FIELDS, before.id.0)?;
        writing.put(Sealed::Field, FIELDS, after.id.0, &WireField::from(&after))?;
        heirs::forget(&mut writing.state, self.entry);
        writing.state.buried.retain(|(field, _)| *field != after.id.0);
        writing.state.buried.push((before.id.0, self.entry.0));
        Ok(true)
    }
}
