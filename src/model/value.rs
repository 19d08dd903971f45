//! The value of a field, and the currency that money is in.

use super::FieldType;
use super::reading::read_value;
use chrono::NaiveDate;
pub use rust_decimal::Decimal;

/// One field's value. What is not set is absent: there is no empty value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// Text, trimmed, never empty. Also the chosen option of a choice field.
    Text(String),
    /// An exact decimal, at most 18 digits, of a number or money field (money in whole currency units: 12.50).
    Number(Decimal),
    /// A calendar day, of a date field.
    Date(NaiveDate),
    /// Yes or no.
    Flag(bool),
    /// A set: never empty, no two members equal when folded, in the order first given.
    Set(Vec<String>),
}

impl Value {
    /// As it is typed: what [`read_value`] reads as the same again.
    pub fn typed(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Number(number) => number.normalize().to_string(),
            Self::Date(day) => day.to_string(),
            Self::Flag(yes) => if *yes { "yes" } else { "no" }.to_owned(),
            Self::Set(members) => members.join("; "),
        }
    }

    /// The same as a value of a field of another type; None where it cannot be read as that.
    pub fn as_type(&self, kind: &FieldType) -> Option<Self> {
        read_value(kind, &self.typed()).ok().flatten()
    }
}

/// An ISO 4217 currency.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Currency([u8; 3]);

impl Currency {
    /// From a code of three letters in any case; None where it is no ISO 4217 code in use.
    pub fn from_code(code: &str) -> Option<Self> {
        let bytes: [u8; 3] = code.trim().to_ascii_uppercase().as_bytes().try_into().ok()?;
        let known = std::str::from_utf8(&bytes).is_ok_and(|upper| Self::codes().any(|one| one == upper));
        known.then_some(Self(bytes))
    }

    /// Every code in use.
    pub fn codes() -> impl Iterator<Item = &'static str> {
        CODES.split(' ')
    }

    /// The code: `EUR`.
    pub fn code(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or("???")
    }

    /// Digits after the point, by ISO 4217.
    pub fn minor_units(&self) -> u32 {
        match self.code() {
            "BIF" | "CLP" | "DJF" | "GNF" | "ISK" | "JPY" | "KMF" | "KRW" | "PYG" | "RWF" | "UGX" | "UYI"
            | "VND" | "VUV" | "XAF" | "XOF" | "XPF" => 0,
            "BHD" | "IQD" | "JOD" | "KWD" | "LYD" | "OMR" | "TND" => 3,
            "CLF" | "UYW" => 4,
            _ => 2,
        }
    }

    /// The sign people write (`€`), or the code where there is none of its own.
    pub fn sign(&self) -> &str {
        match self.code() {
            "EUR" => "€",
            "USD" => "$",
            "GBP" => "£",
            "JPY" | "CNY" => "¥",
            "INR" => "₹",
            "KRW" => "₩",
            "BRL" => "R$",
            "TRY" => "₺",
            "UAH" => "₴",
            "NGN" => "₦",
            "PLN" => "zł",
            "VND" => "₫",
            "ILS" => "₪",
            "PHP" => "₱",
            code => code,
        }
    }
}

/// ISO 4217 codes in use (list one, 2024), funds and metals left out.
const CODES: &str = "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD \
CAD CDF CHF CLF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL \
HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK \
MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR \
SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYI UYU UYW UZS VED VES VND \
VUV WST XAF XCD XCG XOF XPF YER ZAR ZMW ZWG";
