//! Yes and no, in the words that files use.

use crate::model::text::fold;

const YES: [&str; 30] = [
    "yes",
    "y",
    "true",
    "t",
    "1",
    "on",
    "x",
    "✓",
    "✔",
    "sim",
    "s",
    "si",
    "ja",
    "j",
    "oui",
    "o",
    "wahr",
    "verdadeiro",
    "verdadero",
    "vrai",
    "vero",
    "tak",
    "kylla",
    "да",
    "はい",
    "是",
    "예",
    "نعم",
    "evet",
    "☑",
];
const NO: [&str; 24] = [
    "no",
    "n",
    "false",
    "f",
    "0",
    "off",
    "nao",
    "nein",
    "non",
    "nee",
    "falsch",
    "falso",
    "faux",
    "nie",
    "ei",
    "нет",
    "いいえ",
    "否",
    "아니요",
    "لا",
    "hayir",
    "☐",
    "nej",
    "nei",
];
const OUT: [&str; 18] = [
    "opted out",
    "optout",
    "opt out",
    "opted-out",
    "opt-out",
    "opted_out",
    "opt_out",
    "unsubscribed",
    "unsubscribe",
    "stop",
    "blocked",
    "do not contact",
    "do_not_contact",
    "dnc",
    "out",
    "descadastrado",
    "abgemeldet",
    "desinscrit",
];
const NOT_OUT: [&str; 14] = [
    "opted in",
    "optin",
    "opt in",
    "opted-in",
    "opt-in",
    "opted_in",
    "opt_in",
    "subscribed",
    "active",
    "pending",
    "none",
    "in",
    "never",
    "unknown",
];

/// Yes, no, or neither.
pub(crate) fn read(text: &str) -> Option<bool> {
    let text = text.trim();
    // The longest word has 30 bytes; nothing longer is worth folding.
    if text.is_empty() || text.len() > 30 {
        return None;
    }
    let folded = fold(text);
    if YES.contains(&folded.as_str()) {
        Some(true)
    } else if NO.contains(&folded.as_str()) {
        Some(false)
    } else {
        None
    }
}

/// Whether a cell of a column of opt-outs opts out: yes, a word for it, or the day it happened.
pub(crate) fn opts_out(text: &str) -> Option<bool> {
    if let Some(answer) = read(text) {
        return Some(answer);
    }
    let folded = fold(text);
    if OUT.contains(&folded.as_str()) {
        Some(true)
    } else if NOT_OUT.contains(&folded.as_str()) {
        Some(false)
    } else {
        super::date::Written::read(text)
            .filter(super::date::Written::has_year)
            .map(|_| true)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn yes_and_no_in_several_languages() {
        for text in ["Yes", "TRUE", "Sim", "Sí", "ja", "Oui", "1"] {
            assert_eq!(read(text), Some(true), "{text}");
        }
        for text in ["no", "False", "não", "Nein", "non", "0"] {
            assert_eq!(read(text), Some(false), "{text}");
        }
        assert_eq!(read("maybe"), None);
    }

    #[test]
    fn a_column_of_opt_outs_may_say_it_in_its_own_words() {
        for text in ["yes", "opted_out", "Unsubscribed", "STOP", "2025-01-31 10:00:00"] {
            assert_eq!(opts_out(text), Some(true), "{text}");
        }
        for text in ["no", "opted_in", "subscribed", "pending"] {
            assert_eq!(opts_out(text), Some(false), "{text}");
        }
        assert_eq!(opts_out("perhaps"), None);
    }
}
