//! Two years of what the demo's people did: purchases, the monthly letter and who opened it, messages.

use super::chance::Chance;
use super::fill::Filling;
use super::people::{Bought, Past};
use crate::cli::failure::Failure;
use crate::model::{
    ContactId, Decimal, Direction, Email, EntryState, Event, EventKind, Instant, ListId, Message, Moment,
    Purchase, When,
};
use crate::store::{EventOutcome, HistoryJob, HistoryRow};
use chrono::Days;
use std::collections::HashMap;

/// Events of one transaction, as far as one contact's go together.
const BATCH: usize = 8_000;
/// How many days lie between two letters.
const LETTER_DAYS: u64 = 28;
/// How long ago the newest letter was sent.
const NEWEST_LETTER: u64 = 5;
const DAY_SECONDS: u64 = 86_400;

/// A person and its past.
#[derive(Clone, Copy, Debug)]
pub struct Told {
    /// Who.
    pub contact: ContactId,
    /// What there is to be told.
    pub past: Past,
    /// The list that brought it.
    pub list: &'static str,
    /// Whether it gets the letter.
    pub reads: bool,
}

/// Brings in what the people did. They ascend by contact.
pub(super) fn tell(
    filling: &Filling<'_>,
    lists: &HashMap<&'static str, ListId>,
    people: &[Told],
    moment: Moment,
) -> Result<(), Failure> {
    let mut teller = Teller {
        chance: Chance::new(filling.order.seed ^ 0xC0FF_EE00),
        moment,
        orders: 1_000,
    };
    let words = |kind| filling.assets.words(kind);
    for (list, file) in [
        ("E-commerce", "web-shop-orders.csv"),
        ("Shop Lisboa", "till-receipts.csv"),
        ("Wholesale", "invoices.csv"),
    ] {
        let rows = people.iter().filter(|told| told.list == list).flat_map(|told| {
            let bought = told
                .past
                .bought
                .map(|bought| teller.purchases(bought, words("product")));
            of(told, bought.unwrap_or_default())
        });
        let rows = rows.collect();
        bring(filling, lists, EventKind::Purchase, list, file, 2, rows)?;
    }
    let letters = people
        .iter()
        .filter(|told| told.reads && told.past.has_mailbox)
        .flat_map(|told| of(told, teller.letters(told.past.known, words("letter"))))
        .collect();
    bring(
        filling,
        lists,
        EventKind::Email,
        "Newsletter",
        "letters-sent.csv",
        1,
        letters,
    )?;
    let texts = Texts {
        questions: words("question"),
        answers: words("answer"),
        thanks: words("thanks"),
        notices: words("notice"),
    };
    let mut messages = Vec::new();
    for told in people {
        if teller.chance.percent(18) {
            messages.extend(of(told, teller.messages(told.past.known, &texts)));
        }
    }
    bring(
        filling,
        lists,
        EventKind::Message,
        "E-commerce",
        "whatsapp-messages.csv",
        1,
        messages,
    )
}

/// The events of a person.
fn of(told: &Told, events: Vec<Event>) -> impl Iterator<Item = HistoryRow> + use<> {
    let contact = told.contact;
    events.into_iter().map(move |event| HistoryRow { contact, event })
}

/// One history file of the past.
fn bring(
    filling: &Filling<'_>,
    lists: &HashMap<&'static str, ListId>,
    kind: EventKind,
    list: &'static str,
    file: &str,
    days_ago: i64,
    rows: Vec<HistoryRow>,
) -> Result<(), Failure> {
    let Some(id) = lists.get(list).filter(|_| !rows.is_empty()) else {
        return Ok(());
    };
    let job = HistoryJob {
        what: format!("import {} {file} into {list}", kind.word()),
        key: None,
        kind,
        list: *id,
        source: list.to_owned(),
    };
    let store = filling.store;
    let mut open = store.begin_history(job, &filling.author(days_ago))?;
    let mut batch: Vec<HistoryRow> = Vec::new();
    let mut rows = rows.into_iter().peekable();
    while let Some(row) = rows.next() {
        let ends = rows.peek().is_none_or(|next| next.contact != row.contact);
        let up_to = u64::from(row.contact.0) + 1;
        batch.push(row);
        if ends && (batch.len() >= BATCH || rows.peek().is_none()) {
            let rows = std::mem::take(&mut batch);
            store.history_batch(&mut open, rows, up_to, &mut |_: &[EventOutcome]| Vec::new())?;
        }
    }
    Ok(store.finish_history(open, EntryState::Done)?)
}

/// What people write.
struct Texts<'a> {
    questions: &'a [&'static str],
    answers: &'a [&'static str],
    thanks: &'a [&'static str],
    notices: &'a [&'static str],
}

/// Makes events up.
struct Teller {
    chance: Chance,
    moment: Moment,
    orders: u64,
}

impl Teller {
    /// Purchases that come to what is known of them: how many, for how much, the first and the last.
    fn purchases(&mut self, bought: Bought, products: &[&'static str]) -> Vec<Event> {
        let favourite = self.chance.word(products);
        let weights: Vec<u64> = (0..bought.orders).map(|_| 60 + self.chance.skewed(120)).collect();
        let all: u64 = weights.iter().sum();
        let mut left = bought.cents;
        let mut events = Vec::with_capacity(weights.len());
        for (nth, weight) in (0..bought.orders).zip(&weights) {
            let is_last = nth + 1 == bought.orders;
            let cents = if is_last {
                left
            } else {
                (bought.cents * weight / all).min(left)
            };
            left -= cents;
            let days = match nth {
                _ if is_last => bought.last,
                0 => bought.first,
                _ => self.chance.between(bought.last, bought.first),
            };
            let mut item = if self.chance.percent(45) {
                favourite
            } else {
                self.chance.word(products)
            }
            .to_owned();
            if self.chance.percent(20) {
                item = format!("{item}; {}", self.chance.word(products));
            }
            self.orders += 1 + self.chance.below(3);
            events.push(Event::Purchase(Purchase {
                id: format!("#{}", self.orders),
                when: When::At(self.on(days, 8, 22)),
                amount: Decimal::new(cents as i64, 2),
                item,
                cancelled: false,
            }));
        }
        if self.chance.percent(3) {
            self.orders += 1;
            events.push(Event::Purchase(Purchase {
                id: format!("#{}", self.orders),
                when: When::At(self.on(self.chance.clone().between(bought.last, bought.first), 8, 22)),
                amount: Decimal::new(1_000 + self.chance.skewed(8_000) as i64, 2),
                item: self.chance.word(products).to_owned(),
                cancelled: true,
            }));
        }
        events
    }

    /// The letters since somebody is known: a few open nearly all of them, some hardly any.
    fn letters(&mut self, known: u64, subjects: &[&'static str]) -> Vec<Event> {
        let keen = match self.chance.below(10) {
            0..3 => 92,
            3..7 => 40,
            _ => 4,
        };
        let mut events = Vec::new();
        for nth in 0..=known.saturating_sub(NEWEST_LETTER) / LETTER_DAYS {
            let days = NEWEST_LETTER + nth * LETTER_DAYS;
            if days > known {
                break;
            }
            let sent = self.at(days, 9 * 3600 + self.chance.clone().below(600));
            let opened = self
                .chance
                .percent(keen)
                .then(|| self.later(sent, 3 * DAY_SECONDS));
            let clicked = opened
                .filter(|_| self.chance.percent(22))
                .map(|opened| self.later(opened, 900));
            let subject = subjects.get(nth as usize % subjects.len().max(1));
            events.push(Event::Email(Email {
                id: format!("letter-{}", sent.day(self.moment.zone)),
                sent: When::At(sent),
                subject: subject.copied().unwrap_or_default().to_owned(),
                opened: opened.map(When::At),
                clicked: clicked.map(When::At),
            }));
        }
        events
    }

    /// A few conversations: a question, mostly an answer, sometimes thanks; or a notice of the shop.
    fn messages(&mut self, known: u64, texts: &Texts<'_>) -> Vec<Event> {
        let mut events = Vec::new();
        for _ in 0..=self.chance.skewed(6) {
            let mut at = self.on(1 + self.chance.clone().skewed(known.max(1)), 9, 20);
            let question = self.chance.below(texts.questions.len() as u64) as usize;
            let (first, direction) = if self.chance.percent(30) {
                (self.chance.word(texts.notices), Direction::Out)
            } else {
                (
                    texts.questions.get(question).copied().unwrap_or_default(),
                    Direction::In,
                )
            };
            self.write(&mut events, at, direction, first);
            if direction == Direction::In && self.chance.percent(90) {
                at = self.later(at, 7_000);
                self.write(
                    &mut events,
                    at,
                    Direction::Out,
                    texts.answers.get(question).copied().unwrap_or_default(),
                );
            }
            if self.chance.percent(55) {
                at = self.later(at, 4_000);
                let thanks = self.chance.word(texts.thanks);
                self.write(&mut events, at, Direction::In, thanks);
            }
        }
        events
    }

    fn write(&mut self, events: &mut Vec<Event>, at: Instant, direction: Direction, text: &str) {
        events.push(Event::Message(Message {
            id: format!("wamid.{:08X}", self.chance.below(u64::from(u32::MAX))),
            at: When::At(at),
            direction,
            text: text.to_owned(),
        }));
    }

    /// So many days ago, between two hours of the day; not after now.
    fn on(&mut self, days: u64, from: u64, to: u64) -> Instant {
        let seconds = self.chance.between(from * 3600, to * 3600);
        self.at(days, seconds)
    }

    fn at(&self, days: u64, seconds: u64) -> Instant {
        let today = self.moment.today();
        let day = today.checked_sub_days(Days::new(days)).unwrap_or(today);
        let at = self.moment.start_of(day).0 + seconds as i64;
        Instant(at.min(self.moment.now.0))
    }

    fn later(&mut self, than: Instant, most: u64) -> Instant {
        let seconds = 30 + self.chance.skewed(most);
        Instant((than.0 + seconds as i64).min(self.moment.now.0))
    }
}
