//! Laws that hold for every tree and every audience.

use super::generate::{any_tree, asked, catalogue, moment};
use super::naive::Person;
use audience::criteria::{Expr, check, compile, complete, explain, from_stored, holds, parse};
use audience::model::Scope;
use proptest::prelude::*;

proptest! {
    #[test]
    fn what_is_printed_is_read_as_the_same_tree(tree in any_tree()) {
        let text = tree.to_string();
        let read = parse(&text).map_err(|error| TestCaseError::fail(format!("{text}: {error}")))?;
        prop_assert_eq!(&read, &tree, "{}", text);
        prop_assert_eq!(read.to_string(), text);
    }

    #[test]
    fn checked_criteria_are_read_back_from_their_text_and_their_stored_form(asked in asked(0)) {
        let (criteria, catalogue) = (&asked.criteria, &asked.catalogue);
        let text = criteria.text(catalogue);
        let read = compile(&text, catalogue, criteria.scope());
        prop_assert_eq!(read.as_ref(), Ok(criteria), "{}", &text);
        prop_assert_eq!(parse(&text).unwrap().to_string(), text);
        let stored = criteria.stored();
        let read = from_stored(&stored, catalogue, criteria.scope());
        prop_assert_eq!(read.as_ref(), Ok(criteria), "{}", stored);
    }

    #[test]
    fn a_text_and_its_negation_split_the_audience(asked in asked(12)) {
        let catalogue = &asked.catalogue;
        let tree = parse(&asked.criteria.text(catalogue)).unwrap();
        let negated = check(&Expr::Not(Box::new(tree)), catalogue, asked.criteria.scope()).unwrap();
        for profile in &asked.profiles {
            let yes = holds(&asked.criteria, profile, catalogue, &asked.moment);
            let no = holds(&negated, profile, catalogue, &asked.moment);
            prop_assert_ne!(yes, no);
        }
    }

    #[test]
    fn the_stores_question_says_what_the_rows_say(asked in asked(24)) {
        let query = asked.criteria.query(&asked.moment, &asked.catalogue).unwrap();
        for profile in &asked.profiles {
            let person = Person { profile, catalogue: &asked.catalogue, moment: &asked.moment };
            let row = holds(&asked.criteria, profile, &asked.catalogue, &asked.moment);
            let text = asked.criteria.text(&asked.catalogue);
            prop_assert_eq!(person.answers(&query), row, "{} of {:?}\n{:?}", text, profile, query);
        }
    }

    #[test]
    fn an_explanation_begins_with_the_answer(asked in asked(3)) {
        for profile in &asked.profiles {
            let lines = explain(&asked.criteria, profile, &asked.catalogue, &asked.moment);
            let holds = holds(&asked.criteria, profile, &asked.catalogue, &asked.moment);
            prop_assert_eq!(lines.first().map(|line| line.holds), Some(holds));
        }
    }

    #[test]
    fn no_text_is_a_trap(text in any::<String>(), cursor in 0..40_usize, moment in moment()) {
        let catalogue = catalogue(moment);
        let _ = compile(&text, &catalogue, Scope::Everyone);
        let _ = from_stored(&text, &catalogue, Scope::Everyone);
        let _ = complete(&text, cursor, &catalogue, Scope::Everyone);
    }

    #[test]
    fn no_mixture_of_words_is_a_trap(
        words in prop::collection::vec(prop_oneof![
            prop::sample::select(audience::criteria::words::RESERVED.to_vec()).prop_map(str::to_owned),
            prop::sample::select(vec![
                "(", ")", ",", ".", "=", "!=", "<", ">=", "\"", "`", "\\", "age", "tags", "city", "birthday", "3",
                "9999", "-1", "2026-02-31", "2026-01-01", "purchases.amount", "é", "#1", "(((", "'",
            ]).prop_map(str::to_owned),
        ], 0..14),
        spaced in any::<bool>(),
        cursor in 0..80_usize,
        moment in moment(),
    ) {
        let text = words.join(if spaced { " " } else { "" });
        let catalogue = catalogue(moment);
        if let Err(error) = compile(&text, &catalogue, Scope::Everyone) {
            prop_assert!(text.get(error.span.clone()).is_some(), "{text}: {error:?}");
        }
        let completion = complete(&text, cursor, &catalogue, Scope::Everyone);
        prop_assert!(text.get(completion.replace.clone()).is_some(), "{text}: {completion:?}");
    }
}
