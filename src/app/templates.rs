//! The segments that people start from: offered while a new segment's criteria are still empty.

use crate::criteria::{self, CriteriaError};
use crate::model::{Catalogue, Scope};

/// A segment to start from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Template {
    /// The name it proposes.
    pub name: &'static str,
    /// Its criteria. One that ends in `= ` waits for a value.
    pub criteria: &'static str,
    /// Whom it finds, in words.
    pub hint: &'static str,
}

/// All of them, in the order in which they are offered.
pub const TEMPLATES: &[Template] = &[
    Template {
        name: "High value",
        criteria: "total_spent > 1000",
        hint: "have spent much",
    },
    Template {
        name: "Recent shoppers",
        criteria: "last_purchase within 30 days",
        hint: "have bought this month",
    },
    Template {
        name: "New customers",
        criteria: "first_purchase within 30 days",
        hint: "have bought for the first time",
    },
    Template {
        name: "Inactive",
        criteria: "last_purchase before 6 months ago and orders >= 1",
        hint: "have not bought for long",
    },
    Template {
        name: "At risk",
        criteria: "lifecycle = at-risk",
        hint: "are about to be lost",
    },
    Template {
        name: "Prospects",
        criteria: "lifecycle = prospect and consented",
        hint: "never bought, and may be written to",
    },
    Template {
        name: "Newsletter openers",
        criteria: "opened at least 1 of last 3 emails",
        hint: "read what they are sent",
    },
    Template {
        name: "Birthday this week",
        criteria: "birthday anniversary within next 7 days and consented",
        hint: "have their birthday soon",
    },
    Template {
        name: "Loyalty tier",
        criteria: "loyalty_tier = ",
        hint: "are in one tier",
    },
    Template {
        name: "Place",
        criteria: "location = ",
        hint: "live in one country, region or city",
    },
];

impl Template {
    /// Whether it waits for a value.
    pub fn is_open(&self) -> bool {
        self.criteria.ends_with("= ")
    }

    /// Why it cannot be used in a scope, where it cannot: a field it asks about is not there.
    pub fn trouble(&self, names: &Catalogue, scope: Scope) -> Option<CriteriaError> {
        let whole = if self.is_open() {
            format!("{}x", self.criteria)
        } else {
            self.criteria.to_owned()
        };
        criteria::compile(&whole, names, scope).err()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_can_be_read_in_an_empty_store_and_prints_as_it_is_written() {
        let names = Catalogue::default();
        for template in TEMPLATES {
            assert_eq!(
                template.trouble(&names, Scope::Everyone),
                None,
                "{}",
                template.name
            );
            if !template.is_open() {
                let read = criteria::compile(template.criteria, &names, Scope::Everyone);
                assert_eq!(
                    read.map(|read| read.text(&names)).as_deref(),
                    Ok(template.criteria)
                );
            }
        }
    }
}
