//! Completion as a shell does it: as much is written as all that is offered has in common.

/// The text as far as the offers agree; None where that is no further than what is typed.
pub fn further(typed: &str, offers: &[String]) -> Option<String> {
    let (first, others) = offers.split_first()?;
    let common = others
        .iter()
        .fold(first.as_str(), |common, offer| shared_start(common, offer));
    (common.len() > typed.len()).then(|| common.to_owned())
}

/// The beginning that two texts have in common, whole characters only.
fn shared_start<'t>(one: &'t str, other: &str) -> &'t str {
    let end = one
        .char_indices()
        .zip(other.chars())
        .find(|((_, a), b)| a != b)
        .map(|((at, _), _)| at);
    let end = end.unwrap_or_else(|| one.chars().zip(other.chars()).map(|(c, _)| c.len_utf8()).sum());
    one.get(..end).unwrap_or(one)
}
