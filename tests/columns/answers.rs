//! What the store answers is what the rows say.

use super::audience::{Kept, edits};
use crate::criteria::generate::{Asked, asked, criteria_tree, scope};
use audience::criteria::{Criteria, Expr, check, holds};
use audience::model::{Catalogue, ContactId, ListId, Moment, Scope};
use audience::store::{Change, Store};
use proptest::collection::vec;
use proptest::prelude::*;

/// An audience, questions to it, and people that others of it become later.
fn cases() -> impl Strategy<Value = (Asked, Vec<(Expr, Scope)>, Asked)> {
    asked(16).prop_flat_map(|first| {
        let questions = vec((criteria_tree(first.moment), scope()), 12);
        (Just(first), questions, asked(8))
    })
}

fn compare(
    kept: &Kept,
    catalogue: &Catalogue,
    moment: &Moment,
    criteria: &Criteria,
) -> Result<Vec<ContactId>, TestCaseError> {
    let query = criteria.query(moment, catalogue).unwrap();
    let members = kept.profiles(criteria.scope());
    let wanted: Vec<ContactId> = members
        .iter()
        .filter(|profile| holds(criteria, profile, catalogue, moment))
        .map(|profile| profile.contact.id)
        .collect();
    let answered = kept
        .store
        .walk(criteria.scope(), &query, None, usize::MAX)
        .unwrap();
    if answered != wanted {
        let differ = |profile: &&audience::model::Profile| {
            answered.contains(&profile.contact.id) != wanted.contains(&profile.contact.id)
        };
        let first = members.iter().find(differ);
        prop_assert!(false, "{}\n{:?}\n{:?}", criteria.text(catalogue), query, first);
    }
    prop_assert_eq!(kept.count(criteria.scope(), &query), wanted.len() as u64);
    Ok(wanted)
}

fn ask_all(kept: &Kept, moment: &Moment, questions: &[(Expr, Scope)]) -> Result<(), TestCaseError> {
    let catalogue = kept.catalogue();
    for (tree, scope) in questions {
        let criteria = check(tree, &catalogue, *scope).unwrap();
        let mut yes = compare(kept, &catalogue, moment, &criteria)?;
        let negated = check(&Expr::Not(Box::new(tree.clone())), &catalogue, *scope).unwrap();
        let no = compare(kept, &catalogue, moment, &negated)?;
        yes.extend(no);
        yes.sort_unstable();
        let all: Vec<ContactId> = kept
            .profiles(*scope)
            .iter()
            .map(|profile| profile.contact.id)
            .collect();
        prop_assert_eq!(yes, all, "a text and its negation split the list");
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    #[test]
    fn columns_say_what_the_rows_say((first, questions, later) in cases()) {
        let mut kept = Kept::of(&first);
        ask_all(&kept, &first.moment, &questions)?;
        for (at, (contact, becomes)) in kept.contacts.clone().iter().zip(&later.profiles).enumerate() {
            let now = becomes.contact.updated;
            if at % 4 == 3 {
                kept.apply(Change::DeleteContacts { contacts: vec![*contact] }, now);
                continue;
            }
            kept.apply(Change::EditContact { contact: *contact, edits: edits(&becomes.contact) }, now);
            kept.happen(*contact, becomes.events.as_ref().unwrap(), now);
            for list in [ListId(1), ListId(2)] {
                let contacts = vec![*contact];
                kept.apply(if becomes.contact.lists.contains(&list) {
                    Change::AddToList { contacts, list }
                } else {
                    Change::RemoveFromList { contacts, list }
                }, now);
            }
        }
        if let Some(profile) = later.profiles.last() {
            kept.add(profile);
        }
        ask_all(&kept, &first.moment, &questions)?;
        prop_assert_eq!(kept.store.check(&mut ()).unwrap().problems, Vec::<String>::new());
    }
}

#[test]
fn no_field_gets_the_values_of_a_deleted_one() {
    use audience::model::{FieldId, FieldRef, FieldType};
    use proptest::strategy::ValueTree;
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let asked = asked(24).new_tree(&mut runner).unwrap().current();
    let mut kept = Kept::empty(asked.moment);
    for profile in &asked.profiles {
        kept.add(profile);
    }
    for field in crate::criteria::generate::custom_fields() {
        if kept
            .catalogue()
            .segments
            .iter()
            .any(|segment| segment.criteria.contains(&format!("`#{}`", field.id.0)))
        {
            continue;
        }
        kept.apply(Change::DeleteField { field: field.id }, asked.moment.now);
        assert!(kept.catalogue().field(field.id).is_none(), "{}", field.key);
    }
    let (label, kind) = ("again".to_owned(), FieldType::Text);
    let made = kept
        .apply(Change::AddField { label, kind }, asked.moment.now)
        .unwrap();
    assert!(
        crate::criteria::generate::custom_fields()
            .iter()
            .all(|field| field.id != FieldId(made))
    );
    let is_set = audience::criteria::query::Query::Test(audience::criteria::query::Test::IsSet(
        FieldRef::Custom(FieldId(made)),
    ));
    assert_eq!(kept.count(Scope::Everyone, &is_set), 0);
}
