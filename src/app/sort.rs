//! Choosing the column the contacts are sorted by.

use super::event::{Key, KeyCode};
use super::layout;
use super::picker::{Picked, Picker};
use super::popup::{Context, Reply};
use crate::model::text::fold;
use crate::model::{BuiltinField, Catalogue, FieldRef};
use crate::store::Sort;
use ratatui::layout::Rect;

/// The sort popup.
#[derive(Debug)]
pub struct SortPicker {
    /// Cursor and filter.
    pub picker: Picker,
    /// The order as it is now.
    pub sort: Sort,
}

impl SortPicker {
    /// Opened on the present order.
    pub fn new(sort: Sort, names: &Catalogue, size: (u16, u16)) -> Self {
        let mut popup = Self {
            picker: Picker::default(),
            sort,
        };
        let fields = popup.fields(names);
        popup.picker.cursor = fields
            .iter()
            .position(|(field, _)| *field == sort.field)
            .unwrap_or(0);
        popup.picker.top = super::scroll(0, popup.picker.cursor, Self::height(size));
        popup
    }

    /// Where it stands.
    pub fn area(size: (u16, u16)) -> Rect {
        layout::popup(size, 44, 18)
    }

    fn height(size: (u16, u16)) -> usize {
        usize::from(Self::area(size).height.saturating_sub(2))
    }

    /// The fields the filter leaves, with their labels: built-in ones first.
    pub fn fields(&self, names: &Catalogue) -> Vec<(FieldRef, String)> {
        let wanted = fold(self.picker.filter.text());
        let builtin = BuiltinField::ALL
            .iter()
            .filter(|field| **field != BuiltinField::Location)
            .map(|field| (FieldRef::Builtin(*field), field.label().to_owned()));
        let custom = names
            .fields
            .iter()
            .map(|field| (FieldRef::Custom(field.id), field.label.clone()));
        builtin
            .chain(custom)
            .filter(|(_, label)| fold(label).contains(&wanted))
            .collect()
    }

    pub(super) fn key(&mut self, key: Key, context: &Context<'_>) -> Reply {
        let fields = self.fields(context.catalogue);
        let chosen = fields.get(self.picker.cursor).map(|(field, _)| *field);
        if key.code == KeyCode::Char('S') && !self.picker.typing {
            return self.choose(chosen, true);
        }
        match self.picker.key(key, fields.len(), Self::height(context.size)) {
            Picked::Close => Reply::close(),
            Picked::Chosen => self.choose(chosen, false),
            Picked::Filtered => {
                self.picker.rewind();
                Reply::default()
            }
            Picked::Done | Picked::Other => Reply::default(),
        }
    }

    /// The present column once more, or `S`, turns the order round.
    fn choose(&self, field: Option<FieldRef>, reverse: bool) -> Reply {
        let Some(field) = field else {
            return Reply::default();
        };
        let same = field == self.sort.field;
        Reply {
            sort: Some(Sort {
                field,
                descending: if same { !self.sort.descending } else { reverse },
            }),
            ..Reply::close()
        }
    }

    pub(super) fn paste(&mut self, text: &str) -> Reply {
        if self.picker.typing {
            self.picker.filter.insert(text);
            self.picker.rewind();
        }
        Reply::default()
    }
}
