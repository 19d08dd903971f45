//! What the grammar says, word by word: what is read, how it is written back, and what the errors say.

use audience::criteria::{CriteriaError, compile, from_stored};
use audience::model::{Catalogue, FieldDef, FieldId, FieldType, ListId, Scope, Segment, SegmentId};
use audience::model::{ContactList, Instant};

/// A store with a list, segments in and outside it, and a custom field of every type.
pub fn catalogue() -> Catalogue {
    let list = |id, name: &str| ContactList {
        id: ListId(id),
        name: name.to_owned(),
        description: String::new(),
        created: Instant(0),
        lifecycle: None,
        contacts: 0,
        generation: 0,
    };
    let segment = |id, scope, name: &str| Segment {
        id: SegmentId(id),
        scope,
        name: name.to_owned(),
        criteria: "orders >= 1".to_owned(),
        created: Instant(0),
        updated: Instant(0),
    };
    let field = |id, key: &str, kind| FieldDef {
        id: FieldId(id),
        key: key.to_owned(),
        label: key.to_owned(),
        kind,
        place: 0,
    };
    Catalogue {
        lists: vec![list(1, "Shop"), list(2, "News letter")],
        segments: vec![
            segment(1, Scope::Everyone, "VIP Customers"),
            segment(2, Scope::List(ListId(1)), "Regulars"),
        ],
        fields: vec![
            field(1, "shoe_size", FieldType::Number),
            field(2, "week", FieldType::Text),
            field(3, "joined", FieldType::Date),
            field(4, "newsletter", FieldType::YesNo),
            field(
                5,
                "size",
                FieldType::Choice(vec!["S".into(), "M".into(), "X L".into()]),
            ),
            field(6, "größe", FieldType::Text),
            field(7, "hobbies", FieldType::Set),
            field(8, "limit", FieldType::Money),
        ],
        ..Catalogue::default()
    }
}

fn written(text: &str) -> Result<String, CriteriaError> {
    let catalogue = catalogue();
    let criteria = compile(text, &catalogue, Scope::Everyone)?;
    let again = criteria.text(&catalogue);
    assert_eq!(
        compile(&again, &catalogue, Scope::Everyone).as_ref(),
        Ok(&criteria),
        "{text} became {again}"
    );
    let stored = criteria.stored();
    assert_eq!(
        from_stored(&stored, &catalogue, Scope::Everyone).as_ref(),
        Ok(&criteria),
        "{text} is stored as {stored}"
    );
    Ok(again)
}

#[track_caller]
fn stays(text: &str) {
    assert_eq!(written(text).unwrap(), text);
}

#[track_caller]
fn becomes(text: &str, canonical: &str) {
    assert_eq!(written(text).unwrap(), canonical);
}

#[test]
fn the_examples_are_canonical() {
    for text in [
        "total_spent > 1000",
        "last_purchase before 6 months ago and orders >= 1",
        "first_purchase within 30 days",
        "opened last 3 emails",
        "country in (DE, AT, CH) and age between 25 and 40 and interests has any (running, cycling)",
        "sum(purchases.amount within 90 days) >= 500 and not opted_out",
        "count(purchases where item contains coffee within 1 year) >= 3",
        "lifecycle = at-risk and not in segment \"VIP Customers\"",
        "birthday anniversary within next 7 days and consented",
        "campaign \"Spring sale\" read and not campaign \"Spring sale\" replied",
    ] {
        stays(text);
    }
}

#[test]
fn every_production_is_read_and_written() {
    for text in [
        "orders = 1 or orders = 2 and orders = 3",
        "(orders = 1 or orders = 2) and orders = 3",
        "not (orders = 1 and orders = 2)",
        "orders = 1 and (orders = 2 and orders = 3)",
        "not opted_out",
        "not not opted_out",
        "not orders != 1",
        "orders != 1",
        "not orders < 1",
        "city != Berlin",
        "city not in (Berlin, \"São Paulo\")",
        "city contains ber",
        "city not contains ber",
        "city starts with b",
        "city not starts with b",
        "city ends with \"in \\\"x\\\\\"",
        "city matches ^[a-z]+$",
        "city not matches x|y",
        "city is set",
        "city is not set",
        "tags has vip",
        "tags not has vip",
        "tags has any (a, b)",
        "tags not has all (a, b)",
        "created before 2026-01-31",
        "created not before today",
        "created after yesterday",
        "created on tomorrow",
        "created not on 2 weeks from now",
        "created within 1 day",
        "created not within next 2 years",
        "created more than 1 week ago",
        "not created less than 3 months ago",
        "created in this week",
        "created not in last quarter",
        "created in next year",
        "birthday anniversary within last 0 days",
        "birthday not anniversary within next 1 month",
        "created between 30 days ago and today",
        "created not between 2026-01-01 and 2026-01-31",
        "created < 30 days ago",
        "created in (2026-01-01, today)",
        "count(purchases) = 0",
        "count(emails where `opened` and clicked) != 2",
        "count(emails where (`opened`) within 90 days) >= 1",
        "count(emails where clicked and not (`opened`) before today) not between 1 and 2",
        "count(emails where clicked or (`opened`) after 2026-01-01) > 1",
        "count(messages where direction = \"in\" and text is set between 30 days ago and today) > 1",
        "count(campaigns where `campaign` = x and status = \"read\") > 1",
        "count(purchases where date within 3 days within 90 days) < 2",
        "sum(purchases.amount where amount > 5 and order starts with A) <= 2.5",
        "opened at least 2 of last 3 emails",
        "in segment Shop/Regulars",
        "in list \"News letter\"",
        "not in list Shop",
        "campaign \"day\" sent",
        "`week` = \"in\"",
        "größe = true",
        "newsletter and size = \"X L\" and hobbies has 1 and limit >= 0.5",
        "postcode = 01234",
        "last_name = O'Brien",
        "notes contains wow!",
    ] {
        stays(text);
    }
}

#[test]
fn other_spellings_become_the_canonical_one() {
    for (text, canonical) in [
        (
            "count(emails where (clicked or `opened`) after 2026-01-01) > 1",
            "count(emails where clicked or (`opened`) after 2026-01-01) > 1",
        ),
        ("newsletter = true", "newsletter"),
        ("newsletter = false", "not newsletter"),
        ("newsletter != true", "not newsletter"),
        ("newsletter != false", "not not newsletter"),
        ("((orders=1))", "orders = 1"),
        (
            "  orders>=1\tand\nnot(orders = 2 )",
            "orders >= 1 and orders != 2",
        ),
        ("not city in (\"Berlin\")", "city not in (Berlin)"),
        ("created = today", "created on today"),
        (
            "birthday anniversary within 7 days",
            "birthday anniversary within next 7 days",
        ),
        ("state = Bavaria", "region = Bavaria"),
        ("`orders` = 007.50", "orders = 7.5"),
        ("orders = -0", "orders = 0"),
        ("created within 01 days", "created within 1 day"),
        ("created within 2 day", "created within 2 days"),
        ("city matches \"\\d+ x\"", "city matches \"\\\\d+ x\""),
        ("sum( purchases . amount ) > 1", "sum(purchases.amount) > 1"),
        ("lifecycle = \"at-risk\"", "lifecycle = at-risk"),
        (
            "in segment \"everyone/vip customers\"",
            "in segment \"VIP Customers\"",
        ),
    ] {
        becomes(text, canonical);
    }
}

#[test]
fn sixty_four_levels_are_read_and_one_more_is_an_error() {
    let nested = |levels: usize| {
        format!(
            "{}orders = 1 and orders = 2{}",
            "(".repeat(levels),
            ")".repeat(levels)
        )
    };
    assert!(written(&nested(64)).is_ok());
    assert!(written(&nested(65)).is_err());
    assert!(written(&nested(100_000)).is_err());
    assert!(written(&format!("{}opted_out", "not ".repeat(64))).is_ok());
    assert!(written(&format!("{}opted_out", "not ".repeat(65))).is_err());
}
