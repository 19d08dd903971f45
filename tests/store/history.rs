//! What any store does with events.

use super::suite::{add, apply, author, list, person};
use audience::criteria::query::Query;
use audience::model::text::fold;
use audience::model::{
    BuiltinField, ContactId, Direction, Edit, Email, EntryState, Event, EventKind, FieldRef, Instant, ListId,
    Message, Purchase, TimelineItem, Value, When,
};
use audience::phone::{E164, identity};
use audience::store::{Cancel, Change, EventOutcome, HistoryJob, HistoryRow, JoinKey, Store, StoreError};

/// Makes one test of each function.
macro_rules! history {
    ($open:ident) => {
        $crate::store::suite::each_test!(history, $open:
            the_same_events_again_change_nothing
            an_event_with_a_known_id_replaces_it
            a_timeline_goes_on_without_end
            a_deleted_contact_takes_its_events_along
            a_history_goes_on_where_it_stopped
            each_key_finds_its_contact
            very_many_keys_find_the_same_as_few
            who_has_changed_a_contact_is_known_and_nobody_else
        );
    };
}

pub(super) use history;

const DAY: i64 = 86_400;

pub(super) fn purchase(contact: ContactId, id: &str, at: i64, amount: &str) -> HistoryRow {
    let event = Event::Purchase(Purchase {
        id: id.to_owned(),
        when: When::At(Instant(at)),
        amount: amount.parse().unwrap(),
        item: "Coffee".to_owned(),
        cancelled: false,
    });
    HistoryRow { contact, event }
}

pub(super) fn email(contact: ContactId, id: &str, at: i64, opened: Option<i64>) -> HistoryRow {
    let event = Event::Email(Email {
        id: id.to_owned(),
        sent: When::At(Instant(at)),
        subject: "News".to_owned(),
        opened: opened.map(|at| When::At(Instant(at))),
        clicked: None,
    });
    HistoryRow { contact, event }
}

pub(super) fn message(contact: ContactId, id: &str, at: i64, direction: Direction) -> HistoryRow {
    let event = Event::Message(Message {
        id: id.to_owned(),
        at: When::At(Instant(at)),
        direction,
        text: "Hello ".repeat(20),
    });
    HistoryRow { contact, event }
}

pub(super) fn job(list: ListId, kind: EventKind) -> HistoryJob {
    HistoryJob {
        what: format!("import {} history.csv", kind.word()),
        key: Some([kind as u8; 16]),
        kind,
        list,
        source: "shop".into(),
    }
}

pub(super) fn import(store: &impl Store, list: ListId, rows: &[HistoryRow]) -> Vec<EventOutcome> {
    let kind = rows.first().map_or(EventKind::Purchase, |row| row.event.kind());
    let mut open = store
        .begin_history(job(list, kind), &author(1_700_000_300))
        .unwrap();
    let outcomes = store
        .history_batch(&mut open, rows.to_vec(), rows.len() as u64, &mut |_| vec![1])
        .unwrap();
    store.finish_history(open, EntryState::Done).unwrap();
    outcomes
}

pub(super) fn all(store: &impl Store, contact: ContactId) -> Vec<TimelineItem> {
    store.timeline(contact, None, 100_000, &EventKind::ALL).unwrap()
}

fn ids(items: &[TimelineItem]) -> Vec<&str> {
    items.iter().map(|item| item.event.id()).collect()
}

pub(super) fn the_same_events_again_change_nothing(store: &impl Store) {
    let shop = list(store, "Shop");
    let (ana, ben) = (
        add(store, person("Ana", 4_915_112_345_678, &[shop])),
        add(store, person("Ben", 4_915_112_345_679, &[shop])),
    );
    let rows = [
        purchase(ana, "1", 5 * DAY, "12.50"),
        purchase(ana, "2", 3 * DAY, "7"),
        purchase(ben, "1", DAY, "-3.20"),
        purchase(ContactId(99), "1", DAY, "1"),
    ];
    let added = EventOutcome::Added;
    assert_eq!(
        import(store, shop, &rows),
        [added, added, added, EventOutcome::Gone]
    );
    let before = all(store, ana);
    assert_eq!(ids(&before), ["1", "2"]);
    let unchanged = EventOutcome::Unchanged;
    assert_eq!(
        import(store, shop, &rows),
        [unchanged, unchanged, unchanged, EventOutcome::Gone]
    );
    assert_eq!(all(store, ana), before);
}

pub(super) fn an_event_with_a_known_id_replaces_it(store: &impl Store) {
    let shop = list(store, "Shop");
    let ana = add(store, person("Ana", 4_915_112_345_678, &[shop]));
    import(
        store,
        shop,
        &[email(ana, "a", DAY, None), email(ana, "b", 2 * DAY, None)],
    );
    let outcomes = import(
        store,
        shop,
        &[
            email(ana, "a", DAY, Some(3 * DAY)),
            email(ana, "b", 2 * DAY, None),
        ],
    );
    assert_eq!(outcomes, [EventOutcome::Updated, EventOutcome::Unchanged]);
    let found = all(store, ana);
    assert_eq!(ids(&found), ["b", "a"]);
    assert_eq!(found[1].event, email(ana, "a", DAY, Some(3 * DAY)).event);
    let moved = import(store, shop, &[email(ana, "a", 9 * DAY, None)]);
    assert_eq!(moved, [EventOutcome::Updated]);
    assert_eq!(ids(&all(store, ana)), ["a", "b"]);

    let mut open = store
        .begin_history(job(shop, EventKind::Purchase), &author(1_700_000_300))
        .unwrap();
    let foreign = store.history_batch(&mut open, vec![email(ana, "c", DAY, None)], 1, &mut |_| vec![]);
    assert!(matches!(foreign, Err(StoreError::Invalid(_))));
    let long = store.history_batch(
        &mut open,
        vec![purchase(ana, "c", DAY, "0.0000000001")],
        1,
        &mut |_| vec![],
    );
    assert!(matches!(long, Err(StoreError::Invalid(_))));
}

pub(super) fn a_timeline_goes_on_without_end(store: &impl Store) {
    let shop = list(store, "Shop");
    let ana = add(store, person("Ana", 4_915_112_345_678, &[shop]));
    let texts = (0..700).map(|at| message(ana, &format!("m{at}"), at / 3 * DAY, Direction::In));
    import(store, shop, &texts.collect::<Vec<_>>());
    let orders = (0..200).map(|at| purchase(ana, &format!("p{at}"), at * DAY + 7, "9.90"));
    import(store, shop, &orders.collect::<Vec<_>>());
    let whole = all(store, ana);
    assert_eq!(whole.len(), 900);
    assert!(whole.is_sorted_by(|a, b| a.mark() > b.mark()));

    let (mut paged, mut before) = (Vec::new(), None);
    loop {
        let page = store.timeline(ana, before.as_ref(), 64, &EventKind::ALL).unwrap();
        let Some(last) = page.last() else { break };
        before = Some(last.mark());
        paged.extend(page);
    }
    assert_eq!(paged, whole);

    let orders = store.timeline(ana, None, 10, &[EventKind::Purchase]).unwrap();
    assert_eq!(orders.len(), 10);
    assert!(orders.iter().all(|item| item.event.kind() == EventKind::Purchase));
    assert_eq!(store.timeline(ana, None, 10, &[]).unwrap(), []);
}

pub(super) fn a_deleted_contact_takes_its_events_along(store: &impl Store) {
    let shop = list(store, "Shop");
    let (ana, ben) = (
        add(store, person("Ana", 4_915_112_345_678, &[shop])),
        add(store, person("Ben", 4_915_112_345_679, &[shop])),
    );
    import(
        store,
        shop,
        &[purchase(ana, "1", DAY, "5"), purchase(ben, "2", DAY, "5")],
    );
    import(store, shop, &[message(ana, "1", DAY, Direction::Out)]);
    apply(store, Change::DeleteContacts { contacts: vec![ana] });
    assert_eq!(all(store, ana), []);
    assert_eq!(ids(&all(store, ben)), ["2"]);
}

pub(super) fn a_history_goes_on_where_it_stopped(store: &impl Store) {
    let shop = list(store, "Shop");
    let ana = add(store, person("Ana", 4_915_112_345_678, &[shop]));
    let mut open = store
        .begin_history(job(shop, EventKind::Purchase), &author(1_700_000_300))
        .unwrap();
    assert_eq!((open.rows_done, open.tally.as_slice()), (0, [].as_slice()));
    let entry = open.entry;
    store
        .history_batch(&mut open, vec![purchase(ana, "1", DAY, "5")], 7, &mut |_| {
            vec![4, 2]
        })
        .unwrap();
    store.finish_history(open, EntryState::Interrupted).unwrap();
    let again = store
        .begin_history(job(shop, EventKind::Purchase), &author(1_700_000_400))
        .unwrap();
    assert_eq!((again.entry, again.rows_done), (entry, 7));
    assert_eq!(again.tally, [4, 2]);
    store.finish_history(again, EntryState::Done).unwrap();
    let newest = store.journal(1).unwrap();
    assert_eq!((newest[0].id, newest[0].rows), (entry, 1));
    assert_eq!(newest[0].state, EntryState::Done);
}

fn with_mail(
    name: &str,
    digits: u64,
    mail: &str,
    others: &[&str],
    lists: &[ListId],
) -> audience::model::NewContact {
    let mut new = person(name, digits, lists);
    new.edits.push(Edit::Set(
        FieldRef::Builtin(BuiltinField::Email),
        Some(Value::Text(mail.into())),
    ));
    let others = others.iter().map(|mail| (*mail).to_owned()).collect();
    new.edits
        .push(Edit::Unite(FieldRef::Builtin(BuiltinField::OtherEmails), others));
    new
}

pub(super) fn each_key_finds_its_contact(store: &impl Store) {
    let (shop, club) = (list(store, "Shop"), list(store, "Club"));
    let mail = |text: &str| JoinKey::Email(fold(text));
    let number = |digits| JoinKey::Number(identity(E164::from_digits(digits)));
    let ana = add(
        store,
        with_mail("Ana", 4_915_112_345_678, "Ana@Example.org", &["a@x.org"], &[club]),
    );
    let ben = add(
        store,
        with_mail("Ben", 5_511_998_765_432, "a@x.org", &[], &[club]),
    );
    let eva = add(
        store,
        with_mail("Eva", 4_915_112_345_678, "ana@example.org", &[], &[shop]),
    );
    let job = super::suite::job(shop, audience::store::OnMatch::Update);
    super::suite::import(
        store,
        &job,
        &[super::suite::row(1, Some("77"), "Kim", 4_915_112_345_600)],
    );
    let kim = store.count(audience::model::Scope::Everyone, &Query::All, &Cancel::default());
    assert_eq!(kim.unwrap(), 4);
    let source = store.catalogue().unwrap().source_named("shop").unwrap();
    let kim = store.by_source_id(source, "77").unwrap();
    let keys = [
        mail("ana@example.org"),
        mail("a@x.org"),
        mail("nobody@x.org"),
        number(4_915_112_345_678),
        number(551_198_765_432),
        number(4_917_000_000_000),
        JoinKey::Id("77".into()),
        JoinKey::Id("78".into()),
        mail("ana@example.org"),
    ];
    let found = store.join(shop, source, &keys).unwrap();
    assert_eq!(
        found,
        [
            Some(eva),
            Some(ben),
            None,
            Some(eva),
            Some(ben),
            None,
            kim,
            None,
            Some(eva)
        ]
    );
    assert_eq!(store.join(club, source, &keys[3..4]).unwrap(), [Some(ana)]);
}

pub(super) fn very_many_keys_find_the_same_as_few(store: &impl Store) {
    let shop = list(store, "Shop");
    let job = super::suite::job(shop, audience::store::OnMatch::Update);
    let digits = |at: u64| 4_915_110_000_000 + at * 7;
    let rows: Vec<_> = (0..300)
        .map(|at| super::suite::row(at + 1, Some(&format!("c{at}")), "Kim", digits(at)))
        .collect();
    super::suite::import(store, &job, &rows);
    let source = store.catalogue().unwrap().source_named("shop").unwrap();
    let keys: Vec<JoinKey> = (0..600)
        .rev()
        .map(|at| match at % 2 {
            0 => JoinKey::Id(format!("c{}", at / 2 * 3)),
            _ => JoinKey::Number(identity(E164::from_digits(digits(at / 2 * 3)))),
        })
        .collect();
    let many = store.join(shop, source, &keys).unwrap();
    let few: Vec<_> = keys
        .iter()
        .map(|key| store.join(shop, source, std::slice::from_ref(key)).unwrap()[0])
        .collect();
    assert_eq!(many, few);
    assert_eq!(many.iter().flatten().count(), 200);
}

pub(super) fn who_has_changed_a_contact_is_known_and_nobody_else(store: &impl Store) {
    let shop = list(store, "Shop");
    let ana = add(store, person("Ana", 351_912_345_678, &[shop]));
    let bruno = add(store, person("Bruno", 351_912_345_679, &[shop]));
    let edit = Edit::Set(
        FieldRef::Builtin(BuiltinField::City),
        Some(Value::Text("Porto".into())),
    );
    apply(
        store,
        Change::EditContact {
            contact: ana,
            edits: vec![edit],
        },
    );
    let whats = |contact| -> Vec<String> {
        let changes = store.changes_of(contact, &Cancel::default()).unwrap();
        changes.into_iter().map(|entry| entry.what).collect()
    };
    assert_eq!((whats(ana).len(), whats(bruno).len()), (2, 1), "{:?}", whats(ana));
    let newest = store.journal(1).unwrap();
    assert_eq!(
        store.changes_of(ana, &Cancel::default()).unwrap().first(),
        newest.first()
    );
    apply(
        store,
        Change::DeleteContacts {
            contacts: vec![bruno],
        },
    );
    assert_eq!(whats(bruno).len(), 2);
}
