//! The behaviour suite: what every implementation of the trait promises. Each test gets a new, empty store.

use audience::criteria::query::{Query, Test};
use audience::model::{
    Author, BuiltinField, Consent, ContactId, Edit, EntryState, FieldRef, FieldType, Instant, ListId,
    NewContact, NumberState, Profile, Scope, Value,
};
use audience::phone::{E164, identity};
use audience::store::{
    Applied, Cancel, Change, ImportJob, ImportRow, OnMatch, Outcome, Rehearsal, Store, StoreError,
};

/// Makes one test of each function of the suite.
macro_rules! behaviour {
    ($open:ident) => {
        $crate::store::suite::each_test!(suite, $open:
            names_of_lists_are_unique_when_folded
            a_contact_is_kept_as_it_was_given
            an_edit_that_changes_nothing_writes_nothing
            names_of_segments_are_unique_within_their_list
            what_a_segment_uses_cannot_be_deleted
            deleting_a_list_deletes_who_is_nowhere_else
            deleting_a_list_may_move_its_contacts
            a_list_is_merged_with_its_contacts_and_segments_and_comes_back
            a_list_that_a_segment_asks_for_is_not_merged
            removing_from_the_last_list_keeps_the_contact
            an_opt_out_outlives_its_contact
            rows_match_by_id_then_by_number
            fill_and_skip_and_keep_both
            nothing_is_blanked_and_opt_outs_stay
            the_same_rows_again_change_nothing
            an_import_goes_on_where_it_stopped
            a_rehearsal_tells_what_an_import_does
            an_id_belongs_to_one_contact
            late_rows_of_a_long_batch_find_what_early_ones_made
        );
    };
}

macro_rules! each_test {
    ($suite:ident, $open:ident: $($name:ident)*) => {
        $(
            #[test]
            fn $name() {
                let (store, _kept) = $open();
                $crate::store::$suite::$name(&store);
                let report = audience::store::Store::check(&store, &mut ()).unwrap();
                assert_eq!(report.problems, Vec::<String>::new());
            }
        )*
    };
}

pub(super) use {behaviour, each_test};

pub(super) fn author(at: i64) -> Author {
    Author {
        name: "ana".into(),
        at: Instant(at),
    }
}

pub(super) fn apply(store: &impl Store, change: Change) -> Applied {
    store.apply(change, &author(1_700_000_100), &mut ()).unwrap()
}

fn refusal(store: &impl Store, change: Change) -> StoreError {
    let before = store.generation().unwrap();
    let refusal = store.apply(change, &author(1_700_000_100), &mut ()).unwrap_err();
    assert_eq!(store.generation().unwrap(), before, "a refusal changes nothing");
    refusal
}

pub(super) fn list(store: &impl Store, name: &str) -> ListId {
    let change = Change::CreateList {
        name: name.into(),
        description: String::new(),
    };
    ListId(apply(store, change).created.unwrap())
}

fn text(field: BuiltinField, value: &str) -> Edit {
    Edit::Set(FieldRef::Builtin(field), Some(Value::Text(value.into())))
}

fn set(field: BuiltinField, members: &[&str]) -> Edit {
    let members = members.iter().map(|member| (*member).to_owned()).collect();
    Edit::Set(FieldRef::Builtin(field), Some(Value::Set(members)))
}

pub(super) fn person(first: &str, digits: u64, lists: &[ListId]) -> NewContact {
    NewContact {
        phone: E164::from_digits(digits),
        number_state: NumberState::Valid,
        lists: lists.to_vec(),
        edits: vec![text(BuiltinField::FirstName, first)],
    }
}

pub(super) fn add(store: &impl Store, new: NewContact) -> ContactId {
    ContactId(apply(store, Change::AddContact(new)).created.unwrap())
}

pub(super) fn profile(store: &impl Store, id: ContactId) -> Profile {
    store.profile(id).unwrap().unwrap()
}

fn count(store: &impl Store, scope: Scope) -> u64 {
    store.count(scope, &Query::All, &Cancel::default()).unwrap()
}

pub(super) fn job(list: ListId, on_match: OnMatch) -> ImportJob {
    ImportJob {
        what: "import contacts shop.csv".into(),
        key: Some([7; 16]),
        list,
        source: "shop".into(),
        on_match,
    }
}

pub(super) fn row(place: u64, id: Option<&str>, first: &str, digits: u64) -> ImportRow {
    ImportRow {
        row: place,
        source_id: id.map(str::to_owned),
        contact: person(first, digits, &[]),
        made: None,
        opts_out: false,
        consent: None,
    }
}

pub(super) fn import(store: &impl Store, job: &ImportJob, rows: &[ImportRow]) -> Vec<Outcome> {
    let mut open = store.begin_import(job.clone(), &author(1_700_000_200)).unwrap();
    let done = store
        .import_batch(&mut open, rows.to_vec(), rows.len() as u64, &mut |_| vec![1])
        .unwrap();
    store.finish_import(open, EntryState::Done).unwrap();
    done.into_iter().map(|outcome| outcome.what).collect()
}

pub(super) fn names_of_lists_are_unique_when_folded(store: &impl Store) {
    let shop = list(store, "  Café  ");
    assert_eq!(store.catalogue().unwrap().list(shop).unwrap().name, "Café");
    for taken in ["café", "CAFE", "Café"] {
        let change = Change::CreateList {
            name: taken.into(),
            description: String::new(),
        };
        assert_eq!(
            refusal(store, change),
            StoreError::NameTaken {
                kind: "list",
                name: "Café".into()
            }
        );
    }
    for bad in ["everyone", " Everyone ", "", "  ", "two\nlines"] {
        let change = Change::CreateList {
            name: bad.into(),
            description: String::new(),
        };
        assert!(
            matches!(refusal(store, change), StoreError::Invalid(_)),
            "{bad:?}"
        );
    }
    let rename = Change::EditList {
        list: shop,
        name: Some("CAFÉ".into()),
        description: None,
        lifecycle: None,
    };
    assert!(
        apply(store, rename).entry.is_some(),
        "a list may take another spelling of its own name"
    );
}

pub(super) fn a_contact_is_kept_as_it_was_given(store: &impl Store) {
    let shop = list(store, "Shop");
    let field = Change::AddField {
        label: "Shoe size".into(),
        kind: FieldType::Number,
    };
    let size = audience::model::FieldId(apply(store, field).created.unwrap());
    let mut new = person("Ana", 351_912_345_678, &[shop]);
    new.edits.extend([
        text(BuiltinField::LastName, " Silva "),
        text(BuiltinField::Country, "pt"),
        set(BuiltinField::Tags, &["VIP", "vip", "early"]),
        set(BuiltinField::OtherPhones, &["+4915112345678"]),
        Edit::Birthday(audience::model::Birthday::yearless(2, 29)),
        Edit::Set(
            FieldRef::Custom(size),
            Some(Value::Number("38.5".parse().unwrap())),
        ),
    ]);
    let id = add(store, new);
    let contact = profile(store, id).contact;
    assert_eq!(contact.display_name(), "Ana Silva");
    assert_eq!(contact.country, "PT");
    assert_eq!(contact.tags, ["VIP", "early"]);
    assert_eq!(contact.birthday.unwrap().to_string(), "--02-29");
    assert_eq!(
        contact.custom_value(size),
        Some(&Value::Number("38.5".parse().unwrap()))
    );
    assert_eq!(contact.lists, [shop]);
    for digits in [351_912_345_678, 4_915_112_345_678] {
        let found = store.by_number(identity(E164::from_digits(digits))).unwrap();
        assert_eq!(found, [id], "every number of a contact finds it");
    }
    assert_eq!(store.catalogue().unwrap().list(shop).unwrap().contacts, 1);
    assert_eq!(count(store, Scope::List(shop)), 1);
}

pub(super) fn an_edit_that_changes_nothing_writes_nothing(store: &impl Store) {
    let id = add(store, person("Ana", 351_912_345_678, &[]));
    let before = store.generation().unwrap();
    let edit = |first: &str| Change::EditContact {
        contact: id,
        edits: vec![text(BuiltinField::FirstName, first)],
    };
    assert_eq!(apply(store, edit("Ana")).entry, None);
    assert_eq!(store.generation().unwrap(), before);
    assert_eq!(apply(store, edit("Anabela")).contacts, 1);
    assert_eq!(store.generation().unwrap(), before + 1);
    assert_eq!(profile(store, id).contact.updated, Instant(1_700_000_100));
    let history = store.journal(10).unwrap();
    assert_eq!(history[0].what, "edit contact Ana");
    assert_eq!(history[0].author.name, "ana");
    assert_eq!(history[0].state, EntryState::Done);
}

pub(super) fn names_of_segments_are_unique_within_their_list(store: &impl Store) {
    let (one, two) = (list(store, "One"), list(store, "Two"));
    let segment = |scope, name: &str| Change::CreateSegment {
        scope,
        name: name.into(),
        criteria: String::new(),
    };
    apply(store, segment(Scope::List(one), "VIP"));
    apply(store, segment(Scope::List(two), "vip"));
    apply(store, segment(Scope::Everyone, "VIP"));
    assert!(matches!(
        refusal(store, segment(Scope::List(one), "vip")),
        StoreError::NameTaken { .. }
    ));
    let nowhere = segment(Scope::List(ListId(99)), "VIP");
    assert!(matches!(refusal(store, nowhere), StoreError::NotFound { .. }));
}

pub(super) fn what_a_segment_uses_cannot_be_deleted(store: &impl Store) {
    let shop = list(store, "Shop");
    let saved = |name: &str, criteria: &str, scope| {
        let catalogue = store.catalogue().unwrap();
        let criteria = audience::criteria::compile(criteria, &catalogue, scope)
            .unwrap()
            .stored();
        let change = Change::CreateSegment {
            scope,
            name: name.into(),
            criteria,
        };
        audience::model::SegmentId(apply(store, change).created.unwrap())
    };
    let field = Change::AddField {
        label: "Size".into(),
        kind: FieldType::Number,
    };
    let field = audience::model::FieldId(apply(store, field).created.unwrap());
    let tall = saved("Tall", "size > 180", Scope::List(shop));
    let user = saved("User", "in segment \"Shop/Tall\"", Scope::Everyone);
    for change in [
        Change::DeleteField { field },
        Change::DeleteSegment { segment: tall },
        Change::DeleteList {
            list: shop,
            move_to: None,
        },
    ] {
        assert!(matches!(refusal(store, change), StoreError::InUse { .. }));
    }
    apply(store, Change::DeleteSegment { segment: user });
    let gone = Change::DeleteList {
        list: shop,
        move_to: None,
    };
    apply(store, gone);
    assert!(
        store.catalogue().unwrap().segments.is_empty(),
        "a list's segments go with it"
    );
    apply(store, Change::DeleteField { field });
}

pub(super) fn deleting_a_list_deletes_who_is_nowhere_else(store: &impl Store) {
    let (one, two) = (list(store, "One"), list(store, "Two"));
    let only = add(store, person("Ana", 351_912_345_678, &[one]));
    let both = add(store, person("Bea", 351_912_345_679, &[one, two]));
    let applied = apply(
        store,
        Change::DeleteList {
            list: one,
            move_to: None,
        },
    );
    assert_eq!(applied.contacts, 2);
    assert_eq!(store.profile(only).unwrap(), None);
    assert_eq!(profile(store, both).contact.lists, [two]);
    assert_eq!(count(store, Scope::Everyone), 1);
    assert!(store.catalogue().unwrap().list(one).is_none());
}

pub(super) fn deleting_a_list_may_move_its_contacts(store: &impl Store) {
    let (one, two) = (list(store, "One"), list(store, "Two"));
    let only = add(store, person("Ana", 351_912_345_678, &[one]));
    let itself = Change::DeleteList {
        list: one,
        move_to: Some(one),
    };
    assert!(matches!(refusal(store, itself), StoreError::Invalid(_)));
    apply(
        store,
        Change::DeleteList {
            list: one,
            move_to: Some(two),
        },
    );
    assert_eq!(profile(store, only).contact.lists, [two]);
    assert_eq!(store.catalogue().unwrap().list(two).unwrap().contacts, 1);
}

pub(super) fn a_list_is_merged_with_its_contacts_and_segments_and_comes_back(store: &impl Store) {
    let (one, two) = (list(store, "One"), list(store, "Two"));
    let only = add(store, person("Ana", 351_912_345_678, &[one]));
    let both = add(store, person("Bea", 351_912_345_679, &[one, two]));
    let segment = |name: &str, scope| {
        let change = Change::CreateSegment {
            scope,
            name: name.into(),
            criteria: String::new(),
        };
        audience::model::SegmentId(apply(store, change).created.unwrap())
    };
    let moved = segment("VIP", Scope::List(one));
    let second = segment("vip (One)", Scope::List(one));
    let own = segment("Vip", Scope::List(two));
    let before = store.catalogue().unwrap();
    let merge = |list, into| Change::MergeList { list, into };
    assert!(matches!(refusal(store, merge(one, one)), StoreError::Invalid(_)));
    let merged = apply(store, merge(one, two));
    assert_eq!(merged.contacts, 2);
    let names = store.catalogue().unwrap();
    assert!(names.list(one).is_none());
    assert_eq!(names.list(two).unwrap().contacts, 2);
    for id in [only, both] {
        assert_eq!(profile(store, id).contact.lists, [two]);
    }
    let named = |id| {
        let segment = names.segment(id).unwrap();
        assert_eq!(segment.scope, Scope::List(two));
        segment.name.as_str()
    };
    assert_eq!(
        (named(moved), named(second), named(own)),
        ("VIP (One)", "vip (One) (One)", "Vip")
    );
    let entry = merged.entry.unwrap();
    store.undo(entry, false, &author(1_700_000_300), &mut ()).unwrap();
    let after = store.catalogue().unwrap();
    assert_eq!(after.segments, before.segments);
    assert_eq!(profile(store, both).contact.lists, [one, two]);
    assert_eq!(profile(store, only).contact.lists, [one]);
    assert_eq!(
        after.list(one).map(|list| list.contacts),
        before.list(one).map(|list| list.contacts)
    );
}

pub(super) fn a_list_that_a_segment_asks_for_is_not_merged(store: &impl Store) {
    let (one, two) = (list(store, "One"), list(store, "Two"));
    let catalogue = store.catalogue().unwrap();
    let criteria = audience::criteria::compile("in list One", &catalogue, Scope::Everyone)
        .unwrap()
        .stored();
    let change = Change::CreateSegment {
        scope: Scope::Everyone,
        name: "Ones".into(),
        criteria,
    };
    apply(store, change);
    let merge = Change::MergeList { list: one, into: two };
    assert!(matches!(refusal(store, merge), StoreError::InUse { .. }));
    assert!(store.catalogue().unwrap().list(one).is_some());
}

pub(super) fn removing_from_the_last_list_keeps_the_contact(store: &impl Store) {
    let one = list(store, "One");
    let id = add(store, person("Ana", 351_912_345_678, &[one]));
    let remove = Change::RemoveFromList {
        contacts: vec![id, id, ContactId(99)],
        list: one,
    };
    assert_eq!(apply(store, remove.clone()).contacts, 1);
    assert_eq!(
        apply(store, remove).entry,
        None,
        "who is not in the list is left alone"
    );
    assert_eq!(profile(store, id).contact.lists, []);
    let back = Change::AddToList {
        contacts: vec![id],
        list: one,
    };
    assert_eq!(apply(store, back).contacts, 1);
    assert_eq!(count(store, Scope::List(one)), 1);
}

pub(super) fn an_opt_out_outlives_its_contact(store: &impl Store) {
    let number = E164::from_digits(351_912_345_678);
    let id = add(store, person("Ana", 351_912_345_678, &[]));
    let out = Change::OptOut {
        number,
        reason: "asked at the till".into(),
    };
    assert_eq!(apply(store, out.clone()).contacts, 1);
    assert_eq!(apply(store, out).entry, None, "once is enough");
    let opted_out = Query::Test(Test::Yes(FieldRef::Builtin(BuiltinField::OptedOut)));
    let asks = || {
        store
            .count(Scope::Everyone, &opted_out, &Cancel::default())
            .unwrap()
    };
    assert_eq!(asks(), 1);
    apply(store, Change::DeleteContacts { contacts: vec![id] });
    assert_eq!(asks(), 0);
    let again = add(store, person("Ana", 351_912_345_678, &[]));
    assert_ne!(again, id, "a number is never given again");
    assert_eq!(
        profile(store, again).permission.opted_out.unwrap().reason,
        "asked at the till"
    );
    assert_eq!(asks(), 1);
    let back = Change::OptIn {
        number,
        source: "form".into(),
    };
    apply(store, back);
    assert!(profile(store, again).permission.consented());
    assert_eq!(asks(), 0);
}

pub(super) fn rows_match_by_id_then_by_number(store: &impl Store) {
    let shop = list(store, "Shop");
    let first = job(shop, OnMatch::Update);
    let outcomes = import(
        store,
        &first,
        &[
            row(1, Some("a"), "Ana", 351_912_345_678),
            row(2, None, "Ana", 351_912_345_678),
            row(3, None, "Bruno", 351_912_345_678),
            row(4, Some("b"), "Ana", 351_912_345_678),
            row(5, Some("a"), "Carla", 351_912_000_000),
        ],
    );
    use Outcome::{Created, SharesNumber, Unchanged, Updated};
    assert_eq!(
        outcomes,
        [Created, Unchanged, SharesNumber, SharesNumber, Updated]
    );
    assert_eq!(count(store, Scope::List(shop)), 3);
    let source = store.catalogue().unwrap().source_named("SHOP").unwrap();
    let id = store.by_source_id(source, "a").unwrap().unwrap();
    let contact = profile(store, id).contact;
    assert_eq!(contact.first_name, "Carla");
    assert_eq!(
        contact.phone,
        E164::from_digits(351_912_000_000),
        "the id leads, the number follows"
    );
    let other = ImportJob {
        source: "crm".into(),
        ..first
    };
    assert_eq!(
        import(store, &other, &[row(1, Some("x"), "C.", 351_912_000_000)]),
        [Updated]
    );
    assert_eq!(profile(store, id).contact.source_keys.len(), 2);
}

pub(super) fn fill_and_skip_and_keep_both(store: &impl Store) {
    let (shop, other) = (list(store, "Shop"), list(store, "Other"));
    let id = add(store, person("Ana", 351_912_345_678, &[shop]));
    let mut rich = row(1, None, "Ana", 351_912_345_678);
    rich.contact.edits.push(text(BuiltinField::City, "Porto"));
    assert_eq!(
        import(store, &job(other, OnMatch::Skip), &[rich.clone()]),
        [Outcome::Updated]
    );
    let contact = profile(store, id).contact;
    assert_eq!(
        (contact.city.as_str(), contact.lists.len()),
        ("", 2),
        "skipped, but it joins the list"
    );
    assert_eq!(
        import(store, &job(other, OnMatch::Fill), &[rich.clone()]),
        [Outcome::Updated]
    );
    let mut elsewhere = row(1, None, "Ana", 351_912_345_678);
    elsewhere.contact.edits.push(text(BuiltinField::City, "Faro"));
    assert_eq!(
        import(store, &job(other, OnMatch::Fill), &[elsewhere.clone()]),
        [Outcome::Unchanged]
    );
    assert_eq!(profile(store, id).contact.city, "Porto");
    assert_eq!(
        import(store, &job(other, OnMatch::Update), &[elsewhere.clone()]),
        [Outcome::Updated]
    );
    assert_eq!(profile(store, id).contact.city, "Faro");
    assert_eq!(
        import(store, &job(other, OnMatch::KeepBoth), &[elsewhere]),
        [Outcome::SharesNumber]
    );
    assert_eq!(count(store, Scope::Everyone), 2);
}

pub(super) fn nothing_is_blanked_and_opt_outs_stay(store: &impl Store) {
    let shop = list(store, "Shop");
    let mut full = row(1, Some("a"), "Ana", 351_912_345_678);
    full.contact.edits.push(set(BuiltinField::Tags, &["vip"]));
    full.opts_out = true;
    import(store, &job(shop, OnMatch::Update), &[full]);
    let mut bare = row(1, Some("a"), "", 351_912_345_678);
    bare.contact
        .edits
        .push(Edit::Set(FieldRef::Builtin(BuiltinField::Tags), None));
    assert_eq!(
        import(store, &job(shop, OnMatch::Update), &[bare.clone()]),
        [Outcome::Unchanged]
    );
    bare.contact.edits.push(set(BuiltinField::Tags, &["new", "VIP"]));
    bare.consent = Some(Consent {
        at: Instant(1_600_000_000),
        source: "form".into(),
    });
    assert_eq!(
        import(store, &job(shop, OnMatch::Update), &[bare]),
        [Outcome::Updated]
    );
    let id = store
        .by_number(identity(E164::from_digits(351_912_345_678)))
        .unwrap()[0];
    let found = profile(store, id);
    assert_eq!(found.contact.first_name, "Ana");
    assert_eq!(found.contact.tags, ["vip", "new"]);
    assert!(
        found.permission.opted_out.is_some(),
        "no import clears an opt-out"
    );
    assert_eq!(found.permission.consents.len(), 1);
    assert!(!found.permission.consented());
}

pub(super) fn the_same_rows_again_change_nothing(store: &impl Store) {
    let shop = list(store, "Shop");
    let mut rows: Vec<ImportRow> = (0..2_500)
        .map(|place| {
            row(
                place + 1,
                Some(&format!("id {place}")),
                "Ana",
                351_912_000_000 + place,
            )
        })
        .collect();
    rows[3]
        .contact
        .edits
        .push(Edit::Opening(Some(audience::model::OpeningBalance {
            as_of: Instant(1),
            orders: 3,
            ..Default::default()
        })));
    assert!(
        import(store, &job(shop, OnMatch::Update), &rows)
            .iter()
            .all(|what| *what == Outcome::Created)
    );
    let before = profile(store, ContactId(4));
    rows[3].contact.edits.pop();
    rows[3]
        .contact
        .edits
        .push(Edit::Opening(Some(audience::model::OpeningBalance {
            as_of: Instant(2),
            orders: 3,
            ..Default::default()
        })));
    assert!(
        import(store, &job(shop, OnMatch::Update), &rows)
            .iter()
            .all(|what| *what == Outcome::Unchanged)
    );
    assert_eq!(profile(store, ContactId(4)), before);
    assert_eq!(count(store, Scope::List(shop)), 2_500);
}

pub(super) fn an_import_goes_on_where_it_stopped(store: &impl Store) {
    let shop = list(store, "Shop");
    let job = job(shop, OnMatch::Update);
    let mut open = store.begin_import(job.clone(), &author(5)).unwrap();
    let rows = [row(2, None, "Ana", 351_912_345_678)];
    store
        .import_batch(&mut open, rows.to_vec(), 3, &mut |_| b"three".to_vec())
        .unwrap();
    assert_eq!(store.journal(1).unwrap()[0].state, EntryState::Running);
    let entry = open.entry;
    store.finish_import(open, EntryState::Interrupted).unwrap();
    assert_eq!(store.journal(1).unwrap()[0].state, EntryState::Interrupted);
    let again = store.begin_import(job.clone(), &author(6)).unwrap();
    assert_eq!(
        (again.entry, again.rows_done, again.tally.as_slice()),
        (entry, 3, b"three".as_slice())
    );
    store.finish_import(again, EntryState::Done).unwrap();
    let done = &store.journal(1).unwrap()[0];
    assert_eq!((done.state, done.rows), (EntryState::Done, 1));
    let fresh = store.begin_import(job, &author(7)).unwrap();
    assert_eq!(fresh.rows_done, 0, "one that is done begins again");
    store.finish_import(fresh, EntryState::Done).unwrap();
}

pub(super) fn a_rehearsal_tells_what_an_import_does(store: &impl Store) {
    let shop = list(store, "Shop");
    add(store, person("Zoe", 351_912_000_001, &[shop]));
    let rows = [
        row(1, Some("a"), "Ana", 351_912_345_678),
        row(2, None, "Bruno", 351_912_345_678),
        row(3, None, "Ana", 351_912_345_678),
        row(4, Some("z"), "Zoe", 351_912_000_001),
        row(5, Some("a"), "Ana", 351_912_345_678),
        row(6, Some("z"), "Zoe", 351_912_000_001),
    ];
    let job = job(shop, OnMatch::Update);
    let before = store.generation().unwrap();
    let mut seen = Rehearsal::default();
    let mut told = Vec::new();
    for half in rows.chunks(2) {
        told.extend(
            store
                .rehearse(&job, half, &mut seen)
                .unwrap()
                .into_iter()
                .map(|outcome| outcome.what),
        );
    }
    assert_eq!(store.generation().unwrap(), before);
    assert_eq!(seen.created, 2);
    assert_eq!(import(store, &job, &rows), told);
}

pub(super) fn an_id_belongs_to_one_contact(store: &impl Store) {
    let shop = list(store, "Shop");
    import(
        store,
        &job(shop, OnMatch::Update),
        &[row(1, Some("a"), "Ana", 351_912_345_678)],
    );
    let source = store.catalogue().unwrap().source_named("shop").unwrap();
    let other = add(store, person("Bea", 351_912_345_679, &[]));
    let change = Change::EditContact {
        contact: other,
        edits: vec![Edit::SourceKey(audience::model::SourceKey {
            source,
            id: "a".into(),
        })],
    };
    assert!(matches!(refusal(store, change), StoreError::Invalid(_)));
}

/// A batch is written in slices; each finds what those before it have written.
pub(super) fn late_rows_of_a_long_batch_find_what_early_ones_made(store: &impl Store) {
    const MANY: u64 = 8_200;
    const NUMBER: u64 = 351_910_000_000;
    const OTHER: u64 = 351_920_000_000;
    let shop = list(store, "Shop");
    let id = |place: u64| format!("c{place}");
    let name = |place: u64| format!("Name{place}");
    let made = |place: u64| row(place, Some(&id(place)), &name(place), NUMBER + place);
    let mut rows: Vec<ImportRow> = (0..MANY).map(made).collect();
    let mut opts_out = row(MANY + 2, None, "Name7", NUMBER + 7);
    opts_out.opts_out = true;
    rows.extend([
        row(MANY, Some("c5"), "Renamed", NUMBER + 5),
        row(MANY + 1, None, "Stranger", NUMBER + 6),
        opts_out,
        row(MANY + 3, Some("c8"), "Name8", OTHER),
        row(MANY + 4, None, "Name8", OTHER),
        row(MANY + 5, Some("c9"), "Zed", NUMBER + 9),
        row(MANY + 6, Some("c9"), "Name9", NUMBER + 9),
    ]);
    let outcomes = import(store, &job(shop, OnMatch::Update), &rows);
    assert!(
        outcomes[..MANY as usize]
            .iter()
            .all(|what| *what == Outcome::Created)
    );
    let late = [
        Outcome::Updated,
        Outcome::SharesNumber,
        Outcome::Updated,
        Outcome::Updated,
        Outcome::Unchanged,
        Outcome::Updated,
        Outcome::Updated,
    ];
    assert_eq!(outcomes[MANY as usize..], late);
    assert_eq!(count(store, Scope::List(shop)), MANY + 1);
    let found = |text: &str| {
        let all = Cancel::default();
        store.search(Scope::Everyone, text, 9, &all).unwrap()
    };
    let only = |text: &str| -> Profile {
        let [contact] = found(text)[..] else {
            panic!("{text}: {:?}", found(text))
        };
        profile(store, contact)
    };
    assert_eq!(only("Renamed").contact.phone, E164::from_digits(NUMBER + 5));
    assert_eq!(only("Stranger").contact.phone, E164::from_digits(NUMBER + 6));
    let opted_out = only("351910000007");
    assert!(opted_out.permission.opted_out.is_some());
    assert_eq!(only("351920000000").contact.first_name, "Name8");
    assert_eq!(only("351910000009").contact.first_name, "Name9");
    assert!(found("Zed").is_empty());
    let entry = store.journal(1).unwrap()[0].id;
    store.undo(entry, false, &author(1_700_000_300), &mut ()).unwrap();
    assert_eq!(count(store, Scope::Everyone), 0);
}
