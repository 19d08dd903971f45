//! The tree beside a text: where its nodes stand in it, and what each edit of a node does to the meaning.

use super::generate::{Asked, asked};
use audience::criteria::{Criteria, Joins, Outlined, TreeEdit, compile, holds, outline};
use proptest::prelude::*;
use proptest::sample::Index;

const KEEPING: [TreeEdit; 5] = [
    TreeEdit::WrapAll,
    TreeEdit::WrapAny,
    TreeEdit::Up,
    TreeEdit::Down,
    TreeEdit::Duplicate,
];

fn lines(asked: &Asked, criteria: &Criteria) -> Vec<Outlined> {
    let text = criteria.text(&asked.catalogue);
    outline(criteria, &text, &asked.catalogue, &asked.moment)
}

fn members(asked: &Asked, criteria: &Criteria) -> Vec<bool> {
    let profiles = asked.profiles.iter();
    profiles
        .map(|profile| holds(criteria, profile, &asked.catalogue, &asked.moment))
        .collect()
}

/// What is asked in all lines that are conditions, in no order.
fn conditions(lines: &[Outlined]) -> Vec<&str> {
    let asking = lines.iter().filter(|line| line.joins == Joins::Nothing);
    let mut conditions: Vec<&str> = asking.map(|line| line.condition.as_str()).collect();
    conditions.sort_unstable();
    conditions
}

fn negations(lines: &[Outlined]) -> usize {
    lines.iter().filter(|line| line.joins == Joins::Not).count()
}

/// The node of a line, read by itself from where it stands in the text.
fn alone(asked: &Asked, criteria: &Criteria, line: &Outlined) -> Criteria {
    let text = criteria.text(&asked.catalogue);
    let written = &text[line.place.clone()];
    compile(written, &asked.catalogue, criteria.scope()).unwrap_or_else(|error| panic!("{written}: {error}"))
}

/// Edits, and reads the printed tree again; None where it has grown beyond what a text may be.
fn edited(asked: &Asked, from: &Criteria, line: &Outlined, edit: TreeEdit) -> Option<(Criteria, Vec<usize>)> {
    let (criteria, path) = from.edited(&line.path, edit)?;
    let text = criteria.text(&asked.catalogue);
    let read = compile(&text, &asked.catalogue, from.scope()).ok()?;
    assert_eq!(read, criteria, "{text}");
    Some((criteria, path))
}

proptest! {
    #[test]
    fn wrapping_moving_and_duplicating_keep_the_meaning(asked in asked(12), at in any::<Index>()) {
        let lines = lines(&asked, &asked.criteria);
        let line = at.get(&lines);
        for edit in KEEPING {
            let Some((criteria, _)) = edited(&asked, &asked.criteria, line, edit) else { continue };
            prop_assert_eq!(members(&asked, &criteria), members(&asked, &asked.criteria), "{:?}", edit);
        }
    }

    #[test]
    fn negating_makes_a_node_its_rest_and_negating_again_brings_it_back(asked in asked(12), at in any::<Index>()) {
        let lines = lines(&asked, &asked.criteria);
        let line = at.get(&lines);
        let Some((once, path)) = edited(&asked, &asked.criteria, line, TreeEdit::Negate) else { return Ok(()) };
        let there: Vec<Outlined> = self::lines(&asked, &once);
        if path == line.path && let Some(now) = there.iter().find(|line| line.path == path) {
            let rest = members(&asked, &alone(&asked, &once, now));
            let was = members(&asked, &alone(&asked, &asked.criteria, line));
            prop_assert!(rest.iter().zip(&was).all(|(rest, was)| rest != was));
        }
        let (twice, _) = once.edited(&path, TreeEdit::Negate).unwrap();
        prop_assert_eq!(members(&asked, &twice), members(&asked, &asked.criteria));
    }

    #[test]
    fn what_is_deleted_is_gone_and_what_is_left_can_be_written(asked in asked(0), at in any::<Index>()) {
        let before = lines(&asked, &asked.criteria);
        let (left, _) = asked.criteria.edited(&at.get(&before).path, TreeEdit::Delete).unwrap();
        if !left.is_blank() {
            let text = left.text(&asked.catalogue);
            prop_assert_eq!(compile(&text, &asked.catalogue, left.scope()).unwrap(), left.clone(), "{}", text);
        }
        prop_assert!(lines(&asked, &left).len() < before.len() || before.len() == 64);
    }

    #[test]
    fn moving_into_a_group_and_out_of_one_keeps_every_condition(asked in asked(0), at in any::<Index>()) {
        let before = lines(&asked, &asked.criteria);
        let line = at.get(&before);
        for edit in [TreeEdit::In, TreeEdit::Out] {
            let Some((moved, path)) = edited(&asked, &asked.criteria, line, edit) else { continue };
            let after = lines(&asked, &moved);
            if before.len() < 64 && after.len() < 64 {
                let (is, was) = (conditions(&after), conditions(&before));
                prop_assert_eq!(is.len(), was.len(), "{:?}", edit);
                // A negated group that has become its last condition is written as one condition.
                if negations(&after) == negations(&before) {
                    prop_assert_eq!(is, was, "{:?}", edit);
                }
                prop_assert!(after.iter().any(|line| line.path == path), "{:?} {:?}", edit, path);
            }
        }
    }

    #[test]
    fn the_last_part_that_leaves_a_group_goes_back_into_it(asked in asked(0), at in any::<Index>()) {
        let lines = lines(&asked, &asked.criteria);
        let line = at.get(&lines);
        let Some((number, group)) = line.path.split_last() else { return Ok(()) };
        let beside = lines.iter().filter(|other| {
            other.path.split_last().is_some_and(|(_, above)| above == group)
        });
        let last = *number >= 2 && beside.count() == number + 1 && lines.len() < 64;
        if last && let Some((out, path)) = asked.criteria.edited(&line.path, TreeEdit::Out) {
            let (back, path) = out.edited(&path, TreeEdit::In).unwrap();
            prop_assert_eq!(&back, &asked.criteria);
            prop_assert_eq!(path, line.path.clone());
        }
    }

    #[test]
    fn each_line_stands_where_its_place_says(asked in asked(12)) {
        for line in lines(&asked, &asked.criteria) {
            let alone = alone(&asked, &asked.criteria, &line);
            if line.joins == Joins::Nothing {
                prop_assert_eq!(alone.text(&asked.catalogue), line.condition);
            }
        }
    }
}

#[test]
fn the_path_and_the_place_of_each_line() {
    let catalogue = super::grammar::catalogue();
    let moment = super::meaning::noon("2026-11-23");
    let text = "age > 3  and ( tags has a or not city = x ) and not (age < 2 or age > 9)";
    let criteria = compile(text, &catalogue, audience::model::Scope::Everyone).unwrap();
    let found: Vec<_> = outline(&criteria, text, &catalogue, &moment)
        .into_iter()
        .map(|line| (line.path, &text[line.place]))
        .collect();
    assert_eq!(
        found,
        [
            (vec![], text),
            (vec![0], "age > 3"),
            (vec![1], "( tags has a or not city = x )"),
            (vec![1, 0], "tags has a"),
            (vec![1, 1], "not city = x"),
            (vec![2], "not (age < 2 or age > 9)"),
            (vec![2, 0], "(age < 2 or age > 9)"),
            (vec![2, 0, 0], "age < 2"),
            (vec![2, 0, 1], "age > 9"),
        ]
    );
}
