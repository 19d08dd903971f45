//! What is refused: where, as what kind of error, and what is suggested instead.

use super::grammar::catalogue;
use audience::criteria::{CriteriaError, ErrorKind, compile};
use audience::model::Scope;

fn error(text: &str) -> CriteriaError {
    let found = compile(text, &catalogue(), Scope::Everyone);
    found.err().unwrap_or_else(|| panic!("{text} is accepted"))
}

/// Each text is refused at this piece with this suggestion, blank for none.
#[track_caller]
fn refused(kind: ErrorKind, table: &[(&str, &str, &str)]) {
    let mut wrong = Vec::new();
    for (text, at, suggestion) in table {
        let error = error(text);
        let piece = text.get(error.span.clone()).unwrap_or("outside");
        let found = (error.kind, piece, error.suggestion.as_deref().unwrap_or_default());
        if found != (kind, *at, *suggestion) {
            wrong.push(format!("{text}: {found:?}, {error}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn unknown_names_suggest_the_nearest() {
    let table = [
        ("lst_purchase before today", "lst_purchase", "last_purchase"),
        ("age > 3 and citty = x", "citty", "city"),
        ("Age > 3", "Age", "age"),
        ("spent > 3", "spent", "total_spent"),
        ("shoesize > 3", "shoesize", "shoe_size"),
        ("zzz > 3", "zzz", ""),
        ("`#1` = 3", "`#1`", ""),
        ("in list shop2", "shop2", "Shop"),
        (
            "in segment \"VIP Customer\"",
            "\"VIP Customer\"",
            "\"VIP Customers\"",
        ),
        ("in segment Regulars", "Regulars", "Shop/Regulars"),
        ("lifecycle = at_risk", "at_risk", "at-risk"),
        ("lifecycle in (active, gone)", "gone", ""),
        ("size = \"XL\"", "\"XL\"", "\"X L\""),
        ("country = UK", "UK", "GB"),
        ("count(purchases where amont > 3) > 1", "amont", "amount"),
        ("count(messages where direction = inn) > 1", "inn", "\"in\""),
        ("sum(purchases.amonut) > 1", "amonut", "amount"),
    ];
    refused(ErrorKind::Unknown, &table);
}

#[test]
fn types_are_checked() {
    let table = [
        ("age > \"x\"", "\"x\"", ""),
        ("age > \"30\"", "\"30\"", "30"),
        ("age > x", "x", ""),
        ("total_spent > €100", "€100", "100"),
        ("age > today", "today", ""),
        ("age contains 3", "age contains 3", "age = 3"),
        ("age has 3", "age has 3", "age = 3"),
        ("age within 3 days", "age", ""),
        ("age", "age", "age is set"),
        ("city", "city", "city is set"),
        ("city > x", "city > x", ""),
        ("city between a and b", "city between a and b", ""),
        ("city has Berlin", "city has Berlin", "city = Berlin"),
        ("city has any (a, b)", "city has any (a, b", "city in (a, b)"),
        ("city before today", "city", ""),
        ("city = today", "today", "\"today\""),
        ("city = 5 days ago", "5 days ago", "\"5 days ago\""),
        ("tags = vip", "tags = vip", "tags has vip"),
        ("tags in (a, b)", "tags in (a, b", "tags has any (a, b)"),
        ("tags contains vip", "tags contains vip", "tags has vip"),
        ("created = 5", "5", ""),
        ("created = \"2026-01-01\"", "\"2026-01-01\"", "2026-01-01"),
        ("created = 31.01.2026", "31.01.2026", "2026-01-31"),
        ("newsletter = yes", "yes", "true"),
        ("newsletter = \"true\"", "\"true\"", "true"),
        ("newsletter > 1", "newsletter > 1", ""),
        ("newsletter has x", "newsletter has x", "newsletter"),
        ("count(purchases) > many", "many", ""),
        ("sum(purchases.item) > 1", "item", "amount"),
        ("sum(emails.subject) > 1", "subject", ""),
        ("count(emails where subject) > 1", "subject", "subject is set"),
    ];
    refused(ErrorKind::Type, &table);
}

#[test]
fn values_that_cannot_be() {
    let table = [
        ("city = \"\"", "\"\"", "city is not set"),
        ("`week` = \" \"", "\" \"", "`week` is not set"),
        ("city contains \"\"", "\"\"", ""),
        ("tags has \"\"", "\"\"", ""),
        ("age between 40 and 25", "40 and 25", "between 25 and 40"),
        (
            "created between today and yesterday",
            "today and yesterday",
            "between yesterday and today",
        ),
        (
            "created between 1 month ago and 3 months ago",
            "1 month ago and 3 months ago",
            "between 3 months ago and 1 month ago",
        ),
        (
            "created between 2026-02-01 and 2026-01-01",
            "2026-02-01 and 2026-01-01",
            "between 2026-01-01 and 2026-02-01",
        ),
        (
            "count(purchases between today and yesterday) > 1",
            "purchases between today and yesterday",
            "between yesterday and today",
        ),
        ("count(purchases) between 3 and 1", "3 and 1", "between 1 and 3"),
        ("created before 2026-02-30", "2026-02-30", ""),
        ("created = 2026-13-01", "2026-13-01", ""),
        ("created = 0000-01-01", "0000-01-01", ""),
        ("created within 10000 days", "10000", ""),
        ("age > 1234567890123456789", "1234567890123456789", ""),
        ("city matches \"(\"", "\"(\"", ""),
        ("city matches \"\\pL{500}{500}\"", "\"\\pL{500}{500}\"", ""),
        ("phone contains abc", "abc", ""),
        ("opened last 0 emails", "0", ""),
        ("opened at least 4 of last 3 emails", "3", ""),
    ];
    refused(ErrorKind::Value, &table);
}

#[test]
fn grammar_errors_say_where_and_what() {
    let table = [
        ("age >", "", ""),
        ("age > 3 and", "", ""),
        ("(age > 3", "", ""),
        ("age > 3)", ")", ""),
        ("age > 3 adn city = x", "adn", "and"),
        ("age > 3 AND city = x", "AND", "and"),
        ("NOT opted_out", "NOT", "not"),
        ("Count(purchases) > 3", "Count", "count"),
        ("IN segment x", "IN", "in"),
        ("tags Has vip", "Has", "has"),
        ("age Between 3 and 4", "Between", "between"),
        ("age between 3 AND 4", "AND", "and"),
        ("city Is set", "Is", "is"),
        ("city is Not set", "Not", "not"),
        ("created within 3 Days", "Days", "days"),
        ("created before Today", "Today", "today"),
        ("created before 3 days Ago", "Ago", "ago"),
        ("created in This month", "This", "this"),
        ("count(Purchases) > 1", "Purchases", "purchases"),
        ("tags has Any (a)", "(", ""),
        ("age == 3", "==", "="),
        ("age <> 3", "<>", "!="),
        ("age => 3", "=>", ">="),
        ("city = in", "in", "\"in\""),
        ("in = 3", "=", ""),
        ("week = 3", "week", "`week`"),
        ("purchases.amount > 3", "purchases", "`purchases`"),
        ("first-name = x", "first-name", "first_name"),
        ("5 > age", "5", ""),
        ("city = New York", "York", "\"New York\""),
        ("city = x adn age > 3", "adn", "and"),
        ("city = 'New York'", "York'", "\"New York\""),
        ("total_spent > 1,000", ",", "1000"),
        ("created within 30days", "30days", "30 days"),
        ("created within days", "days", ""),
        ("created before 30", "", ""),
        ("created before 30days ago", "30days", "30 days"),
        ("created before 30 days", "", ""),
        ("created before \"2026-01-01\"", "\"2026-01-01\"", "2026-01-01"),
        ("created before 01/02/2026", "01/02/2026", ""),
        ("created before 31.1.2026", "31.1.2026", "2026-01-31"),
        ("city = \"x", "\"x", ""),
        ("`city = x", "`city = x", ""),
        ("`` = x", "``", ""),
        ("count(emails where opened) > 1", "opened", "`opened`"),
        ("count(emails where count(emails) > 1) > 1", "count", ""),
        ("campaign x snet", "snet", "sent"),
        ("sum(purchases) > 1", ")", ""),
        ("x not is set", "is", ""),
    ];
    refused(ErrorKind::Syntax, &table);
}

#[test]
fn messages_say_what_stands_there_and_what_was_expected() {
    for (text, message) in [
        (
            "lst_purchase before today",
            "no field is called `lst_purchase` (bytes 0 to 11); did you mean `last_purchase`?",
        ),
        ("age >", "the text ends, expected a value for `age` (at byte 5)"),
        (
            "age > 3 xor",
            "found `xor`, expected `and`, `or` or the end (bytes 8 to 10); did you mean `or`?",
        ),
        (
            "tags = vip",
            "`tags` is a set, which `=` does not fit (bytes 0 to 9); did you mean `tags has vip`?",
        ),
        (
            "week = 3",
            "`week` is a word of the language; a field of that name stands in backquotes (bytes 0 to 3); did you mean `week`?",
        ),
    ] {
        assert_eq!(error(text).to_string(), message);
    }
}

#[test]
fn what_is_too_large_is_said_so() {
    let long = format!("city = {}", "x".repeat(64 * 1024));
    let many = vec!["opted_out"; 1001].join(" or ");
    let deep = format!("{}age > 3{}", "(".repeat(100), ")".repeat(100));
    for text in [long, many, deep] {
        assert_eq!(error(&text).kind, ErrorKind::TooLarge);
    }
    let enough = vec!["opted_out"; 1000].join(" or ");
    assert!(compile(&enough, &catalogue(), Scope::Everyone).is_ok());
}
