//! What is found among contacts whose answers are known.

mod cases;
mod laws;
mod sets;

use audience::duplicates::{People, Suggestion, find};
use audience::model::{Birthday, Contact, ContactId, Instant};
use audience::phone::{self, E164, Region};
use chrono::NaiveDate;

/// A contact with a number and nothing else.
fn contact(id: u32, number: &str, region: &str) -> Contact {
    Contact {
        id: ContactId(id),
        ..Contact::blank(read(number, region), Instant::default())
    }
}

fn read(number: &str, region: &str) -> E164 {
    let hint = Region::named(region);
    let read = phone::read_unverified(number, hint);
    read.unwrap_or_else(|refusal| panic!("{number}: {refusal}")).e164
}

/// `1990-05-17` or `17/05/1990`; what is no day is none.
fn birthday(text: &str) -> Option<Birthday> {
    let day = NaiveDate::parse_from_str(text, "%Y-%m-%d");
    let day = day.or_else(|_| NaiveDate::parse_from_str(text, "%d/%m/%Y"));
    day.ok().map(Birthday::full)
}

fn people(contacts: &[Contact]) -> People {
    let mut people = People::default();
    for contact in contacts {
        people.add(contact);
    }
    people.settle();
    people
}

/// All pairs that come to at least so much.
fn found(contacts: &[Contact], least: f32) -> Vec<Suggestion> {
    find(&people(contacts), least, &()).unwrap()
}
