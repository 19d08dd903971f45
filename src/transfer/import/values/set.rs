//! Cells that join several values.

use crate::model::text::fold;
use memchr::{memchr, memchr_iter};

/// Joins values in one cell of Google's layouts.
pub(crate) const TRIPLE: &str = ":::";

/// The members of a set: split at ` ::: `, else `;`, else `|`, else `,`; quotes around a member off, system labels
/// (`* myContacts`), blank and repeated members left out.
pub(crate) fn members(text: &str) -> Vec<String> {
    let mut members: Vec<String> = Vec::new();
    for member in split(text) {
        let member = member.trim();
        let bare = member
            .strip_prefix('"')
            .and_then(|rest| rest.strip_suffix('"'))
            .unwrap_or(member)
            .trim();
        if bare.is_empty() || bare.starts_with("* ") {
            continue;
        }
        if !members.iter().any(|known| is_same(known, bare)) {
            members.push(bare.to_owned());
        }
    }
    members
}

/// Whether people would call two members one.
fn is_same(one: &str, other: &str) -> bool {
    let is_plain = |text: &str| text.bytes().all(|byte| byte.is_ascii_graphic());
    if is_plain(one) && is_plain(other) {
        return one.eq_ignore_ascii_case(other);
    }
    fold(one) == fold(other)
}

/// The parts of a joined cell, as they stand.
pub(crate) fn split(text: &str) -> impl Iterator<Item = &str> {
    let bytes = text.as_bytes();
    let mark = if has_triple(text) {
        TRIPLE
    } else if memchr(b';', bytes).is_some() {
        ";"
    } else if memchr(b'|', bytes).is_some() {
        "|"
    } else {
        ","
    };
    let mut rest = Some(text);
    std::iter::from_fn(move || {
        let text = rest?;
        let end = find(text, mark);
        rest = end.and_then(|end| text.get(end + mark.len()..));
        text.get(..end.unwrap_or(text.len()))
    })
}

/// Whether a cell joins values as Google's layouts do.
pub(crate) fn has_triple(text: &str) -> bool {
    find(text, TRIPLE).is_some()
}

/// Where a mark of one sign, repeated or not, first stands. Cells are short: a search that prepares itself would take
/// longer to prepare than to search.
fn find(text: &str, mark: &str) -> Option<usize> {
    let (bytes, mark) = (text.as_bytes(), mark.as_bytes());
    let mut found = memchr_iter(*mark.first()?, bytes);
    found.find(|at| bytes.get(*at..).is_some_and(|rest| rest.starts_with(mark)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sets_are_split_at_the_strongest_mark() {
        assert_eq!(members("vip; new, or old ;VIP"), ["vip", "new, or old"]);
        assert_eq!(members("vip, horeca"), ["vip", "horeca"]);
        assert_eq!(members("\"VIP\",\"Blog\""), ["VIP", "Blog"]);
        assert_eq!(members("* myContacts ::: Friends"), ["Friends"]);
        assert_eq!(members("a::b ::: c:::d"), ["a::b", "c", "d"]);
        assert!(members(" ; ;").is_empty());
        assert_eq!(split("a,,b,").collect::<Vec<_>>(), ["a", "", "b", ""]);
        assert_eq!(split("").collect::<Vec<_>>(), [""]);
    }
}
