//! Half-filled forms that another session has left, and where one was: offered and gone back to at the start.

use super::picture::text;
use super::world::{NOW, World};
use audience::app::draft::{self, Draft, Left};
use audience::app::{self, Colours, Look, Place, Popup, State, ThemeName, memory};
use audience::model::{BuiltinField, ContactId, FieldRef, Instant, ListId, Scope, SegmentId};
use insta::assert_snapshot;

const SIZE: (u16, u16) = (120, 36);

/// Another start on the same audience, with what the last session left.
fn again(world: &mut World, drafts: Vec<Draft>) {
    let memory = memory::of(&world.state);
    let look = Look {
        theme: ThemeName::Dark,
        colours: Colours::Sixteen,
    };
    let mut state = State::new("shop.redb".to_owned(), false, look, world.state.size);
    memory::restore(&mut state, &memory);
    state.drafts = drafts
        .into_iter()
        .enumerate()
        .map(|(at, draft)| Left {
            id: format!("draft-{at}"),
            saved: Instant(NOW.0 - 600),
            draft,
        })
        .collect();
    world.state = state;
    world.seen.clear();
    let effects = app::start(&mut world.state, NOW);
    world.run(effects);
}

/// What these keys leave half written.
fn half_written(keys: &str, typed: &str) -> (World, Draft) {
    let mut world = World::new(SIZE, 50);
    world.press(keys).type_text(typed);
    let draft = draft::of(&world.state).expect("something is half written");
    (world, draft)
}

#[test]
fn what_is_not_touched_is_no_draft_and_closing_ends_one() {
    let mut world = World::new(SIZE, 50);
    for keys in ["a", "Esc e", "Esc n", "Esc h h n", "Esc j e"] {
        world.press(keys);
        assert_eq!(draft::of(&world.state), None, "{keys}");
    }
    let (mut world, _) = half_written("a", "Rui");
    assert_eq!(draft::of(&world.press("Esc").state), None);
}

#[test]
fn each_form_is_offered_and_goes_on_as_it_was_left() {
    for (keys, typed) in [
        ("h h n", "Friends"),
        ("h h j e", " & Co"),
        ("a", "Rui"),
        ("j j e", " II"),
        ("n", "city = Lisboa"),
        ("f", "city = Lisboa"),
        ("h h j l j e", " or orders > 3"),
    ] {
        let (mut world, draft) = half_written(keys, typed);
        let before = text(&world.state);
        again(&mut world, vec![draft.clone()]);
        assert!(
            text(&world.state).contains("Half written on 2026-11-22 11:50"),
            "{keys}"
        );
        world.press("Enter");
        assert_eq!(draft::of(&world.state), Some(draft), "{keys}");
        assert!(
            world.seen.iter().any(|seen| seen == "ForgetDraft(\"draft-0\")"),
            "{keys}"
        );
        let form = |shown: &str| shown.lines().filter(|line| line.contains(typed)).count();
        assert_eq!(form(&text(&world.state)), form(&before), "{keys}");
    }
}

#[test]
fn what_was_typed_about_a_contact_is_kept_beside_what_others_changed() {
    let (mut world, draft) = half_written("j j e", " II");
    let changed = world
        .contacts
        .iter_mut()
        .find(|one| one.contact.first_name == "李")
        .unwrap();
    changed.contact.city = "Macau".to_owned();
    again(&mut world, vec![draft]);
    world.press("Enter");
    let shown = text(&world.state);
    assert!(shown.contains("李 II") && shown.contains("Macau"), "{shown}");
}

#[test]
fn later_keeps_it_and_throwing_away_forgets_it() {
    let (mut world, draft) = half_written("a", "Rui");
    again(&mut world, vec![draft.clone(), draft.clone()]);
    world.press("Esc d");
    assert!(world.state.popups.is_empty());
    let forgotten: Vec<&String> = world
        .seen
        .iter()
        .filter(|seen| seen.starts_with("Forget"))
        .collect();
    assert_eq!(forgotten, ["ForgetDraft(\"draft-1\")"]);
}

#[test]
fn what_is_gone_meanwhile_is_said() {
    let (mut world, draft) = half_written("h h j e", " & Co");
    world.catalogue.lists.remove(0);
    again(&mut world, vec![draft]);
    world.press("Enter");
    assert!(text(&world.state).contains("has been deleted meanwhile"));
    world.press("d");
    assert!(world.state.popups.is_empty());
}

#[test]
fn the_offer_at_each_size() {
    for size in [(80, 24), (120, 36), (40, 12)] {
        let (mut world, draft) = half_written("a", "Rui");
        world.state.size = size;
        again(&mut world, vec![draft]);
        assert_snapshot!(format!("draft-{}x{}", size.0, size.1), text(&world.state));
    }
}

#[test]
fn the_next_start_is_where_the_last_one_was() {
    let mut world = World::new(SIZE, 50);
    world
        .press("h h j l j l j j j s g")
        .press("/")
        .type_text("spent")
        .press("Enter Enter j j j");
    let before = world.state.contacts.current().unwrap().contact.id;
    let order = world.state.contacts.sort;
    again(&mut world, Vec::new());
    assert_eq!(world.state.scope(), Scope::List(ListId(1)));
    assert_eq!(world.state.segments.at, Some(SegmentId(1)));
    assert_eq!(world.state.contacts.sort, order);
    assert_eq!(order.field, FieldRef::Builtin(BuiltinField::TotalSpent));
    assert_eq!(world.state.contacts.current().unwrap().contact.id, before);
    assert_eq!(world.state.focus, Place::Contacts);
    assert_eq!(world.seen.iter().filter(|slot| *slot == "Page").count(), 1);
}

#[test]
fn what_is_gone_by_the_next_start_is_left_out() {
    let mut world = World::new(SIZE, 50);
    world.press("h h j l j l j j j");
    world.catalogue.lists.remove(0);
    world.catalogue.segments.clear();
    world.contacts.retain(|one| one.contact.id == ContactId(1));
    again(&mut world, Vec::new());
    assert_eq!(
        (world.state.scope(), world.state.segments.at),
        (Scope::Everyone, None)
    );
    assert!(world.state.contacts.current().is_some());
}

#[test]
fn a_form_with_a_draft_is_drawn_over_the_panes_and_never_when_read_only() {
    let (mut world, draft) = half_written("a", "Rui");
    again(&mut world, vec![draft.clone()]);
    assert!(matches!(world.state.popups.as_slice(), [Popup::Draft(_)]));
    let mut state = State::new("shop.redb".to_owned(), true, Look::default(), SIZE);
    state.drafts = vec![Left {
        id: "draft-0".to_owned(),
        saved: NOW,
        draft,
    }];
    world.state = state;
    let effects = app::start(&mut world.state, NOW);
    world.run(effects);
    assert!(world.state.popups.is_empty());
}
