//! Contacts from CSV files.
//!
//! [`plan()`] looks at the file and says where each column goes and why; the plan can be shown, changed, rehearsed
//! ([`rehearse`]) and run ([`run()`]). What came of it is a [`Ledger`] that always adds up.

pub(super) mod alias;
mod column;
pub(super) mod input;
mod ledger;
pub(super) mod look;
pub(super) mod matching;
mod options;
pub(super) mod plan;
pub(super) mod row;
pub(super) mod rows;
pub(super) mod run;
pub(super) mod survey;
pub(super) mod values;

pub use super::issues::{Issue, ReasonCount};
pub use column::{Column, Target, Why};
pub use ledger::Ledger;
pub use options::{Into, Options, Source, read_map};
pub use plan::{Plan, plan};
pub use run::{ImportProgress, Pace, rehearse, run};
pub use values::amount::Mark;
pub use values::date::DateOrder;
