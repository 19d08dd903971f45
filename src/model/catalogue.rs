//! Everything in a store that has a name: lists, segments, fields, sources, settings. Small, and read as a whole.

use super::text::fold;
use super::{
    ContactList, FieldDef, FieldId, FieldRef, ListId, Moment, Newest, Pins, Scope, Segment, SegmentId,
    Settings, SourceId,
};

/// What there is, at one generation of the store.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Catalogue {
    /// The store's generation: counts up with every commit that changes anything.
    pub generation: u64,
    /// How many contacts there are in all.
    pub contacts: u64,
    /// All lists, in order of creation.
    pub lists: Vec<ContactList>,
    /// All segments, in order of creation.
    pub segments: Vec<Segment>,
    /// How many contacts are pinned in segments; those in which nobody is are left out.
    pub pins: Vec<(SegmentId, Pins)>,
    /// Custom fields, in the user's order.
    pub fields: Vec<FieldDef>,
    /// Custom fields that have been deleted and can be brought back by undo: contacts keep their values, unseen.
    pub buried: Vec<FieldId>,
    /// Sources of ids.
    pub sources: Vec<(SourceId, String)>,
    /// The settings.
    pub settings: Settings,
    /// The newest that any event tells of.
    pub newest: Newest,
}

impl Catalogue {
    /// Whether there may be events that are hidden from who asks at this moment.
    pub fn hides(&self, moment: &Moment) -> bool {
        self.newest.is_after(moment)
    }

    /// A list by its number.
    pub fn list(&self, id: ListId) -> Option<&ContactList> {
        self.lists.iter().find(|list| list.id == id)
    }

    /// A list by its name, folded.
    pub fn list_named(&self, name: &str) -> Option<&ContactList> {
        let wanted = fold(name);
        self.lists.iter().find(|list| fold(&list.name) == wanted)
    }

    /// A segment by its number.
    pub fn segment(&self, id: SegmentId) -> Option<&Segment> {
        self.segments.iter().find(|segment| segment.id == id)
    }

    /// How many contacts are pinned in a segment.
    pub fn pins_in(&self, id: SegmentId) -> Pins {
        let found = self.pins.iter().find(|(segment, _)| *segment == id);
        found.map_or_else(Pins::default, |(_, pins)| *pins)
    }

    /// A segment by its name within a scope.
    pub fn segment_named(&self, scope: Scope, name: &str) -> Option<&Segment> {
        let wanted = fold(name);
        self.segments
            .iter()
            .find(|segment| segment.scope == scope && fold(&segment.name) == wanted)
    }

    /// The segments of one scope.
    pub fn segments_of(&self, scope: Scope) -> impl Iterator<Item = &Segment> {
        self.segments.iter().filter(move |segment| segment.scope == scope)
    }

    /// A custom field by its number.
    pub fn field(&self, id: FieldId) -> Option<&FieldDef> {
        self.fields.iter().find(|field| field.id == id)
    }

    /// A built-in or custom field by its key, exactly as written in a criteria text.
    pub fn field_named(&self, key: &str) -> Option<FieldRef> {
        FieldRef::builtin(key).or_else(|| {
            self.fields
                .iter()
                .find(|field| field.key == key)
                .map(|field| FieldRef::Custom(field.id))
        })
    }

    /// A source's number by its name, folded.
    pub fn source_named(&self, name: &str) -> Option<SourceId> {
        let wanted = fold(name);
        self.sources
            .iter()
            .find(|(_, source)| fold(source) == wanted)
            .map(|(id, _)| *id)
    }

    /// The name of a scope as people read it.
    pub fn scope_name(&self, scope: Scope) -> &str {
        match scope {
            Scope::Everyone => "Everyone",
            Scope::List(id) => self.list(id).map_or("a deleted list", |list| list.name.as_str()),
        }
    }

    /// How many contacts a scope has.
    pub fn contacts_in(&self, scope: Scope) -> u64 {
        match scope {
            Scope::Everyone => self.contacts,
            Scope::List(id) => self.list(id).map_or(0, |list| list.contacts),
        }
    }

    /// The lifecycle limits that hold in a scope.
    pub fn lifecycle(&self, scope: Scope) -> super::LifecycleLimits {
        scope
            .list()
            .and_then(|id| self.list(id))
            .and_then(|list| list.lifecycle)
            .unwrap_or(self.settings.lifecycle)
    }
}
