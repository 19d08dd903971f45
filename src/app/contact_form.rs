//! Add a contact, or edit one. The number is read as it is typed; what was understood stands beside it.

use super::collision::{Chosen, Collision, Field};
use super::contact_fields::{FormField, fields_of, read_edit, text_of};
use super::draft::Draft;
use super::effect::{Effect, Question, Slot, Ticket};
use super::event::{Answer, Key};
use super::form::{Form, Line, Pressed};
use super::jump::Target;
use super::popup::{Context, Reply, Step};
use super::taken::{Meant, Taken, Way};
use super::toast::Toast;
use crate::model::{
    BuiltinField, Contact, ContactId, Edit, FieldRef, ListId, NewContact, NumberState, Profile,
};
use crate::phone::{self, E164, Number, Refusal, Region};
use crate::store::{Applied, Change, StoreError};

/// The form of a contact.
#[derive(Debug)]
pub struct ContactForm {
    /// The contact that is edited; None for a new one.
    pub contact: Option<ContactId>,
    /// One line a field.
    pub form: Form,
    /// Who has the number already.
    pub owners: Vec<Profile>,
    /// Somebody else has changed the same fields meanwhile.
    pub collision: Option<Collision>,
    /// The number is somebody's: what to do about it is being asked.
    pub taken: Option<Taken>,
    /// Another contact with the same number is meant.
    keeps_both: bool,
    /// What is said when its owner has been added to the list.
    joining: Option<String>,
    /// The contact as it was when it was read.
    was: Option<Box<Contact>>,
    fields: Vec<FormField>,
    before: Vec<String>,
    list: Option<ListId>,
    number: Option<Result<Number, Refusal>>,
    keep_unverified: bool,
    asked: Option<Ticket>,
    waiting: Option<Ticket>,
}

impl ContactForm {
    /// For a new contact of the list at the cursor.
    pub fn add(context: &Context<'_>) -> Self {
        let list = context.scope.list();
        Self::with(None, list, context, |_| String::new())
    }

    /// For a contact that is there.
    pub fn edit(contact: &Contact, context: &Context<'_>) -> Self {
        let mut form = Self::with(Some(contact.id), None, context, |field| {
            text_of(field.field, contact)
        });
        form.was = Some(Box::new(contact.clone()));
        form.read_number(context);
        form
    }

    fn with(
        contact: Option<ContactId>,
        list: Option<ListId>,
        context: &Context<'_>,
        text: impl Fn(&FormField) -> String,
    ) -> Self {
        let fields = fields_of(context.catalogue);
        let before: Vec<String> = fields.iter().map(text).collect();
        let lines = fields.iter().zip(&before).map(|(field, text)| Line {
            required: field.required,
            many_lines: field.field == FieldRef::Builtin(BuiltinField::Notes),
            echo: field.hint.clone(),
            ..Line::new(field.label.clone(), text.clone())
        });
        Self {
            contact,
            form: Form::new(lines.collect()),
            owners: Vec::new(),
            collision: None,
            taken: None,
            keeps_both: false,
            joining: None,
            was: None,
            fields,
            before,
            list,
            number: None,
            keep_unverified: false,
            asked: None,
            waiting: None,
        }
    }

    /// What is half written.
    pub(super) fn draft(&self) -> Option<Draft> {
        let lines = self.form.typed();
        (!lines.is_empty()).then(|| Draft::Contact {
            contact: self.contact.map(|contact| contact.0),
            list: self.list.map(|list| list.0),
            lines,
        })
    }

    /// Goes on where it was left; asks who has the number by now.
    pub(super) fn take_up(
        &mut self,
        list: Option<ListId>,
        lines: &[(String, String)],
        context: &mut Context<'_>,
    ) -> Vec<Effect> {
        self.list = list.filter(|list| context.catalogue.list(*list).is_some());
        self.form.fill(lines);
        let number = self.place(BuiltinField::Phone).unwrap_or(0);
        let at = std::mem::replace(&mut self.form.at, number);
        let effects = self.edited(context).effects;
        self.form.at = at;
        effects
    }

    pub(super) fn key(&mut self, key: Key, context: &mut Context<'_>) -> Reply {
        if let Some(collision) = &mut self.collision {
            return match collision.key(key) {
                Chosen::Open => Reply::default(),
                Chosen::Back => {
                    self.collision = None;
                    Reply::default()
                }
                Chosen::Save => self.settle(context),
            };
        }
        if let Some(taken) = &mut self.taken {
            return match taken.key(key) {
                Meant::Nothing => Reply::default(),
                Meant::Back => {
                    self.taken = None;
                    Reply::default()
                }
                Meant::Chosen(way) => self.go_that_way(way, context),
            };
        }
        let at = self.form.at;
        match self.form.key(key) {
            Pressed::Cancel => Reply::close(),
            Pressed::Save => self.save(context),
            Pressed::Edited => self.edited(context),
            Pressed::Moved => {
                self.check_line(at);
                Reply::default()
            }
            Pressed::Other => Reply::default(),
        }
    }

    pub(super) fn paste(&mut self, text: &str, context: &mut Context<'_>) -> Reply {
        if self.collision.is_some() || self.taken.is_some() {
            return Reply::default();
        }
        self.form.paste(text);
        self.edited(context)
    }

    pub(super) fn answer(
        &mut self,
        ticket: Ticket,
        answer: &Result<Answer, StoreError>,
        context: &Context<'_>,
    ) -> Reply {
        if self.asked == Some(ticket)
            && let Ok(Answer::Owners(owners)) = answer
        {
            self.owners = owners
                .iter()
                .filter(|owner| Some(owner.contact.id) != self.contact)
                .cloned()
                .collect();
            self.show_number(context);
        }
        Reply::default()
    }

    pub(super) fn applied(&mut self, ticket: Ticket, result: &Result<Applied, StoreError>) -> Reply {
        if self.waiting != Some(ticket) {
            return Reply::default();
        }
        self.waiting = None;
        match result {
            Ok(_) if self.joining.is_some() => Reply {
                toast: self.joining.take().map(Toast::done),
                ..Reply::close()
            },
            Ok(_) => {
                let name = [
                    self.value(BuiltinField::FirstName),
                    self.value(BuiltinField::LastName),
                ]
                .join(" ");
                let done = if self.contact.is_some() { "saved" } else { "added" };
                let toast = Toast::done(format!("{} {done}.", name.trim()));
                Reply {
                    step: Step::Close,
                    toast: Some(toast),
                    ..Reply::default()
                }
            }
            Err(StoreError::Changed(now)) => {
                self.collide(now);
                Reply::default()
            }
            Err(error) => Reply {
                toast: Some(Toast::error(error.to_string())),
                ..Reply::default()
            },
        }
    }

    /// Whom the number belongs to, where a new contact would have it too and nobody has said so yet.
    fn ask_who_is_meant(&self, context: &Context<'_>) -> Option<Taken> {
        let owner = self.owners.first()?;
        if self.contact.is_some() || self.keeps_both {
            return None;
        }
        Some(Taken::by(owner, self.list, context.catalogue))
    }

    fn go_that_way(&mut self, way: Way, context: &mut Context<'_>) -> Reply {
        let Some(taken) = self.taken.take() else {
            return Reply::default();
        };
        match way {
            Way::Open => Reply {
                go: Some(Target::Contact(taken.owner)),
                ..Reply::close()
            },
            Way::Join(list) => {
                let to = taken.list.map_or_else(String::new, |(_, name)| name);
                self.joining = Some(format!("{} added to {to}.", taken.owner.contact.display_name()));
                let ticket = context.tickets.next();
                self.waiting = Some(ticket);
                let contacts = vec![taken.owner.contact.id];
                let change = Change::AddToList { contacts, list };
                Reply::want(vec![Effect::Apply { ticket, change }])
            }
            Way::Both => {
                self.keeps_both = true;
                self.save(context)
            }
        }
    }

    /// Shows what others have changed where something was typed here too.
    fn collide(&mut self, now: &Contact) {
        let fields = self.fields.iter().zip(&self.before).enumerate();
        let fields = fields.filter_map(|(line, (field, was))| {
            let (mine, theirs) = (self.form.text(line).to_owned(), text_of(field.field, now));
            let both = mine != was.trim() && theirs != *was;
            both.then(|| Field {
                line,
                label: field.label.clone(),
                was: was.clone(),
                theirs,
                mine,
                keep: true,
            })
        });
        self.collision = Some(Collision {
            now: Box::new(now.clone()),
            fields: fields.collect(),
            at: 0,
        });
    }

    /// Goes on from the contact as it is now: what was typed here stays typed, but where theirs was taken.
    fn settle(&mut self, context: &mut Context<'_>) -> Reply {
        let Some(collision) = self.collision.take() else {
            return Reply::default();
        };
        let now: Vec<String> = self
            .fields
            .iter()
            .map(|field| text_of(field.field, &collision.now))
            .collect();
        for (at, (text, was)) in now.iter().zip(&self.before).enumerate() {
            let typed = self.form.text(at) != was.trim();
            let taken = collision
                .fields
                .iter()
                .any(|field| field.line == at && !field.keep);
            if (!typed || taken)
                && let Some(line) = self.form.lines.get_mut(at)
            {
                line.input.set(text.clone());
            }
        }
        self.before = now;
        self.was = Some(collision.now);
        self.read_number(context);
        self.save(context)
    }

    /// The typed text of a built-in field.
    fn value(&self, field: BuiltinField) -> &str {
        self.place(field).map_or("", |at| self.form.text(at))
    }

    fn place(&self, field: BuiltinField) -> Option<usize> {
        self.fields
            .iter()
            .position(|line| line.field == FieldRef::Builtin(field))
    }

    fn edited(&mut self, context: &mut Context<'_>) -> Reply {
        let phone = self.place(BuiltinField::Phone);
        let country = self.place(BuiltinField::Country);
        if Some(self.form.at) != phone && Some(self.form.at) != country {
            return Reply::default();
        }
        self.keep_unverified = false;
        self.owners.clear();
        match self.read_number(context) {
            Some(number) => {
                let (ticket, ask) = context
                    .tickets
                    .ask(Slot::Owners, Question::Owners(phone::identity(number)));
                self.asked = Some(ticket);
                Reply::want(vec![ask])
            }
            None => Reply::default(),
        }
    }

    /// Reads the number with the contact's own country, else the store's, as hint, and shows what was understood.
    fn read_number(&mut self, context: &Context<'_>) -> Option<E164> {
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

    fn show_number(&mut self, _context: &Context<'_>) {
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

    /// Says what is wrong with a line once the cursor has left it.
    fn check_line(&mut self, at: usize) {
        let Some(field) = self.fields.get(at) else { return };
        let text = self.form.text(at).to_owned();
        let error = if field.field == FieldRef::Builtin(BuiltinField::Phone) {
            self.number
                .as_ref()
                .and_then(|read| read.as_ref().err())
                .map(ToString::to_string)
        } else if text == self.before.get(at).map_or("", |before| before.trim()) {
            None
        } else {
            read_edit(field, &text).err()
        };
        if let Some(line) = self.form.lines.get_mut(at) {
            line.error = error;
        }
    }

    fn save(&mut self, context: &mut Context<'_>) -> Reply {
        if self.waiting.is_some() {
            return Reply::default();
        }
        for at in 0..self.fields.len() {
            self.check_line(at);
        }
        self.offer_unverified(context);
        if !self.form.is_complete() {
            return Reply::default();
        }
        let Some(Ok(number)) = self.number.clone() else {
            return Reply::default();
        };
        self.taken = self.ask_who_is_meant(context);
        if self.taken.is_some() {
            return Reply::default();
        }
        let state = if number.verified {
            NumberState::Valid
        } else {
            NumberState::Unverified
        };
        let edits = self.changed_edits();
        let change = match self.contact {
            None => Change::AddContact(NewContact {
                phone: number.e164,
                number_state: state,
                lists: self.list.into_iter().collect(),
                edits,
            }),
            Some(contact) => {
                let mut edits = edits;
                let phone = self.place(BuiltinField::Phone);
                if phone.is_some_and(|at| Some(self.form.text(at)) != self.before.get(at).map(String::as_str))
                {
                    edits.push(Edit::Phone(number.e164, state));
                }
                if edits.is_empty() {
                    return Reply::close();
                }
                match &self.was {
                    Some(was) => Change::EditSeen {
                        was: was.clone(),
                        edits,
                    },
                    None => Change::EditContact { contact, edits },
                }
            }
        };
        let ticket = context.tickets.next();
        self.waiting = Some(ticket);
        Reply::want(vec![Effect::Apply { ticket, change }])
    }

    /// A number whose range the metadata does not know may be kept by saving twice: metadata ages.
    fn offer_unverified(&mut self, context: &Context<'_>) {
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

    /// Edits for every line but the number whose text is not what it was.
    fn changed_edits(&self) -> Vec<Edit> {
        let lines = self.fields.iter().zip(&self.before).enumerate();
        lines
            .filter(|(_, (field, _))| field.field != FieldRef::Builtin(BuiltinField::Phone))
            .filter(|(at, (_, before))| self.form.text(*at) != before.trim())
            .filter_map(|(at, (field, _))| read_edit(field, self.form.text(at)).ok())
            .collect()
    }
}
