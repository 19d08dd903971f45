//! Any text at all: no panic, and a number reads as itself in every country.
//! `AUDIENCE_FUZZ=5000000 cargo test --release --test behaviour phone::any_text` tries as many.

use audience::phone::{self, Region};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::Config;

const SEEDS: &str = include_str!("../data/phones/numbers.tsv");

/// What is put between, before and behind: every sign that cleaning knows, and some it does not.
const PIECES: [&str; 60] = [
    "+",
    "00",
    "011",
    "(0)",
    "(",
    ")",
    "[",
    " ",
    "-",
    ".",
    "/",
    ",",
    ";",
    ":",
    "#",
    "*",
    "x",
    "XX",
    "ext 5",
    "=",
    "'",
    "\"",
    "<",
    ">",
    "@",
    "@s.whatsapp.net",
    "@c.us",
    "@lid",
    "wa.me/",
    "https://",
    "api.whatsapp.com/send?phone=",
    "tel:",
    ";phone-context=+44",
    "whatsapp:",
    "%2B",
    "%",
    "E+11",
    ".0",
    "\n",
    "\t",
    "\u{200B}",
    "\u{202E}",
    "\u{FEFF}",
    "٣",
    "７",
    "–",
    "…",
    "☎",
    "📱",
    "é",
    "و",
    "日",
    "\u{301}",
    "0",
    "1",
    "5",
    "9",
    "521",
    "549",
    "\u{10FFFF}",
];

fn cases() -> u32 {
    std::env::var("AUDIENCE_FUZZ")
        .ok()
        .and_then(|count| count.parse().ok())
        .unwrap_or(4000)
}

fn config() -> Config {
    Config {
        cases: cases(),
        failure_persistence: None,
        ..Config::default()
    }
}

fn region() -> impl Strategy<Value = Option<Region>> {
    prop::option::of(select(Region::all().collect::<Vec<_>>()))
}

/// A text of the corpus with pieces put in at any place, and others cut out.
fn mutated() -> impl Strategy<Value = String> {
    let seeds: Vec<&str> = SEEDS.lines().filter_map(|line| line.split('\t').next()).collect();
    let change = (any::<prop::sample::Index>(), select(PIECES.to_vec()), 0..4_usize);
    (select(seeds), vec(change, 0..5)).prop_map(|(seed, changes)| {
        let mut text: Vec<char> = seed.chars().collect();
        for (place, piece, cut) in changes {
            let start = place.index(text.len() + 1);
            let end = (start + cut).min(text.len());
            text.splice(start..end, piece.chars());
        }
        text.into_iter().collect()
    })
}

/// Whatever was read reads as itself, with the plus, with any hint, and as it is written for people.
fn check(raw: &str, hint: Option<Region>) {
    let read = phone::read(raw, hint);
    let kept = phone::read_unverified(raw, hint);
    let found = phone::read_to_find(raw, hint);
    if let Err(refusal) = &read {
        assert!(!refusal.to_string().is_empty());
    }
    for number in [&kept, &found].into_iter().flatten().copied() {
        let _ = (
            number.e164.international(),
            number.e164.national(),
            number.e164.region(),
        );
        let again = phone::read_to_find(&number.e164.to_string(), hint).map(|again| again.e164);
        assert_eq!(again, Ok(number.e164), "{raw:?}");
    }
    if let Ok(number) = read {
        assert_eq!(kept, Ok(number), "{raw:?}");
        assert_eq!(found, Ok(number), "{raw:?}");
        let link = format!("https://wa.me/{}", number.e164.digits());
        for text in [number.e164.to_string(), number.e164.international(), link] {
            let again = phone::read(&text, hint).or_else(|_| phone::read_to_find(&text, hint));
            assert_eq!(again, Ok(number), "{raw:?} as {text:?} in {hint:?}");
        }
        let identity = phone::identity(number.e164);
        let canonical = phone::E164::from_digits(identity.0);
        assert_eq!(phone::identity(canonical), identity, "{raw:?}");
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn a_mutated_number_never_panics_and_reads_as_itself(raw in mutated(), hint in region()) {
        check(&raw, hint);
    }

    #[test]
    fn any_text_never_panics_and_reads_as_itself(raw in "\\PC{0,40}", hint in region()) {
        check(&raw, hint);
    }

    #[test]
    fn digits_in_any_country_read_as_themselves(raw in "\\+?[0-9 ()./-]{4,20}", hint in region()) {
        check(&raw, hint);
    }
}
