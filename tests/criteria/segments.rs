//! Segments in segments, what is stored of them, and why a contact is in one.

use super::generate;
use super::meaning::{bought, nobody, noon};
use audience::criteria::{CriteriaError, ErrorKind, compile, explain, from_stored, holds};
use audience::model::{Catalogue, FieldId, FieldRef, ListId, Scope, SegmentId};

/// A store whose first segment has these criteria.
fn with_criteria(criteria: &[&str]) -> Catalogue {
    let mut catalogue = generate::catalogue(noon("2026-11-22"));
    for (segment, criteria) in catalogue.segments.iter_mut().zip(criteria) {
        segment.criteria = (*criteria).to_owned();
    }
    catalogue
}

fn query(text: &str, catalogue: &Catalogue) -> Result<(), CriteriaError> {
    let criteria = compile(text, catalogue, Scope::Everyone)?;
    criteria.query(&noon("2026-11-22"), catalogue).map(drop)
}

#[test]
fn a_segment_of_another_list_asks_for_its_members_alone() {
    let catalogue = with_criteria(&["orders >= 1"]);
    let criteria = compile("in segment Shop/Regulars", &catalogue, Scope::Everyone).unwrap();
    let now = noon("2026-11-22");
    let mut buyer = bought("2026-11-01");
    assert!(!holds(&criteria, &buyer, &catalogue, &now));
    buyer.contact.lists = vec![ListId(1)];
    assert!(holds(&criteria, &buyer, &catalogue, &now));
}

#[test]
fn what_needs_campaigns_is_checked_and_not_answered() {
    let catalogue = with_criteria(&["count(campaigns) > 1"]);
    for text in [
        "count(campaigns where status = \"read\" within 1 year) >= 3",
        "count(campaigns) > 1 or orders > 1",
        "not campaign x read",
        "in segment Shop/Regulars",
    ] {
        let error = query(text, &catalogue).unwrap_err();
        assert_eq!(error.kind, ErrorKind::NoHistory, "{text}");
        assert!(error.to_string().starts_with("no history yet"), "{error}");
    }
}

#[test]
fn segments_that_use_each_other_in_a_circle_are_refused() {
    let catalogue = with_criteria(&["in segment \"#2\"", "in segment \"#1\""]);
    assert_eq!(
        query("in segment in", &catalogue).unwrap_err().kind,
        ErrorKind::Syntax
    );
    assert_eq!(
        query("in segment \"in\"", &catalogue).unwrap_err().kind,
        ErrorKind::Cycle
    );
    let criteria = compile("in segment \"in\"", &catalogue, Scope::Everyone).unwrap();
    assert!(criteria.uses_segment(SegmentId(1), &catalogue));
    assert!(criteria.uses_segment(SegmentId(2), &catalogue));
    assert!(!criteria.uses_segment(SegmentId(3), &catalogue));
    assert!(
        !holds(&criteria, &nobody(), &catalogue, &noon("2026-11-22")),
        "a circle holds for nobody"
    );
}

#[test]
fn segments_that_double_each_other_end_in_an_error() {
    let mut catalogue = with_criteria(&[]);
    let model = catalogue.segments[1].clone();
    catalogue.segments = (1..=15_u32)
        .map(|number| {
            let mut segment = model.clone();
            segment.id = SegmentId(number);
            segment.name = format!("s{number}");
            let used = format!("in segment \"#{}\"", number - 1);
            segment.criteria = if number == 1 {
                "opted_out".to_owned()
            } else {
                format!("{used} or not {used}")
            };
            segment
        })
        .collect();
    assert_eq!(
        query("in segment s15", &catalogue).unwrap_err().kind,
        ErrorKind::TooLarge
    );
    assert!(query("in segment s5", &catalogue).is_ok());
}

#[test]
fn renaming_changes_the_text_and_not_what_is_stored() {
    let mut catalogue = generate::catalogue(noon("2026-11-22"));
    let text = "`week` = x and in list Shop and in segment \"in\" and größe > 3";
    let criteria = compile(text, &catalogue, Scope::Everyone).unwrap();
    let stored = criteria.stored();
    assert_eq!(
        stored,
        "`#1` = x and in list \"#1\" and in segment \"#2\" and `#2` > 3"
    );
    catalogue.lists[0].name = "Le shop".to_owned();
    catalogue.segments[1].name = "Everything".to_owned();
    let again = from_stored(&stored, &catalogue, Scope::Everyone).unwrap();
    assert_eq!(again, criteria);
    assert_eq!(
        again.text(&catalogue),
        "`week` = x and in list \"Le shop\" and in segment Everything and größe > 3"
    );
    let used = criteria.references();
    assert_eq!(
        used.fields.into_iter().collect::<Vec<_>>(),
        [1, 2].map(|id| FieldRef::Custom(FieldId(id)))
    );
    assert_eq!((used.lists.len(), used.segments.len()), (1, 1));
    catalogue.fields.remove(0);
    let error = from_stored(&stored, &catalogue, Scope::Everyone).unwrap_err();
    assert_eq!(error.kind, ErrorKind::Stored);
}

#[test]
fn explanations_show_money_with_the_decimals_of_the_currency() {
    let catalogue = with_criteria(&[]);
    let text = "total_spent > 9 or sum(purchases.amount) > 9 or orders > 9";
    let criteria = compile(text, &catalogue, Scope::Everyone).unwrap();
    let lines = explain(&criteria, &bought("2026-11-01"), &catalogue, &noon("2026-11-22"));
    let values: Vec<&str> = lines.iter().map(|line| line.value.as_str()).collect();
    assert_eq!(values, ["", "10.00", "0.00", "3"]);
}

#[test]
fn explanations_show_each_condition_with_the_value() {
    let catalogue = with_criteria(&["orders >= 5"]);
    let mut buyer = bought("2026-11-01");
    buyer.contact.lists = vec![ListId(1)];
    let text =
        "orders >= 2 and (city = Berlin or not in segment Shop/Regulars) and not (opted_out or opened)";
    let text = text.replace("opened", "`opened`");
    let criteria = compile(&text, &catalogue, Scope::Everyone).unwrap();
    let lines = explain(&criteria, &buyer, &catalogue, &noon("2026-11-22"));
    let shown: Vec<String> = lines
        .iter()
        .map(|line| {
            format!(
                "{}{} | {} | {}",
                "  ".repeat(line.depth),
                line.condition,
                line.value,
                line.holds
            )
        })
        .collect();
    assert_eq!(
        shown,
        [
            "all of |  | true",
            "  orders >= 2 | 3 | true",
            "  any of |  | true",
            "    city = Berlin | not set | false",
            "    not in segment Shop/Regulars | not in it | true",
            "      orders >= 5 | 3 | false",
            "  not |  | true",
            "    any of |  | false",
            "      opted_out | no | false",
            "      `opened` | not set (counts as no) | false",
        ]
    );
}

#[test]
fn deep_segments_in_segments_end_in_an_error_and_not_on_the_stack() {
    let mut catalogue = with_criteria(&[]);
    let model = catalogue.segments[1].clone();
    catalogue.segments = (1..=20_u32)
        .map(|number| {
            let mut segment = model.clone();
            segment.id = SegmentId(number);
            segment.name = format!("s{number}");
            let used = format!("in segment \"#{}\"", number - 1);
            let inner = if number == 1 { "opted_out".to_owned() } else { used };
            segment.criteria = format!(
                "{}{inner}{}",
                "opted_out or orders >= 0 and (".repeat(60),
                ")".repeat(60)
            );
            segment
        })
        .collect();
    let now = noon("2026-11-22");
    for (segment, fits) in [("s1", true), ("s2", true), ("s3", false), ("s20", false)] {
        let criteria = compile(&format!("in segment {segment}"), &catalogue, Scope::Everyone).unwrap();
        assert_eq!(criteria.query(&now, &catalogue).is_ok(), fits, "{segment}");
        assert!(!holds(&criteria, &nobody(), &catalogue, &now));
        assert!(!explain(&criteria, &nobody(), &catalogue, &now).is_empty());
    }
}
