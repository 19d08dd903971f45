//! Whether an order stands: paid, refunded, cancelled.

use crate::model::text::fold;
use crate::transfer::import::row::first;
use crate::transfer::import::values::yes_no;
use csv::StringRecord;

/// How an order stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    /// It counts.
    Bought,
    /// All of it was paid back, as far as no column says how much.
    Refunded,
    /// It never came about.
    Cancelled,
}

/// What shops call orders that never came about.
const CANCELLED: &[&str] = &[
    "cancelled",
    "canceled",
    "cancel",
    "voided",
    "void",
    "expired",
    "failed",
    "declined",
    "rejected",
    "trash",
    "abandoned",
    "draft",
    "checkout draft",
    "payment failed",
    "storniert",
    "abgebrochen",
    "fehlgeschlagen",
    "cancelado",
    "cancelada",
    "anulado",
    "annule",
    "annulee",
    "annullato",
    "geannuleerd",
    "chargeback",
];
const REFUNDED: &[&str] = &[
    "refunded",
    "fully refunded",
    "reversed",
    "erstattet",
    "reembolsado",
    "reembolsada",
    "rembourse",
    "remboursee",
    "rimborsato",
    "devolvido",
    "devuelto",
];

/// How an order stands, by the columns that say it.
pub(super) fn standing(record: &StringRecord, statuses: &[usize], cancelled: &[usize]) -> Standing {
    if let Some((_, text)) = first(record, cancelled)
        && yes_no::read(text) != Some(false)
    {
        return Standing::Cancelled;
    }
    let mut standing = Standing::Bought;
    for text in statuses.iter().filter_map(|place| record.get(*place)) {
        match of_word(text) {
            Standing::Cancelled => return Standing::Cancelled,
            Standing::Refunded => standing = Standing::Refunded,
            Standing::Bought => {}
        }
    }
    standing
}

fn of_word(text: &str) -> Standing {
    let word = fold(text).replace(['_', '-'], " ");
    let word = word.strip_prefix("wc ").unwrap_or(&word);
    if CANCELLED.contains(&word) {
        Standing::Cancelled
    } else if REFUNDED.contains(&word) {
        Standing::Refunded
    } else {
        Standing::Bought
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shops_say_it_in_their_own_words() {
        for (text, standing) in [
            ("paid", Standing::Bought),
            ("partially_refunded", Standing::Bought),
            ("pending", Standing::Bought),
            ("wc-completed", Standing::Bought),
            ("refunded", Standing::Refunded),
            ("Cancelled", Standing::Cancelled),
            ("wc-checkout-draft", Standing::Cancelled),
            ("voided", Standing::Cancelled),
        ] {
            assert_eq!(of_word(text), standing, "{text}");
        }
    }
}
