//! What each fuzz target does with its bytes: nothing panics, and what is read can be written and read again.

use audience::criteria;
use audience::model::reading::{read_birthday, read_date, read_number, read_yes_no, split_set};
use audience::model::{Catalogue, Instant, Moment, Scope};
use audience::phone;
use audience::transfer::import::{self, Into, Options, Source};

/// Criteria: printed ones parse to the same again; checked ones resolve; completion works at any place.
pub fn criteria(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return;
    };
    let catalogue = Catalogue::default();
    if let Ok(expr) = criteria::parse(text) {
        let printed = expr.to_string();
        let again = criteria::parse(&printed).map(|expr| expr.to_string());
        assert_eq!(again.ok().as_deref(), Some(printed.as_str()), "{text:?}");
    }
    if let Ok(criteria) = criteria::compile(text, &catalogue, Scope::Everyone) {
        let moment = Moment {
            now: Instant(1_795_000_000),
            zone: catalogue.settings.time_zone,
        };
        let _ = criteria.query(&moment, &catalogue);
    }
}

/// A file of contacts: planned whatever it holds, or refused.
pub fn csv(bytes: &[u8]) {
    let folder = tempfile::tempdir().expect("a folder for the file");
    let path = folder.path().join("people.csv");
    std::fs::write(&path, bytes).expect("the file");
    let options = Options::new(Source::File(path), Into::New("Shop".to_owned()));
    let _ = import::plan(options, &Catalogue::default());
}

/// A number: what is read reads as itself.
pub fn phone(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return;
    };
    if let Ok(number) = phone::read(text, None) {
        let written = number.e164.to_string();
        let again = phone::read(&written, None).map(|number| number.e164);
        assert_eq!(again.ok(), Some(number.e164), "{text:?}");
    }
}

/// Cells: numbers, days, yes and no, sets.
pub fn values(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return;
    };
    let _ = (
        read_number(text),
        read_date(text),
        read_birthday(text),
        read_yes_no(text),
    );
    assert!(split_set(text).iter().all(|member| member.trim() == member));
}
