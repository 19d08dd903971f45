//! Columns agree with a row-by-row evaluator, on generated audiences kept by the real store: every operator and type,
//! missing values, edits and deletions between the questions.

mod answers;
mod audience;
mod pages;
mod search;
mod spread;
