//! An audience in memory that answers what the state machine asks, so that flows run without a store or a thread.

use super::past::timeline;
use audience::app::event::Newcomers;
use audience::app::review::{self, Looked, Pair, Suggested};
use audience::app::welcome::Guesses;
use audience::app::{self, Answer, Colours, Effect, Event, Key, Look, Question, State, ThemeName};
use audience::criteria;
use audience::criteria::query::{Query, Test, TextTest};
use audience::duplicates::{People, Suggestion};
use audience::model::{
    Author, Birthday, Catalogue, Consent, Contact, ContactId, ContactList, Currency, Decimal, Decision,
    DecisionId, EntryId, EntryKind, FieldDef, FieldId, FieldType, Instant, JournalEntry, ListId, Months,
    Newest, NumberState, OpeningBalance, OptOut, Permission, Profile, Scope, Segment, SegmentId, Settings,
    Value,
};
use audience::phone::E164;
use audience::store::{
    Alike, Applied, Bar, Change, Losses, Page, Selection, Spread, StoreError, Stretch, TakenBack, View,
    Window,
};
use chrono::NaiveDate;
use crossterm::event::{KeyCode, KeyModifiers};
use std::sync::Arc;

/// 2026-11-22, 12:00 UTC.
pub const NOW: Instant = Instant(1_795_348_800);

/// Pairs that were said to be two people.
type Apart = Vec<(ContactId, ContactId)>;

/// The audience, the state, and everything that was asked so far.
pub struct World {
    pub state: State,
    pub catalogue: Catalogue,
    pub contacts: Vec<Profile>,
    pub seen: Vec<String>,
    pub changes: Vec<Change>,
    pub refuse: Option<StoreError>,
    /// Refuses the next change.
    pub refuse_change: Option<StoreError>,
    /// Files that are there.
    pub files: Vec<String>,
    /// What an import brought, beside everybody.
    pub newcomers: Option<Newcomers>,
    /// What history answers, newest first.
    pub journal: Vec<JournalEntry>,
    /// What stands against taking anything back.
    pub stands: TakenBack,
    /// Decisions about duplicates are made, not only noted.
    pub acts: bool,
    /// Who was said to be two people.
    pub apart: Apart,
    /// What was there before each decision.
    before: Vec<(Vec<Profile>, Apart)>,
}

impl World {
    /// Three lists, three segments, so many contacts.
    pub fn new(size: (u16, u16), contacts: u32) -> Self {
        Self::with(size, catalogue(contacts), (0..contacts).map(person).collect())
    }

    /// Nothing at all, and the first screen closed.
    pub fn empty(size: (u16, u16)) -> Self {
        let mut world = Self::first(size, Guesses::default());
        world.press("Esc");
        world
    }

    /// Nothing at all, on a computer that suggests this.
    pub fn first(size: (u16, u16), guesses: Guesses) -> Self {
        let mut state = State::new("shop.redb".to_owned(), false, Look::default(), size);
        state.guesses = guesses;
        Self::begin(state, Catalogue::default(), Vec::new())
    }

    /// With this audience.
    pub fn with(size: (u16, u16), catalogue: Catalogue, contacts: Vec<Profile>) -> Self {
        let state = State::new("shop.redb".to_owned(), false, Look::default(), size);
        Self::begin(state, catalogue, contacts)
    }

    fn begin(state: State, catalogue: Catalogue, contacts: Vec<Profile>) -> Self {
        let mut world = Self {
            state,
            catalogue,
            contacts,
            seen: Vec::new(),
            changes: Vec::new(),
            refuse: None,
            refuse_change: None,
            files: Vec::new(),
            newcomers: None,
            journal: Vec::new(),
            stands: TakenBack::default(),
            acts: false,
            apart: Vec::new(),
            before: Vec::new(),
        };
        let effects = app::start(&mut world.state, NOW);
        world.run(effects);
        world
    }

    /// Without colours.
    pub fn plain(mut self) -> Self {
        self.state.look = Look {
            theme: ThemeName::Dark,
            colours: Colours::None,
        };
        self
    }

    /// Presses keys: single characters, and names such as `Enter` or `C-d` between spaces.
    pub fn press(&mut self, keys: &str) -> &mut Self {
        for word in keys.split(' ').filter(|word| !word.is_empty()) {
            self.event(Event::Key(key(word)));
        }
        self
    }

    /// Types a text.
    pub fn type_text(&mut self, text: &str) -> &mut Self {
        for c in text.chars() {
            self.event(Event::Key(Key {
                code: KeyCode::Char(c),
                modifiers: KeyModifiers::NONE,
            }));
        }
        self
    }

    /// Gives an event and answers everything that follows from it.
    pub fn event(&mut self, event: Event) -> &mut Self {
        let effects = app::update(&mut self.state, NOW, event);
        self.run(effects);
        self
    }

    /// Gives an event and leaves its questions unanswered.
    pub fn event_unanswered(&mut self, event: Event) -> Vec<Effect> {
        app::update(&mut self.state, NOW, event)
    }

    /// Answers effects, and those that follow from the answers.
    pub fn run(&mut self, effects: Vec<Effect>) {
        let mut waiting: std::collections::VecDeque<Effect> = effects.into();
        while let Some(effect) = waiting.pop_front() {
            let Some(event) = self.answer(effect) else {
                continue;
            };
            waiting.extend(app::update(&mut self.state, NOW, event));
        }
    }

    fn answer(&mut self, effect: Effect) -> Option<Event> {
        match effect {
            Effect::Ask(ask) => {
                self.seen.push(format!("{:?}", ask.slot));
                let answer = match self.refuse.clone() {
                    Some(error) => Err(error),
                    None => Ok(self.reply(ask.question)),
                };
                Some(Event::Answer {
                    slot: ask.slot,
                    ticket: ask.ticket,
                    answer,
                })
            }
            Effect::Apply { ticket, change } => {
                let contacts = match &change {
                    Change::Many {
                        whom: Selection::Those(those),
                        ..
                    } => those.len() as u64,
                    Change::Many { .. } => 1_000,
                    _ => 0,
                };
                let refused = self.refuse_change.take();
                if self.acts && refused.is_none() {
                    self.decide(&change);
                }
                self.changes.push(change);
                let result = match refused {
                    Some(error) => Err(error),
                    None => Ok(Applied {
                        entry: self.acts.then_some(EntryId(self.before.len() as u64)),
                        contacts,
                        ..Applied::default()
                    }),
                };
                Some(Event::Applied { ticket, result })
            }
            Effect::Search { ticket, scope } => {
                self.seen.push(format!("Search({scope:?})"));
                Some(Event::Searched {
                    ticket,
                    result: Ok(self.suggest()),
                })
            }
            Effect::TakeBack { ticket, .. } if self.acts => {
                (self.contacts, self.apart) = self.before.pop().unwrap();
                self.catalogue.generation += 1;
                Some(Event::TakenBack {
                    ticket,
                    result: Ok(self.stands.clone()),
                })
            }
            other => {
                self.seen.push(format!("{other:?}"));
                None
            }
        }
    }

    fn reply(&self, question: Question) -> Answer {
        match question {
            Question::NextUndo => Answer::Next(
                self.journal
                    .iter()
                    .find(|entry| {
                        let own = entry.author.name == "ana" && entry.kind == EntryKind::Change;
                        own && entry.taken_back.is_none()
                    })
                    .cloned(),
            ),
            Question::NextRedo => Answer::Next(
                self.journal
                    .first()
                    .filter(|entry| entry.kind != EntryKind::Change)
                    .cloned(),
            ),
            Question::History(asked) => Answer::History(
                self.journal
                    .iter()
                    .filter(|entry| entry.what.contains(&asked.text))
                    .cloned()
                    .collect(),
            ),
            Question::Stands(_) => Answer::Stands(Ok(self.stands.clone())),
            Question::Catalogue => Answer::Catalogue(Arc::new(self.catalogue.clone())),
            Question::Page { view, window } => Answer::Page(self.page(&view, window)),
            Question::SegmentCounts(segments) => {
                Answer::SegmentCounts(segments.into_iter().map(|id| (id, self.members(id))).collect())
            }
            Question::Profile(id) => {
                let found = self.contacts.iter().find(|one| one.contact.id == id);
                Answer::Profile(found.cloned().map(Box::new))
            }
            Question::Timeline {
                contact,
                before,
                limit,
                kinds,
            } => {
                let mut items = timeline(contact);
                items.retain(|item| kinds.contains(&item.event.kind()));
                let behind = items
                    .into_iter()
                    .filter(|item| before.as_ref().is_none_or(|before| item.mark() < *before));
                Answer::Timeline(behind.take(limit).collect())
            }
            Question::Changes(_) => Answer::Changes(self.journal.clone()),
            Question::Months(contact) => {
                let moment = self.state.moment();
                let mut months = Months::up_to(&moment);
                for item in timeline(contact) {
                    months.add(&item.event, &moment);
                }
                Answer::Months(Box::new(months))
            }
            Question::Search { text, limit, .. } => {
                let hits = self.contacts.iter().filter(|one| {
                    let name = audience::model::text::fold(&one.contact.display_name());
                    name.contains(&audience::model::text::fold(&text))
                });
                Answer::Found(hits.take(limit).map(|one| one.contact.id).collect())
            }
            Question::People { text, limit } => {
                let wanted = audience::model::text::fold(&text);
                let hits = self
                    .contacts
                    .iter()
                    .filter(|one| audience::model::text::fold(&one.contact.display_name()).contains(&wanted));
                Answer::People(hits.take(limit).cloned().collect())
            }
            Question::Position { view, contact } => {
                let rows = self.rows(&view);
                Answer::Position(
                    rows.iter()
                        .position(|one| one.contact.id == contact)
                        .map(|at| at as u64),
                )
            }
            Question::Losses { field, kind } => Answer::Losses(self.losses(field, &kind)),
            Question::Spread(asked) => Answer::Spread(spread(&asked)),
            Question::Deletion(_) => Answer::Deletion(301, 40),
            Question::Preview { view, sample } => {
                let rows = self.rows(&view);
                Answer::Preview(
                    rows.len() as u64,
                    rows.into_iter().take(sample).cloned().collect(),
                )
            }
            Question::Counts { scope, queries } => {
                let rows = |query| {
                    let sort = self.state.contacts.sort;
                    let view = View {
                        scope,
                        query,
                        only: None,
                        sort,
                    };
                    self.rows(&view).len() as u64
                };
                Answer::Counts(queries.into_iter().map(rows).collect())
            }
            Question::Values { .. } => {
                Answer::Values(vec![("São Paulo".to_owned(), 120), ("Lisboa".to_owned(), 99)])
            }
            Question::Owners(identity) => {
                let owns = |one: &&Profile| audience::phone::identity(one.contact.phone) == identity;
                Answer::Owners(self.contacts.iter().filter(owns).take(1).cloned().collect())
            }
            Question::Decisions => Answer::Decisions(self.decisions()),
            Question::Pair { members, near } => Answer::Pair(Box::new(self.look(&members, &near))),
            Question::Likely(contact) => Answer::Likely(self.likely(&contact)),
            Question::Newcomers => Answer::Newcomers(self.newcomers),
            Question::Paths(text) => {
                let near = self.files.iter().filter(|file| file.starts_with(&text));
                Answer::Paths(near.cloned().collect())
            }
            Question::Theme(path) => Answer::Theme(match path.as_str() {
                "./mine" => Ok("key = red\nfocus = rot\n".to_owned()),
                _ => Err(format!("{path} cannot be read.")),
            }),
            Question::Plan(wanted) => {
                let plan = audience::transfer::file::plan(*wanted, &self.catalogue);
                Answer::Plan(plan.map(Box::new).map_err(|error| error.to_string()))
            }
        }
    }

    /// What a search for duplicates finds.
    fn suggest(&self) -> Suggested {
        let mut people = People::default();
        for one in &self.contacts {
            people.add(&one.contact);
        }
        for (one, other) in &self.apart {
            people.keep_apart(*one, *other);
        }
        people.settle();
        let of = |id| {
            &self
                .contacts
                .iter()
                .find(|one| one.contact.id == id)
                .unwrap()
                .contact
        };
        let found = audience::duplicates::find(&people, 0.02, &()).unwrap();
        let pair =
            |found: &Suggestion| Pair::new(*found, people.account(found), of(found.one), of(found.other));
        Suggested {
            pairs: found.iter().map(pair).collect(),
            contacts: self.contacts.len() as u64,
            unreadable: 0,
        }
    }

    fn look(&self, members: &[ContactId], near: &[ContactId]) -> Looked {
        let of = |id: &ContactId| self.contacts.iter().find(|one| one.contact.id == *id);
        Looked {
            profiles: members.iter().filter_map(of).cloned().collect(),
            apart: self.apart.clone(),
            gone: near.iter().filter(|id| of(id).is_none()).copied().collect(),
        }
    }

    fn decisions(&self) -> Vec<review::Apart> {
        let name = |id: &ContactId| {
            let found = self.contacts.iter().find(|one| one.contact.id == *id);
            found.map_or_else(String::new, |one| one.contact.display_name())
        };
        let numbered = (1..).zip(&self.apart);
        let told = numbered.map(|(number, (one, other))| review::Apart {
            decision: Decision {
                id: DecisionId(number),
                one: *one,
                other: *other,
                author: Author {
                    name: "ana".to_owned(),
                    at: NOW,
                },
            },
            names: [name(one), name(other)],
        });
        told.collect()
    }

    fn decide(&mut self, change: &Change) {
        self.before.push((self.contacts.clone(), self.apart.clone()));
        let gone: Vec<ContactId> = match change {
            Change::Merge { groups, .. } => groups.iter().flat_map(|group| group[1..].to_vec()).collect(),
            Change::DeleteContacts { contacts } => contacts.clone(),
            Change::KeepApart { one, other } => {
                self.apart.push((*one.min(other), *one.max(other)));
                Vec::new()
            }
            Change::Withdraw { decision } => {
                self.apart.remove(decision.0 as usize - 1);
                Vec::new()
            }
            other => panic!("{other:?} is no decision"),
        };
        self.contacts.retain(|one| !gone.contains(&one.contact.id));
        self.catalogue.generation += 1;
    }

    fn losses(&self, field: FieldId, kind: &FieldType) -> Losses {
        let mut losses = Losses::default();
        for one in &self.contacts {
            let Some(value) = one.contact.custom_value(field) else {
                continue;
            };
            losses.values += 1;
            if value.as_type(kind).is_none() {
                losses.lost += 1;
                let typed = value.typed();
                if losses.examples.iter().all(|(known, _)| *known != typed) {
                    losses.examples.push((typed, one.contact.display_name()));
                }
            }
        }
        losses
    }

    fn likely(&self, contact: &Contact) -> Vec<Alike> {
        let all: Vec<Contact> = self.contacts.iter().map(|one| one.contact.clone()).collect();
        let found = audience::duplicates::likely(contact, &all, all.len());
        let alike = found.into_iter().map(|(pair, reasons)| Alike {
            profile: self
                .contacts
                .iter()
                .find(|one| one.contact.id != contact.id && [pair.one, pair.other].contains(&one.contact.id))
                .cloned()
                .unwrap(),
            pair,
            reasons,
        });
        alike.collect()
    }

    fn rows(&self, view: &View) -> Vec<&Profile> {
        if let Some(only) = &view.only {
            let find = |id: &ContactId| self.contacts.iter().find(|one| one.contact.id == *id);
            return only.iter().filter_map(find).collect();
        }
        let mut rows: Vec<&Profile> = self
            .contacts
            .iter()
            .filter(|one| {
                view.scope
                    .list()
                    .is_none_or(|list| one.contact.lists.contains(&list))
            })
            .filter(|one| self.answers(&view.query, one))
            .collect();
        if view.sort.descending {
            rows.reverse();
        }
        rows
    }

    fn members(&self, id: SegmentId) -> Option<u64> {
        let segment = self.catalogue.segment(id)?;
        let criteria = criteria::of_segment(segment, &self.catalogue).ok()?;
        let query = criteria.query(&self.state.moment(), &self.catalogue).ok()?;
        let view = View {
            scope: segment.scope,
            query,
            only: None,
            sort: self.state.contacts.sort,
        };
        Some(self.rows(&view).len() as u64)
    }

    /// Only what the segments here ask.
    fn answers(&self, query: &Query, profile: &Profile) -> bool {
        let value = |field| {
            let moment = self.state.moment();
            criteria::field_value(field, profile, &self.catalogue, self.state.scope(), &moment)
        };
        match query {
            Query::All => true,
            Query::And(each) => each.iter().all(|one| self.answers(one, profile)),
            Query::Or(each) => each.iter().any(|one| self.answers(one, profile)),
            Query::Not(one) => !self.answers(one, profile),
            Query::Test(Test::Number(field, test)) => match value(*field) {
                Some(Value::Number(number)) => test.holds(number),
                _ => test.holds(Decimal::ZERO),
            },
            Query::Test(Test::Day(field, range)) => match value(*field) {
                Some(Value::Date(day)) => range.holds(day),
                _ => false,
            },
            Query::Test(Test::Text(field, TextTest::Equals(any))) => match value(*field) {
                Some(Value::Text(text)) => any.contains(&audience::model::text::fold(&text)),
                _ => false,
            },
            Query::Test(Test::Instant(_, range)) => {
                let created = profile.contact.created;
                range.from.is_none_or(|from| created >= from)
                    && range.before.is_none_or(|before| created < before)
            }
            Query::Test(Test::Pinned(segment, side)) => {
                let pin = profile.contact.pin(*segment);
                pin.is_some_and(|pin| pin.side == *side)
            }
            Query::Test(Test::IsSet(field)) => value(*field).is_some(),
            Query::AsOf(..) => panic!("nothing lies after this world's moment"),
            Query::Test(other) => panic!("this world knows no such test: {other:?}"),
        }
    }

    fn page(&self, view: &View, window: Window) -> Page {
        let rows = self.rows(view);
        let shown = rows
            .iter()
            .skip(usize::try_from(window.offset).unwrap())
            .take(window.limit);
        Page {
            generation: self.catalogue.generation,
            total: rows.len() as u64,
            offset: window.offset,
            rows: shown.map(|one| (*one).clone()).collect(),
            unreadable: Vec::new(),
        }
    }
}

/// The same bars whatever is asked, of the right kind for the field.
fn spread(asked: &Spread) -> Vec<Bar> {
    let days = |text: &str| text.parse().ok();
    let of = match asked.kind {
        FieldType::Number | FieldType::Money => vec![
            Stretch::Numbers(Some(0.0), Some(200.0)),
            Stretch::Numbers(Some(200.0), Some(400.0)),
            Stretch::Numbers(Some(400.0), None),
        ],
        FieldType::Date => vec![
            Stretch::Days(None, days("2025-01-01")),
            Stretch::Days(days("2025-01-01"), days("2026-01-01")),
        ],
        _ => vec![Stretch::Text("DE".into()), Stretch::Text("PT".into())],
    };
    of.into_iter()
        .zip([(701, 12), (402, 402), (9, 0)])
        .map(|(of, (contacts, matching))| Bar {
            of,
            contacts,
            matching,
        })
        .collect()
}

/// A key by its name.
pub fn key(name: &str) -> Key {
    let plain = |code| Key {
        code,
        modifiers: KeyModifiers::NONE,
    };
    match name {
        "Enter" => plain(KeyCode::Enter),
        "Esc" => plain(KeyCode::Esc),
        "Tab" => plain(KeyCode::Tab),
        "BackTab" => plain(KeyCode::BackTab),
        "Up" => plain(KeyCode::Up),
        "Down" => plain(KeyCode::Down),
        "Left" => plain(KeyCode::Left),
        "Right" => plain(KeyCode::Right),
        "Home" => plain(KeyCode::Home),
        "End" => plain(KeyCode::End),
        "PageUp" => plain(KeyCode::PageUp),
        "PageDown" => plain(KeyCode::PageDown),
        "Backspace" => plain(KeyCode::Backspace),
        _ => match name.strip_prefix("C-") {
            Some(c) => Key {
                code: KeyCode::Char(c.chars().next().unwrap()),
                modifiers: KeyModifiers::CONTROL,
            },
            None => plain(KeyCode::Char(name.chars().next().unwrap())),
        },
    }
}

pub fn catalogue(contacts: u32) -> Catalogue {
    let list = |id, name: &str, contacts| ContactList {
        id: ListId(id),
        name: name.to_owned(),
        description: String::new(),
        created: NOW,
        lifecycle: None,
        contacts,
        generation: 1,
    };
    let segment = |id, scope, name: &str, criteria: &str| Segment {
        id: SegmentId(id),
        scope,
        name: name.to_owned(),
        criteria: criteria.to_owned(),
        created: NOW,
        updated: NOW,
    };
    let shop = Scope::List(ListId(1));
    Catalogue {
        buried: Vec::new(),
        pins: Vec::new(),
        generation: 1,
        contacts: u64::from(contacts),
        lists: vec![
            list(1, "E-commerce", u64::from(contacts.div_ceil(2))),
            list(2, "Newsletter", 301),
            list(3, "Leads Q4", 0),
        ],
        segments: vec![
            segment(1, shop, "High-Value", "total_spent > 1000"),
            segment(2, shop, "At-risk", "lifecycle = at-risk"),
            segment(3, shop, "Read the spring sale", "campaign \"Spring sale\" read"),
        ],
        fields: vec![FieldDef {
            id: FieldId(1),
            key: "shoe_size".to_owned(),
            label: "Shoe size".to_owned(),
            kind: FieldType::Number,
            place: 0,
        }],
        sources: Vec::new(),
        newest: Newest::default(),
        settings: Settings {
            currency: Currency::from_code("EUR"),
            ..Settings::default()
        },
    }
}

const NAMES: &[(&str, &str, u64, &str, &str)] = &[
    ("Ana", "Silva", 351_912_345_678, "PT", "Lisboa"),
    ("Zoë", "Müller", 4_915_112_345_678, "DE", "Köln"),
    ("李", "小龍", 85_291_234_567, "HK", "Hong Kong"),
    ("Ольга", "Иванова", 79_161_234_567, "RU", "Москва"),
    ("João", "da Conceição", 5_511_987_654_321, "BR", "São Paulo"),
    ("عمر", "حداد", 971_501_234_567, "AE", "Dubai"),
    ("Giorgos", "Papadopoulos", 306_912_345_678, "GR", "Athens"),
    ("Amélie", "Lefèvre", 33_612_345_678, "FR", "Lyon"),
];

/// The contact of a number, always the same.
pub fn person(number: u32) -> Profile {
    let (first, last, phone, country, city) = NAMES[number as usize % NAMES.len()];
    let spent = Decimal::new(i64::from(number % 17) * 12_345, 2);
    let contact = Contact {
        id: ContactId(number),
        source_keys: Vec::new(),
        first_name: first.to_owned(),
        last_name: if number < 8 {
            last.to_owned()
        } else {
            format!("{last} {number}")
        },
        phone: E164::from_digits(phone),
        number_state: if number % 13 == 5 {
            NumberState::Unverified
        } else {
            NumberState::Valid
        },
        other_phones: Vec::new(),
        email: format!("person{number}@example.com"),
        other_emails: Vec::new(),
        company: String::new(),
        address: "1 High Street".to_owned(),
        city: city.to_owned(),
        postcode: String::new(),
        region: String::new(),
        country: country.to_owned(),
        birthday: NaiveDate::from_ymd_opt(1990, 5, 17).map(Birthday::full),
        gender: String::new(),
        language: String::new(),
        loyalty_tier: "gold".to_owned(),
        notes: "Prefers to be written to in the morning, and asked twice before a delivery is changed."
            .to_owned(),
        interests: Vec::new(),
        tags: if number.is_multiple_of(3) {
            vec!["vip".to_owned(), "summer".to_owned()]
        } else {
            Vec::new()
        },
        lists: if number.is_multiple_of(2) {
            vec![ListId(1)]
        } else {
            vec![ListId(2)]
        },
        pins: Vec::new(),
        opening: (number % 4 != 3).then(|| OpeningBalance {
            as_of: NOW,
            total_spent: spent,
            orders: number % 17,
            first_purchase: NaiveDate::from_ymd_opt(2024, 2, 29),
            last_purchase: NaiveDate::from_ymd_opt(2026, 1 + number % 11, 1 + number % 20),
        }),
        custom: vec![(FieldId(1), Value::Number(Decimal::new(425, 1)))],
        created: Instant(NOW.0 - 86_400 * 400),
        updated: Instant(NOW.0 - 86_400 * 3),
    };
    let permission = Permission {
        opted_out: (number % 11 == 4).then(|| OptOut {
            at: Instant(NOW.0 - 86_400 * 20),
            reason: "STOP".to_owned(),
        }),
        consents: if number.is_multiple_of(5) {
            vec![Consent {
                at: Instant(NOW.0 - 86_400 * 90),
                source: "web form".to_owned(),
            }]
        } else {
            Vec::new()
        },
        bounced: None,
    };
    Profile::new(contact, permission)
}
