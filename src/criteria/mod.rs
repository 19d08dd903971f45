//! The segment language: one criteria text is one yes/no question asked of each contact at one moment.

mod check;
mod checked;
mod dates;
mod error;
mod key;
mod parse;
mod print;
pub mod query;
mod references;
mod stored;
pub mod tree;
pub mod words;

pub use check::{check, compile, from_stored};
pub use checked::Criteria;
pub use error::{CriteriaError, ErrorKind};
pub use key::key_of;
pub use parse::parse;
pub use references::References;
pub use tree::Expr;
