//! Permission: what a number's owner has allowed or forbidden.
//!
//! Keyed by the number's WhatsApp identity, apart from the contact, so that deleting a contact and importing it again
//! does not clear an opt-out.

use super::Instant;

/// All that is known about one number's permission.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Permission {
    /// The opt-out in force, if there is one. It wins over any consent.
    pub opted_out: Option<OptOut>,
    /// Consent as it was given, oldest first; entries are only ever added.
    pub consents: Vec<Consent>,
    /// When a message to this number bounced for good, and why.
    pub bounced: Option<(Instant, String)>,
}

/// An opt-out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OptOut {
    /// When.
    pub at: Instant,
    /// What was said, or where it came from; may be empty.
    pub reason: String,
}

/// One documented consent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Consent {
    /// When it was given.
    pub at: Instant,
    /// How: a form, a till, a conversation.
    pub source: String,
}

impl Permission {
    /// Consent on record and no opt-out.
    pub fn consented(&self) -> bool {
        self.consent_since().is_some()
    }

    /// Since when consent holds: the newest documented one, while there is no opt-out.
    pub fn consent_since(&self) -> Option<Instant> {
        if self.opted_out.is_some() {
            None
        } else {
            self.consents.iter().map(|consent| consent.at).max()
        }
    }

    /// Whether anything at all is known.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}
