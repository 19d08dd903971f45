//! A half-filled form or criteria, as it is kept while it is typed and offered again when the session was cut off: only what
//! was typed, so that what others have changed meanwhile is not overwritten.

use super::contact_form::ContactForm;
use super::criteria_editor::CriteriaEditor;
use super::effect::Effect;
use super::field_form::FieldForm;
use super::list_form::ListForm;
use super::popup::{Context, Popup};
use super::state::State;
use crate::model::{Contact, FieldId, Instant, ListId, Scope, SegmentId};
use serde::{Deserialize, Serialize};

/// Lines of a form by their labels.
pub type Typed = Vec<(String, String)>;

/// What was being written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Draft {
    /// A list's name and description.
    List {
        /// Which list; None for a new one.
        list: Option<u32>,
        /// What was typed.
        lines: Typed,
    },
    /// A contact's fields.
    Contact {
        /// Which contact; None for a new one.
        contact: Option<u32>,
        /// The list a new one goes into.
        list: Option<u32>,
        /// What was typed.
        lines: Typed,
    },
    /// A custom field.
    Field {
        /// Which field; None for a new one.
        field: Option<u32>,
        /// What was typed.
        lines: Typed,
    },
    /// A segment's name and criteria.
    Criteria {
        /// Which segment; None for a new one.
        segment: Option<u32>,
        /// The list it belongs to; None: everyone.
        list: Option<u32>,
        /// Its name.
        name: String,
        /// The criteria text.
        text: String,
        /// Without a name they only narrow the table.
        #[serde(default)]
        filters: bool,
    },
}

/// A draft that was found at the start, of a session that is no more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Left {
    /// What the runtime calls it.
    pub id: String,
    /// When it was last changed.
    pub saved: Instant,
    /// What was being written.
    pub draft: Draft,
}

/// What is half written now: in the topmost popup that holds something typed.
pub fn of(state: &State) -> Option<Draft> {
    state.popups.iter().rev().find_map(|popup| match popup {
        Popup::ListForm(form) => form.draft(),
        Popup::ContactForm(form) => form.draft(),
        Popup::FieldForm(form) => form.draft(),
        Popup::Criteria(editor) => editor.draft(),
        _ => None,
    })
}

impl Draft {
    /// What one was doing, in words.
    pub fn title(&self) -> &'static str {
        match self {
            Self::List { list: None, .. } => "A new list",
            Self::List { .. } => "A list being edited",
            Self::Contact { contact: None, .. } => "A new contact",
            Self::Contact { .. } => "A contact being edited",
            Self::Field { field: None, .. } => "A new field",
            Self::Field { .. } => "A field being edited",
            Self::Criteria { filters: true, .. } => "A filter of the table",
            Self::Criteria { segment: None, .. } => "A new segment",
            Self::Criteria { .. } => "A segment being edited",
        }
    }

    /// What was typed, line by line.
    pub fn lines(&self) -> Typed {
        match self {
            Self::List { lines, .. } | Self::Contact { lines, .. } | Self::Field { lines, .. } => {
                lines.clone()
            }
            Self::Criteria { name, text, .. } => vec![
                ("Name".to_owned(), name.clone()),
                ("Criteria".to_owned(), text.clone()),
            ],
        }
    }

    /// The form as it was left, where nothing must be asked for it; None where what it was about is gone.
    pub(super) fn open(&self, context: &mut Context<'_>) -> Option<(Popup, Vec<Effect>)> {
        match self {
            Self::List { list, lines } => {
                let mut form = match list {
                    Some(list) => ListForm::edit(context.catalogue.list(ListId(*list))?),
                    None => ListForm::create(),
                };
                form.form.fill(lines);
                Some((Popup::ListForm(Box::new(form)), Vec::new()))
            }
            Self::Contact {
                contact: None,
                list,
                lines,
            } => {
                let mut form = ContactForm::add(context);
                let list = list.map(ListId);
                let effects = form.take_up(list, lines, context);
                Some((Popup::ContactForm(Box::new(form)), effects))
            }
            Self::Contact { .. } => None,
            Self::Field { field, lines } => {
                let mut form = match field {
                    Some(field) => FieldForm::edit(context.catalogue.field(FieldId(*field))?, context),
                    None => FieldForm::create(context),
                };
                form.form.fill(lines);
                Some((Popup::FieldForm(Box::new(form)), Vec::new()))
            }
            Self::Criteria {
                segment,
                list,
                name,
                text,
                filters,
            } => {
                // A filter is one of what is shown.
                let scope = match list {
                    _ if *filters => context.scope,
                    Some(list) => Scope::List(ListId(*list)),
                    None => Scope::Everyone,
                };
                let segment = segment.map(SegmentId);
                if segment.is_some_and(|segment| context.catalogue.segment(segment).is_none()) {
                    return None;
                }
                let (mut editor, effects) = CriteriaEditor::take_up(segment, scope, name, text, context);
                editor.filters = *filters;
                Some((Popup::Criteria(Box::new(editor)), effects))
            }
        }
    }

    /// The form of a contact as it was left, on the contact as it is now.
    pub(super) fn open_contact(&self, contact: &Contact, context: &mut Context<'_>) -> (Popup, Vec<Effect>) {
        let mut form = ContactForm::edit(contact, context);
        let effects = form.take_up(None, &self.lines(), context);
        (Popup::ContactForm(Box::new(form)), effects)
    }
}
