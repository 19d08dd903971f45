//! The figures: one command that any reader can repeat.

fn main() {}
