//! Files in and out: CSV, column mapping, value types, dry run, ledger. Knows no screen.
