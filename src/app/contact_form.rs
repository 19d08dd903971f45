//! Add a contact, or edit one. The number is read as it is typed; what was understood stands beside it.

mod likely;
mod number;
mod typing;

use super::chips::Chips;
use super::collision::{Chosen, Collision, Field};
use super::contact_fields::{FormField, fields_of, read_edit, text_of};
use super::draft::Draft;
use super::effect::{Effect, Question, Slot, Ticket};
use super::event::{Answer, Key, KeyCode, KeyModifiers};
use super::form::{Form, Line, Pressed};
use super::jump::Target;
use super::likely::Likely;
use super::popup::{Context, Reply, Step};
use super::taken::{Meant, Taken, Way};
use super::toast::Toast;
use super::understood::Reader;
use crate::model::{
    BuiltinField, Contact, ContactId, Edit, FieldRef, FieldType, ListId, NewContact, NumberState, Profile,
};
use crate::phone::{self, Number, Refusal};
use crate::store::{Applied, Change, StoreError};
use typing::Known;

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
    /// Who may be the person that is typed.
    pub likely: Likely,
    /// Another contact with the same number is meant.
    keeps_both: bool,
    /// What is said when its owner has been added to the list.
    joining: Option<String>,
    /// The contact as it was when it was read.
    was: Option<Box<Contact>>,
    fields: Vec<FormField>,
    reader: Reader,
    known: Known,
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
            chips: (field.kind == FieldType::Set).then(|| Chips::new(text)),
            ..Line::new(field.label.clone(), text.clone())
        });
        let lines = lines.map(|mut line| {
            if line.chips.is_some() {
                line.input.set("");
            }
            line
        });
        Self {
            contact,
            form: Form::new(lines.collect()),
            owners: Vec::new(),
            collision: None,
            taken: None,
            likely: Likely::new(list, context),
            keeps_both: false,
            joining: None,
            was: None,
            fields,
            reader: Reader::of(context),
            known: Known::default(),
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
        if self.likely.at.is_some() {
            let meant = self.likely.key(key);
            return self.take_choice(meant, context);
        }
        if key.code == KeyCode::Char('o') && key.modifiers.contains(KeyModifiers::CONTROL) {
            self.likely.open();
            return Reply::default();
        }
        let at = self.form.at;
        if key.code == KeyCode::Tab && self.take_offer() {
            return self.edited(context);
        }
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
        if self.collision.is_some() || self.taken.is_some() || self.likely.at.is_some() {
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
        self.likely.answer(ticket, answer);
        self.take_known(ticket, answer);
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
                let name = taken.list.map_or_else(String::new, |(_, name)| name);
                self.join(&taken.owner, (list, name), context)
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
                line.set(text);
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
        let mut effects = Vec::new();
        if Some(self.form.at) == phone || Some(self.form.at) == country {
            self.keep_unverified = false;
            self.owners.clear();
            if let Some(number) = self.read_number(context) {
                let question = Question::Owners(phone::identity(number));
                let (ticket, ask) = context.tickets.ask(Slot::Owners, question);
                self.asked = Some(ticket);
                effects.push(ask);
            }
        }
        effects.extend(self.ask_who_it_may_be(context));
        effects.extend(self.understand(context));
        Reply::want(effects)
    }

    /// Says what is wrong with a line once the cursor has left it.
    fn check_line(&mut self, at: usize) {
        let typed = self.form.text(at) != self.before.get(at).map_or("", |before| before.trim());
        let unread = typed.then(|| self.spell(at)).flatten();
        let Some(field) = self.fields.get(at) else { return };
        let text = self.form.text(at).to_owned();
        let error = if unread.is_some() {
            unread
        } else if field.field == FieldRef::Builtin(BuiltinField::Phone) {
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
