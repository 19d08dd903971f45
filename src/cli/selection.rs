//! Which contacts a command is about: `--list`, `--where`, `--segment`.

use super::failure::{Failure, criteria_failure};
use super::names;
use crate::criteria::query::{Query, Test};
use crate::criteria::{self, Criteria, CriteriaError};
use crate::model::{Catalogue, Moment, Scope, Segment};
use clap::Args;

/// The options that choose contacts.
#[derive(Debug, Default, Args)]
pub struct Selection {
    /// Only contacts of this list; without it, everyone.
    #[arg(long, value_name = "NAME")]
    pub list: Option<String>,
    /// Only contacts for which these criteria hold, e.g. "total_spent > 1000 and not opted_out".
    #[arg(
        long = "where",
        value_name = "CRITERIA",
        allow_hyphen_values = true,
        conflicts_with = "segment"
    )]
    pub criteria: Option<String>,
    /// Only contacts of this segment: its name within the list, or List/Segment.
    #[arg(long, value_name = "NAME")]
    pub segment: Option<String>,
}

/// What was chosen.
#[derive(Debug)]
pub struct Chosen {
    /// Among whom.
    pub scope: Scope,
    /// The criteria, where any were given.
    pub criteria: Criteria,
    /// The question for the store.
    pub query: Query,
}

impl Selection {
    /// Looks the names up and works the criteria out for the moment.
    pub fn choose(&self, catalogue: &Catalogue, moment: &Moment) -> Result<Chosen, Failure> {
        let asked = self.list.as_deref();
        let scope = names::scope(catalogue, asked)?;
        match &self.segment {
            None => {
                let text = self.criteria.as_deref().unwrap_or_default();
                let criteria = compiled(text, catalogue, scope)?;
                let query = query(text, &criteria, catalogue, moment)?;
                Ok(Chosen {
                    scope,
                    criteria,
                    query,
                })
            }
            Some(name) => {
                let segment = names::segment(catalogue, scope, name)?;
                let criteria = stored(segment, catalogue)?;
                let own = query(&criteria.text(catalogue), &criteria, catalogue, moment)?;
                // A segment is a question about its own list: without --list it is asked there, with another list
                // it finds who is in both.
                let (scope, query) = match (asked, segment.scope) {
                    (None, of) => (of, own),
                    (Some(_), Scope::List(of)) if scope != segment.scope => {
                        (scope, Query::And(vec![Query::Test(Test::InList(of)), own]))
                    }
                    (Some(_), _) => (scope, own),
                };
                Ok(Chosen {
                    scope,
                    criteria,
                    query,
                })
            }
        }
    }
}

/// Criteria typed on the command line.
pub fn compiled(text: &str, catalogue: &Catalogue, scope: Scope) -> Result<Criteria, Failure> {
    criteria::compile(text, catalogue, scope).map_err(|error| criteria_failure(text, &error))
}

/// The criteria of a segment, with its pins.
pub fn stored(segment: &Segment, catalogue: &Catalogue) -> Result<Criteria, Failure> {
    criteria::of_segment(segment, catalogue).map_err(|error| criteria_failure(&segment.criteria, &error))
}

/// The question for the store at a moment.
pub fn query(
    text: &str,
    criteria: &Criteria,
    catalogue: &Catalogue,
    moment: &Moment,
) -> Result<Query, Failure> {
    criteria
        .query(moment, catalogue)
        .map_err(|error: CriteriaError| criteria_failure(text, &error))
}
