//! Files of the kinds that people bring, as other programs write them.

use super::Place;
use audience::model::{BuiltinField, Profile};
use audience::store::Store;
use audience::transfer::TransferError;
use audience::transfer::import::{self, Into, Ledger, Options, Plan, Source, Target};
use std::path::Path;

fn plan(place: &Place, name: &str) -> Result<Plan, TransferError> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/data/layouts")
        .join(name);
    let options = Options::new(Source::File(path), Into::New("Shop".to_owned()));
    import::plan(options, &place.store.catalogue().unwrap())
}

fn import(place: &Place, name: &str) -> (Ledger, Vec<Profile>) {
    let plan = plan(place, name).unwrap();
    let ledger = import::run(&place.store, &plan, &place.author(), &mut ()).unwrap();
    assert!(ledger.adds_up(), "{ledger:?}");
    (ledger, place.everyone())
}

fn target(plan: &Plan, name: &str) -> Target {
    plan.columns
        .iter()
        .find(|column| column.name == name)
        .unwrap()
        .target
        .clone()
}

#[test]
fn shopify_customers_need_no_map() {
    let place = Place::new();
    let (ledger, people) = import(&place, "shopify-customers.csv");
    assert_eq!(
        (ledger.rows, ledger.created, ledger.rejected, ledger.set_aside),
        (3, 2, 1, 0),
        "{ledger:?}"
    );
    assert_eq!(ledger.reasons()[0].reason, "no number");
    let greta = &people[0].contact;
    assert_eq!(greta.source_keys[0].id, "7001");
    assert_eq!(greta.phone.to_string(), "+31612345001");
    assert_eq!(greta.other_phones[0].to_string(), "+31201234567");
    assert_eq!(greta.postcode, "01012");
    assert_eq!(greta.tags, ["vip", "horeca"]);
    assert_eq!(greta.address, "Damrak 1 2hg");
    assert_eq!(greta.notes, "Line one\nline two");
    let opening = greta.opening.as_ref().unwrap();
    assert_eq!(
        (opening.total_spent.to_string().as_str(), opening.orders),
        ("1204.5", 7)
    );
    assert_eq!(opening.as_of, super::NOW);
    let luis = &people[1].contact;
    assert_eq!(luis.phone.to_string(), "+351912345002");
    assert_eq!(luis.country, "PT");
    for person in &people {
        assert!(
            person.permission.is_empty(),
            "marketing of other channels is no permission"
        );
    }
    let catalogue = place.store.catalogue().unwrap();
    let labels: Vec<(&str, &str)> = catalogue
        .fields
        .iter()
        .map(|field| (field.label.as_str(), field.kind.word()))
        .collect();
    assert_eq!(
        labels,
        [
            ("Accepts Email Marketing", "yes/no"),
            ("Accepts SMS Marketing", "yes/no"),
            ("Tax Exempt", "yes/no")
        ]
    );
}

#[test]
fn google_joins_values_and_marks_its_own_labels() {
    let place = Place::new();
    let (ledger, people) = import(&place, "google-2024.csv");
    assert_eq!(
        (ledger.created, ledger.rejected, ledger.set_aside),
        (2, 0, 0),
        "{ledger:?}"
    );
    let marta = &people[0].contact;
    assert_eq!(marta.phone.to_string(), "+5511987654321");
    assert_eq!(marta.other_phones[0].to_string(), "+551130654321");
    assert_eq!(
        (marta.email.as_str(), marta.other_emails.len()),
        ("marta@example.com", 1)
    );
    assert_eq!(marta.tags, ["VIP"]);
    assert_eq!(marta.country, "BR");
    let ivan = &people[1].contact;
    assert!(
        ivan.other_phones.is_empty(),
        "both spellings reach the same person"
    );
    assert_eq!(ivan.birthday.unwrap().to_string(), "--05-17");
}

#[test]
fn brevo_writes_numbers_without_plus_and_whatsapp_comes_first() {
    let place = Place::new();
    let (_, people) = import(&place, "brevo.csv");
    let lea = &people[0].contact;
    assert_eq!(lea.phone.to_string(), "+33612345004");
    assert_eq!(lea.other_phones[0].to_string(), "+33612345003");
    assert_eq!(lea.source_keys[0].id, "b-9");
}

#[test]
fn mailchimp_nests_quotes_and_speaks_of_mail_only() {
    let place = Place::new();
    let (ledger, people) = import(&place, "mailchimp.csv");
    let marc = &people[0].contact;
    assert_eq!(marc.tags, ["VIP", "Blog"]);
    assert_eq!(marc.country, "FR");
    assert_eq!(marc.birthday.unwrap().to_string(), "--05-17");
    assert_eq!((ledger.consents, ledger.set_aside), (0, 0));
}

#[test]
fn woocommerce_names_are_split_and_national_numbers_read_in_the_rows_country() {
    let place = Place::new();
    let (_, people) = import(&place, "woocommerce.csv");
    let jane = &people[0].contact;
    assert_eq!(
        (jane.first_name.as_str(), jane.last_name.as_str()),
        ("Jane", "Smith")
    );
    assert_eq!(jane.phone.to_string(), "+447911123456");
    assert_eq!(jane.postcode, "01234");
    assert_eq!(jane.opening.as_ref().unwrap().orders, 3);
}

#[test]
fn chatwoot_has_one_name_column_and_ids() {
    let place = Place::new();
    let plan = plan(&place, "chatwoot.csv").unwrap();
    assert_eq!(target(&plan, "id"), Target::Builtin(BuiltinField::Id));
    assert_eq!(target(&plan, "labels"), Target::Builtin(BuiltinField::Tags));
    let (_, people) = import(&place, "chatwoot.csv");
    assert_eq!(people[0].contact.last_name, "Field");
    assert_eq!(people[0].contact.source_keys[0].id, "1");
}

#[test]
fn other_encodings_are_refused_with_a_way_out() {
    let place = Place::new();
    let latin = plan(&place, "outlook-latin1.csv").unwrap_err().to_string();
    assert!(
        latin.contains("outlook-latin1.csv") && latin.contains("row 1") && latin.contains("Vorname"),
        "{latin}"
    );
    assert!(latin.contains("UTF-8"), "{latin}");
    let wide = plan(&place, "excel-utf16.csv").unwrap_err().to_string();
    assert!(wide.contains("UTF-16"), "{wide}");
}
