//! The tables of `tests/data/phones`: what each text is, and which two spellings reach one person.

use audience::phone::{self, Identity, Region};

const NUMBERS: &str = include_str!("../data/phones/numbers.tsv");
const SAME_PERSON: &str = include_str!("../data/phones/same_person.tsv");

#[test]
fn the_corpus_is_read_as_its_answers_say() {
    let mut differing = Vec::new();
    let mut count = 0;
    for line in NUMBERS.lines() {
        let mut fields = line.split('\t');
        let mut field = || fields.next().unwrap();
        let (raw, region, expected, kind) = (field(), field(), field(), field());
        let hint = (!region.is_empty()).then(|| Region::named(region).unwrap());
        let read =
            phone::read(raw, hint).map_or_else(|_| "ERROR".to_owned(), |number| number.e164.to_string());
        count += 1;
        if read != expected {
            differing.push(format!(
                "{kind}: {raw:?} in {region:?} is {expected}, read as {read}"
            ));
        }
    }
    // Never another number than the one that is there, and nothing taken that is none.
    let wrong = differing.iter().find(|line| !line.ends_with("ERROR"));
    assert_eq!(wrong, None);
    assert!(differing.len() * 500 <= count, "{}", differing.join("\n"));
}

#[test]
fn two_spellings_of_one_account_have_one_identity() {
    for line in SAME_PERSON.lines() {
        let mut fields = line.split('\t');
        let mut field = || fields.next().unwrap();
        let (one, other, same, why) = (field(), field(), field(), field());
        let (one, other) = (account(one), account(other));
        assert_eq!(
            one.is_some() && one == other,
            same == "yes",
            "{line} ({why}): {one:?} {other:?}"
        );
    }
}

fn account(raw: &str) -> Option<Identity> {
    let number = phone::read_to_find(raw, None).ok()?;
    Some(phone::identity(number.e164))
}
