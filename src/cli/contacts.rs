//! `contacts`: rows.

use super::context::Context;
use super::failure::{Exit, Failure};
use super::names;
use super::output::{Format, Output};
use super::selection::{Chosen, Selection};
use super::table::Table;
use super::unreadable::ended;
use super::values::{Reading, columns};
use crate::model::{BuiltinField, Catalogue, ContactId, FieldRef, Profile};
use crate::store::{Cancel, Sort, Store, View, Window};
use clap::Args;

/// Prints contacts.
#[derive(Debug, Args)]
pub struct Contacts {
    /// Which contacts.
    #[command(flatten)]
    selection: Selection,
    /// In the order of this field, smallest first; without it, in order of creation.
    #[arg(long, value_name = "FIELD")]
    sort: Option<String>,
    /// Largest first.
    #[arg(long, requires = "sort")]
    descending: bool,
    /// At most this many.
    #[arg(long, value_name = "N")]
    limit: Option<u64>,
    /// Exactly these fields, in this order.
    #[arg(long, value_name = "A,B,C")]
    columns: Option<String>,
    /// How to write them; JSON is JSON Lines, and has all fields unless --columns chooses.
    #[arg(long, default_value = "table")]
    format: Format,
}

/// The fields of a table for reading, and of CSV, where none are chosen.
const USUAL: [BuiltinField; 9] = [
    BuiltinField::Id,
    BuiltinField::Name,
    BuiltinField::Phone,
    BuiltinField::Country,
    BuiltinField::City,
    BuiltinField::TotalSpent,
    BuiltinField::LastPurchase,
    BuiltinField::OptedOut,
    BuiltinField::Tags,
];

/// Contacts read at a time: a question to the store is short, and memory does not grow with the answer.
const AT_A_TIME: usize = 2_000;

impl Contacts {
    /// Prints the rows.
    pub fn run(&self, context: &Context, out: &mut Output) -> Result<Exit, Failure> {
        let store = context.reader()?;
        let catalogue = store.catalogue()?;
        let moment = context.moment(&catalogue);
        let chosen = self.selection.choose(&catalogue, &moment)?;
        let reading = Reading {
            catalogue: &catalogue,
            scope: chosen.scope,
            moment: &moment,
        };
        let fields = self.fields(&catalogue)?;
        let mut pages = Pages::new(&store, &chosen, self.sort(&catalogue)?, self.limit);
        let heading = Table::new(fields.iter().map(|field| reading.column(*field)).collect());
        if self.format == Format::Csv {
            heading.write_csv_heading(out)?;
        }
        // A table is aligned over all its rows, the other formats go out page by page.
        let mut table = heading.clone();
        while let Some(profiles) = pages.next()? {
            for profile in &profiles {
                table.row(fields.iter().map(|field| reading.cell(profile, *field)).collect());
            }
            match self.format {
                Format::Table => continue,
                Format::Csv => table.write_csv_rows(out)?,
                Format::Json => table.write_json_lines(out)?,
            }
            table = heading.clone();
        }
        if self.format == Format::Table {
            table.write(self.format, out)?;
        }
        out.finish()?;
        Ok(ended(&pages.unreadable))
    }

    fn fields(&self, catalogue: &Catalogue) -> Result<Vec<FieldRef>, Failure> {
        let builtin = |fields: &[BuiltinField]| -> Vec<FieldRef> {
            fields.iter().copied().map(FieldRef::Builtin).collect()
        };
        match (&self.columns, self.format) {
            (Some(text), _) => columns(catalogue, text),
            (None, Format::Json) => {
                let custom = catalogue.fields.iter().map(|field| FieldRef::Custom(field.id));
                Ok(builtin(BuiltinField::ALL).into_iter().chain(custom).collect())
            }
            (None, _) => Ok(builtin(&USUAL)),
        }
    }

    fn sort(&self, catalogue: &Catalogue) -> Result<Option<Sort>, Failure> {
        let Some(name) = &self.sort else {
            return Ok(None);
        };
        Ok(Some(Sort {
            field: names::field(catalogue, name)?,
            descending: self.descending,
        }))
    }
}

/// The chosen contacts, some at a time. No transaction stays open in between.
struct Pages<'a> {
    store: &'a dyn Store,
    chosen: &'a Chosen,
    sort: Option<Sort>,
    left: u64,
    given: u64,
    last: Option<ContactId>,
    unreadable: Vec<ContactId>,
}

impl<'a> Pages<'a> {
    fn new(store: &'a dyn Store, chosen: &'a Chosen, sort: Option<Sort>, limit: Option<u64>) -> Self {
        Self {
            store,
            chosen,
            sort,
            left: limit.unwrap_or(u64::MAX),
            given: 0,
            last: None,
            unreadable: Vec::new(),
        }
    }

    fn next(&mut self) -> Result<Option<Vec<Profile>>, Failure> {
        let limit = usize::try_from(self.left).unwrap_or(usize::MAX).min(AT_A_TIME);
        if limit == 0 {
            return Ok(None);
        }
        let profiles = match self.sort {
            None => self.walked(limit)?,
            Some(sort) => self.sorted(sort, limit)?,
        };
        self.left -= profiles.as_ref().map_or(0, Vec::len) as u64;
        Ok(profiles)
    }

    fn walked(&mut self, limit: usize) -> Result<Option<Vec<Profile>>, Failure> {
        let found = self
            .store
            .walk(self.chosen.scope, &self.chosen.query, self.last, limit)?;
        let Some(last) = found.last() else {
            return Ok(None);
        };
        self.last = Some(*last);
        // Some of them, or all, can have been deleted since.
        let (profiles, unreadable) = self.store.readable(&found)?;
        self.unreadable.extend(unreadable);
        Ok(Some(profiles))
    }

    fn sorted(&mut self, sort: Sort, limit: usize) -> Result<Option<Vec<Profile>>, Failure> {
        let view = View {
            scope: self.chosen.scope,
            query: self.chosen.query.clone(),
            only: None,
            sort,
        };
        let window = Window {
            offset: self.given,
            limit,
        };
        let mut page = self.store.page(&view, window, &Cancel::default())?;
        if page.rows.is_empty() {
            return Ok(None);
        }
        self.given += page.rows.len() as u64;
        page.rows.retain(|row| !page.unreadable.contains(&row.contact.id));
        self.unreadable.extend(page.unreadable);
        Ok(Some(page.rows))
    }
}
