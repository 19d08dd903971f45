//! The custom fields: what each is called, what its values are, how many contacts have one, and which segments ask for it.
//! From here they are made, edited, put in order and deleted.

use super::at_once::Promise;
use super::confirm::Confirm;
use super::effect::{Effect, Question, Slot, Ticket};
use super::event::{Answer, Key, KeyCode};
use super::field_form::FieldForm;
use super::figures;
use super::layout;
use super::picker::{Picked, Picker};
use super::popup::{Context, Popup, Reply, Step, Tickets};
use super::state::State;
use super::toast::Toast;
use crate::criteria::from_stored;
use crate::criteria::query::{Query, Test};
use crate::model::text::fold;
use crate::model::{Catalogue, FieldDef, FieldId, FieldRef, Scope};
use crate::store::{Change, StoreError};
use ratatui::layout::Rect;
use std::collections::BTreeMap;

/// The popup.
#[derive(Debug)]
pub struct Fields {
    /// Cursor, scroll and filter.
    pub picker: Picker,
    /// How many contacts have a value of each; empty until the store has answered.
    counts: BTreeMap<FieldId, u64>,
    /// The segments that ask for each.
    users: BTreeMap<FieldId, Vec<String>>,
    /// What is being counted, in the order asked.
    asked: Option<(Ticket, Vec<FieldId>)>,
}

impl Fields {
    /// Opened; it has the values counted.
    pub(super) fn open(context: &mut Context<'_>) -> (Self, Effect) {
        let mut fields = Self {
            picker: Picker::default(),
            counts: BTreeMap::new(),
            users: BTreeMap::new(),
            asked: None,
        };
        let effect = fields.look(context.catalogue, context.tickets);
        (fields, effect)
    }

    /// Where it stands.
    pub fn area(size: (u16, u16)) -> Rect {
        layout::popup(size, 92, 20)
    }

    /// How many fields are seen at once: two lines are the heading and what is said of the one at the cursor, two the box.
    pub fn height(size: (u16, u16)) -> usize {
        usize::from(Self::area(size).height.saturating_sub(4))
    }

    /// The fields that the filter leaves, in their order.
    pub fn rows<'n>(&self, names: &'n Catalogue) -> Vec<&'n FieldDef> {
        let wanted = fold(self.picker.filter.text());
        let fits = |field: &&FieldDef| fold(&field.label).contains(&wanted) || field.key.contains(&wanted);
        names.fields.iter().filter(fits).collect()
    }

    /// How many contacts have a value, once that is known.
    pub fn values(&self, field: FieldId) -> Option<u64> {
        self.counts.get(&field).copied()
    }

    /// The segments that ask for a field, as people name them.
    pub fn users(&self, field: FieldId) -> &[String] {
        self.users.get(&field).map_or(&[], Vec::as_slice)
    }

    /// Finds out anew what stands beside the fields; what was known stays until then.
    fn look(&mut self, names: &Catalogue, tickets: &mut Tickets) -> Effect {
        self.users = users(names);
        let fields: Vec<FieldId> = names.fields.iter().map(|field| field.id).collect();
        let queries = fields
            .iter()
            .map(|field| Query::Test(Test::IsSet(FieldRef::Custom(*field))));
        let question = Question::Counts {
            scope: Scope::Everyone,
            queries: queries.collect(),
        };
        let (ticket, effect) = tickets.ask(Slot::FieldCounts, question);
        self.asked = Some((ticket, fields));
        effect
    }

    pub(super) fn key(&mut self, key: Key, context: &mut Context<'_>) -> Reply {
        let rows = self.rows(context.catalogue);
        let chosen = rows.get(self.picker.cursor).copied();
        if !self.picker.typing && key.modifiers.is_empty() {
            let wanted = match key.code {
                KeyCode::Char('n') => Some(self.edit(None, context)),
                KeyCode::Char('e') => chosen.map(|field| self.edit(Some(field), context)),
                KeyCode::Char('d' | 'x') | KeyCode::Delete => chosen.map(|field| self.delete(field, context)),
                KeyCode::Char('J') => chosen.map(|field| self.put(field, 1, context)),
                KeyCode::Char('K') => chosen.map(|field| self.put(field, -1, context)),
                _ => None,
            };
            if let Some(reply) = wanted {
                return reply;
            }
        }
        match self.picker.key(key, rows.len(), Self::height(context.size)) {
            Picked::Close => Reply::close(),
            Picked::Chosen => chosen.map_or_else(Reply::default, |field| self.edit(Some(field), context)),
            Picked::Filtered => {
                self.picker.rewind();
                Reply::default()
            }
            Picked::Done | Picked::Other => Reply::default(),
        }
    }

    pub(super) fn paste(&mut self, text: &str) -> Reply {
        if self.picker.typing {
            self.picker.filter.insert(text);
            self.picker.rewind();
        }
        Reply::default()
    }

    pub(super) fn answer(&mut self, ticket: Ticket, answer: &Result<Answer, StoreError>) -> Reply {
        if let Some((_, fields)) = self.asked.take_if(|(asked, _)| *asked == ticket)
            && let Ok(Answer::Counts(counts)) = answer
        {
            self.counts = fields.into_iter().zip(counts.iter().copied()).collect();
        }
        Reply::default()
    }

    /// The form of a field, or of a new one.
    #[expect(clippy::unused_self, reason = "the keys of this popup are all methods of it")]
    fn edit(&self, field: Option<&FieldDef>, context: &Context<'_>) -> Reply {
        let form = match field {
            _ if context.read_only => return read_only(),
            Some(field) => FieldForm::edit(field, context),
            None => FieldForm::create(context),
        };
        opens(Popup::FieldForm(Box::new(form)))
    }

    /// Moves a field by one place.
    fn put(&mut self, field: &FieldDef, by: isize, context: &mut Context<'_>) -> Reply {
        if context.read_only {
            return read_only();
        }
        if !self.picker.filter.text().is_empty() {
            return hint("Esc shows all fields: only then they can be put in order.");
        }
        let last = context.catalogue.fields.len().saturating_sub(1);
        let to = self.picker.cursor.saturating_add_signed(by).min(last);
        if to == self.picker.cursor {
            return Reply::default();
        }
        self.picker.cursor = to;
        self.picker.top = super::scroll(self.picker.top, to, Self::height(context.size));
        let ticket = context.tickets.next();
        let change = Change::MoveField { field: field.id, to };
        Reply {
            effects: vec![Effect::Apply { ticket, change }],
            promise: Some(Promise::of_one(ticket, &format!("{} moved", field.label))),
            ..Reply::default()
        }
    }

    /// Asks first, and says what goes; one that segments ask for stays.
    fn delete(&self, field: &FieldDef, context: &Context<'_>) -> Reply {
        if context.read_only {
            return read_only();
        }
        let users = self.users(field.id);
        if !users.is_empty() {
            let names = users.join(", ");
            return hint(&format!(
                "{} stays: {names} asks for it. Change that first.",
                field.label
            ));
        }
        let values = match self.values(field.id) {
            None => "Its values go with it.".to_owned(),
            Some(0) => "Nobody has a value in it.".to_owned(),
            Some(count) => format!("The values of {} go with it.", figures::people(count)),
        };
        let change = Change::DeleteField { field: field.id };
        opens(Popup::Confirm(Box::new(Confirm::new(
            format!("Delete the field {}?", field.label),
            vec![values, "u brings it back with all of them.".to_owned()],
            "Delete",
            change,
            &format!("Field {} deleted. u brings it back with its values.", field.label),
        ))))
    }
}

/// The catalogue is another: whose values they are is asked again.
pub(super) fn refresh(state: &mut State) -> Vec<Effect> {
    let Some(names) = state.catalogue.clone() else {
        return Vec::new();
    };
    let State { popups, tickets, .. } = state;
    let open = popups.iter_mut().filter_map(|popup| match popup {
        Popup::Fields(fields) => Some(fields.look(&names, tickets)),
        _ => None,
    });
    open.collect()
}

/// Which segments ask for each custom field.
fn users(names: &Catalogue) -> BTreeMap<FieldId, Vec<String>> {
    let mut users: BTreeMap<FieldId, Vec<String>> = BTreeMap::new();
    for segment in &names.segments {
        let Ok(criteria) = from_stored(&segment.criteria, names, segment.scope) else {
            continue;
        };
        for field in criteria.references().fields {
            if let FieldRef::Custom(field) = field {
                let name = format!("{} of {}", segment.name, names.scope_name(segment.scope));
                users.entry(field).or_default().push(name);
            }
        }
    }
    users
}

fn opens(popup: Popup) -> Reply {
    Reply {
        step: Step::Open(Box::new(popup)),
        ..Reply::default()
    }
}

fn hint(words: &str) -> Reply {
    Reply {
        toast: Some(Toast::hint(words)),
        ..Reply::default()
    }
}

fn read_only() -> Reply {
    hint("The store is open read-only. Start without --read-only to make changes.")
}
