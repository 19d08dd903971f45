//! History files: whose each row is, what it says, that the counts add up, and that a second time changes nothing.

use super::{NOW, Place};
use audience::model::{Decimal, Event, EventKind, Instant, Purchase, Settings, When};
use audience::store::{Change, Store};
use audience::transfer::history::{self, Ledger, Options, read_rate};
use audience::transfer::import::{self, Into, Pace, Source};
use std::fmt::Write;

/// Four contacts of a list: 1 Ana, 2 Bea, 3 Rui, and Leo without an id.
fn place() -> Place {
    let place = Place::new();
    let people = "id,name,phone,email\n1,Ana,+351912345678,ana@example.com\n2,Bea,+351912345679,Bea@Example.com\n\
                  3,Rui,+351912345670,\n,Leo,+351912345671,leo@example.com\n";
    bring_people(&place, people);
    place
}

fn bring_people(place: &Place, content: &str) {
    let options = import::Options::new(
        Source::File(place.file("people.csv", content)),
        Into::New("Shop".to_owned()),
    );
    let plan = import::plan(options, &place.store.catalogue().unwrap()).unwrap();
    import::run(&place.store, &plan, &place.author(), &mut ()).unwrap();
}

fn options(place: &Place, kind: EventKind, content: &str) -> Options {
    let list = place.store.catalogue().unwrap().list_named("Shop").unwrap().id;
    Options::new(kind, Source::File(place.file("history.csv", content)), list)
}

fn run_with(place: &Place, options: Options) -> Ledger {
    let plan = history::plan(options, &place.store.catalogue().unwrap()).unwrap();
    let said = history::rehearse(&place.store, &plan, &place.author(), &mut ()).unwrap();
    let ledger = history::run(&place.store, &plan, &place.author(), &mut ()).unwrap();
    assert!(ledger.adds_up(), "{ledger:?}");
    assert_eq!(
        (said.done, said.joined, said.rejected),
        (ledger.done, ledger.joined, ledger.rejected)
    );
    ledger
}

fn run(place: &Place, kind: EventKind, content: &str) -> Ledger {
    run_with(place, options(place, kind, content))
}

fn events(place: &Place, name: &str) -> Vec<Event> {
    let contact = place
        .everyone()
        .into_iter()
        .find(|profile| profile.contact.first_name == name)
        .unwrap();
    let items = place
        .store
        .timeline(contact.contact.id, None, 1_000, &EventKind::ALL)
        .unwrap();
    items.into_iter().map(|item| item.event).collect()
}

fn purchases(place: &Place, name: &str) -> Vec<Purchase> {
    events(place, name)
        .into_iter()
        .filter_map(|event| match event {
            Event::Purchase(purchase) => Some(purchase),
            _ => None,
        })
        .collect()
}

fn day(text: &str) -> When {
    When::Day(text.parse().unwrap())
}

fn money(text: &str) -> Decimal {
    text.parse().unwrap()
}

#[test]
fn rows_find_their_contact_by_id_number_or_mailbox() {
    let place = place();
    let ledger = run(
        &place,
        EventKind::Purchase,
        "order_id,contact_id,phone,email,date,amount,item\n\
         a,1,,,2026-05-01,10.50,Tea\n\
         b,,+351 912 345 679,,2026-05-02,20,Tea\n\
         c,,,LEO@example.com,2026-05-03 10:00:00,30,Tea\n\
         d,9,,ana@example.com,2026-05-04,40,Tea\n\
         e,9,,,2026-05-05,50,Tea\n\
         f,,,,2026-05-06,60,Tea\n",
    );
    assert_eq!((ledger.rows, ledger.done.added, ledger.rejected), (6, 4, 2));
    let ids = |name| -> Vec<String> { purchases(&place, name).into_iter().map(|one| one.id).collect() };
    assert_eq!(
        (ids("Ana"), ids("Bea"), ids("Leo")),
        (
            vec!["d".into(), "a".into()],
            vec!["b".to_owned()],
            vec!["c".to_owned()]
        )
    );
    let at = purchases(&place, "Leo").remove(0).when;
    assert_eq!(at, When::At(Instant(1_777_802_400)));
    assert_eq!(purchases(&place, "Bea").remove(0).when, day("2026-05-02"));
    let reasons = ledger.reasons();
    assert!(
        reasons
            .iter()
            .any(|one| one.reason.contains("no contact has this id")),
        "{reasons:?}"
    );
}

#[test]
fn the_same_file_again_changes_nothing_with_ids_and_without() {
    for header in ["order_id", "note"] {
        let place = place();
        let content = format!(
            "{header},contact_id,date,amount,item\n1,1,2026-05-01,5,Tea\n2,1,2026-05-01,5,Tea\n3,2,2026-05-01,5,Tea\n"
        );
        let first = run(&place, EventKind::Purchase, &content);
        assert_eq!(first.done.added, 3, "{header}");
        let again = run(&place, EventKind::Purchase, &content);
        assert_eq!((again.done.added, again.done.unchanged), (0, 3), "{header}");
        assert_eq!(purchases(&place, "Ana").len(), 2);
    }
}

#[test]
fn an_order_spread_over_rows_is_one_purchase() {
    let place = place();
    let ledger = run(
        &place,
        EventKind::Purchase,
        include_str!("../data/layouts/shopify-orders.csv"),
    );
    // Nine rows: three orders of Ana's over five rows, one of Bea's, one cancelled, one of nobody's over two.
    assert_eq!(
        (
            ledger.rows,
            ledger.done.added,
            ledger.joined,
            ledger.rejected,
            ledger.cancelled
        ),
        (9, 5, 2, 2, 1)
    );
    assert_eq!(ledger.joined_examples().first(), Some(&(2, 1)));
    let ana = purchases(&place, "Ana");
    let by_id = |id: &str| ana.iter().find(|one| one.id == id).unwrap();
    assert_eq!(by_id("#1050").item, "Matcha 100 g; Matcha 50 g; Whisk");
    assert_eq!(by_id("#1050").amount, money("100.90"));
    assert_eq!(by_id("#1051").amount, money("30"), "20 of 50 were paid back");
    assert_eq!(by_id("#1052").amount, money("0"), "all of it was paid back");
    let bea = purchases(&place, "Bea");
    assert!(bea.iter().any(|one| one.cancelled) && bea.iter().any(|one| !one.cancelled));
    assert_eq!(
        place
            .store
            .catalogue()
            .unwrap()
            .settings
            .currency
            .map(|one| one.code().to_owned()),
        Some("EUR".to_owned())
    );
}

#[test]
fn rows_of_an_order_need_not_stand_together() {
    let place = place();
    let mut options = options(
        &place,
        EventKind::Purchase,
        "order_id,contact_id,date,amount,item\n\
         b,,,,Cup\na,1,2026-05-01,10,Tea\nb,2,2026-05-02,20,Pot\na,,,,Whisk\nc,1,2026-05-03,30,\nd,,,,Lid\n\
         c,,,,Tin\ne,9,2026-05-03,5,Jar\na,,,,Bowl\ne,,,,Box\nb,,,,Tray\ne,,,,Bag\n",
    );
    options.rejects = Some(place.path("rejects.csv"));
    let ledger = run_with(&place, options);
    assert_eq!(
        (ledger.rows, ledger.done.added, ledger.joined, ledger.rejected),
        (12, 3, 5, 4)
    );
    let items = |name: &str| -> Vec<(String, String)> {
        let all = purchases(&place, name).into_iter();
        all.map(|one| (one.id, one.item)).collect()
    };
    let said = |id: &str, item: &str| (id.to_owned(), item.to_owned());
    assert_eq!(items("Ana"), [said("c", "Tin"), said("a", "Tea; Whisk; Bowl")]);
    assert_eq!(items("Bea"), [said("b", "Pot; Cup; Tray")]);
    assert!(ledger.joined_examples().contains(&(4, 2)), "{ledger:?}");
    let rejects = std::fs::read_to_string(place.path("rejects.csv")).unwrap();
    assert_eq!(rejects.lines().count(), 5, "{rejects}");
    assert!(rejects.contains("d,,,,Lid,6,7,rejected"), "{rejects}");
}

#[test]
fn an_order_that_comes_twice_with_different_amounts_is_named_with_both_rows() {
    let place = place();
    let content = "order_id,contact_id,date,amount,item\na,1,2026-05-01,10,Tea\nb,1,2026-05-01,7,Tea\n\
                   a,1,2026-05-01,12,Tea\nb,1,2026-05-01,7,Tin\na,2,2026-05-01,3,Tea\n";
    let mut options = options(&place, EventKind::Purchase, content);
    options.rejects = Some(place.path("rejects.csv"));
    let ledger = run_with(&place, options.clone());
    let counted = |ledger: &Ledger| {
        (
            ledger.done.added,
            ledger.done.updated,
            ledger.set_aside,
            ledger.rejected,
        )
    };
    assert_eq!(counted(&ledger), (3, 2, 1, 0));
    let amounts: Vec<Decimal> = purchases(&place, "Ana")
        .into_iter()
        .map(|one| one.amount)
        .collect();
    assert_eq!(amounts, [money("7"), money("12")], "the later row counts");
    let named = ledger.warning_examples().first().unwrap().to_string();
    assert_eq!(
        named,
        "row 1 (line 2), order_id “a”: another row has this order with another amount; row 3 counts"
    );
    let rejects = std::fs::read_to_string(place.path("rejects.csv")).unwrap();
    assert!(
        rejects.contains("a,1,2026-05-01,10,Tea,1,2,warning,order_id,a,"),
        "{rejects}"
    );
    options.rejects = None;
    let again = run_with(&place, options);
    assert_eq!(counted(&again), (0, 2, 1, 0));
}

#[test]
fn other_currencies_need_a_rate() {
    let place = place();
    let mut settings: Settings = place.store.catalogue().unwrap().settings.clone();
    settings.currency = audience::model::Currency::from_code("USD");
    place
        .store
        .apply(Change::Settings(settings), &place.author(), &mut ())
        .unwrap();
    let content = "order_id,contact_id,date,amount,currency\n1,1,2026-05-01,10,USD\n2,1,2026-05-01,10.05,EUR\n\
                   3,1,2026-05-01,GBP 7,\n4,1,2026-05-01,3,\n";
    let ledger = run(&place, EventKind::Purchase, content);
    assert_eq!((ledger.done.added, ledger.rejected), (2, 2));
    let mut options = options(&place, EventKind::Purchase, content);
    options.rates = vec![read_rate("EUR=1.08").unwrap()];
    let ledger = run_with(&place, options);
    assert_eq!(
        (ledger.done.added, ledger.done.unchanged, ledger.rejected),
        (1, 2, 1)
    );
    let converted = purchases(&place, "Ana")
        .into_iter()
        .find(|one| one.id == "2")
        .unwrap();
    assert_eq!(converted.amount, money("10.85"));
}

#[test]
fn what_cannot_be_read_is_rejected_and_said() {
    let place = place();
    let mut options = options(
        &place,
        EventKind::Purchase,
        "order_id,contact_id,date,amount\n1,1,2026-11-24 12:00:00,5\n2,1,,5\n3,1,2026-02-31,5\n4,1,2026-05-01,five\n\
         5,1,2026-05-01,\n6,1,2026-05-01,5,more\n7,1,2026-11-23,5\n",
    );
    options.rejects = Some(place.path("rejects.csv"));
    let ledger = run_with(&place, options);
    assert_eq!((ledger.done.added, ledger.rejected, ledger.set_aside), (2, 5, 1));
    let rejects = std::fs::read_to_string(place.path("rejects.csv")).unwrap();
    assert_eq!(rejects.lines().count(), 7, "{rejects}");
    for reason in [
        "more than a day in the future",
        "no date",
        "no such day",
        "not an amount",
        "no amount",
    ] {
        assert!(rejects.contains(reason), "{reason}: {rejects}");
    }
}

#[test]
fn emails_are_opened_later() {
    let place = place();
    let first = run(
        &place,
        EventKind::Email,
        "id,email,sent_at,subject,opened_at,clicked_at\nn1,ana@example.com,2026-05-01 09:00:00,Hello,,\n\
         n1,bea@example.com,2026-05-01 09:00:00,Hello,2026-05-01 10:00:00,\n",
    );
    assert_eq!(first.done.added, 2);
    let later = run(
        &place,
        EventKind::Email,
        "id,email,sent_at,subject,opened_at,clicked_at\nn1,ana@example.com,2026-05-01 09:00:00,Hello,2026-05-03 08:00:00,yes\n\
         n1,bea@example.com,2026-05-01 09:00:00,Hello,2026-05-01 10:00:00,\n",
    );
    assert_eq!((later.done.updated, later.done.unchanged), (1, 1));
    let Some(Event::Email(email)) = events(&place, "Ana").pop() else {
        panic!("an e-mail");
    };
    assert_eq!(email.opened, Some(When::At(Instant(1_777_795_200))));
    assert_eq!(email.clicked, Some(email.sent));
}

#[test]
fn messages_come_and_go() {
    let place = place();
    let ledger = run(
        &place,
        EventKind::Message,
        "phone,at,direction,text\n+351912345678,2026-05-01T10:00:00Z,inbound,Olá\n+351912345678,2026-05-01T12:00:00+02:00,out,Hi\n\
         +351912345678,2026-05-02,sideways,x\n",
    );
    assert_eq!((ledger.done.added, ledger.rejected), (2, 1));
    assert_eq!(events(&place, "Ana").len(), 2);
    let wrong = history::plan(
        options(&place, EventKind::Message, "phone,text\n+351912345678,x\n"),
        &place.store.catalogue().unwrap(),
    );
    assert!(wrong.unwrap_err().to_string().contains("--map"));
}

/// Purchases of many contacts in the order of time.
fn many(contacts: u32, each: u32) -> String {
    let mut content = "order_id,contact_id,date,amount,item\n".to_owned();
    for time in 0..each {
        for contact in 0..contacts {
            writeln!(
                content,
                "{},{contact},2026-01-{:02},1.25,Tea",
                contact * each + time,
                1 + time % 28
            )
            .unwrap();
        }
    }
    content
}

#[test]
fn one_that_was_stopped_goes_on_behind_the_last_contact() {
    let place = Place::new();
    let mut people = "id,name,phone\n".to_owned();
    for contact in 0..3_000 {
        writeln!(
            people,
            "{contact},Person{contact},+3519{:08}",
            10_000_000 + contact
        )
        .unwrap();
    }
    bring_people(&place, &people);
    let options = options(&place, EventKind::Purchase, &many(3_001, 5));
    let plan = history::plan(options, &place.store.catalogue().unwrap()).unwrap();
    let mut seen = 0;
    let mut stop_after_first_batch = |pace: &Pace| {
        seen = pace.rows;
        pace.bytes < pace.total_bytes.unwrap_or_default() / 2 + 1
    };
    let first = history::run(&place.store, &plan, &place.author(), &mut stop_after_first_batch).unwrap();
    assert!(
        first.interrupted && first.adds_up() && first.waiting > 0,
        "{first:?}"
    );
    let second = history::run(&place.store, &plan, &place.author(), &mut ()).unwrap();
    assert!(second.adds_up());
    assert_eq!((second.resumed, second.waiting), (seen, 0));
    assert_eq!(
        (second.rows, second.done.added, second.rejected),
        (15_005, 15_000, 5)
    );
    assert_eq!(purchases(&place, "Person2999").len(), 5);
    assert_eq!(purchases(&place, "Person0").len(), 5);
    assert_eq!(NOW, place.author().at);
}
