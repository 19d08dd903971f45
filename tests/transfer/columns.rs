//! Which field each column goes to, and how its values are read.

use super::{Place, custom, only, options, plan, run};
use audience::model::{BuiltinField, Currency, FieldType, Value};
use audience::phone::Region;
use audience::store::Store;
use audience::transfer::import::{self, DateOrder, Into, Options, Source, Target, Why};

#[test]
fn a_mended_rejects_file_can_be_imported_as_it_is() {
    let place = Place::new();
    let fields = place.store.catalogue().unwrap().fields.clone();
    run(
        &place,
        options(
            &place,
            "name,phone,row,line,kind,column,value,reason\nAna,+351912345678,2,3,rejected,phone,,no number\n",
        ),
    );
    assert_eq!(place.store.catalogue().unwrap().fields, fields);
}

#[test]
fn unknown_columns_become_fields_of_the_type_of_their_values() {
    let place = Place::new();
    let content = "phone,Plan,Score,Deposit,Joined,Accepts SMS,Sizes,Empty,Zone\n\
                   +351912345678,pro,7.5,\"€ 1.204,50\",31/01/2026,yes,S;M,,007\n\
                   +351934567890,free,12,\"€ 3,00\",01/02/2026 10:00,no,L,,014\n";
    run(&place, options(&place, content));
    let catalogue = place.store.catalogue().unwrap();
    let kinds: Vec<(&str, &FieldType)> = catalogue
        .fields
        .iter()
        .map(|field| (field.key.as_str(), &field.kind))
        .collect();
    assert_eq!(
        kinds,
        [
            ("plan", &FieldType::Text),
            ("score", &FieldType::Number),
            ("deposit", &FieldType::Money),
            ("joined", &FieldType::Date),
            ("accepts_sms", &FieldType::YesNo),
            ("sizes", &FieldType::Set),
            ("zone", &FieldType::Text),
        ]
    );
    assert_eq!(catalogue.settings.currency, Currency::from_code("EUR"));
    let people = place.everyone();
    let ana = &people[0].contact;
    assert_eq!(
        custom(&place, ana, "deposit"),
        Some(Value::Number("1204.5".parse().unwrap()))
    );
    assert_eq!(
        custom(&place, ana, "joined"),
        Some(Value::Date("2026-01-31".parse().unwrap()))
    );
    assert_eq!(custom(&place, ana, "accepts_sms"), Some(Value::Flag(true)));
    assert_eq!(
        custom(&place, ana, "sizes"),
        Some(Value::Set(vec!["S".to_owned(), "M".to_owned()]))
    );
    assert_eq!(custom(&place, ana, "zone"), Some(Value::Text("007".to_owned())));

    // Another file with the same columns finds the fields, whatever its values look like.
    let again = plan(
        &place,
        options(&place, "phone,Score,Plan\n+351912345678,many,3\n"),
    );
    assert!(
        again
            .columns
            .iter()
            .skip(1)
            .all(|column| column.why == Why::Field)
    );
    let ledger = import::run(&place.store, &again, &place.author(), &mut ()).unwrap();
    assert_eq!(
        (ledger.set_aside, place.store.catalogue().unwrap().fields.len()),
        (1, 7)
    );
}

#[test]
fn money_of_another_currency_is_set_aside() {
    let place = Place::new();
    run(
        &place,
        options(&place, "phone,total spent\n+351912345678,€ 100\n"),
    );
    let ledger = run(
        &place,
        options(
            &place,
            "phone,total spent,currency\n+351934567890,50,USD\n+351912345678,$ 120,\n",
        ),
    );
    assert_eq!(
        (ledger.created, ledger.set_aside, ledger.updated),
        (1, 1, 1),
        "{ledger:?}"
    );
}

#[test]
fn days_are_read_in_the_order_that_their_column_the_country_or_the_user_says() {
    let birthday = |content: &str, change: &dyn Fn(&mut Options)| {
        let place = Place::new();
        let mut options = options(&place, content);
        change(&mut options);
        let ledger = run(&place, options);
        let first = place
            .everyone()
            .remove(0)
            .contact
            .birthday
            .map(|day| day.to_string());
        (first, ledger.set_aside)
    };
    let open = "phone,birthday\n+351912345678,03/04/1990\n";
    let shown = "phone,birthday\n+351912345678,03/04/1990\n+351934567890,25/12/1980\n";
    let april = (Some("1990-04-03".to_owned()), 0);
    let march = (Some("1990-03-04".to_owned()), 0);
    assert_eq!(birthday(open, &|_| ()), (None, 1));
    assert_eq!(birthday(shown, &|_| ()), april);
    assert_eq!(
        birthday(open, &|options| options.country = Region::named("PT")),
        april
    );
    assert_eq!(
        birthday(open, &|options| options.country = Region::named("US")),
        march
    );
    assert_eq!(
        birthday(open, &|options| options.date_order = Some(DateOrder::MonthFirst)),
        march
    );
}

#[test]
fn columns_are_found_by_their_values_and_mobile_numbers_come_first() {
    let place = Place::new();
    let content =
        "Wer,Erreichbar unter,Zweite,Post\nAna Silva,+351 912 345 678,+351 210 000 000,ana@example.com\n";
    let looked = plan(&place, options(&place, content));
    assert_eq!(looked.columns[1].target, Target::Builtin(BuiltinField::Phone));
    assert_eq!(looked.columns[3].target, Target::Builtin(BuiltinField::Email));
    let place = Place::new();
    run(
        &place,
        options(
            &place,
            "phone,home phone,mobile\n+351210000001,+351210000002,+351912345678\n",
        ),
    );
    let ana = only(&place);
    assert_eq!(ana.phone.to_string(), "+351912345678");
    assert_eq!(ana.other_phones.len(), 2);
}

#[test]
fn a_column_called_whatsapp_that_says_yes_is_a_flag() {
    let place = Place::new();
    run(
        &place,
        options(&place, "phone,WhatsApp\n+351912345678,yes\n+351934567890,no\n"),
    );
    assert_eq!(
        custom(&place, &place.everyone()[0].contact, "whatsapp"),
        Some(Value::Flag(true))
    );
}

#[test]
fn maps_are_obeyed_and_unknown_names_answered_with_the_nearest() {
    let place = Place::new();
    let content = "who,number,x,age\nAna Silva,+351912345678,keep,30\n";
    let try_map = |column: &str, field: &str| {
        let mut options = options(&place, content);
        options.map = vec![(column.to_owned(), field.to_owned())];
        import::plan(options, &place.store.catalogue().unwrap())
    };
    let wrong = try_map("nubmer", "phone").unwrap_err().to_string();
    assert!(
        wrong.contains("did you mean “number”") || wrong.contains("Did you mean “number”"),
        "{wrong}"
    );
    let wrong = try_map("who", "frist_name").unwrap_err().to_string();
    assert!(wrong.contains("first_name"), "{wrong}");
    let wrong = try_map("age", "age").unwrap_err().to_string();
    assert!(wrong.contains("custom:Age"), "{wrong}");
    let mut looked = try_map("who", "name").unwrap();
    looked.assign("x", "custom:Remark:text").unwrap();
    looked.assign("age", "-").unwrap();
    assert!(looked.assign("x", "nothing like it").is_err());
    import::run(&place.store, &looked, &place.author(), &mut ()).unwrap();
    let ana = only(&place);
    assert_eq!(
        (ana.first_name.as_str(), ana.last_name.as_str()),
        ("Ana", "Silva")
    );
    assert_eq!(
        custom(&place, &ana, "remark"),
        Some(Value::Text("keep".to_owned()))
    );
    assert_eq!(place.store.catalogue().unwrap().fields.len(), 1);
}

#[test]
fn files_that_are_no_contacts_are_refused_with_a_reason() {
    let place = Place::new();
    let catalogue = place.store.catalogue().unwrap();
    for (content, part) in [
        (b"".as_slice(), "empty"),
        (b"Ana,+351912345678\nRui,+351934567890\n", "no header"),
        (b"name,city\nAna,Lisboa\n", "--map"),
        (b"PK\x03\x04 something", "spreadsheet"),
        (b"BEGIN:VCARD\nEND:VCARD\n", "vCard"),
        (b"name,phone\nJos\xE9,+351912345678\n", "row 1, column “name”"),
    ] {
        let wrong = import::plan(options(&place, content), &catalogue)
            .unwrap_err()
            .to_string();
        assert!(wrong.contains(part), "{wrong}");
    }
    assert!(
        import::plan(
            Options::new(Source::File(place.path("none.csv")), Into::New("x".to_owned())),
            &catalogue
        )
        .is_err()
    );
}
