//! The same name in other letters: Latin letters for every script, and coarser forms that spellings of one name share.

use deunicode::deunicode_char;

/// A folded word in plain Latin letters and digits.
pub(super) fn latin(word: &str) -> String {
    let mut latin = String::with_capacity(word.len());
    for c in without_article(word).chars() {
        if c.is_ascii() {
            push_plain(&mut latin, c);
        } else if let Some(letters) = deunicode_char(c) {
            for letter in letters.chars() {
                push_plain(&mut latin, letter);
            }
        }
    }
    latin
}

fn push_plain(latin: &mut String, c: char) {
    if c.is_ascii_alphanumeric() {
        latin.push(c.to_ascii_lowercase());
    }
}

/// Arabic writes the article before a name and the ending of many women's names, Latin spellings often neither.
fn without_article(word: &str) -> &str {
    let bare = word.strip_suffix('ة').unwrap_or(word);
    bare.strip_prefix("ال")
        .filter(|rest| rest.chars().count() >= 3)
        .unwrap_or(bare)
}

/// `ae`, `oe` and `ue` as the plain vowel, as umlauts lose their dots when they are folded: Mueller, Müller, Muller.
pub(super) fn flat(latin: &str) -> String {
    let mut flat = String::with_capacity(latin.len());
    let mut letters = latin.chars().peekable();
    while let Some(letter) = letters.next() {
        flat.push(letter);
        if matches!(letter, 'a' | 'o' | 'u') && letters.peek() == Some(&'e') {
            letters.next();
        }
    }
    flat
}

/// What romanisations of one name share: Mariya and Maria, Mohammed and Muhammad, Alexey and Aleksei.
pub(super) fn sound(flat: &str) -> String {
    let merges_vowels = flat.len() >= 6;
    let mut sound = String::with_capacity(flat.len());
    for unit in units(flat) {
        let letter = match unit {
            Unit::Vowel('o') if merges_vowels => 'u',
            Unit::Vowel('e') if merges_vowels => 'a',
            Unit::Vowel(letter) | Unit::Consonant(letter) => letter,
            Unit::Glide => 'i',
            Unit::Breath if sound.is_empty() => 'h',
            Unit::Breath => continue,
            Unit::Soft => 'v',
        };
        if !sound.ends_with(letter) {
            sound.push(letter);
        }
    }
    sound
}

/// The consonants alone, which is all that Arabic and Hebrew write; a name without any keeps its sound.
pub(super) fn skeleton(flat: &str) -> String {
    let mut skeleton = String::with_capacity(flat.len());
    for unit in units(flat) {
        if let Unit::Consonant(letter) = unit
            && !skeleton.ends_with(letter)
        {
            skeleton.push(letter);
        }
    }
    if skeleton.is_empty() {
        skeleton = sound(flat);
    }
    skeleton
}

/// What is heard at a place of a word.
enum Unit {
    Vowel(char),
    Consonant(char),
    /// `y` and `j`, which are written for each other and for `i`.
    Glide,
    /// `h`, which many spellings leave out.
    Breath,
    /// `v` and `w`, which abjads write for vowels too.
    Soft,
}

/// Reads a word from the left, two or three letters that stand for one sound together.
fn units(flat: &str) -> impl Iterator<Item = Unit> + '_ {
    const TOGETHER: [(&str, char); 10] = [
        ("sch", 's'),
        ("sh", 's'),
        ("kh", 'k'),
        ("ch", 'k'),
        ("ck", 'k'),
        ("ph", 'f'),
        ("th", 't'),
        ("gh", 'g'),
        ("zh", 'z'),
        ("tz", 'z'),
    ];
    let mut rest = flat;
    let mut pending = None;
    std::iter::from_fn(move || {
        if let Some(unit) = pending.take() {
            return Some(unit);
        }
        for (letters, one) in TOGETHER {
            if let Some(after) = rest.strip_prefix(letters) {
                rest = after;
                return Some(Unit::Consonant(one));
            }
        }
        let letter = rest.chars().next()?;
        rest = rest.get(letter.len_utf8()..).unwrap_or_default();
        Some(match letter {
            'a' | 'e' | 'i' | 'o' | 'u' => Unit::Vowel(letter),
            'y' | 'j' => Unit::Glide,
            'h' => Unit::Breath,
            'v' | 'w' => Unit::Soft,
            'c' if rest.starts_with(['e', 'i', 'y']) => Unit::Consonant('s'),
            'c' | 'q' => Unit::Consonant('k'),
            'x' => {
                pending = Some(Unit::Consonant('s'));
                Unit::Consonant('k')
            }
            letter => Unit::Consonant(letter),
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::text::fold;

    fn sounded(name: &str) -> String {
        sound(&flat(&latin(&fold(name))))
    }

    fn bones(name: &str) -> String {
        skeleton(&flat(&latin(&fold(name))))
    }

    #[test]
    fn other_scripts_come_to_latin_letters() {
        for (name, expected) in [
            ("Иванова", "ivanova"),
            ("Γιώργος", "giorgos"),
            ("王", "wang"),
            ("Łukasz", "lukasz"),
            ("Işıl", "isil"),
            ("O'Brien", "obrien"),
        ] {
            assert_eq!(latin(&fold(name)), expected);
        }
    }

    #[test]
    fn spellings_of_one_name_sound_alike() {
        for (one, other) in [
            ("Maria", "Mariya"),
            ("Mohammed", "Muhammad"),
            ("Alexey", "Aleksei"),
            ("Yulia", "Julia"),
            ("Katherine", "Catherine"),
            ("Jürgen", "Juergen"),
            ("Шевченко", "Shevchenko"),
        ] {
            assert_eq!(sounded(one), sounded(other), "{one} {other}");
        }
        for (one, other) in [("Maria", "Marina"), ("Juan", "Joan"), ("Ella", "Emma")] {
            assert_ne!(sounded(one), sounded(other), "{one} {other}");
        }
    }

    #[test]
    fn scripts_without_vowels_share_the_consonants() {
        for (one, other) in [
            ("Mohammed", "محمد"),
            ("Ali", "علي"),
            ("Fatima", "فاطمة"),
            ("Cohen", "כהן"),
            ("David", "דוד"),
            ("Priya", "प्रिया"),
            ("Sharma", "शर्मा"),
        ] {
            assert_eq!(bones(one), bones(other), "{one} {other}");
        }
    }
}
