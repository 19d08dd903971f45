//! The suggestion that is looked at: its contacts, which of them survives, what was chosen for each field, and why it was
//! suggested.

use super::super::question::segments_of;
use super::fields::{self, Choice, Field};
use super::pair::Pair;
use super::queue::Queue;
use crate::duplicates::{Account, Band, compare_two};
use crate::model::{Catalogue, Contact, ContactId, Edit, FieldRef, FieldType, Moment, Profile, SegmentId};
use crate::store::Change;

/// The contacts that are looked at.
#[derive(Debug)]
pub struct Case {
    /// The contacts that may be one person.
    pub members: Vec<Profile>,
    /// The segments each is in.
    pub segments: Vec<Vec<SegmentId>>,
    /// The place of the one that stays.
    pub survivor: usize,
    /// The place of the one that stands beside it.
    pub beside: usize,
    /// How likely both are one person; None where they are not compared.
    pub score: Option<f32>,
    /// They seem to be relatives.
    pub household: bool,
    /// How the score came to be.
    pub account: Account,
    /// What each has, and what the merged contact will have.
    pub fields: Vec<Field>,
    /// The field under the cursor.
    pub cursor: usize,
    /// The first visible one.
    pub top: usize,
    choices: Vec<(FieldRef, Choice)>,
}

impl Case {
    /// Of contacts as they are now.
    pub(super) fn new(members: Vec<Profile>) -> Self {
        Self {
            beside: 1.min(members.len().saturating_sub(1)),
            segments: Vec::new(),
            members,
            survivor: 0,
            score: None,
            household: false,
            account: Account::default(),
            fields: Vec::new(),
            cursor: 0,
            top: 0,
            choices: Vec::new(),
        }
    }

    /// The same contacts as they are by now; what was chosen stays chosen.
    pub(super) fn renew(&mut self, members: Vec<Profile>) {
        self.members = members;
    }

    /// Whether it is of these contacts.
    pub(super) fn is_of(&self, members: &[Profile]) -> bool {
        let ids = |profiles: &[Profile]| profiles.iter().map(|one| one.contact.id).collect::<Vec<_>>();
        ids(&self.members) == ids(members)
    }

    /// Works out what is shown.
    pub(super) fn settle(&mut self, catalogue: &Catalogue, moment: &Moment) {
        self.fields = fields::fields(&self.members, self.survivor, &self.choices, catalogue);
        self.cursor = self.cursor.min(self.fields.len().saturating_sub(1));
        let segments = |profile| {
            let found = segments_of(catalogue, moment, profile).into_iter();
            found.map(|(segment, _)| segment).collect()
        };
        self.segments = self.members.iter().map(segments).collect();
    }

    /// Looks up how the two that stand side by side were compared; anew where one of them is no longer what it was.
    pub(super) fn weigh(&mut self, queue: &mut Queue, among: u64) {
        let (Some(one), Some(other)) = (self.contact(self.survivor), self.contact(self.beside)) else {
            return;
        };
        let known = queue
            .pair(one.id, other.id)
            .filter(|pair| pair.holds(one) && pair.holds(other));
        let pair = match known {
            Some(pair) => Some(pair.clone()),
            None => anew(one, other, among),
        };
        self.score = pair.as_ref().map(|pair| pair.suggestion.score);
        self.household = pair.as_ref().is_some_and(Pair::is_household);
        self.account = pair
            .as_ref()
            .map_or_else(Account::default, |pair| pair.account.clone());
        if let (None, Some(pair)) = (known, pair) {
            queue.replace(pair);
        }
    }

    /// How sure it is.
    pub fn band(&self) -> Option<Band> {
        self.score.map(Band::of)
    }

    /// A contact by its place.
    pub fn contact(&self, place: usize) -> Option<&Contact> {
        self.members.get(place).map(|member| &member.contact)
    }

    /// All of them.
    pub(super) fn ids(&self) -> Vec<ContactId> {
        self.members.iter().map(|member| member.contact.id).collect()
    }

    /// The one beside the survivor survives instead.
    pub(super) fn swap(&mut self) {
        std::mem::swap(&mut self.survivor, &mut self.beside);
    }

    /// Another one stands beside the survivor.
    pub(super) fn page(&mut self, by: isize) {
        let count = self.members.len();
        if count < 2 {
            return;
        }
        let step = |at: usize| (at + count).saturating_add_signed(by) % count;
        self.beside = step(self.beside);
        if self.beside == self.survivor {
            self.beside = step(self.beside);
        }
    }

    /// The value of the field under the cursor comes from the next side: as usual, from each contact, and so on.
    pub(super) fn turn(&mut self, by: isize) {
        let Some(field) = self.fields.get(self.cursor).map(|field| field.form.field) else {
            return;
        };
        let count = self.members.len() + 1;
        let at = match self.choice(field) {
            Some(Choice::From(place)) => place + 1,
            _ => 0,
        };
        let to = (at + count).saturating_add_signed(by) % count;
        self.choose(field, to.checked_sub(1).map(Choice::From));
    }

    /// All values come from one contact; sets stay united.
    pub(super) fn take_all(&mut self, place: usize) {
        let single = |field: &&Field| field.form.kind != FieldType::Set;
        let fields: Vec<FieldRef> = self
            .fields
            .iter()
            .filter(single)
            .map(|field| field.form.field)
            .collect();
        for field in fields {
            self.choose(field, Some(Choice::From(place)));
        }
    }

    fn choice(&self, field: FieldRef) -> Option<&Choice> {
        let found = self.choices.iter().find(|(of, _)| *of == field);
        found.map(|(_, choice)| choice)
    }

    /// Settles where a field's value comes from; None: as it is without a choice.
    pub(super) fn choose(&mut self, field: FieldRef, choice: Option<Choice>) {
        self.choices.retain(|(of, _)| *of != field);
        self.choices.extend(choice.map(|choice| (field, choice)));
    }

    /// Whether somebody chose where a field's value comes from.
    pub fn is_chosen(&self, field: FieldRef) -> bool {
        self.choice(field).is_some()
    }

    /// The change that makes one contact of them.
    pub(super) fn merge(&self) -> Result<Change, String> {
        let survivor = self.contact(self.survivor).map(|one| one.id);
        let survivor = survivor.ok_or("There is nothing to merge.")?;
        let others = self.ids().into_iter().filter(|id| *id != survivor);
        Ok(Change::Merge {
            groups: vec![std::iter::once(survivor).chain(others).collect()],
            edits: self.edits()?,
        })
    }

    fn edits(&self) -> Result<Vec<Edit>, String> {
        fields::edits(&self.members, self.survivor, &self.choices, &self.fields)
    }
}

/// Compares two contacts as they are now.
fn anew(one: &Contact, other: &Contact, among: u64) -> Option<Pair> {
    let among = usize::try_from(among).unwrap_or(usize::MAX);
    let (suggestion, account) = compare_two(one, other, among)?;
    Some(Pair::new(suggestion, account, one, other))
}
