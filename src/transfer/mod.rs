//! Files in and out: CSV and JSON Lines, column matching, readings of values, dry run, ledger. Knows no screen.
//!
//! [`import`] looks at a file and makes a [`import::Plan`] that can be shown and changed before anything happens, then
//! runs it; [`history`] does the same for what contacts did, and [`mod@file`] for a file of either kind. [`export`] writes
//! people out.

mod error;
pub mod export;
pub mod file;
mod formula;
pub mod history;
pub mod import;
mod issues;

pub use error::TransferError;
pub(crate) use formula::guarded;
