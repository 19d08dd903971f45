//! Questions across the borders of chunks and bitmaps: contacts stand on either side of each, change and go, and the
//! answer is the row-by-row one.

use super::evaluate;
use crate::criteria::{compile, holds};
use crate::model::{
    Birthday, Catalogue, Consent, Contact, ContactId, Decimal, FieldDef, FieldId, FieldType, Instant, ListId,
    Moment, NumberState, OpeningBalance, OptOut, Permission, Profile, Scope, SourceId, SourceKey, Value,
};
use crate::phone::E164;
use crate::store::Cancel;
use crate::store::columns::{RowChange, create_tables, drop_field, update};
use ::redb::{Database, ReadableDatabase};
use chrono::{Days, NaiveDate};
use std::collections::BTreeMap;

const BORDERS: [u32; 12] = [
    1, 64, 3072, 4096, 6144, 9216, 15_360, 30_720, 65_536, 70_016, 131_072, 200_000,
];

const QUESTIONS: &[&str] = &[
    "",
    "city = berlin",
    "city in (berlin, x, lisboa)",
    "city contains \"o p\"",
    "city starts with \"são\"",
    "city ends with oulo",
    "city matches \"^S.o\"",
    "city is not set",
    "name contains \"a si\"",
    "first_name = ana and last_name != silva",
    "phone contains 1234",
    "phone starts with 49",
    "phone = \"+4915112340001\"",
    "id = \":64\"",
    "id starts with k and id is set",
    "location = berlin",
    "country = de",
    "notes is set",
    "total_spent > 100",
    "total_spent = 0",
    "total_spent between 10 and 200.5",
    "orders in (0, 2, 5)",
    "average_order >= 20",
    "first_purchase is set and last_purchase before 2026-06-01",
    "birthday after 1980-01-01",
    "birthday anniversary within next 60 days",
    "birthday is set",
    "age between 20 and 40",
    "created within 10 days",
    "consent_since is set",
    "created anniversary within last 2 months",
    "tags has vip",
    "tags has all (vip, new)",
    "interests is not set",
    "other_phones is set",
    "other_emails has any (\"a1@x.example\", \"a2@x.example\")",
    "opted_out",
    "consented and not reachable",
    "in list Shop",
    "lifecycle in (prospect, active)",
    "lifecycle is set",
    "score > 1.5",
    "score is not set",
    "joined on 2025-01-03",
    "ready",
    "ready is set and not ready",
    "level = high",
    "things has a",
    "not (city = berlin or total_spent > 50) and (tags has vip or opted_out)",
];

fn catalogue() -> Catalogue {
    let fields = [
        ("score", FieldType::Number),
        ("joined", FieldType::Date),
        ("ready", FieldType::YesNo),
        ("level", FieldType::Choice(vec!["high".into(), "low".into()])),
        ("things", FieldType::Set),
    ];
    let fields = fields.into_iter().zip(1..).map(|((key, kind), id)| FieldDef {
        id: FieldId(id),
        key: key.into(),
        label: key.into(),
        kind,
        place: 0,
    });
    let list = crate::model::ContactList {
        id: ListId(1),
        name: "Shop".into(),
        description: String::new(),
        created: Instant(0),
        lifecycle: None,
        contacts: 0,
        generation: 0,
    };
    Catalogue {
        lists: vec![list],
        fields: fields.collect(),
        ..Catalogue::default()
    }
}

/// A profile that follows from a seed; about a third of its fields are not set.
fn profile(id: u32, seed: u64) -> Profile {
    let mut state = (u64::from(id) << 20) | (seed << 1) | 1;
    let mut pick = |many: u64| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 11) % many
    };
    let text = |at: u64, of: &[&str]| of.get(at as usize).map_or_else(String::new, ToString::to_string);
    let day =
        |base: i32, after: u64| NaiveDate::from_ymd_opt(base, 1, 1).unwrap_or_default() + Days::new(after);
    let texts = |first: u64, count: u64, of: &[&str]| -> Vec<String> {
        of.iter()
            .skip(first as usize)
            .take(count as usize)
            .map(ToString::to_string)
            .collect()
    };
    let opening = (pick(3) > 0).then(|| OpeningBalance {
        as_of: Instant(0),
        total_spent: Decimal::new(pick(40_000) as i64, pick(4) as u32),
        orders: pick(6) as u32,
        first_purchase: (pick(2) > 0).then(|| day(2024, pick(700))),
        last_purchase: (pick(2) > 0).then(|| day(2026, pick(320))),
    });
    let birthday = match pick(4) {
        0 => None,
        1 => Birthday::yearless(1 + pick(12) as u32, 1 + pick(28) as u32),
        _ => Some(Birthday::full(day(1960, pick(18_000)))),
    };
    let mut custom = vec![
        (FieldId(1), Value::Number(Decimal::new(pick(60) as i64 - 20, 1))),
        (FieldId(2), Value::Date(day(2025, pick(4)))),
        (FieldId(3), Value::Flag(pick(2) == 0)),
        (FieldId(4), Value::Text(text(pick(2), &["high", "low"]))),
        (
            FieldId(5),
            Value::Set(texts(pick(3), 1 + pick(2), &["a", "B", "c", "A"])),
        ),
    ];
    custom.retain(|_| pick(3) > 0);
    let contact = Contact {
        id: ContactId(id),
        source_keys: (pick(2) == 0)
            .then(|| SourceKey {
                source: SourceId(1),
                id: format!("K{id}"),
            })
            .into_iter()
            .collect(),
        first_name: text(pick(4), &["Ana", "Hans", "Zoë"]),
        last_name: text(pick(4), &["Silva", "silva", "Müller"]),
        phone: E164::from_digits(4_915_112_340_000 + pick(20_000)),
        number_state: if pick(5) == 0 {
            NumberState::Unverified
        } else {
            NumberState::Valid
        },
        other_phones: (pick(4) == 0)
            .then(|| E164::from_digits(351_912_345_678))
            .into_iter()
            .collect(),
        email: format!("{}@x.example", pick(1000)),
        other_emails: texts(
            pick(3),
            pick(3),
            &["a1@x.example", "A2@x.example", "a3@x.example"],
        ),
        company: String::new(),
        address: text(pick(3), &["Berlin", "Rua 1"]),
        city: text(pick(5), &["Berlin", "São Paulo", "BERLIN", "Lisboa"]),
        postcode: String::new(),
        region: String::new(),
        country: text(pick(3), &["DE", "PT"]),
        birthday,
        gender: String::new(),
        language: String::new(),
        loyalty_tier: String::new(),
        notes: text(pick(8), &["a note"]),
        interests: texts(pick(2), pick(3), &["running", "music", "art"]),
        tags: texts(pick(3), pick(3), &["vip", "new", "VIP 2"]),
        pins: Vec::new(),
        lists: (pick(2) == 0).then_some(ListId(1)).into_iter().collect(),
        opening,
        custom,
        created: Instant(1_790_000_000 + pick(6_000_000) as i64),
        updated: Instant(1_790_000_000 + pick(9_000_000) as i64),
    };
    let permission = Permission {
        opted_out: (pick(4) == 0).then(|| OptOut {
            at: Instant(1),
            reason: String::new(),
        }),
        consents: (pick(2) == 0)
            .then(|| Consent {
                at: Instant(1_700_000_000 + pick(99_999_999) as i64),
                source: "form".into(),
            })
            .into_iter()
            .collect(),
        bounced: None,
    };
    Profile::new(contact, permission)
}

/// Makes the contacts of `to` out of those of `from`, and asks everything.
fn become_and_ask(db: &Database, from: &BTreeMap<u32, Profile>, to: &BTreeMap<u32, Profile>) {
    let ids: std::collections::BTreeSet<u32> = from.keys().chain(to.keys()).copied().collect();
    let changes: Vec<RowChange<'_>> = ids
        .iter()
        .map(|id| RowChange {
            id: ContactId(*id),
            old: from.get(id),
            new: to.get(id),
        })
        .collect();
    let txn = db.begin_write().unwrap();
    update(&txn, &changes).unwrap();
    crate::store::marks::write_roots(&txn).unwrap();
    txn.commit().unwrap();
    let (catalogue, txn) = (catalogue(), db.begin_read().unwrap());
    let moment = Moment {
        now: Instant(1_795_300_000),
        zone: chrono_tz::Asia::Kathmandu,
    };
    for question in QUESTIONS {
        for scope in [Scope::Everyone, Scope::List(ListId(1))] {
            let criteria = compile(question, &catalogue, scope).unwrap();
            let query = criteria.query(&moment, &catalogue).unwrap();
            let found = evaluate(&txn, scope, &query, &Cancel::default()).unwrap();
            let member =
                |profile: &Profile| scope == Scope::Everyone || profile.contact.lists.contains(&ListId(1));
            let wanted: Vec<u32> = to
                .values()
                .filter(|profile| member(profile) && holds(&criteria, profile, &catalogue, &moment))
                .map(|profile| profile.contact.id.0)
                .collect();
            let found: Vec<u32> = found.iter().map(|contact| contact.0).collect();
            assert_eq!(found, wanted, "{question} in {scope:?}");
        }
    }
}

#[test]
fn answers_hold_on_both_sides_of_every_border() {
    let file = tempfile::NamedTempFile::new().unwrap();
    let db = Database::create(file.path()).unwrap();
    let txn = db.begin_write().unwrap();
    create_tables(&txn).unwrap();
    txn.commit().unwrap();
    let around = BORDERS
        .iter()
        .flat_map(|border| (border.saturating_sub(3)..border + 4).chain([border + 60]));
    let all =
        |seed: u64| -> BTreeMap<u32, Profile> { around.clone().map(|id| (id, profile(id, seed))).collect() };
    let (nobody, first) = (BTreeMap::new(), all(1));
    become_and_ask(&db, &nobody, &first);
    let mut edited = first.clone();
    edited.retain(|id, _| id % 5 != 0);
    for (id, profile) in &mut edited {
        if id % 3 == 0 {
            *profile = self::profile(*id, 2);
        }
    }
    become_and_ask(&db, &first, &edited);
    become_and_ask(&db, &edited, &all(3));
    become_and_ask(&db, &all(3), &nobody);
    let txn = db.begin_read().unwrap();
    let columns = txn.open_table(crate::store::columns::COLUMNS).unwrap();
    assert!(
        ::redb::ReadableTable::first(&columns).unwrap().is_none(),
        "nobody's columns are empty"
    );
}

#[test]
fn a_dropped_field_leaves_the_others() {
    let file = tempfile::NamedTempFile::new().unwrap();
    let db = Database::create(file.path()).unwrap();
    let first: BTreeMap<u32, Profile> = (1..40).map(|id| (id, profile(id, 1))).collect();
    become_and_ask(&db, &BTreeMap::new(), &first);
    let mut without = first.clone();
    for field in 1..5 {
        let txn = db.begin_write().unwrap();
        drop_field(&txn, FieldId(field)).unwrap();
        crate::store::marks::write_roots(&txn).unwrap();
        txn.commit().unwrap();
        for profile in without.values_mut() {
            profile.contact.custom.retain(|(id, _)| id.0 != field);
        }
        become_and_ask(&db, &without, &without);
    }
}
