//! The known name that was probably meant by one that is not known.

use super::text::fold;

/// At most a third of its letters wrong, or begun alike.
pub fn nearest<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let wanted = fold(name);
    known
        .filter_map(|known| {
            let folded = fold(known);
            let begins = wanted.chars().count() >= 3 && folded.starts_with(&wanted);
            let wrong = strsim::damerau_levenshtein(&wanted, &folded);
            let allowed = (folded.chars().count().max(wanted.chars().count()) / 3).max(1);
            (begins || wrong <= allowed).then_some((wrong, known))
        })
        .min_by_key(|(wrong, _)| *wrong)
        .map(|(_, known)| known)
}

/// “ Did you mean …?” for the end of a refusal; empty where nothing is near.
pub fn advice<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> String {
    nearest(name, known).map_or(String::new(), |near| format!(" Did you mean “{near}”?"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_name_is_near() {
        let known = ["E-commerce", "Newsletter", "Leads Q4"];
        let near = |name| nearest(name, known.into_iter());
        assert_eq!(near("e-comerce"), Some("E-commerce"));
        assert_eq!(near("news"), Some("Newsletter"));
        assert_eq!(near("leads q3"), Some("Leads Q4"));
        assert_eq!(near("Customers of Lisbon"), None);
    }
}
