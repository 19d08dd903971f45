//! What is known about a number's permission.

use super::super::codec::{BorrowDecode, Encode};
use crate::model::{Consent, Instant, OptOut, Permission};

/// [`Permission`]: each part with its instant and its words.
#[derive(Encode, BorrowDecode)]
pub(in crate::store) struct WirePermission<'a> {
    opted_out: Option<(i64, &'a str)>,
    consents: Vec<(i64, &'a str)>,
    bounced: Option<(i64, &'a str)>,
}

impl<'a> From<&'a Permission> for WirePermission<'a> {
    fn from(permission: &'a Permission) -> Self {
        Self {
            opted_out: permission
                .opted_out
                .as_ref()
                .map(|out| (out.at.0, out.reason.as_str())),
            consents: permission
                .consents
                .iter()
                .map(|one| (one.at.0, one.source.as_str()))
                .collect(),
            bounced: permission.bounced.as_ref().map(|(at, why)| (at.0, why.as_str())),
        }
    }
}

impl WirePermission<'_> {
    /// The permission.
    pub(in crate::store) fn read(self) -> Permission {
        Permission {
            opted_out: self.opted_out.map(|(at, reason)| OptOut {
                at: Instant(at),
                reason: reason.to_owned(),
            }),
            consents: self
                .consents
                .into_iter()
                .map(|(at, source)| Consent {
                    at: Instant(at),
                    source: source.to_owned(),
                })
                .collect(),
            bounced: self.bounced.map(|(at, why)| (Instant(at), why.to_owned())),
        }
    }
}
