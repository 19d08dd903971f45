//! The names that columns of contacts usually have, from `assets/aliases.tsv`.

use crate::model::BuiltinField;
use crate::model::text::fold;
use std::collections::HashMap;
use std::sync::LazyLock;

/// What a known column name stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::transfer) struct Alias {
    /// What it holds.
    pub means: Means,
    /// Among columns of one field, those of a lower rank come first.
    pub rank: u16,
}

/// What a column of a usual name holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::transfer) enum Means {
    /// A built-in field.
    Field(BuiltinField),
    /// A further line of the address.
    AddressLine,
    /// The currency of the row's money.
    Currency,
}

static ALIASES: LazyLock<HashMap<String, Alias>> =
    LazyLock::new(|| read(include_str!("../../../assets/aliases.tsv")));

/// What a column of this name usually holds.
pub(in crate::transfer) fn of(column: &str) -> Option<Alias> {
    ALIASES.get(&compact(column)).copied()
}

/// A name without case, accents, spaces and punctuation: `E-mail 1 - Value` is `email1value`.
pub(in crate::transfer) fn compact(name: &str) -> String {
    fold(name)
        .chars()
        .filter(|letter| letter.is_alphanumeric())
        .collect()
}

/// Field and names of a line; None for a remark and for a line of history files.
fn of_contacts(line: &str) -> Option<(&str, &str)> {
    let (field, names) = line.split_once('\t')?;
    (!line.starts_with('#') && !field.contains('.')).then_some((field, names))
}

fn read(table: &str) -> HashMap<String, Alias> {
    let mut aliases = HashMap::new();
    for (rank, (field, names)) in table.lines().filter_map(of_contacts).enumerate() {
        let means = match field {
            "address_2" => Means::AddressLine,
            "currency" => Means::Currency,
            _ => match BuiltinField::named(field) {
                Some(field) => Means::Field(field),
                None => continue,
            },
        };
        for name in names.split(" | ") {
            let rank = rank as u16;
            aliases.entry(compact(name)).or_insert(Alias { means, rank });
        }
    }
    aliases
}

#[cfg(test)]
#[allow(
    clippy::unwrap_used,
    reason = "tests stop at the first thing that does not hold"
)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_table_names_a_field() {
        for line in include_str!("../../../assets/aliases.tsv").lines() {
            if let Some((field, _)) = of_contacts(line) {
                let special = ["address_2", "currency"];
                assert!(
                    special.contains(&field) || BuiltinField::named(field).is_some(),
                    "{field}"
                );
            }
        }
    }

    #[test]
    fn no_name_stands_under_two_fields() {
        let mut owners: HashMap<String, String> = HashMap::new();
        for line in include_str!("../../../assets/aliases.tsv").lines() {
            let Some((field, names)) = of_contacts(line) else {
                continue;
            };
            for name in names.split(" | ") {
                let owner = owners.entry(compact(name)).or_insert_with(|| field.to_owned());
                assert_eq!(owner, field, "{name}");
            }
        }
    }

    #[test]
    fn names_are_known_in_many_spellings() {
        for (name, field) in [
            ("E-Mail", BuiltinField::Email),
            ("Telemóvel", BuiltinField::Phone),
            ("FIRST_NAME", BuiltinField::FirstName),
            ("firstName", BuiltinField::FirstName),
            ("Straße", BuiltinField::Address),
            ("Country / Region", BuiltinField::Country),
        ] {
            assert_eq!(of(name).unwrap().means, Means::Field(field), "{name}");
        }
        assert!(of("Phone").unwrap().rank < of("Default Address Phone").unwrap().rank);
        assert!(of("WhatsApp").unwrap().rank < of("Phone").unwrap().rank);
        assert_eq!(
            of("other_phones").unwrap().means,
            Means::Field(BuiltinField::OtherPhones)
        );
        assert_eq!(of("Shoe size"), None);
    }
}
