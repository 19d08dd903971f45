//! Fills an empty store with the demo audience.

use super::assets::{Assets, Import};
use super::chance::Chance;
use super::history::{self, Told};
use super::people::{CustomFields, Past, People};
use crate::cli::failure::Failure;
use crate::criteria;
use crate::model::{
    Author, ContactId, Currency, EntryState, FieldId, FieldType, Instant, ListId, Moment, Scope, Settings,
};
use crate::store::{Change, ImportJob, OnMatch, RowOutcome, Store};
use chrono_tz::Tz;
use std::collections::HashMap;

/// Rows of one transaction.
const BATCH: u64 = 2_500;

/// How many opt-outs have a reason of their own, at most.
const TOLD_OPT_OUTS: u64 = 12;

/// What is asked for.
#[derive(Clone, Copy, Debug)]
pub struct Order {
    /// How many contacts.
    pub contacts: u64,
    /// Which audience of all that can be made up.
    pub seed: u64,
    /// When it is seen: everything lies before it.
    pub now: Instant,
}

/// Fills the store. The same order gives the same audience.
pub fn fill(store: &dyn Store, order: Order) -> Result<(), Failure> {
    let assets = Assets::load();
    let filling = Filling {
        store,
        assets: &assets,
        order,
    };
    filling.settings()?;
    let custom = filling.fields()?;
    let lists = filling.lists()?;
    filling.contacts(&lists, custom)?;
    filling.segments()
}

/// An order at work.
pub(super) struct Filling<'a> {
    pub(super) store: &'a dyn Store,
    pub(super) assets: &'a Assets,
    pub(super) order: Order,
}

impl Filling<'_> {
    fn apply(&self, days_ago: i64, change: Change) -> Result<Option<u32>, Failure> {
        Ok(self.store.apply(change, &self.author(days_ago), &mut ())?.created)
    }

    pub(super) fn author(&self, days_ago: i64) -> Author {
        Author {
            name: "demo".to_owned(),
            at: Instant(self.order.now.0 - days_ago * 86_400),
        }
    }

    fn settings(&self) -> Result<(), Failure> {
        let settings = Settings {
            time_zone: Tz::Europe__Lisbon,
            currency: Currency::from_code("EUR"),
            country: Some("PT".to_owned()),
            ..Settings::default()
        };
        self.apply(730, Change::Settings(settings)).map(|_| ())
    }

    fn fields(&self) -> Result<CustomFields, Failure> {
        let sizes = FieldType::Choice(
            self.assets
                .words("size")
                .iter()
                .map(|size| (*size).to_owned())
                .collect(),
        );
        let add = |label: &str, kind| -> Result<FieldId, Failure> {
            let label = label.to_owned();
            let made = self.apply(729, Change::AddField { label, kind })?;
            Ok(FieldId(made.unwrap_or_default()))
        };
        Ok(CustomFields {
            favourite: add("Favourite product", FieldType::Text)?,
            visits: add("Visits", FieldType::Number)?,
            credit: add("Store credit", FieldType::Money)?,
            member_since: add("Member since", FieldType::Date)?,
            invoices: add("Wants invoices", FieldType::YesNo)?,
            shirt_size: add("Shirt size", sizes)?,
            channels: add("Channels", FieldType::Set)?,
        })
    }

    fn lists(&self) -> Result<HashMap<&'static str, ListId>, Failure> {
        let mut lists = HashMap::new();
        for (name, description) in &self.assets.lists {
            let change = Change::CreateList {
                name: (*name).to_owned(),
                description: (*description).to_owned(),
            };
            let made = self.apply(728, change)?;
            lists.insert(*name, ListId(made.unwrap_or_default()));
        }
        Ok(lists)
    }

    fn contacts(&self, lists: &HashMap<&'static str, ListId>, custom: CustomFields) -> Result<(), Failure> {
        let moment = Moment {
            now: self.order.now,
            zone: Tz::Europe__Lisbon,
        };
        let mut people = People::new(self.assets, self.order.seed, moment, custom);
        let mut chance = Chance::new(self.order.seed ^ 0x5EED);
        let mut joins: HashMap<ListId, Vec<ContactId>> = HashMap::new();
        let mut pasts = Vec::new();
        let mut made = 0;
        let mut share = 0;
        for import in &self.assets.imports {
            share += import.share;
            let up_to = self.order.contacts * share / 100;
            let Some(list) = lists.get(import.list) else {
                continue;
            };
            let contacts = self.import(import, *list, made, up_to, &mut people)?;
            made = up_to;
            for (contact, past) in contacts {
                let second = second_list(import, &mut chance);
                if let Some(other) = second.and_then(|name| lists.get(name)) {
                    joins.entry(*other).or_default().push(contact);
                }
                pasts.push(Told {
                    contact,
                    past,
                    list: import.list,
                    reads: [Some(import.list), second].contains(&Some("Newsletter")),
                });
            }
        }
        let mut joins: Vec<(ListId, Vec<ContactId>)> = joins.into_iter().collect();
        joins.sort_unstable_by_key(|(list, _)| *list);
        for (list, contacts) in joins {
            self.apply(4, Change::AddToList { contacts, list })?;
        }
        self.opt_outs(&mut chance, made)?;
        history::tell(self, lists, &pasts, moment)
    }

    /// One file of the past: everybody in it was made on the day of its import.
    fn import(
        &self,
        import: &Import,
        list: ListId,
        from: u64,
        up_to: u64,
        people: &mut People<'_>,
    ) -> Result<Vec<(ContactId, Past)>, Failure> {
        let job = ImportJob {
            what: format!("import contacts {} into {}", import.file, import.list),
            key: None,
            list,
            source: import.list.to_owned(),
            on_match: OnMatch::KeepBoth,
        };
        let mut contacts = Vec::new();
        let mut open = self.store.begin_import(job, &self.author(import.days_ago))?;
        let mut done = from;
        while done < up_to {
            let end = up_to.min(done + BATCH);
            let (rows, pasts): (Vec<_>, Vec<_>) =
                (done + 1..=end).map(|row| people.next(import, row)).unzip();
            let outcomes = self
                .store
                .import_batch(&mut open, rows, end, &mut |_: &[RowOutcome]| Vec::new())?;
            contacts.extend(outcomes.iter().map(|outcome| outcome.contact).zip(pasts));
            done = end;
        }
        self.store.finish_import(open, EntryState::Done)?;
        Ok(contacts)
    }

    /// A few people have said why they want no more messages.
    fn opt_outs(&self, chance: &mut Chance, contacts: u64) -> Result<(), Failure> {
        for _ in 0..TOLD_OPT_OUTS.min(contacts / 50) {
            let who = ContactId(chance.between(1, contacts) as u32);
            let days_ago = chance.skewed(300) as i64;
            let reason = chance.word(self.assets.words("reason")).to_owned();
            if let Some(profile) = self.store.profile(who)? {
                let number = profile.contact.phone;
                self.apply(days_ago, Change::OptOut { number, reason })?;
            }
        }
        Ok(())
    }

    fn segments(&self) -> Result<(), Failure> {
        for (list, name, text) in &self.assets.segments {
            let catalogue = self.store.catalogue()?;
            let scope = catalogue
                .list_named(list)
                .map_or(Scope::Everyone, |list| Scope::List(list.id));
            let criteria = criteria::compile(text, &catalogue, scope)
                .map_err(|error| Failure::failed(format!("The demo's segment “{name}”: {error}.")))?;
            let change = Change::CreateSegment {
                scope,
                name: (*name).to_owned(),
                criteria: criteria.stored(),
            };
            self.apply(3, change)?;
        }
        Ok(())
    }
}

/// Many contacts are in a second list.
fn second_list(import: &Import, chance: &mut Chance) -> Option<&'static str> {
    match import.list {
        "E-commerce" if chance.percent(38) => Some("Newsletter"),
        "E-commerce" if chance.percent(5) => Some("Shop Lisboa"),
        "Shop Lisboa" if chance.percent(30) => Some("Newsletter"),
        "Newsletter" if chance.percent(12) => Some("E-commerce"),
        "Leads Q4" if chance.percent(20) => Some("Wholesale"),
        _ => None,
    }
}
