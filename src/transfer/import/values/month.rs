//! Days written with the name of their month, in the languages that files usually come in.

use crate::model::text::fold;

/// Beginnings of month names, folded; English, Portuguese, Spanish, German, French, Italian and Dutch. A longer
/// beginning stands before a shorter one of another month.
const MONTHS: [(&str, u32); 30] = [
    ("jan", 1),
    ("ene", 1),
    ("gen", 1),
    ("janv", 1),
    ("feb", 2),
    ("fev", 2),
    ("mar", 3),
    ("mrz", 3),
    ("maa", 3),
    ("mrt", 3),
    ("apr", 4),
    ("abr", 4),
    ("avr", 4),
    ("mai", 5),
    ("may", 5),
    ("mag", 5),
    ("mei", 5),
    ("juin", 6),
    ("jun", 6),
    ("giu", 6),
    ("juil", 7),
    ("jul", 7),
    ("lug", 7),
    ("aug", 8),
    ("ago", 8),
    ("aou", 8),
    ("se", 9),
    ("o", 10),
    ("n", 11),
    ("d", 12),
];

/// Year (where there is one), month and day of `17 May 1990`, `May 17, 1990`, `17-mai-90`, `17 de maio`.
pub(super) fn named(text: &str) -> Option<(Option<i32>, u32, u32)> {
    if text.len() > 40 || !text.chars().any(char::is_alphabetic) {
        return None;
    }
    let folded = fold(text);
    let words = folded
        .split([' ', ',', '.', '-', '/'])
        .filter(|word| !word.is_empty() && !matches!(*word, "de" | "del" | "of" | "the"));
    let (mut month, mut numbers) = (None, Vec::with_capacity(2));
    for word in words {
        if let Some(number) = ordinal(word) {
            numbers.push(number);
        } else if month.is_none() {
            month = Some(month_of(word)?);
        } else {
            return None;
        }
    }
    let month = month?;
    match numbers.as_slice() {
        [(day, _)] => Some((None, month, *day)),
        [(year, 4), (day, _)] | [(day, _), (year, 4)] => Some((Some(*year as i32), month, *day)),
        [(day, _), (year, 2)] => Some((Some(super::date::century(*year)), month, *day)),
        _ => None,
    }
}

/// A number and how many digits it has; `1st` and `2nd` count.
fn ordinal(word: &str) -> Option<(u32, usize)> {
    let digits =
        word.trim_end_matches(|letter: char| letter.is_alphabetic() || letter == 'º' || letter == 'ª');
    let suffix = word.get(digits.len()..)?;
    let plain = matches!(
        suffix,
        "" | "st" | "nd" | "rd" | "th" | "er" | "º" | "ª" | "o" | "a"
    );
    let fits = plain && (1..=4).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
    fits.then(|| digits.parse().ok().map(|number| (number, digits.len())))
        .flatten()
}

/// The month of a whole word. Short beginnings count only for words that are a month's name in some language.
fn month_of(word: &str) -> Option<u32> {
    let (beginning, month) = MONTHS.iter().find(|(beginning, _)| word.starts_with(beginning))?;
    let known = match *beginning {
        "se" => [
            "sep",
            "sept",
            "set",
            "september",
            "septiembre",
            "setiembre",
            "septembre",
            "setembro",
            "settembre",
        ]
        .contains(&word),
        "o" => [
            "oct", "okt", "out", "ott", "october", "oktober", "octubre", "octobre", "outubro", "ottobre",
        ]
        .contains(&word),
        "n" => ["nov", "november", "noviembre", "novembre", "novembro"].contains(&word),
        "d" => [
            "dec",
            "dez",
            "dic",
            "december",
            "dezember",
            "diciembre",
            "decembre",
            "dezembro",
            "dicembre",
        ]
        .contains(&word),
        _ => word.chars().count() <= 9,
    };
    known.then_some(*month)
}
