//! People out: CSV and JSON Lines.
