//! Columns agree with a row-by-row evaluator.
