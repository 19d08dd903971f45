//! How common names are where a list is too short to tell, and which first names are names.

use super::texts::short;
use crate::model::names;
use crate::model::text::fold;
use std::collections::HashMap;
use std::sync::OnceLock;

/// Kind, people of 100,000, names: one class a line.
const COMMON: &str = include_str!("../../assets/common_names.tsv");

/// What is known of a word without any list.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Shipped {
    /// Share of people with this first name.
    pub(super) given: f32,
    /// Share of people with this surname.
    pub(super) family: f32,
}

/// What is known of a word, by its Latin letters.
pub(super) fn shipped(latin: &str) -> Shipped {
    table().get(&short(latin)).copied().unwrap_or_default()
}

/// The least share of a first name that is known as one.
const KNOWN: f32 = 0.000_05;

fn table() -> &'static HashMap<u32, Shipped> {
    static TABLE: OnceLock<HashMap<u32, Shipped>> = OnceLock::new();
    TABLE.get_or_init(|| {
        let mut table: HashMap<u32, Shipped> = HashMap::new();
        for line in COMMON.lines().filter(|line| !line.starts_with('#')) {
            let mut cells = line.split('\t');
            let (kind, share) = (cells.next(), cells.next().and_then(|share| share.parse().ok()));
            let share: f32 = share.unwrap_or(0.0) / 100_000.0;
            for name in cells {
                let entry = table
                    .entry(short(&super::spelling::latin(&fold(name))))
                    .or_default();
                let known = match kind {
                    Some("given") => &mut entry.given,
                    _ => &mut entry.family,
                };
                *known = known.max(share);
            }
        }
        for name in names::known() {
            let entry = table.entry(short(&super::spelling::latin(name))).or_default();
            entry.given = entry.given.max(KNOWN);
        }
        table
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn common_names_are_common_in_any_script_and_others_are_not_known() {
        assert!(shipped("smith").family > shipped("abbott").family);
        assert!(shipped("wang").family > 0.05);
        assert!(shipped("mariia").given > 0.0 || shipped("maria").given > 0.01);
        assert!(shipped("uschi").given > 0.0);
        assert_eq!(shipped("featherstonehaugh"), Shipped::default());
    }
}
