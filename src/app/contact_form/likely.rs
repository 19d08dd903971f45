//! What is typed as a contact, and what becomes of it where somebody may be the same person.

use super::ContactForm;
use crate::app::effect::Effect;
use crate::app::jump::Target;
use crate::app::likely::{Choice, Meant};
use crate::app::popup::{Context, Reply};
use crate::model::reading::read_birthday;
use crate::model::{BuiltinField, Contact, FieldRef, ListId, Profile};
use crate::phone::E164;
use crate::store::{Change, NOBODY};

impl ContactForm {
    /// Asks who may be the person that is typed.
    pub(super) fn ask_who_it_may_be(&mut self, context: &mut Context<'_>) -> Option<Effect> {
        let typed = self.typed(context);
        self.likely.ask(typed, context)
    }

    /// The contact as it is typed so far.
    fn typed(&self, context: &Context<'_>) -> Contact {
        let number = self.number.as_ref().and_then(|read| read.as_ref().ok());
        let number = number.map_or(E164::from_digits(0), |number| number.e164);
        let mut contact = match &self.was {
            Some(was) => Contact {
                phone: number,
                ..(**was).clone()
            },
            None => Contact {
                id: self.contact.unwrap_or(NOBODY),
                ..Contact::blank(number, context.moment.now)
            },
        };
        for (at, line) in self.fields.iter().enumerate() {
            if let FieldRef::Builtin(field) = line.field {
                put(&mut contact, field, self.form.text(at));
            }
        }
        contact
    }

    pub(super) fn take_choice(&mut self, meant: Meant, context: &mut Context<'_>) -> Reply {
        match meant {
            Meant::Nothing => Reply::default(),
            Meant::Chosen(Choice::Open(profile)) => Reply {
                go: Some(Target::Contact(profile)),
                ..Reply::close()
            },
            Meant::Chosen(Choice::Join(profile, list, name)) => self.join(&profile, (list, name), context),
            Meant::Chosen(Choice::Others) => {
                self.keeps_both = true;
                Reply::default()
            }
        }
    }

    /// Adds somebody to the list, and makes nobody.
    pub(super) fn join(
        &mut self,
        whom: &Profile,
        (list, name): (ListId, String),
        context: &mut Context<'_>,
    ) -> Reply {
        self.joining = Some(format!("{} added to {name}.", whom.contact.display_name()));
        let ticket = context.tickets.next();
        self.waiting = Some(ticket);
        let contacts = vec![whom.contact.id];
        let change = Change::AddToList { contacts, list };
        Reply::want(vec![Effect::Apply { ticket, change }])
    }
}

/// Sets a field by which people are compared; what cannot be read yet is not known.
fn put(contact: &mut Contact, field: BuiltinField, text: &str) {
    let place = match field {
        BuiltinField::FirstName => &mut contact.first_name,
        BuiltinField::LastName => &mut contact.last_name,
        BuiltinField::Email => &mut contact.email,
        BuiltinField::Company => &mut contact.company,
        BuiltinField::City => &mut contact.city,
        BuiltinField::Postcode => &mut contact.postcode,
        BuiltinField::Address => &mut contact.address,
        BuiltinField::Birthday => {
            contact.birthday = read_birthday(text).ok().flatten();
            return;
        }
        _ => return,
    };
    text.clone_into(place);
}
