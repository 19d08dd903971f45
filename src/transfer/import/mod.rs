//! Contacts from CSV files.
//!
//! [`plan()`] looks at the file and says where each column goes and why; the plan can be shown, changed, rehearsed
//! ([`rehearse`]) and run ([`run()`]). What came of it is a [`Ledger`] that always adds up.

mod alias;
mod column;
mod input;
mod ledger;
mod look;
mod matching;
mod options;
mod plan;
mod row;
mod rows;
mod run;
mod survey;
mod values;

pub use column::{Column, Target, Why};
pub use ledger::{Issue, Ledger, ReasonCount};
pub use options::{Into, Options, Source, read_map};
pub use plan::{Plan, plan};
pub use run::{ImportProgress, Pace, rehearse, run};
pub use values::amount::Mark;
pub use values::date::DateOrder;
