//! History from CSV files: what contacts bought, the e-mails they were sent, messages in and out.
//!
//! [`plan()`] looks at the file and says where each column goes; the plan can be shown, rehearsed ([`rehearse`]) and run
//! ([`run()`]). Such files arrive in time order and touch most contacts, so their rows are sorted by contact first, on
//! disk where they are many, and each contact is then written once. What came of it is a [`Ledger`] that always adds up.

mod alias;
mod column;
mod differing;
mod gather;
mod group;
mod join;
mod ledger;
mod matching;
mod merge;
mod options;
mod plan;
mod property;
mod reader;
mod row;
mod run;
mod scattered;
mod sort;

pub use column::Column;
pub use ledger::Ledger;
pub use matching::recognised;
pub use options::{Options, Rate, read_rate};
pub use plan::{Plan, heading, look, plan};
pub use property::Property;
pub use run::{rehearse, run};
