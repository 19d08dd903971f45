//! Choosing the columns of the contacts table, their order and their width. What is chosen is seen behind it at once.

use super::arrangement::Arrangement;
use super::columns::{self, NARROWEST, WIDEST};
use super::event::{Key, KeyCode};
use super::layout;
use super::picker::{Picked, Picker};
use super::popup::{Context, Reply};
use super::state::State;
use crate::model::text::fold;
use crate::model::{BuiltinField, Catalogue, FieldRef};
use ratatui::layout::Rect;
use std::collections::BTreeMap;

/// How wide a column is taken to be that is not on the screen.
const WIDTH: u16 = 12;
/// Where a new column stands, counted from 0: so far to the left that it is seen.
const NEW: usize = 2;
/// By how much a key changes it.
const STEP: u16 = 2;

/// The popup.
#[derive(Debug)]
pub struct ColumnsPicker {
    /// Cursor and filter.
    pub picker: Picker,
    /// What one looks at.
    pub title: String,
    /// The columns from left to right.
    chosen: Vec<FieldRef>,
    widths: BTreeMap<FieldRef, u16>,
    /// How wide those are that were on the screen when it was opened.
    seen: BTreeMap<FieldRef, u16>,
}

/// One field that could be a column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Which.
    pub field: FieldRef,
    /// What it is called.
    pub label: String,
    /// Its place among the columns, counted from 0; None: it is none.
    pub place: Option<usize>,
    /// How wide it was made by hand.
    pub width: Option<u16>,
}

impl ColumnsPicker {
    /// Opened on the columns as they are.
    pub fn new(state: &State) -> Self {
        let scope = state.scope();
        let now = state.columns.of(scope);
        let title = match scope.list().and_then(|list| state.names().list(list)) {
            Some(list) => format!("Columns of {}", list.name),
            None => "Columns of every list without its own".to_owned(),
        };
        Self {
            picker: Picker::default(),
            title,
            chosen: columns::chosen(state.names(), now),
            widths: now.widths.clone(),
            seen: columns::on_screen(state)
                .into_iter()
                .map(|column| (column.field, column.width))
                .collect(),
        }
    }

    /// Where it stands.
    pub fn area(size: (u16, u16)) -> Rect {
        layout::popup(size, 56, 22)
    }

    fn height(size: (u16, u16)) -> usize {
        usize::from(Self::area(size).height.saturating_sub(2))
    }

    /// The columns in their order, then all other fields; what the filter leaves of them.
    pub fn rows(&self, names: &Catalogue) -> Vec<Row> {
        // What stands for several fields is no column.
        let builtin = BuiltinField::ALL
            .iter()
            .filter(|field| **field != BuiltinField::Location)
            .map(|field| FieldRef::Builtin(*field));
        let custom = names.fields.iter().map(|field| FieldRef::Custom(field.id));
        let others = builtin.chain(custom).filter(|field| !self.chosen.contains(field));
        let wanted = fold(self.picker.filter.text());
        let row = |field: FieldRef| Row {
            field,
            label: label(names, field),
            place: self.chosen.iter().position(|one| *one == field),
            width: self.widths.get(&field).copied(),
        };
        let all = self.chosen.iter().copied().chain(others).map(row);
        all.filter(|row| fold(&row.label).contains(&wanted)).collect()
    }

    pub(super) fn key(&mut self, key: Key, context: &Context<'_>) -> Reply {
        let rows = self.rows(context.catalogue);
        let chosen = rows.get(self.picker.cursor).map(|row| row.field);
        if !self.picker.typing
            && let Some(reply) = chosen.and_then(|field| self.change(key.code, field, context))
        {
            return reply;
        }
        match self.picker.key(key, rows.len(), Self::height(context.size)) {
            Picked::Close => Reply::close(),
            Picked::Chosen => chosen.map_or_else(Reply::default, |field| self.toggle(field, context)),
            Picked::Filtered => {
                self.picker.rewind();
                if let Some(field) = chosen.filter(|_| self.picker.filter.text().is_empty()) {
                    self.follow(field, context);
                }
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

    /// What a key makes of the field at the cursor; None where it is none of these keys.
    fn change(&mut self, key: KeyCode, field: FieldRef, context: &Context<'_>) -> Option<Reply> {
        match key {
            KeyCode::Char(' ') => return Some(self.toggle(field, context)),
            KeyCode::Char('J') => self.put(field, 1, context),
            KeyCode::Char('K') => self.put(field, -1, context),
            KeyCode::Char('>' | '+') | KeyCode::Right => self.size(field, |width| width + STEP),
            KeyCode::Char('<' | '-') | KeyCode::Left => self.size(field, |width| width.saturating_sub(STEP)),
            KeyCode::Char('0') => {
                self.widths.remove(&field);
            }
            KeyCode::Char('r') => return Some(Self::forget()),
            _ => return None,
        }
        Some(self.arranged())
    }

    /// Puts a column in, where there is room for it, or takes it out. One at least stays.
    fn toggle(&mut self, field: FieldRef, context: &Context<'_>) -> Reply {
        match self.chosen.iter().position(|one| *one == field) {
            Some(_) if self.chosen.len() == 1 => return Reply::default(),
            Some(at) => {
                self.chosen.remove(at);
            }
            None => self.chosen.insert(NEW.min(self.chosen.len()), field),
        }
        self.follow(field, context);
        self.arranged()
    }

    /// Moves a column by one place.
    fn put(&mut self, field: FieldRef, by: isize, context: &Context<'_>) {
        let Some(at) = self.chosen.iter().position(|one| *one == field) else {
            return;
        };
        let to = at
            .saturating_add_signed(by)
            .min(self.chosen.len().saturating_sub(1));
        self.chosen.swap(at, to);
        self.follow(field, context);
    }

    fn size(&mut self, field: FieldRef, change: impl Fn(u16) -> u16) {
        if self.chosen.contains(&field) {
            let now = self.widths.get(&field).or_else(|| self.seen.get(&field));
            let width = change(now.copied().unwrap_or(WIDTH)).clamp(NARROWEST, WIDEST);
            self.widths.insert(field, width);
        }
    }

    /// The cursor stays on the field.
    fn follow(&mut self, field: FieldRef, context: &Context<'_>) {
        let rows = self.rows(context.catalogue);
        if let Some(at) = rows.iter().position(|row| row.field == field) {
            self.picker.cursor = at;
            self.picker.top = super::scroll(self.picker.top, at, Self::height(context.size));
        }
    }

    fn arranged(&self) -> Reply {
        Reply {
            arrange: Some(Some(Arrangement {
                columns: Some(self.chosen.clone()),
                widths: self.widths.clone(),
            })),
            ..Reply::default()
        }
    }

    /// As they were before anything was chosen here.
    fn forget() -> Reply {
        Reply {
            arrange: Some(None),
            ..Reply::close()
        }
    }
}

fn label(names: &Catalogue, field: FieldRef) -> String {
    match field {
        FieldRef::Builtin(field) => field.label().to_owned(),
        FieldRef::Custom(id) => names
            .field(id)
            .map_or_else(String::new, |field| field.label.clone()),
    }
}
