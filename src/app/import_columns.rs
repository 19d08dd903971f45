//! What each column of a file becomes: shown before anything is imported, and changed by choosing another field.

use super::event::{Key, KeyCode, KeyModifiers};
use super::layout;
use super::picker::{Picked, Picker};
use super::popup::Context;
use crate::model::field::Origin;
use crate::model::text::fold;
use crate::model::{BuiltinField, Catalogue};
use crate::transfer::file::{FilePlan, Holds};
use crate::transfer::history::Property;
use ratatui::layout::Rect;

/// The columns of a file, and the choice of a field for one of them.
#[derive(Debug)]
pub struct ColumnChoice {
    /// What the file would bring.
    pub plan: Box<FilePlan>,
    /// Which column is at the cursor.
    pub cursor: usize,
    /// The fields it could become, while one is being chosen.
    pub picker: Option<Picker>,
    /// Why the last choice was refused.
    pub error: Option<String>,
}

/// What a key meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Chosen {
    /// Nothing beyond this screen.
    Nothing,
    /// Back to file and list.
    Back,
    /// Import as shown.
    Import,
}

impl ColumnChoice {
    /// Shows a plan.
    pub fn new(plan: Box<FilePlan>) -> Self {
        Self {
            plan,
            cursor: 0,
            picker: None,
            error: None,
        }
    }

    /// Where the choice of a field stands.
    pub fn picker_area(size: (u16, u16)) -> Rect {
        layout::popup(size, 50, 22)
    }

    /// What a column can become: the word of `--map` and the words of the screen.
    pub fn targets(&self, catalogue: &Catalogue) -> Vec<(String, String)> {
        let wanted = self
            .picker
            .as_ref()
            .map_or_else(String::new, |picker| fold(picker.filter.text()));
        let ignore = std::iter::once(("ignore".to_owned(), "Leave it out".to_owned()));
        if let Holds::Events(kind) = self.plan.holds() {
            let properties =
                Property::all(kind).map(|(name, property)| (name.to_owned(), property.label().to_owned()));
            return ignore
                .chain(properties)
                .filter(|(_, label)| fold(label).contains(&wanted))
                .collect();
        }
        let builtin = BuiltinField::ALL
            .iter()
            .copied()
            .filter(|field| brought_by_files(*field));
        let builtin = builtin.map(|field| (field.name().to_owned(), field.label().to_owned()));
        let custom = catalogue
            .fields
            .iter()
            .map(|field| (field.key.clone(), field.label.clone()));
        ignore
            .chain(builtin)
            .chain(custom)
            .filter(|(_, label)| fold(label).contains(&wanted))
            .collect()
    }

    pub(super) fn paste(&mut self, text: &str) {
        if let Some(picker) = self.picker.as_mut().filter(|picker| picker.typing) {
            picker.filter.insert(text);
        }
    }

    pub(super) fn key(&mut self, key: Key, context: &Context<'_>) -> Chosen {
        if self.picker.is_some() {
            return self.pick(key, context);
        }
        let last = self.plan.columns(context.catalogue).len().saturating_sub(1);
        match key.code {
            KeyCode::Esc => return Chosen::Back,
            KeyCode::Char('s') if key.modifiers.contains(KeyModifiers::CONTROL) => return self.import(),
            KeyCode::Char('i') => return self.import(),
            KeyCode::Down | KeyCode::Char('j') => self.cursor = (self.cursor + 1).min(last),
            KeyCode::Up | KeyCode::Char('k') => self.cursor = self.cursor.saturating_sub(1),
            KeyCode::Home | KeyCode::Char('g') => self.cursor = 0,
            KeyCode::End | KeyCode::Char('G') => self.cursor = last,
            KeyCode::PageDown => self.cursor = (self.cursor + 10).min(last),
            KeyCode::PageUp => self.cursor = self.cursor.saturating_sub(10),
            KeyCode::Enter | KeyCode::Char('e') => self.picker = Some(Picker::default()),
            KeyCode::Char('x') | KeyCode::Delete => self.assign("ignore", context.catalogue),
            _ => {}
        }
        Chosen::Nothing
    }

    /// Imports, where nothing is lacking.
    fn import(&mut self) -> Chosen {
        self.error = self.plan.lacking();
        match self.error {
            Some(_) => Chosen::Nothing,
            None => Chosen::Import,
        }
    }

    fn pick(&mut self, key: Key, context: &Context<'_>) -> Chosen {
        let targets = self.targets(context.catalogue);
        let height = usize::from(Self::picker_area(context.size).height.saturating_sub(3));
        let Some(picker) = &mut self.picker else {
            return Chosen::Nothing;
        };
        match picker.key(key, targets.len(), height) {
            Picked::Close => self.picker = None,
            Picked::Filtered => picker.rewind(),
            Picked::Chosen => {
                let target = targets.get(picker.cursor).map(|(target, _)| target.clone());
                self.picker = None;
                if let Some(target) = target {
                    self.assign(&target, context.catalogue);
                }
            }
            Picked::Done | Picked::Other => {}
        }
        Chosen::Nothing
    }

    /// Sends the column at the cursor elsewhere.
    fn assign(&mut self, field: &str, catalogue: &Catalogue) {
        let columns = self.plan.columns(catalogue);
        let Some(column) = columns.get(self.cursor).map(|column| column.name.to_owned()) else {
            return;
        };
        self.error = self
            .plan
            .assign(&column, field)
            .err()
            .map(|error| error.to_string());
    }
}

/// Whether a file may bring the field: what is stored, totals, ids, full names, and opt-outs when they are chosen here.
fn brought_by_files(field: BuiltinField) -> bool {
    field.origin() != Origin::Derived
        || matches!(
            field,
            BuiltinField::Id | BuiltinField::Name | BuiltinField::OptedOut
        )
}
