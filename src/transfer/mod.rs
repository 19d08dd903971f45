//! Files in and out: CSV, column mapping, value types, dry run, ledger. Knows no screen.

/// Contacts from files.
pub mod import {
    /// What a file would bring.
    #[derive(Debug)]
    pub struct Plan;

    /// What a file has brought.
    #[derive(Debug)]
    pub struct Ledger;
}
