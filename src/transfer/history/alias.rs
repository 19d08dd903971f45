//! The names that columns of history files usually have, from `assets/aliases.tsv`.

use super::property::Property;
use crate::model::{BuiltinField, EventKind};
use crate::transfer::import::alias::{self as contacts, Means, compact};
use std::collections::HashMap;
use std::sync::LazyLock;

/// What a column holds, and its rank: among columns of one property those of a lower rank come first.
type Found = (Property, u16);

static ALIASES: LazyLock<HashMap<(EventKind, String), Found>> =
    LazyLock::new(|| read(include_str!("../../../assets/aliases.tsv")));

/// What a column of this name usually holds in a file of a kind.
pub(super) fn of(kind: EventKind, column: &str) -> Option<Found> {
    if let Some(name) = Property::named(kind, column.trim()) {
        return Some((name, 0));
    }
    let own = ALIASES.get(&(kind, compact(column))).copied();
    own.or_else(|| {
        let found = contacts::of(column)?;
        let property = match found.means {
            Means::Field(BuiltinField::Id) => Property::ContactId,
            Means::Field(BuiltinField::Phone) => Property::Phone,
            Means::Field(BuiltinField::Email) => Property::Email,
            Means::Field(BuiltinField::Country) => Property::Country,
            Means::Currency if kind == EventKind::Purchase => Property::Currency,
            _ => return None,
        };
        Some((property, 1 + found.rank))
    })
}

/// Whether a column of this name can only be the number of an order, and not any row's id.
pub(super) fn is_order_number(column: &str) -> bool {
    let rank = |name: &str| {
        ALIASES
            .get(&(EventKind::Purchase, compact(name)))
            .map(|(_, rank)| *rank)
    };
    of(EventKind::Purchase, column).is_some_and(|(property, _)| property == Property::Id)
        && (Property::named(EventKind::Purchase, column.trim()).is_some() || rank(column) == rank("order id"))
}

fn read(table: &str) -> HashMap<(EventKind, String), Found> {
    let mut aliases = HashMap::new();
    for (rank, (kind, property, names)) in table.lines().filter_map(of_history).enumerate() {
        for name in names.split(" | ") {
            aliases
                .entry((kind, compact(name)))
                .or_insert((property, 1 + rank as u16));
        }
    }
    aliases
}

/// Kind, property and names of a line; None for a remark and for a line of contacts.
fn of_history(line: &str) -> Option<(EventKind, Property, &str)> {
    let (what, names) = line.split_once('\t').filter(|_| !line.starts_with('#'))?;
    let (kind, property) = what.split_once('.')?;
    let kind = EventKind::ALL.into_iter().find(|known| known.word() == kind)?;
    Some((kind, Property::named(kind, property)?, names))
}

#[cfg(test)]
#[allow(
    clippy::unwrap_used,
    reason = "tests stop at the first thing that does not hold"
)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_table_names_a_property_and_no_name_stands_under_two() {
        let mut owners: HashMap<(EventKind, String), Property> = HashMap::new();
        for line in include_str!("../../../assets/aliases.tsv").lines() {
            let what = line.split_once('\t').map_or("", |(what, _)| what);
            if line.starts_with('#') || !what.contains('.') {
                continue;
            }
            let (kind, property, names) = of_history(line).unwrap();
            for name in names.split(" | ") {
                let owner = owners.entry((kind, compact(name))).or_insert(property);
                assert_eq!(*owner, property, "{kind:?} {name}");
            }
        }
    }

    #[test]
    fn a_files_own_id_is_not_its_contacts() {
        let of = |kind, name| of(kind, name).unwrap().0;
        assert_eq!(of(EventKind::Purchase, "id"), Property::Id);
        assert_eq!(of(EventKind::Purchase, "Order #"), Property::Id);
        assert_eq!(of(EventKind::Purchase, "Customer ID"), Property::ContactId);
        assert_eq!(of(EventKind::Purchase, "contact_id"), Property::ContactId);
        assert_eq!(of(EventKind::Purchase, "Billing Phone"), Property::Phone);
        assert_eq!(of(EventKind::Purchase, "Refunded Amount"), Property::Refunded);
        assert_eq!(of(EventKind::Email, "E-Mail"), Property::Email);
        assert_eq!(of(EventKind::Message, "Message ID"), Property::Id);
        assert_eq!(super::of(EventKind::Message, "Currency"), None);
    }
}
