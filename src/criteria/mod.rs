//! The segment language: one criteria text is one yes/no question asked of each contact at one moment.
//!
//! A text is parsed into a written tree ([`Expr`]), which is checked against what a store has and becomes [`Criteria`]:
//! names have turned into ids, values into the types of their fields. Criteria are printed, stored, explained, answered
//! row by row ([`holds()`]), or resolved at a moment into the [`query::Query`] a store answers. No store is known here.

mod amounts;
mod check;
mod checked;
mod complete;
mod dates;
mod edit;
mod error;
mod explain;
mod holds;
mod key;
mod outline;
mod parse;
mod placed;
mod print;
pub mod query;
mod references;
mod resolve;
mod stored;
pub mod tree;
mod value;
pub mod words;

pub use check::{check, compile, from_stored, of_segment};
pub use checked::Criteria;
pub use complete::{Candidate, Completion, complete, written_value};
pub use edit::TreeEdit;
pub use error::{CriteriaError, ErrorKind};
pub use explain::{Explained, explain, reasons};
pub use holds::holds;
pub use key::key_of;
pub use outline::{Joins, Outlined, outline};
pub use parse::parse;
pub use references::References;
pub use tree::Expr;
pub use value::field_value;
