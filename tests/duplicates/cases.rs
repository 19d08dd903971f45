//! The hard cases: each a kind of pair that people meet, with what a careful person would say of it.

use super::*;
use audience::duplicates::Band;
use std::collections::HashMap;

const CASES: &str = include_str!("../data/duplicates/cases.tsv");

struct Case {
    name: String,
    label: String,
    pair: [Contact; 2],
}

fn cases() -> Vec<Case> {
    let mut lines = CASES.lines();
    let heading: Vec<&str> = lines.next().unwrap().split('\t').collect();
    let read = |(at, line): (usize, &str)| {
        let row: HashMap<&str, &str> = heading.iter().copied().zip(line.split('\t')).collect();
        let one = |side: &str, id: usize| {
            let cell = |name: &str| row[format!("{side}_{name}").as_str()].to_owned();
            let number = if cell("phone").is_empty() {
                "+12125550100".to_owned()
            } else {
                cell("phone")
            };
            Contact {
                first_name: cell("first_name"),
                last_name: cell("last_name"),
                email: cell("email"),
                address: cell("address"),
                city: cell("city"),
                company: cell("company"),
                birthday: birthday(&cell("birthday")),
                ..contact(id as u32, &number, row["region"])
            }
        };
        Case {
            name: format!("{} {}", row["case"], row["why"]),
            label: row["label"].to_owned(),
            pair: [one("a", at * 2), one("b", at * 2 + 1)],
        }
    };
    lines.enumerate().map(read).collect()
}

/// What each case came to, the ones that were found.
fn check(bands: &HashMap<String, Band>) {
    let mut yes = [0; 3];
    for case in cases() {
        let band = bands.get(&case.name).copied().unwrap_or(Band::Weak);
        if case.label == "yes" {
            yes[band as usize] += 1;
        } else {
            assert_ne!(band, Band::Sure, "{} ({})", case.name, case.label);
        }
    }
    let [weak, review, sure] = yes;
    assert!(
        sure >= 30 && sure + review >= 39,
        "{sure} sure, {review} to review, {weak} missed"
    );
}

#[test]
fn hard_cases_in_one_list() {
    let cases = cases();
    let all: Vec<Contact> = cases.iter().flat_map(|case| case.pair.clone()).collect();
    let mut bands = HashMap::new();
    for pair in found(&all, 0.0) {
        let (one, other) = (pair.one.0 / 2, pair.other.0 / 2);
        if one == other {
            bands.insert(cases[one as usize].name.clone(), pair.band());
        }
    }
    check(&bands);
}

#[test]
fn hard_cases_each_alone() {
    let mut bands = HashMap::new();
    for case in cases() {
        if let Some(pair) = found(&case.pair, 0.0).first() {
            bands.insert(case.name, pair.band());
        }
    }
    check(&bands);
}
