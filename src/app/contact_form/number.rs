//! The number of the form: read as it is typed, and what was understood said beside it.

use super::ContactForm;
use crate::app::popup::Context;
use crate::model::BuiltinField;
use crate::phone::{self, E164, Region};

impl ContactForm {
    /// Reads the number with the contact's own country, else the store's, as hint, and shows what was understood.
    pub(super) fn read_number(&mut self, context: &Context<'_>) -> Option<E164> {
        let country = self.value(BuiltinField::Country);
        let country = if country.is_empty() {
            context.catalogue.settings.country.as_deref()
        } else {
            Some(country)
        };
        let hint = country.and_then(Region::named);
        let text = self.value(BuiltinField::Phone);
        let read = (!text.is_empty()).then(|| {
            phone::read(text, hint).or_else(|refusal| {
                if self.keep_unverified {
                    phone::read_unverified(text, hint)
                } else {
                    Err(refusal)
                }
            })
        });
        self.number = read;
        self.show_number(context);
        self.number
            .as_ref()
            .and_then(|read| read.as_ref().ok())
            .map(|number| number.e164)
    }

    pub(super) fn show_number(&mut self, _context: &Context<'_>) {
        let echo = match &self.number {
            None => String::new(),
            Some(Err(refusal)) => refusal.to_string(),
            Some(Ok(number)) => {
                let country = number.e164.region().map_or("", |region| region.name());
                let owner = self.owners.first().map(|owner| owner.contact.display_name());
                let saving = if self.contact.is_some() {
                    "saving keeps both"
                } else {
                    "saving asks who is meant"
                };
                let owner = owner.map_or_else(String::new, |name| format!(" · already {name}’s; {saving}"));
                format!("{country} · {}{owner}", number.e164.international())
            }
        };
        if let Some(line) = self
            .place(BuiltinField::Phone)
            .and_then(|at| self.form.lines.get_mut(at))
        {
            line.echo = echo;
        }
    }

    /// A number whose range the metadata does not know may be kept by saving twice: metadata ages.
    pub(super) fn offer_unverified(&mut self, context: &Context<'_>) {
        let Some(at) = self.place(BuiltinField::Phone) else {
            return;
        };
        let refused = matches!(&self.number, Some(Err(_)));
        let country = self.value(BuiltinField::Country);
        let country = if country.is_empty() {
            context.catalogue.settings.country.as_deref()
        } else {
            Some(country)
        };
        let known = phone::read_unverified(self.form.text(at), country.and_then(Region::named));
        if !refused || known.is_err() {
            return;
        }
        if self.keep_unverified {
            self.number = Some(known);
            if let Some(line) = self.form.lines.get_mut(at) {
                line.error = None;
            }
        } else {
            self.keep_unverified = true;
            if let Some(line) = self.form.lines.get_mut(at) {
                let said = line.error.take().unwrap_or_default();
                line.error = Some(format!("{said} Save again to keep it as unverified."));
            }
        }
    }
}
