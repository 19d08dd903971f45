//! Imports as they run: rehearsed, stopped and gone on with, from pipes, from files that mean harm.

use super::{Place, options, plan, run};
use audience::store::Store;
use audience::transfer::import::{self, Into, Options, Pace, Source};
use std::fmt::Write;

#[test]
fn a_dry_run_says_what_the_run_then_does_and_changes_nothing() {
    let place = Place::new();
    run(&place, options(&place, "name,phone\nAna,+351912345678\n"));
    let content = "name,phone,colour\nAna,+351912345678,red\nBea,+351912345678,\nRui,+351934567890,blue\nRui,+351934567890,\n,,\n";
    let before = (place.everyone(), place.store.generation().unwrap());
    let looked = plan(&place, options(&place, content));
    let said = import::rehearse(&place.store, &looked, &place.author(), &mut ()).unwrap();
    assert_eq!((place.everyone(), place.store.generation().unwrap()), before);
    let mut done = import::run(&place.store, &looked, &place.author(), &mut ()).unwrap();
    done.dry_run = true;
    assert_eq!(said, done);
    assert_eq!(
        (
            done.created,
            done.shares_number,
            done.updated,
            done.unchanged,
            done.rejected
        ),
        (1, 1, 1, 1, 1)
    );
}

/// Rows of which every tenth has no number.
fn many(count: u32) -> String {
    let mut content = "id,name,phone\n".to_owned();
    for row in 1..=count {
        if row.is_multiple_of(10) {
            writeln!(content, "{row},Person {row},").unwrap();
        } else {
            writeln!(content, "{row},Person {row},+3519{:08}", 10_000_000 + row).unwrap();
        }
    }
    content
}

/// The same, more than five megabytes long.
fn padded(count: u32) -> String {
    let padding = "x".repeat(200);
    let rows = many(count);
    let mut lines = rows.lines();
    let mut content = format!("{},notes\n", lines.next().unwrap_or_default());
    for line in lines {
        writeln!(content, "{line},{padding}").unwrap();
    }
    content
}

#[test]
fn one_that_was_stopped_goes_on_where_it_was() {
    let place = Place::new();
    let mut options = options(&place, many(24_000));
    options.rejects = Some(place.path("rejects.csv"));
    let looked = plan(&place, options.clone());
    let mut seen = 0;
    let mut stop_after_first = |pace: &Pace| {
        seen = pace.rows;
        pace.rows == 0
    };
    let first = import::run(&place.store, &looked, &place.author(), &mut stop_after_first).unwrap();
    assert!(first.interrupted && first.adds_up());
    assert!(seen > 0 && seen < 24_000, "{seen}");
    assert_eq!(first.rows, seen);
    assert_eq!(place.everyone().len() as u64, first.created);

    let ledger = run(&place, options);
    assert_eq!(ledger.resumed, seen);
    assert_eq!(
        (ledger.rows, ledger.created, ledger.rejected),
        (24_000, 21_600, 2_400)
    );
    assert_eq!(place.everyone().len(), 21_600);
    let rejects = std::fs::read_to_string(place.path("rejects.csv")).unwrap();
    assert_eq!(rejects.lines().count(), 2_401, "rejects of both runs are there");
}

#[test]
fn a_pipe_is_read_once_and_needs_no_length() {
    let place = Place::new();
    let pipe = place.path("pipe");
    assert!(
        std::process::Command::new("mkfifo")
            .arg(&pipe)
            .status()
            .unwrap()
            .success()
    );
    let writer = {
        let pipe = pipe.clone();
        std::thread::spawn(move || std::fs::write(pipe, padded(25_000)).unwrap())
    };
    let looked = plan(
        &place,
        Options::new(Source::File(pipe), Into::New("Shop".to_owned())),
    );
    assert_eq!((looked.bytes, looked.rows, looked.key()), (None, None, None));
    let ledger = import::run(&place.store, &looked, &place.author(), &mut ()).unwrap();
    writer.join().unwrap();
    assert_eq!(
        (ledger.rows, ledger.created, ledger.rejected),
        (25_000, 22_500, 2_500)
    );
}

#[test]
fn a_quote_that_never_closes_does_not_fill_the_memory() {
    let place = Place::new();
    let mut content = "name,phone\nAna,+351912345678\nRui,\"".to_owned();
    content.push_str(&"x".repeat(20 << 20));
    let wrong = import::plan(options(&place, content), &place.store.catalogue().unwrap())
        .unwrap_err()
        .to_string();
    assert!(wrong.contains("quotation mark"), "{wrong}");
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig { cases: 48, ..proptest::prelude::ProptestConfig::default() })]

    #[test]
    fn no_file_is_hostile_enough(
        start in "(phone|name|id|birthday|tags|total spent|country)([,;](phone|email|x|orders)){1,3}\n",
        rest in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..400),
        rows in "([-+0-9a-z€$\"',;|: ./=\u{200b}-\u{202f}ß-ÿ]{0,12}[,;\n]){0,40}",
    ) {
        let place = Place::new();
        let catalogue = place.store.catalogue().unwrap();
        let mut bytes = start.clone().into_bytes();
        bytes.extend_from_slice(&rest);
        let _ = import::plan(options(&place, &bytes), &catalogue);
        if let Ok(looked) = import::plan(options(&place, format!("{start}{rows}")), &catalogue) {
            let ledger = import::run(&place.store, &looked, &place.author(), &mut ()).unwrap();
            proptest::prop_assert!(ledger.adds_up());
        }
    }
}
