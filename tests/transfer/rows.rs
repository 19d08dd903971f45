//! Contacts from CSV files: what becomes of rows, numbers and permissions, and the ledger.

use super::{Place, only, options, plan, run};
use audience::model::Instant;
use audience::phone::Region;
use audience::store::{OnMatch, Store};
use audience::transfer::TransferError;
use audience::transfer::import::{self, DateOrder, Target};
use std::os::unix::fs::PermissionsExt;

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

#[test]
fn every_row_has_one_fate_and_rejects_say_why() {
    let place = Place::new();
    let mut options = options(
        &place,
        "name,phone,birthday\n\
         Ana,+351912345678,1990-05-17\n\
         Ana,+351912345678,31/02/1990\n\
         Berta,+351912345678,\n\
         =Empty,,\n\
         Letters,+35191234567O,\n\
         National,912345678,\n",
    );
    options.date_order = Some(DateOrder::DayFirst);
    options.rejects = Some(place.path("rejects.csv"));
    let ledger = run(&place, options);
    assert_eq!((ledger.rows, ledger.created, ledger.unchanged), (6, 1, 1));
    assert_eq!(
        (ledger.shares_number, ledger.rejected, ledger.set_aside),
        (1, 3, 1)
    );
    let reasons: Vec<String> = ledger.reasons().into_iter().map(|one| one.reason).collect();
    assert_eq!(reasons.len(), 3);
    assert!(reasons.contains(&"no number".to_owned()), "{reasons:?}");
    assert_eq!((ledger.examples()[1].row, ledger.examples()[1].line), (5, 6));
    assert_eq!(ledger.examples()[1].value, "+35191234567O");
    assert_eq!(
        ledger.warnings()[0].reason,
        "birthday: no such day in the calendar"
    );

    let path = place.path("rejects.csv");
    assert_eq!(
        std::fs::metadata(&path).unwrap().permissions().mode() & 0o777,
        0o600
    );
    let mut reader = csv::Reader::from_path(&path).unwrap();
    assert_eq!(
        reader.headers().unwrap().iter().collect::<Vec<_>>().join(","),
        "name,phone,birthday,row,line,kind,column,value,reason"
    );
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), 4);
    assert_eq!(
        (&rows[0][0], &rows[0][5], &rows[0][7]),
        ("Ana", "warning", "31/02/1990")
    );
    assert_eq!(
        (&rows[1][0], &rows[1][5], &rows[1][8]),
        ("'=Empty", "rejected", "no number")
    );
    assert_eq!(&rows[3][3], "6");
}

#[test]
fn a_number_without_country_code_is_read_in_the_rows_country_then_the_files_or_refused() {
    let place = Place::new();
    let content = "name,phone,country\nAna,912345678,Portugal\nJan,06 12345678,\nKim,0612345678,Narnia\n";
    let ledger = run(&place, options(&place, content));
    assert_eq!((ledger.created, ledger.rejected), (1, 2));
    assert_eq!(only(&place).phone.to_string(), "+351912345678");
    let mut options = options(&place, content);
    options.country = Region::named("NL");
    let ledger = run(&place, options);
    assert_eq!(
        (
            ledger.unchanged,
            ledger.created + ledger.shares_number,
            ledger.set_aside
        ),
        (1, 2, 1),
        "{ledger:?}"
    );
}

#[test]
fn only_a_column_that_was_mapped_to_it_opts_out() {
    let place = Place::new();
    let content = "phone,opted_out,unsubscribed\n+351912345678,yes,yes\n+351934567890,,no\n";
    let looked = plan(&place, options(&place, content));
    assert_eq!(looked.columns[1].target, Target::Ignore);
    assert!(looked.warnings[0].contains("--map"), "{:?}", looked.warnings);
    run(&place, options(&place, content));
    assert!(place.everyone().iter().all(|person| person.permission.is_empty()));

    let mut options = options(&place, content);
    options.map = vec![("unsubscribed".to_owned(), "opted_out".to_owned())];
    let rehearsed = import::rehearse(
        &place.store,
        &plan(&place, options.clone()),
        &place.author(),
        &mut (),
    )
    .unwrap();
    assert_eq!((rehearsed.opt_outs, rehearsed.dry_run), (1, true));
    let ledger = run(&place, options);
    assert_eq!(ledger.opt_outs, 1);
    let people = place.everyone();
    assert!(people[0].permission.opted_out.is_some() && people[1].permission.opted_out.is_none());

    // Nothing clears it again.
    run(
        &place,
        self::options(&place, "phone,unsubscribed\n+351912345678,no\n"),
    );
    assert!(place.everyone()[0].permission.opted_out.is_some());
}

#[test]
fn consent_needs_a_source_and_a_day() {
    let place = Place::new();
    let content =
        "phone,consented,consent_since\n+351912345678,yes,2026-01-31\n+351934567890,no,2026-01-31\n";
    let ledger = run(&place, options(&place, content));
    assert_eq!(ledger.consents, 0);
    let mut options = options(&place, content);
    options.consent_source = Some("Till, paper form".to_owned());
    let catalogue = place.store.catalogue().unwrap();
    assert!(matches!(
        import::plan(options.clone(), &catalogue),
        Err(TransferError::Usage(_))
    ));
    options.map = vec![
        ("consented".to_owned(), "consented".to_owned()),
        ("consent_since".to_owned(), "consent_since".to_owned()),
    ];
    let ledger = run(&place, options);
    assert_eq!(ledger.consents, 1);
    let people = place.everyone();
    assert_eq!(people[0].permission.consents[0].at, Instant(1_769_817_600));
    assert_eq!(people[0].permission.consents[0].source, "Till, paper form");
    assert!(people[1].permission.is_empty());
}

#[test]
fn uneven_rows_and_odd_quotes_are_read() {
    let place = Place::new();
    let ledger = run(
        &place,
        options(
            &place,
            "phone,name,notes\r\n\r\n+351912345678,Ana\r\n+351934567890,Rui,\"a\nb\",extra\r\n'+31612345678,\"O \"\"Jan\"\"\",x\r\n",
        ),
    );
    assert_eq!(
        (ledger.rows, ledger.created, ledger.set_aside),
        (3, 3, 1),
        "{ledger:?}"
    );
    let people = place.everyone();
    assert_eq!(people[1].contact.notes, "a\nb");
    assert_eq!(people[2].contact.phone.to_string(), "+31612345678");
}

#[test]
fn what_happens_to_matches_is_chosen() {
    let after = |on_match: OnMatch| {
        let place = Place::new();
        run(
            &place,
            options(&place, "name,phone,city\nAna,+351912345678,Lisboa\n"),
        );
        let mut options = options(&place, "name,phone,city,company\nAna,+351912345678,Porto,Acme\n");
        options.on_match = on_match;
        run(&place, options);
        let people = place.everyone();
        (
            people.len(),
            people[0].contact.city.clone(),
            people[0].contact.company.clone(),
        )
    };
    let answer = |count, city: &str, company: &str| (count, city.to_owned(), company.to_owned());
    assert_eq!(after(OnMatch::Update), answer(1, "Porto", "Acme"));
    assert_eq!(after(OnMatch::Fill), answer(1, "Lisboa", "Acme"));
    assert_eq!(after(OnMatch::Skip), answer(1, "Lisboa", ""));
    assert_eq!(after(OnMatch::KeepBoth), answer(2, "Lisboa", ""));
}

#[test]
fn rows_are_found_again_by_their_lines() {
    for (content, line) in [
        ("name,phone\nAna,+351912345678\nRui,\n", 3),
        ("name,phone\r\nAna,+351912345678\r\nRui,\r\n", 3),
        ("name,phone\r\n\"A\nna\",+351912345678\r\nRui,\r\n", 4),
        ("sep=,\r\nname,phone\r\nAna,+351912345678\r\nRui,\r\n", 4),
    ] {
        let place = Place::new();
        let ledger = run(&place, options(&place, content));
        assert_eq!(
            (ledger.examples()[0].row, ledger.examples()[0].line),
            (2, line),
            "{content:?}"
        );
    }
}
