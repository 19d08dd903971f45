//! The segment language: one criteria text is one yes/no question asked of each contact at one moment.

pub mod query;
