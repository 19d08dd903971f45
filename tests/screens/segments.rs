//! What can be done with segments beside writing them: asking why, seeing what saving changes, copying, templates.

use super::picture::text;
use super::world::World;
use audience::app::Popup;
use audience::model::Scope;
use audience::store::Change;
use insta::assert_snapshot;

const SIZES: [(u16, u16); 3] = [(80, 24), (120, 36), (40, 12)];

/// The keys that lead to the segment High-Value of E-commerce.
const HIGH_VALUE: &str = "h h j l j";

fn shown(world: &World, words: &str) -> bool {
    text(&world.state).contains(words)
}

#[test]
fn why_a_contact_is_in_a_segment_and_in_the_others() {
    for size in SIZES {
        let mut world = World::new(size, 1_234);
        world.press(HIGH_VALUE).press("l j w");
        assert_snapshot!(format!("why-{}x{}", size.0, size.1), text(&world.state));
        assert!(shown(&world, "✓ total_spent > 1000"));
        world.press("Right");
        assert!(shown(&world, "Why · At-risk") && shown(&world, "✗ "));
        world.press("Right");
        assert!(shown(&world, "Why · Read the spring sale"));
        world.press("Right Esc");
        assert!(world.state.popups.is_empty());
    }
}

#[test]
fn why_says_so_where_there_is_no_segment() {
    let mut world = World::new(SIZES[0], 10);
    world.catalogue.segments.clear();
    world.event(audience::app::Event::Moved(2));
    world.press("w");
    assert!(world.state.popups.is_empty());
    assert!(shown(&world, "None of the contact's lists has a segment."));
}

#[test]
fn editing_a_segment_says_who_comes_in_and_who_goes_out() {
    for size in SIZES {
        let mut world = World::new(size, 1_234);
        world.press(HIGH_VALUE).press("e");
        assert!(shown(&world, "as before"));
        world.press("Backspace").type_text(" or lifecycle = prospect");
        assert_snapshot!(format!("segment-moves-{}x{}", size.0, size.1), text(&world.state));
        world.press("C-s");
        let toast = world.state.toast.as_ref().unwrap();
        assert!(toast.text.contains(" came in, 0 went out."), "{}", toast.text);
    }
}

#[test]
fn a_segment_is_copied_to_a_list_that_is_found_by_its_letters() {
    for size in SIZES {
        let mut world = World::new(size, 1_234);
        world.press(HIGH_VALUE).press("c");
        assert_snapshot!(format!("copy-segment-{}x{}", size.0, size.1), text(&world.state));
        world.type_text("lead").press("Enter");
        let Some(Change::CreateSegment {
            scope,
            name,
            criteria,
        }) = world.changes.last()
        else {
            panic!("{:?}", world.changes);
        };
        let lead = world.catalogue.lists[2].id;
        assert_eq!((*scope, name.as_str()), (Scope::List(lead), "High-Value"));
        assert!(criteria.contains("> 1000"));
        assert!(shown(&world, "High-Value copied to Leads Q4."));
    }
}

#[test]
fn a_copy_that_is_refused_says_why_and_stays() {
    let mut world = World::new(SIZES[1], 10);
    world.press(HIGH_VALUE).press("c");
    world.refuse_change = Some(audience::store::StoreError::NameTaken {
        kind: "segment",
        name: "High-Value".into(),
    });
    world.press("Enter");
    assert!(matches!(world.state.popups.last(), Some(Popup::CopySegment(_))));
    assert!(shown(&world, "High-Value"));
}

#[test]
fn a_new_segment_offers_templates_until_something_is_written() {
    for size in SIZES {
        let mut world = World::new(size, 1_234);
        world.press(HIGH_VALUE).press("n Down Down");
        assert_snapshot!(format!("templates-{}x{}", size.0, size.1), text(&world.state));
        world.press("Enter");
        assert!(shown(&world, "Recent shoppers"));
        world.press("C-s");
        assert!(
            matches!(world.changes.last(), Some(Change::CreateSegment { name, .. }) if name == "Recent shoppers")
        );
    }
}

#[test]
fn a_template_that_waits_for_a_value_offers_values() {
    let mut world = World::new(SIZES[1], 1_234);
    world.press("n").press(&"Down ".repeat(10)).press("Enter");
    assert!(shown(&world, "location = ") && shown(&world, "São Paulo"));
    world.press("Tab C-s");
    assert!(
        matches!(world.changes.last(), Some(Change::CreateSegment { criteria, .. }) if criteria.contains("São Paulo"))
    );
}
