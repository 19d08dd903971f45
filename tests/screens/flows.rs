//! Keys in, effects out, answers fed back: what each key does to the panes.

use super::picture;
use super::world::{NOW, World, key, person};
use audience::app::{self, Answer, Effect, Event, Place, Popup, Slot, Toast};
use audience::model::{BuiltinField, ContactId, FieldRef, Instant, ListId, Scope, SegmentId};
use audience::store::{Change, StoreError};

const SIZE: (u16, u16) = (120, 36);

#[test]
fn the_first_rows_are_asked_with_the_names_not_after_them() {
    let world = World::new(SIZE, 50);
    assert_eq!(&world.seen[..2], ["Catalogue", "Page"]);
    assert_eq!(world.seen.iter().filter(|slot| *slot == "Page").count(), 1);
}

#[test]
fn the_keys_go_to_the_contacts_where_there_are_any() {
    assert_eq!(World::new(SIZE, 3).state.focus, Place::Contacts);
    assert_eq!(World::empty(SIZE).state.focus, Place::Lists);
}

#[test]
fn arrows_and_vim_keys_do_the_same() {
    for keys in ["j j k", "Down Down Up", "G g Down", "End Home j"] {
        let mut world = World::new(SIZE, 50);
        assert_eq!(world.press(keys).state.contacts.cursor, 1, "{keys}");
    }
}

#[test]
fn every_row_of_a_long_table_is_reached_and_held() {
    let mut world = World::new(SIZE, 1_000);
    for keys in ["G", "PageUp", "C-u", "g", "C-d", "PageDown", "PageDown", "C-b"] {
        world.press(keys);
        let contacts = &world.state.contacts;
        assert!(contacts.current().is_some(), "after {keys}");
        assert!(
            contacts.cursor >= contacts.top && contacts.cursor < contacts.top + 30,
            "after {keys}"
        );
    }
    world.press("G");
    assert_eq!(world.state.contacts.cursor, 999);
    assert!(!picture::text(&world.state).contains(" … "));
}

#[test]
fn the_cursor_stops_at_both_ends() {
    let mut world = World::new(SIZE, 3);
    assert_eq!(world.press("k k PageUp").state.contacts.cursor, 0);
    assert_eq!(world.press("j j j j PageDown").state.contacts.cursor, 2);
}

#[test]
fn another_list_shows_its_segments_and_contacts_from_the_beginning() {
    let mut world = World::new(SIZE, 50);
    world.press("j j j h h j");
    assert_eq!(world.state.scope(), Scope::List(ListId(1)));
    assert_eq!(
        (world.state.contacts.cursor, world.state.contacts.total),
        (0, Some(25))
    );
    assert!(picture::text(&world.state).contains("▸ All contacts          25"));
}

#[test]
fn what_is_asked_again_stays_until_the_new_is_there() {
    let mut world = World::new(SIZE, 50);
    world.press("h h");
    let effects = world.event_unanswered(Event::Key(key("j")));
    assert!(world.state.contacts.stale);
    assert!(picture::text(&world.state).contains("Ana Silva"));
    world.run(effects);
    assert!(!world.state.contacts.stale);
}

#[test]
fn an_answer_to_an_older_question_is_dropped() {
    let mut world = World::new(SIZE, 50);
    world.press("h h");
    let older = world.event_unanswered(Event::Key(key("j")));
    let newer = world.event_unanswered(Event::Key(key("k")));
    world.run(newer);
    world.run(older);
    assert_eq!(world.state.contacts.total, Some(50));
}

#[test]
fn after_a_foreign_change_the_cursor_is_on_the_same_contact_and_line() {
    let mut world = World::new(SIZE, 200);
    world.press("PageDown PageDown");
    let before = (
        world.state.contacts.current().unwrap().contact.id,
        line_of_cursor(&world),
    );
    for number in 1_000..1_007 {
        world.contacts.insert(0, person(number));
    }
    world.catalogue.generation = 2;
    world.catalogue.contacts += 7;
    world.event(Event::Moved(2));
    let after = (
        world.state.contacts.current().unwrap().contact.id,
        line_of_cursor(&world),
    );
    assert_eq!(before, after);
    assert!(picture::text(&world.state).contains("207 contacts"));
}

fn line_of_cursor(world: &World) -> u64 {
    world.state.contacts.cursor - world.state.contacts.top
}

#[test]
fn a_generation_that_is_known_asks_nothing() {
    let mut world = World::new(SIZE, 5);
    assert!(world.event_unanswered(Event::Moved(1)).is_empty());
}

#[test]
fn spans_of_days_are_counted_again_when_a_day_begins() {
    let mut world = World::new(SIZE, 5);
    world.press("h h j").seen.clear();
    let midnight = Instant(NOW.0 + 12 * 3_600);
    let late = Instant(midnight.0 - 1);
    assert!(app::update(&mut world.state, late, Event::Quarter).is_empty());
    let effects = app::update(&mut world.state, midnight, Event::Quarter);
    world.run(effects);
    for asked in ["Page", "SegmentCounts"] {
        assert!(world.seen.iter().any(|slot| slot == asked), "{:?}", world.seen);
    }
    assert!(app::update(&mut world.state, midnight, Event::Quarter).is_empty());
}

#[test]
fn a_change_in_another_list_leaves_the_table_alone() {
    let mut world = World::new(SIZE, 50);
    world.press("h h j");
    world.seen.clear();
    world.catalogue.generation = 2;
    world.catalogue.lists[1].generation = 2;
    world.event(Event::Moved(2));
    assert!(!world.seen.iter().any(|slot| slot == "Page"), "{:?}", world.seen);
    assert!(!world.state.refreshing);
}

#[test]
fn a_list_that_is_gone_gives_way_to_everyone() {
    let mut world = World::new(SIZE, 50);
    world.press("h h j");
    world.catalogue.generation = 2;
    world.catalogue.lists.remove(0);
    world.catalogue.segments.clear();
    world.event(Event::Moved(2));
    assert_eq!(world.state.scope(), Scope::Everyone);
    assert_eq!(world.state.contacts.total, Some(50));
}

#[test]
fn a_search_shows_hits_as_one_types_and_esc_brings_back_what_was() {
    let mut world = World::new(SIZE, 80);
    world.press("j j j").press("/").type_text("olga");
    assert_eq!(world.state.contacts.total, Some(0));
    world.press("Esc").press("/").type_text("giorgos");
    assert_eq!(world.state.contacts.total, Some(10));
    world.press("Enter j Esc");
    let contacts = &world.state.contacts;
    assert_eq!((contacts.total, contacts.cursor), (Some(80), 3));
}

#[test]
fn keys_that_mean_something_are_text_while_one_types() {
    let mut world = World::new(SIZE, 8);
    world.press("/").type_text("qd?");
    assert_eq!(world.state.search.as_ref().unwrap().input.text(), "qd?");
    assert!(world.state.popups.is_empty());
}

#[test]
fn pasted_text_is_never_taken_as_keys() {
    let mut world = World::new(SIZE, 8);
    world.event(Event::Paste("qdy\n".to_owned()));
    assert!(world.changes.is_empty() && world.state.popups.is_empty());
}

#[test]
fn the_sort_popup_chooses_a_column_and_once_more_turns_it_round() {
    let mut world = World::new(SIZE, 8);
    world
        .press("s")
        .press("/")
        .type_text("spent")
        .press("Enter Enter");
    let spent = FieldRef::Builtin(BuiltinField::TotalSpent);
    assert_eq!(world.state.contacts.sort.field, spent);
    assert!(!world.state.contacts.sort.descending);
    world.press("s Enter");
    assert!(world.state.contacts.sort.descending);
    world.press("S");
    assert!(!world.state.contacts.sort.descending);
    assert_eq!(world.seen.last().unwrap(), "Page");
}

#[test]
fn the_profile_follows_the_cursor_beside_the_table() {
    let mut world = World::new((160, 36), 8);
    world.press("Enter");
    assert_eq!(world.state.focus, Place::Profile);
    world.press("h j");
    let shown = &world.state.profile.shown.as_ref().unwrap().contact;
    assert_eq!((shown.id, world.state.focus), (ContactId(1), Place::Contacts));
    world.press("Esc");
    assert!(!world.state.profile.open);
}

#[test]
fn over_the_table_the_profile_closes_when_one_goes_back() {
    let mut world = World::new((80, 24), 8);
    world.press("Enter J");
    assert_eq!(
        world.state.profile.shown.as_ref().unwrap().contact.id,
        ContactId(1)
    );
    world.press("h");
    assert_eq!(
        (world.state.focus, world.state.profile.open),
        (Place::Contacts, false)
    );
}

#[test]
fn a_contact_deleted_elsewhere_is_said_in_its_profile() {
    let mut world = World::new((160, 36), 8);
    world.press("Enter");
    world.contacts.remove(0);
    world.catalogue.generation = 2;
    world.event(Event::Moved(2));
    assert!(world.state.profile.gone);
    assert!(picture::text(&world.state).contains("This contact was deleted."));
}

#[test]
fn what_cannot_be_done_says_why() {
    let mut world = World::new(SIZE, 8);
    world.press("h h d");
    assert!(picture::text(&world.state).contains("Everyone is the view of all contacts"));
    assert!(world.press("j").state.toast.is_none());
    world.press("l l").state.read_only = true;
    world.press("e");
    assert!(picture::text(&world.state).contains("open read-only"));
}

#[test]
fn deleting_asks_with_no_as_default_and_not_on_the_key_that_began_it() {
    for refusal in ["d d d", "d Enter", "d x", "d Esc", "d n"] {
        let mut world = World::new(SIZE, 8);
        world.press(refusal);
        assert!(world.changes.is_empty(), "{refusal}");
    }
    for yes in ["d y", "d Tab Enter", "x l Enter"] {
        let mut world = World::new(SIZE, 8);
        world.press("j").press(yes);
        let asked = matches!(&world.changes[..], [Change::DeleteContacts { contacts }] if *contacts == [ContactId(1)]);
        assert!(asked, "{yes}: {:?}", world.changes);
        assert_eq!(
            world.state.toast,
            Some(Toast::done("Zoë Müller deleted. u brings it back."))
        );
    }
}

#[test]
fn errors_stay_until_they_are_dismissed_and_good_news_goes_with_the_next_key() {
    let mut world = World::new(SIZE, 8);
    world.state.toast = Some(Toast::error("No space left."));
    world.press("j k");
    assert!(world.state.toast.is_some());
    world.press("Esc");
    assert!(world.state.toast.is_none());
    world.state.toast = Some(Toast::done("Saved."));
    world.press("j");
    assert!(world.state.toast.is_none());
}

#[test]
fn what_the_store_refuses_stands_where_the_rows_would() {
    let mut world = World::new(SIZE, 8);
    world.refuse = Some(StoreError::Damaged("contact 7 in chunk 0".to_owned()));
    world.press("h h j");
    assert!(picture::text(&world.state).contains("The store is damaged: contact 7 in chunk 0."));
    world.refuse = None;
    world.press("k");
    assert!(picture::text(&world.state).contains("Ana Silva"));
}

#[test]
fn control_keys_hold_in_popups_too() {
    for open in ["", "?", "s", "d", "/"] {
        let mut world = World::new(SIZE, 8);
        world.press(open);
        let one =
            |world: &mut World, name: &str| format!("{:?}", world.event_unanswered(Event::Key(key(name))));
        assert_eq!(one(&mut world, "C-z"), "[Suspend]", "{open}");
        assert_eq!(one(&mut world, "C-l"), "[Redraw]", "{open}");
        assert_eq!(one(&mut world, "C-c"), "[Quit]", "{open}");
    }
}

#[test]
fn long_work_is_shown_and_can_be_stopped() {
    let mut world = World::new(SIZE, 8);
    let progress = |done| Event::Progress {
        ticket: 77,
        done,
        total: Some(1_000),
        rate: 100.0,
    };
    world.event(progress(410));
    assert!(picture::text(&world.state).contains("41 %"));
    assert!(picture::text(&world.state).contains("6 s left"));
    let effects = world.event_unanswered(Event::Key(key("C-x")));
    assert!(matches!(effects[..], [Effect::Stop(77)]));
    world.event(Event::Imported {
        ticket: 77,
        result: Err("Stopped after 410 rows.".to_owned()),
    });
    assert!(world.state.jobs.running().is_none());
    assert!(picture::text(&world.state).contains("Stopped after 410 rows."));
}

#[test]
fn help_lists_the_keys_of_this_pane_first_and_can_be_searched() {
    let mut world = World::new((120, 60), 8);
    world.press("?");
    let text = picture::text(&world.state);
    assert!(text.find("Edit the contact").unwrap() < text.find("Make a contact list").unwrap());
    world.press("/").type_text("suspend");
    let text = picture::text(&world.state);
    assert!(text.contains("Back to the shell") && !text.contains("Edit the contact"));
    world.press("Esc ?");
    assert!(world.state.popups.is_empty());
}

#[test]
fn the_window_may_change_at_any_moment() {
    let mut world = World::new(SIZE, 300);
    world.press("G");
    for size in [(80, 24), (40, 12), (10, 3), (0, 0), (200, 60), (59, 8), (100, 30)] {
        world.event(Event::Resize(size.0, size.1));
        let contacts = &world.state.contacts;
        assert_eq!(contacts.cursor, 299);
        assert!(contacts.current().is_some());
        if size.0 > 0 {
            picture::cells(&world.state);
        }
    }
}

#[test]
fn what_is_made_here_is_gone_to() {
    let mut world = World::new(SIZE, 20);
    world.press("h h n").type_text("Friends");
    let effects = world.event_unanswered(Event::Key(key("C-s")));
    let [Effect::Apply { ticket, .. }] = effects[..] else {
        panic!("{effects:?}");
    };
    let mut friends = world.catalogue.lists[0].clone();
    friends.id = ListId(9);
    friends.name = "Friends".to_owned();
    world.catalogue.lists.push(friends);
    world.catalogue.generation = 2;
    world.event(Event::Applied {
        ticket,
        result: Ok(audience::store::Applied {
            created: Some(9),
            ..Default::default()
        }),
    });
    assert_eq!(world.state.scope(), Scope::List(ListId(9)));
}

#[test]
fn answers_reach_a_popup_that_lies_under_another() {
    let mut world = World::new(SIZE, 20);
    world.press("h h j");
    let effects = world.event_unanswered(Event::Key(key("d")));
    assert!(matches!(&effects[..], [Effect::Ask(ask)] if ask.slot == Slot::Deletion));
    world.run(effects);
    let counted = world.state.popups.iter().any(|popup| match popup {
        Popup::DeleteList(dialog) => dialog.counts == Some((301, 40)),
        _ => false,
    });
    assert!(counted);
    let late = Event::Answer {
        slot: Slot::SegmentCounts,
        ticket: 1,
        answer: Ok(Answer::SegmentCounts(vec![(SegmentId(1), Some(5))])),
    };
    world.event(late);
    assert_ne!(world.state.segments.counts.get(&SegmentId(1)), Some(&Some(5)));
}

#[test]
fn a_store_that_moves_faster_than_it_answers_is_still_shown() {
    let mut world = World::new(SIZE, 50);
    world.catalogue.generation = 2;
    let first = world.event_unanswered(Event::Moved(2));
    assert_eq!(first.len(), 1);
    for generation in 3..40 {
        world.catalogue.generation = generation;
        assert!(world.event_unanswered(Event::Moved(generation)).is_empty());
    }
    world.contacts.insert(0, person(1_000));
    world.run(first);
    assert_eq!(world.state.contacts.total, Some(51));
    assert_eq!(world.state.catalogue.as_ref().unwrap().generation, 39);
    assert!(!world.state.refreshing);
}

#[test]
fn hits_cannot_be_sorted_and_that_is_said() {
    let mut world = World::new(SIZE, 50);
    world.press("/").type_text("ana").press("Enter s");
    assert!(world.state.popups.is_empty());
    assert!(picture::text(&world.state).contains("Hits stand in order of likeness."));
}

#[test]
fn the_timeline_is_read_page_by_page_as_one_scrolls() {
    let mut world = World::new((120, 36), 50);
    world.press("j j j j j j j Enter");
    assert_eq!(world.state.timeline.items.len(), 100);
    for _ in 0..200 {
        world.press("PageDown");
    }
    assert_eq!(world.state.timeline.items.len(), 1_000);
    world.press("G");
    assert!(world.state.timeline.ended);
    let mut ids: Vec<String> = world
        .state
        .timeline
        .items
        .iter()
        .map(|item| item.event.id().to_owned())
        .collect();
    assert!(
        ids.is_sorted_by(|newer, older| newer > older),
        "newest first, each once"
    );
    // Others have committed: the same stretch is read again, and stays meanwhile.
    world.event(Event::Moved(2));
    assert_eq!(world.state.timeline.items.len(), 1_000);
    world.press("J");
    ids = world
        .state
        .timeline
        .items
        .iter()
        .map(|item| item.event.id().to_owned())
        .collect();
    assert!(
        ids.is_empty(),
        "{:?} has {ids:?}",
        world.state.profile.shown.as_ref().map(|one| one.contact.id)
    );
    world.press("Esc");
    assert!(world.state.timeline.items.is_empty());
}

#[test]
fn an_answer_about_another_contact_is_dropped() {
    let mut world = World::new((120, 36), 50);
    let asked = world.event_unanswered(Event::Key(key("Enter")));
    world.press("J");
    let before = world.state.timeline.items.clone();
    world.run(asked);
    assert_eq!(world.state.timeline.items, before);
}
