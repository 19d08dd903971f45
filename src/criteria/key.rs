//! The key of a custom field: made from its label once, and kept when the label changes.

use super::tree::{begins_name, continues_name};
use unicode_normalization::UnicodeNormalization;

/// The key for a label: NFKC, lower case, every other run of characters as `_`; `f_` before a key that would not begin
/// with a letter; `_2`, `_3` … behind one that is taken by a built-in field or, as `taken` says, by a custom one.
pub fn key_of(label: &str, taken: &dyn Fn(&str) -> bool) -> String {
    let lower: String = label
        .trim()
        .nfkc()
        .collect::<String>()
        .to_lowercase()
        .nfkc()
        .collect();
    let mut key = String::with_capacity(lower.len());
    let mut in_run = false;
    for c in lower.chars() {
        if continues_name(c) {
            key.push(c);
        } else if !in_run {
            key.push('_');
        }
        in_run = !continues_name(c);
    }
    if !key.starts_with(begins_name) {
        key.insert_str(0, "f_");
    }
    let is_free = |key: &str| !taken(key) && crate::model::FieldRef::builtin(key).is_none();
    if is_free(&key) {
        return key;
    }
    let numbered = |number: u32| format!("{key}_{number}");
    (2..=u32::MAX)
        .map(numbered)
        .find(|key| is_free(key))
        .unwrap_or(key)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_come_from_labels() {
        for (label, key) in [
            ("Shoe size", "shoe_size"),
            ("  Größe - cm ", "größe_cm"),
            ("Total (EUR)", "total_eur_"),
            ("2nd address", "f_2nd_address"),
            ("Ａｇｅ", "age_2"),
            ("Age", "age_2"),
            ("State", "state_2"),
            ("lifecycle", "lifecycle_2"),
            ("✿", "f__"),
            ("", "f_"),
            ("Club-Mitglied", "club_mitglied"),
            ("_x_", "f__x_"),
            ("İl", "i\u{307}l"),
            ("गाँव", "गाँव"),
            ("week", "week"),
            ("taken", "taken_3"),
        ] {
            let made = key_of(label, &|key| key == "taken" || key == "taken_2");
            assert_eq!(made, key, "{label}");
        }
    }
}
