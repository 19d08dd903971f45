//! Cells that a spreadsheet would run as a formula: guarded on the way out with a leading `'`, unguarded on the way in.

use std::borrow::Cow;

/// The guard a spreadsheet takes as "this is text".
const GUARD: char = '\'';

/// A cell that no spreadsheet runs. Numbers, also `+351912345678` and `-12.50`, stay as they are: they compute nothing.
pub(crate) fn guarded(cell: &str) -> Cow<'_, str> {
    let behind_guards = cell.trim_start_matches(GUARD);
    if !begins_formula(behind_guards) || (behind_guards.len() == cell.len() && is_number(cell)) {
        return Cow::Borrowed(cell);
    }
    Cow::Owned(format!("{GUARD}{cell}"))
}

/// The text behind a guard, where there is one.
pub(crate) fn unguarded(cell: &str) -> &str {
    match cell.strip_prefix(GUARD) {
        Some(rest) if begins_formula(rest.trim_start_matches(GUARD)) => rest,
        _ => cell,
    }
}

/// The text behind a guard in a column of ids, numbers or postcodes, where a leading `'` is nothing else.
pub(crate) fn unguarded_code(cell: &str) -> &str {
    cell.strip_prefix(GUARD).unwrap_or(cell)
}

fn begins_formula(text: &str) -> bool {
    text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'])
}

fn is_number(cell: &str) -> bool {
    let digits = cell.strip_prefix(['+', '-']).unwrap_or(cell);
    digits.starts_with(|first: char| first.is_ascii_digit())
        && digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
        && digits.matches('.').count() <= 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_spreadsheet_would_run_is_guarded_and_comes_back_as_it_was() {
        for cell in [
            "=1+1",
            "@SUM(A1)",
            "-2+3",
            "+cmd|' /C calc'!A0",
            "\tx",
            "'=x",
            "''=x",
            "--05-17",
            "－1",
        ] {
            let safe = guarded(cell);
            assert!(safe.starts_with('\''), "{cell}");
            assert_eq!(unguarded(&safe), cell);
        }
        for cell in ["+351912345678", "-12.50", "O'Brien", "'t Hooft", "", "a=b"] {
            assert_eq!(guarded(cell), cell);
            assert_eq!(unguarded(cell), cell);
        }
        assert_eq!(unguarded_code("'007"), "007");
    }
}
