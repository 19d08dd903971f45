//! What the store is put through: changes of every kind, wholly determined by a seed and their place.

use super::chance::Chance;
use crate::model::{
    Author, BuiltinField, Consent, ContactId, Decimal, Direction, Edit, Email, EntryId, EntryState, Event,
    EventKind, FieldId, FieldRef, FieldType, Instant, ListId, Message, NewContact, NumberState, Purchase,
    Scope, SegmentId, Settings, Side, Value, When,
};
use crate::phone::E164;
use crate::store::{
    Change, Each, HistoryJob, HistoryRow, ImportJob, ImportRow, OnMatch, Progress, Result, Selection, Store,
    StoreError,
};

/// Steps after which every kind of change has come up.
pub(super) const STEPS: u64 = 60;

/// Takes the step at a place. A refusal (what it would change is gone) is no failure.
pub(super) fn take(store: &impl Store, seed: u64, place: u64, progress: &mut dyn Progress) -> Result<()> {
    let mut step = Step {
        chance: Chance::new(seed.wrapping_mul(0x1000_0001) ^ place),
        place,
    };
    match step.take(store, progress) {
        Err(
            StoreError::NotFound { .. }
            | StoreError::NameTaken { .. }
            | StoreError::InUse { .. }
            | StoreError::Stands(_)
            | StoreError::Invalid(_),
        ) => Ok(()),
        done => done,
    }
}

struct Step {
    chance: Chance,
    place: u64,
}

impl Step {
    fn take(&mut self, store: &impl Store, progress: &mut dyn Progress) -> Result<()> {
        let change = match self.place {
            0 => list("Shop"),
            1 => list("News"),
            2 => field("Shoe size", FieldType::Number),
            3 => field("Nickname", FieldType::Text),
            4 => field("Likes", FieldType::Set),
            5 => field("Member", FieldType::YesNo),
            6 => return self.import(store, progress),
            7 => return self.history(store, progress),
            _ => match self.chance.below(26) {
                0..3 => Change::AddContact(self.person()),
                3..7 => Change::EditContact {
                    contact: self.contact(),
                    edits: self.edits(),
                },
                7 => self.number(|number| Change::OptOut {
                    number,
                    reason: "STOP".into(),
                }),
                8 => self.number(|number| Change::OptIn {
                    number,
                    source: "till".into(),
                }),
                9 => Change::AddToList {
                    contacts: self.contacts(),
                    list: self.list(),
                },
                10 => Change::RemoveFromList {
                    contacts: self.contacts(),
                    list: self.list(),
                },
                11 => Change::DeleteContacts {
                    contacts: self.contacts(),
                },
                12 => self.segment(),
                13 => list(&format!("List {}", self.place)),
                14 => Change::DeleteList {
                    list: ListId(3 + self.chance.below(3) as u32),
                    move_to: self.chance.once_in(2).then_some(ListId(1)),
                },
                15 => self.field_change(),
                16 => Change::Settings(Settings {
                    journal_days: 300 + self.place as u32,
                    ..Settings::default()
                }),
                17..20 => return self.history(store, progress),
                20..24 => return self.undo(store, progress),
                _ => return self.import(store, progress),
            },
        };
        store.apply(change, &self.author(), progress).map(|_| ())
    }

    fn author(&self) -> Author {
        Author {
            name: "ana".into(),
            at: Instant(1_700_000_000 + self.place as i64 * 60),
        }
    }

    fn contact(&mut self) -> ContactId {
        ContactId(1 + self.chance.below(40) as u32)
    }

    fn contacts(&mut self) -> Vec<ContactId> {
        (0..=self.chance.below(6)).map(|_| self.contact()).collect()
    }

    fn list(&mut self) -> ListId {
        ListId(1 + self.chance.below(2) as u32)
    }

    fn number<T>(&mut self, make: impl Fn(E164) -> T) -> T {
        make(E164::from_digits(351_912_000_000 + self.chance.below(60)))
    }

    fn person(&mut self) -> NewContact {
        NewContact {
            phone: self.number(|number| number),
            number_state: NumberState::Valid,
            lists: vec![self.list()],
            edits: self.edits(),
        }
    }

    fn edits(&mut self) -> Vec<Edit> {
        let word = self.chance.below(30);
        let all = [
            text(BuiltinField::FirstName, &format!("Ana {word}")),
            text(BuiltinField::City, &format!("City {}", word % 5)),
            text(BuiltinField::Email, &format!("ana{word}@example.com")),
            text(BuiltinField::Notes, &"A long note. ".repeat(word as usize)),
            Edit::Unite(FieldRef::Builtin(BuiltinField::Tags), vec![format!("tag {word}")]),
            Edit::Set(FieldRef::Custom(FieldId(1)), Some(Value::Number(word.into()))),
            Edit::Set(
                FieldRef::Custom(FieldId(2)),
                Some(Value::Text(format!("Nick {word}"))),
            ),
            Edit::Set(
                FieldRef::Custom(FieldId(3)),
                Some(Value::Set(vec![format!("thing {word}")])),
            ),
            Edit::Set(
                FieldRef::Custom(FieldId(4)),
                Some(Value::Flag(self.chance.once_in(2))),
            ),
        ];
        all.into_iter().filter(|_| self.chance.once_in(2)).collect()
    }

    fn segment(&mut self) -> Change {
        let segment = SegmentId(1 + self.chance.below(4) as u32);
        match self.chance.below(5) {
            0 => Change::DeleteSegment { segment },
            3 | 4 => Change::Many {
                whom: Selection::Those(self.contacts()),
                each: Each::Pin(
                    segment,
                    [Some(Side::In), Some(Side::Out), None][self.chance.below(3) as usize],
                ),
            },
            1 => Change::EditSegment {
                segment,
                name: Some(format!("Segment {}", self.place)),
                criteria: None,
            },
            _ => Change::CreateSegment {
                scope: Scope::List(self.list()),
                name: format!("Segment {}", self.place),
                criteria: "city = \"City 1\"".into(),
            },
        }
    }

    fn field_change(&mut self) -> Change {
        let field = FieldId(1 + self.chance.below(5) as u32);
        match self.chance.below(5) {
            0 | 1 => Change::DeleteField { field },
            2 => Change::ChangeField {
                field,
                kind: [FieldType::Text, FieldType::Number, FieldType::Set][self.chance.below(3) as usize]
                    .clone(),
            },
            3 => Change::MoveField { field, to: 0 },
            _ => Change::RenameField {
                field,
                label: format!("Field {}", self.place),
            },
        }
    }

    fn import(&mut self, store: &impl Store, progress: &mut dyn Progress) -> Result<()> {
        let job = ImportJob {
            what: format!("import contacts {}.csv", self.place),
            key: Some([self.place as u8; 16]),
            list: self.list(),
            source: "shop".into(),
            on_match: [OnMatch::Update, OnMatch::Fill, OnMatch::Skip][self.chance.below(3) as usize],
        };
        let mut import = store.begin_import(job, &self.author())?;
        progress.step(0, 2);
        for batch in 0..2 {
            let rows: Vec<ImportRow> = (0..12).map(|row| self.row(batch * 12 + row + 1)).collect();
            store.import_batch(&mut import, rows, (batch + 1) * 12, &mut |_| vec![batch as u8])?;
            progress.step(batch + 1, 2);
        }
        let state = if self.chance.once_in(4) {
            EntryState::Interrupted
        } else {
            EntryState::Done
        };
        store.finish_import(import, state)
    }

    fn undo(&mut self, store: &impl Store, progress: &mut dyn Progress) -> Result<()> {
        let entry = EntryId(1 + self.chance.below(self.place));
        let force = self.chance.once_in(3);
        if self.chance.once_in(3) {
            store.redo(entry, force, &self.author(), progress).map(|_| ())
        } else {
            store.undo(entry, force, &self.author(), progress).map(|_| ())
        }
    }

    fn history(&mut self, store: &impl Store, progress: &mut dyn Progress) -> Result<()> {
        let job = HistoryJob {
            what: format!("import history {}.csv", self.place),
            key: Some([self.place as u8; 16]),
            kind: EventKind::ALL[self.chance.below(3) as usize],
            list: self.list(),
            source: "shop".into(),
        };
        let kind = job.kind;
        let mut history = store.begin_history(job, &self.author())?;
        progress.step(0, 2);
        for batch in 0..2 {
            let mut contacts = self.contacts();
            contacts.sort_unstable();
            let rows: Vec<HistoryRow> = contacts
                .into_iter()
                .map(|contact| HistoryRow {
                    contact,
                    event: self.event(kind),
                })
                .collect();
            store.history_batch(&mut history, rows, (batch + 1) * 7, &mut |_| vec![batch as u8])?;
            progress.step(batch + 1, 2);
        }
        store.finish_history(history, EntryState::Done)
    }

    fn event(&mut self, kind: EventKind) -> Event {
        let id = format!("event {}", self.chance.below(40));
        let when = When::At(Instant(1_690_000_000 + self.chance.below(10_000_000) as i64));
        match kind {
            EventKind::Purchase => Event::Purchase(Purchase {
                id,
                when,
                amount: Decimal::from(self.chance.below(500)),
                item: "Shoes".into(),
                cancelled: self.chance.once_in(5),
            }),
            EventKind::Email => Event::Email(Email {
                id,
                sent: when,
                subject: "News".into(),
                opened: self.chance.once_in(2).then_some(when),
                clicked: None,
            }),
            EventKind::Message => Event::Message(Message {
                id,
                at: when,
                direction: Direction::In,
                text: "Hello".into(),
            }),
        }
    }

    fn row(&mut self, row: u64) -> ImportRow {
        ImportRow {
            row,
            source_id: self
                .chance
                .once_in(2)
                .then(|| format!("id {}", self.chance.below(60))),
            contact: self.person(),
            made: None,
            opts_out: self.chance.once_in(10),
            consent: self.chance.once_in(10).then(|| Consent {
                at: Instant(1_690_000_000),
                source: "form".into(),
            }),
        }
    }
}

fn list(name: &str) -> Change {
    Change::CreateList {
        name: name.into(),
        description: String::new(),
    }
}

fn field(label: &str, kind: FieldType) -> Change {
    Change::AddField {
        label: label.into(),
        kind,
    }
}

fn text(field: BuiltinField, value: &str) -> Edit {
    Edit::Set(FieldRef::Builtin(field), Some(Value::Text(value.into())))
}
