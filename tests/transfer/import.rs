//! Contacts from CSV files: what becomes of rows, columns, permissions, and the ledger.

use super::Place;
use audience::model::{Contact, FieldType, Value};
use audience::phone::Region;
use audience::store::Store;
use audience::transfer::TransferError;
use audience::transfer::import::{self, Into, Ledger, Options, Plan, Source, Target};

fn options(place: &Place, content: impl AsRef<[u8]>) -> Options {
    let path = place.file("people.csv", content);
    Options::new(Source::File(path), Into::New("Shop".to_owned()))
}

fn plan(place: &Place, options: Options) -> Plan {
    import::plan(options, &place.store.catalogue().unwrap()).unwrap()
}

fn run(place: &Place, options: Options) -> Ledger {
    let plan = plan(place, options);
    let ledger = import::run(&place.store, &plan, &place.author(), &mut ()).unwrap();
    assert!(ledger.adds_up(), "{ledger:?}");
    ledger
}

fn only(place: &Place) -> Contact {
    let mut everyone = place.everyone();
    assert_eq!(everyone.len(), 1);
    everyone.remove(0).contact
}

fn custom(place: &Place, contact: &Contact, key: &str) -> Option<Value> {
    let catalogue = place.store.catalogue().unwrap();
    let field = catalogue.fields.iter().find(|field| field.key == key)?;
    contact.custom_value(field.id).cloned()
}

#[test]
fn a_plain_file_with_usual_names_needs_no_map() {
    let place = Place::new();
    let ledger = run(
        &place,
        options(
            &place,
            "First name;Last name;Mobile;E-Mail;City;Geburtstag;Tags\n\
             Ana;Silva;+351 912 345 678;ana@example.com;Lisboa;17.05.1990;vip|news\n\
             Rui;Costa;+351 934 567 890;;Porto;;\n",
        ),
    );
    assert_eq!((ledger.rows, ledger.created, ledger.rejected), (2, 2, 0));
    let ana = place.everyone().remove(0).contact;
    assert_eq!(
        (ana.first_name.as_str(), ana.last_name.as_str()),
        ("Ana", "Silva")
    );
    assert_eq!(ana.phone.to_string(), "+351912345678");
    assert_eq!(ana.birthday.unwrap().to_string(), "1990-05-17");
    assert_eq!(ana.tags, ["vip", "news"]);
}

#[test]
fn the_same_file_twice_changes_nothing() {
    let place = Place::new();
    let content = "id,name,phone,country,total spent,orders,score\n1,Ana Silva,912345678,PT,100.50,3,7\n";
    run(&place, options(&place, content));
    let before = place.everyone();
    let ledger = run(&place, options(&place, content));
    assert_eq!((ledger.rows, ledger.unchanged), (1, 1));
    assert_eq!(place.everyone(), before);
}
