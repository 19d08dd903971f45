//! Completion at the cursor: what fits there, and what it replaces.

use super::grammar::catalogue;
use audience::criteria::{complete, written_value};
use audience::model::{BuiltinField, FieldRef, ListId, Scope};

/// Completes where `|` stands; the candidates' texts.
fn at(text: &str) -> Vec<String> {
    let cursor = text.find('|').unwrap();
    let text = text.replace('|', "");
    let found = complete(&text, cursor, &catalogue(), Scope::Everyone);
    found.items.into_iter().map(|item| item.text).collect()
}

#[track_caller]
fn offers(text: &str, wanted: &[&str]) {
    let found = at(text);
    for one in wanted {
        assert!(
            found.iter().any(|text| text == one),
            "{one} is not offered at {text}: {found:?}"
        );
    }
}

#[track_caller]
fn offers_only(text: &str, wanted: &[&str]) {
    assert_eq!(at(text), wanted, "{text}");
}

#[test]
fn fields_and_the_words_a_condition_begins_with() {
    offers(
        "|",
        &[
            "age",
            "shoe_size",
            "`week`",
            "größe",
            "not",
            "in segment",
            "count(",
        ],
    );
    offers("age > 3 and |", &["city", "not", "sum("]);
    offers("not (|", &["city"]);
    assert_eq!(at("last_p|")[0], "last_purchase");
    assert_eq!(at("Geb|"), Vec::<String>::new());
    offers("spent|", &["total_spent"]);
    offers("`we|", &["`week`"]);
}

#[test]
fn operators_fit_the_type() {
    offers("age |", &[">=", "between", "is set", "not", "in ("]);
    offers("tags |", &["has", "has any (", "is not set"]);
    offers(
        "created |",
        &["before", "within next", "in this", "anniversary within"],
    );
    offers("newsletter |", &["and", "or", "=", "is set"]);
    assert!(!at("tags |").contains(&"=".to_owned()));
    assert!(!at("city |").contains(&"<".to_owned()));
    offers_only("tags not |", &["has", "has any (", "has all ("]);
    offers("count(purchases) |", &[">=", "not between"]);
    offers_only("city starts |", &["with"]);
    offers("age > 3 |", &["and", "or"]);
}

#[test]
fn values_dates_and_names() {
    offers_only("lifecycle = |", &["prospect", "active", "at-risk", "inactive"]);
    offers_only("size in (S, |", &["S", "M", "\"X L\""]);
    offers("created before |", &["today", "30 days ago"]);
    offers("created within |", &["30 days"]);
    offers("created within 3 m|", &["months"]);
    offers("created before 3 |", &["days", "months"]);
    offers("created between 3 |", &["days", "and"]);
    assert!(!at("age > 3 |").contains(&"days".to_owned()));
    offers_only("created before 3 days |", &["ago", "from"]);
    offers_only("created in this |", &["week", "month", "quarter", "year"]);
    offers_only("in list n|", &["\"News letter\""]);
    offers_only("in segment |", &["\"VIP Customers\"", "Shop/Regulars"]);
    offers_only("in segment \"vi|\"", &["\"VIP Customers\""]);
    offers_only("sum(purchases.|", &["amount"]);
    offers_only("sum(purchases.am|", &["amount"]);
    offers_only("count(e|", &["emails", "purchases", "messages"]);
    offers("count(emails where |", &["`opened`", "clicked", "date"]);
    offers_only("count(messages where direction = |", &["\"in\"", "out"]);
    offers("campaign \"Spring sale\" |", &["read", "failed"]);
}

#[test]
fn values_only_the_store_knows_are_asked_for() {
    let found = complete("city = ber", 10, &catalogue(), Scope::Everyone);
    let city = FieldRef::Builtin(BuiltinField::City);
    assert_eq!(found.values_of, Some((city, "ber".to_owned())));
    assert_eq!(found.replace, 7..10);
    let found = complete(
        "tags has any (a, \"new c",
        23,
        &catalogue(),
        Scope::List(ListId(1)),
    );
    let tags = FieldRef::Builtin(BuiltinField::Tags);
    assert_eq!(found.values_of, Some((tags, "new c".to_owned())));
    assert_eq!(found.replace, 17..23);
    assert_eq!(
        complete("age > ", 6, &catalogue(), Scope::Everyone).values_of,
        None
    );
    assert_eq!(written_value("New York"), "\"New York\"");
    assert_eq!(written_value("in"), "\"in\"");
    assert_eq!(written_value("Berlin"), "Berlin");
}

#[test]
fn nothing_is_offered_after_an_error_or_at_an_open_end() {
    offers_only("age > x y z |", &[]);
    offers_only("city = |", &[]);
}
