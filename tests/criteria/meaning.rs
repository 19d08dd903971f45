//! What conditions mean, by examples: the calendar, what is not set, numbers, lifecycle.

use super::grammar::catalogue;
use audience::criteria::{ErrorKind, compile, field_value, holds};
use audience::model::{
    Birthday, BuiltinField, Contact, ContactId, Decimal, FieldRef, Instant, LifecycleLimits, ListId, Moment,
    OpeningBalance, Permission, Profile, Scope, Value,
};
use audience::phone::E164;
use chrono::{DateTime, Utc};

fn moment(now: &str, zone: &str) -> Moment {
    let now: DateTime<Utc> = now.parse().unwrap();
    Moment {
        now: Instant(now.timestamp()),
        zone: zone.parse().unwrap(),
    }
}

pub fn noon(day: &str) -> Moment {
    moment(&format!("{day}T12:00:00Z"), "UTC")
}

/// A contact with a number and nothing else.
pub fn nobody() -> Profile {
    Profile::new(
        Contact {
            id: ContactId(7),
            ..Contact::blank(E164::from_digits(4_915_112_345_678), Instant(0))
        },
        Permission::default(),
    )
}

fn born(day: &str) -> Profile {
    let mut profile = nobody();
    profile.contact.birthday = Some(Birthday::full(day.parse().unwrap()));
    profile
}

pub fn bought(day: &str) -> Profile {
    let mut contact = nobody().contact;
    contact.opening = Some(OpeningBalance {
        total_spent: Decimal::from(10),
        orders: 3,
        last_purchase: Some(day.parse().unwrap()),
        ..OpeningBalance::default()
    });
    Profile::new(contact, Permission::default())
}

#[track_caller]
fn answers(text: &str, profile: &Profile, moment: &Moment, wanted: bool) {
    let mut catalogue = catalogue();
    catalogue.settings.country = Some("DE".to_owned());
    let criteria =
        compile(text, &catalogue, Scope::Everyone).unwrap_or_else(|error| panic!("{text}: {error}"));
    assert_eq!(holds(&criteria, profile, &catalogue, moment), wanted, "{text}");
    let query = criteria.query(moment, &catalogue).unwrap();
    let person = super::naive::Person {
        profile,
        catalogue: &catalogue,
        moment,
    };
    assert_eq!(person.answers(&query), wanted, "{text} as a question");
}

#[test]
fn what_is_not_set_is_false_and_its_negation_true() {
    let now = noon("2026-11-22");
    for (text, wanted) in [
        ("city = Berlin", false),
        ("city != Berlin", true),
        ("city is not set", true),
        ("birthday before today", false),
        ("birthday not before today", true),
        ("age is set", false),
        ("orders = 0", true),
        ("orders is set", true),
        ("total_spent <= 0", true),
        ("average_order < 5", false),
        ("average_order is set", false),
        ("newsletter", false),
        ("newsletter = false", true),
        ("newsletter is set", false),
        ("opted_out is set", true),
        ("tags has any (a, b)", false),
        ("largest_order > 0", false),
        ("messages_in = 0", true),
        ("lifecycle = prospect", true),
        ("id = \":7\"", true),
        ("id = :7", true),
        ("name is set", false),
        ("shoe_size != 3", true),
        ("birthday anniversary within 1 year", false),
    ] {
        answers(text, &nobody(), &now, wanted);
    }
}

#[test]
fn ages_and_anniversaries_of_29_february() {
    let leapling = born("2000-02-29");
    for (day, text, wanted) in [
        ("2026-02-28", "age = 25", true),
        ("2026-03-01", "age = 26", true),
        ("2028-02-29", "age = 28", true),
        ("2028-02-28", "age >= 28", false),
        ("2026-02-28", "birthday anniversary within 0 days", true),
        ("2026-03-01", "birthday anniversary within 0 days", false),
        ("2028-02-28", "birthday anniversary within 0 days", false),
        ("2028-02-29", "birthday anniversary within last 0 days", true),
        ("1999-12-31", "age is set", false),
        ("1999-12-31", "age < 5", false),
        ("2000-02-29", "age = 0", true),
        ("2026-11-22", "age between 25.5 and 26.5", true),
        ("2026-11-22", "age = 26.5", false),
        ("2026-11-22", "age > 25.5", true),
        ("2026-11-22", "age < 26.1", true),
        ("2026-11-22", "age in (3, 26)", true),
        ("2026-11-22", "age >= -3", true),
        ("2026-11-22", "age < 0", false),
        ("2026-11-22", "age < 100000000000", true),
    ] {
        answers(text, &leapling, &noon(day), wanted);
    }
    let mut yearless = nobody();
    yearless.contact.birthday = Birthday::yearless(2, 29);
    for (text, wanted) in [
        ("age is set", false),
        ("birthday is set", true),
        ("birthday after 0001-01-01", false),
        ("birthday anniversary within 10 days", true),
    ] {
        answers(text, &yearless, &noon("2026-02-20"), wanted);
    }
}

#[test]
fn spans_count_on_the_calendar() {
    for (now, purchase, text, wanted) in [
        ("2026-03-31", "2026-02-28", "last_purchase within 1 month", true),
        ("2026-03-31", "2026-02-27", "last_purchase within 1 month", false),
        (
            "2024-03-31",
            "2024-02-28",
            "last_purchase before 1 month ago",
            true,
        ),
        (
            "2024-03-31",
            "2024-02-29",
            "last_purchase before 1 month ago",
            false,
        ),
        ("2026-11-22", "2026-10-23", "last_purchase within 30 days", true),
        ("2026-11-22", "2026-10-22", "last_purchase within 30 days", false),
        ("2026-11-22", "2026-11-23", "last_purchase within 30 days", false),
        (
            "2026-11-22",
            "2026-11-23",
            "last_purchase within next 1 day",
            true,
        ),
        (
            "2026-11-22",
            "2026-10-23",
            "last_purchase less than 30 days ago",
            true,
        ),
        (
            "2026-11-22",
            "2026-10-23",
            "last_purchase more than 30 days ago",
            false,
        ),
        (
            "2026-11-22",
            "2026-10-22",
            "last_purchase more than 30 days ago",
            true,
        ),
        ("2026-11-22", "2026-11-16", "last_purchase in this week", true),
        ("2026-11-22", "2026-11-23", "last_purchase in next week", true),
        ("2026-11-22", "2026-11-30", "last_purchase in this month", true),
        ("2026-11-22", "2026-07-01", "last_purchase in last quarter", true),
        ("2026-11-22", "2025-12-31", "last_purchase in last year", true),
        (
            "2026-11-22",
            "2026-11-22",
            "last_purchase > yesterday and last_purchase <= today",
            true,
        ),
        // Backwards at this moment: nobody.
        (
            "2026-11-22",
            "2026-11-22",
            "last_purchase between 2026-12-01 and today",
            false,
        ),
    ] {
        answers(text, &bought(purchase), &noon(now), wanted);
    }
}

#[test]
fn instants_fall_on_the_days_of_the_zone() {
    let mut profile = nobody();
    profile.contact.created = moment("2026-11-21T23:30:00Z", "UTC").now;
    for (zone, text, wanted) in [
        ("UTC", "created on 2026-11-21", true),
        ("Europe/Berlin", "created on 2026-11-22", true),
        ("Europe/Berlin", "created on yesterday", false),
        ("Asia/Kathmandu", "created after 2026-11-21", true),
        ("America/New_York", "created before 2026-11-22", true),
        ("Europe/Berlin", "created anniversary within 0 days", true),
        ("UTC", "created anniversary within 0 days", false),
    ] {
        answers(text, &profile, &moment("2026-11-22T12:00:00Z", zone), wanted);
    }
}

#[test]
fn numbers_and_countries_are_normalised() {
    let now = noon("2026-11-22");
    for (text, wanted) in [
        ("phone = \"0151 12345678\"", true),
        ("phone = +4915112345678", true),
        ("phone in (\"+351 912 345 678\", \"0049 151 12345678\")", true),
        ("phone starts with +49", true),
        ("phone contains \"151 123\"", true),
        ("phone ends with 78", true),
        ("phone matches \"^\\+49\"", true),
        ("phone_country = de", true),
        ("country = DE", true),
        ("location = de", true),
        ("country is set", true),
    ] {
        answers(text, &nobody(), &now, wanted);
    }
    let refused = |text: &str| compile(text, &catalogue(), Scope::Everyone).unwrap_err();
    assert_eq!(refused("country = Germany").suggestion.as_deref(), Some("DE"));
    assert_eq!(
        refused("phone_country in (DE, portugal)").suggestion.as_deref(),
        Some("PT")
    );
    assert_eq!(refused("country = Atlantis").kind, ErrorKind::Unknown);
    assert_eq!(refused("phone = 12").kind, ErrorKind::Value);
    // Without a country in the settings none is guessed.
    assert_eq!(refused("phone = \"0151 12345678\"").kind, ErrorKind::Value);
}

#[test]
fn averages_are_not_rounded() {
    let now = noon("2026-11-22");
    let buyer = bought("2026-11-01");
    answers("average_order >= 3.33", &buyer, &now, true);
    answers("average_order >= 3.34", &buyer, &now, false);
    answers("average_order = 3.33", &buyer, &now, false);
    answers("average_order not between 3 and 4", &buyer, &now, false);
    let field = FieldRef::Builtin(BuiltinField::AverageOrder);
    let shown = field_value(field, &buyer, &catalogue(), Scope::Everyone, &now);
    assert_eq!(shown, Some(Value::Number(Decimal::new(333, 2))));
}

#[test]
fn lifecycle_follows_the_limits_of_its_scope() {
    let now = noon("2026-11-22");
    let mut catalogue = catalogue();
    catalogue.lists[0].lifecycle = Some(LifecycleLimits {
        active_days: 10,
        at_risk_days: 20,
    });
    let mut buyer = bought("2026-11-07");
    buyer.contact.lists = vec![ListId(1)];
    let asked = |text: &str, scope| {
        holds(
            &compile(text, &catalogue, scope).unwrap(),
            &buyer,
            &catalogue,
            &now,
        )
    };
    assert!(asked("lifecycle = active", Scope::Everyone));
    assert!(asked("lifecycle = at-risk", Scope::List(ListId(1))));
    assert!(asked(
        "lifecycle starts with a and lifecycle is set",
        Scope::List(ListId(1))
    ));
    for (last, state) in [
        ("2026-08-24", "active"),
        ("2026-08-23", "at-risk"),
        ("2026-05-26", "at-risk"),
        ("2026-05-25", "inactive"),
    ] {
        answers(&format!("lifecycle = {state}"), &bought(last), &now, true);
    }
    let mut undated = bought("2026-11-07");
    undated.totals.last_purchase = None;
    answers("lifecycle is set", &undated, &now, false);
}

#[test]
fn blank_is_everyone() {
    let catalogue = catalogue();
    let criteria = compile(" \n", &catalogue, Scope::Everyone).unwrap();
    assert!(criteria.is_blank());
    assert_eq!(
        (criteria.text(&catalogue), criteria.stored()),
        (String::new(), String::new())
    );
    assert!(holds(&criteria, &nobody(), &catalogue, &noon("2026-11-22")));
}
