//! What a person asks of an import of history, before the file has been looked at.

use crate::model::{Currency, Decimal, EventKind, ListId};
use crate::phone::Region;
use crate::transfer::import::{DateOrder, Source};
use std::path::PathBuf;

/// What a person asks of an import of history.
#[derive(Clone, Debug)]
pub struct Options {
    /// What the rows are.
    pub kind: EventKind,
    /// Where they come from.
    pub from: Source,
    /// The list whose contacts they are about.
    pub list: ListId,
    /// The name of the source of ids; None: the list's name.
    pub source_name: Option<String>,
    /// Columns and what they hold, as `--map` takes them; the rest is found by name.
    pub map: Vec<(String, String)>,
    /// Numbers without a country code, and days whose order nothing else decides, are read as in this country. Where it
    /// is missing the store's default country counts.
    pub country: Option<Region>,
    /// Whether `03/04/2026` is in April or in March; None: the column's values decide, else the country.
    pub date_order: Option<DateOrder>,
    /// What other currencies are worth in the store's.
    pub rates: Vec<Rate>,
    /// Where rejected rows and cells set aside are written; None: they are only counted.
    pub rejects: Option<PathBuf>,
}

impl Options {
    /// The usual import of a file about the contacts of a list.
    pub fn new(kind: EventKind, from: Source, list: ListId) -> Self {
        Self {
            kind,
            from,
            list,
            source_name: None,
            map: Vec::new(),
            country: None,
            date_order: None,
            rates: Vec::new(),
            rejects: None,
        }
    }
}

/// What one unit of a currency is worth in the store's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rate {
    /// The currency.
    pub currency: Currency,
    /// What one of it is worth.
    pub worth: Decimal,
}

/// Reads `EUR=1.08`: one euro is 1.08 of the store's currency.
pub fn read_rate(text: &str) -> Result<Rate, String> {
    let wrong = || {
        format!("“{text}” is not CODE=RATE, like EUR=1.08: what one euro is worth in the store's currency.")
    };
    let (code, rate) = text.split_once('=').ok_or_else(wrong)?;
    let currency = Currency::from_code(code).ok_or_else(wrong)?;
    let worth: Decimal = rate.trim().parse().map_err(|_| wrong())?;
    if worth <= Decimal::ZERO || worth.scale() > 9 || worth > Decimal::from(1_000_000_000) {
        return Err(wrong());
    }
    Ok(Rate { currency, worth })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rate_is_a_code_and_what_it_is_worth() {
        assert!(read_rate("eur=1.08").is_ok_and(|rate| rate.currency.code() == "EUR"));
        for text in ["EUR", "EUR=", "EUR=0", "EUR=-1", "XXQ=1", "EUR=1,08", "=1"] {
            assert!(read_rate(text).is_err(), "{text}");
        }
    }
}
