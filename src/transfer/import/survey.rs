//! What the values of a column look like: counted over the head of the file, so that types, the order of days and
//! the mark of decimals are decided by the whole column and not by one cell.

use super::values::amount::{self, Mark, Sign};
use super::values::date::{self, DateOrder};
use super::values::yes_no;
use crate::model::{Currency, FieldType};

/// How many different values are kept to be shown.
const SAMPLES: usize = 3;

/// The longest member of a set.
const MEMBER: usize = 40;

/// The most digits of something that is a number and no id.
const NUMBER_DIGITS: usize = 12;

/// Counts over the values of one column.
#[derive(Clone, Debug, Default)]
pub(in crate::transfer) struct Survey {
    pub samples: Vec<String>,
    pub filled: u64,
    pub yes_no: u64,
    pub zero_one: u64,
    pub amounts: u64,
    pub signed: u64,
    pub codes: u64,
    pub currency: Option<Currency>,
    pub points: u64,
    pub commas: u64,
    pub open_amounts: u64,
    pub dates: u64,
    pub day_first: u64,
    pub month_first: u64,
    pub open_dates: u64,
    pub mailboxes: u64,
    pub joined: u64,
    pub long: u64,
    pub plus_numbers: u64,
    pub digit_runs: u64,
    pub currency_codes: u64,
}

impl Survey {
    /// Counts one value in.
    pub fn add(&mut self, cell: &str) {
        let cell = cell.trim();
        if cell.is_empty() {
            return;
        }
        self.filled += 1;
        if self.samples.len() < SAMPLES && !self.samples.iter().any(|known| known == cell) {
            self.samples.push(cell.chars().take(60).collect());
        }
        let has_digit = cell.bytes().any(|byte| byte.is_ascii_digit());
        if yes_no::read(cell).is_some() {
            self.yes_no += 1;
            self.zero_one += u64::from(cell == "0" || cell == "1");
        }
        if has_digit {
            self.add_amount(cell);
            self.add_date(cell);
            self.add_number(cell);
        } else if cell.len() == 3 && matches!(amount::currency(cell), Some(Sign::Code(_))) {
            self.currency_codes += 1;
        }
        self.mailboxes += u64::from(is_mailbox(cell));
        if cell.contains([';', '|']) {
            let short = cell.split([';', '|']).all(|member| member.trim().len() <= MEMBER);
            self.joined += u64::from(short);
        }
        self.long += u64::from(cell.len() > 200 || cell.contains('\n'));
    }

    fn add_amount(&mut self, cell: &str) {
        let Some(written) = amount::Written::read(cell) else {
            return;
        };
        self.amounts += 1;
        self.codes += u64::from(written.has_leading_zero() || written.length() > NUMBER_DIGITS);
        if let Some(sign) = written.sign {
            self.signed += 1;
            if let Sign::Code(currency) = sign {
                self.currency.get_or_insert(currency);
            }
        }
        match written.evidence() {
            Some(Mark::Point) => self.points += 1,
            Some(Mark::Comma) => self.commas += 1,
            None => self.open_amounts += u64::from(written.is_open()),
        }
    }

    fn add_date(&mut self, cell: &str) {
        let Some(written) = date::Written::read(cell) else {
            return;
        };
        self.dates += 1;
        match written.evidence() {
            Some(DateOrder::DayFirst) => self.day_first += 1,
            Some(DateOrder::MonthFirst) => self.month_first += 1,
            None => self.open_dates += u64::from(written.is_open()),
        }
    }

    fn add_number(&mut self, cell: &str) {
        let digits = cell.bytes().filter(u8::is_ascii_digit).count();
        let like_a_number = (7..=20).contains(&digits)
            && cell.len() <= 40
            && cell
                .chars()
                .all(|letter| letter.is_ascii_digit() || " +-()./'\u{a0}".contains(letter));
        if like_a_number {
            let start = cell.trim_start_matches('\'');
            self.digit_runs += 1;
            self.plus_numbers += u64::from(start.starts_with('+') || start.starts_with("00"));
        }
    }

    /// The order of days that the values show; the more frequent one where they contradict each other.
    pub fn date_order(&self) -> Option<DateOrder> {
        match self.day_first.cmp(&self.month_first) {
            std::cmp::Ordering::Greater => Some(DateOrder::DayFirst),
            std::cmp::Ordering::Less => Some(DateOrder::MonthFirst),
            std::cmp::Ordering::Equal => None,
        }
    }

    /// The decimal mark that the values show.
    pub fn decimal_mark(&self) -> Option<Mark> {
        match self.points.cmp(&self.commas) {
            std::cmp::Ordering::Greater => Some(Mark::Point),
            std::cmp::Ordering::Less => Some(Mark::Comma),
            std::cmp::Ordering::Equal => None,
        }
    }

    /// Whether more values could still change how the column is read.
    pub fn is_undecided(&self) -> bool {
        self.filled == 0
            || (self.open_dates > 0 && self.date_order().is_none())
            || (self.open_amounts > 0 && self.decimal_mark().is_none())
    }

    /// Whether at least `share` of the values are counted in `part`.
    pub fn mostly(&self, part: u64, share: f64) -> bool {
        self.filled > 0 && part as f64 >= self.filled as f64 * share
    }

    /// The type of a column that has no field yet.
    pub fn kind(&self, name: &str) -> FieldType {
        let all = |part: u64| self.filled > 0 && part == self.filled;
        let name = name.to_lowercase();
        if all(self.yes_no) && (self.zero_one < self.filled || speaks_of_a_flag(&name)) {
            return FieldType::YesNo;
        }
        if all(self.dates) && (self.open_dates == 0 || self.date_order().is_some()) && !all(self.amounts) {
            return FieldType::Date;
        }
        if all(self.amounts) && self.codes == 0 && !speaks_of_a_code(&name) {
            return if self.signed > 0 || speaks_of_money(&name) {
                FieldType::Money
            } else {
                FieldType::Number
            };
        }
        if self.mostly(self.joined, 0.2) && self.long == 0 {
            return FieldType::Set;
        }
        FieldType::Text
    }
}

/// Whether a text can be a mailbox: one `@`, something before it, a dot in the domain, no white space.
pub(in crate::transfer) fn is_mailbox(text: &str) -> bool {
    let Some((user, domain)) = text.split_once('@') else {
        return false;
    };
    !user.is_empty()
        && domain.contains('.')
        && !domain.starts_with('.')
        && !domain.ends_with('.')
        && !domain.contains('@')
        && text.len() <= 254
        && !has_stranger(text)
}

/// Whether a text has what no mailbox has.
fn has_stranger(text: &str) -> bool {
    let strange =
        |byte: &u8| byte.is_ascii_whitespace() || matches!(byte, 0x0b | b',' | b';' | b'<' | b'>' | b'|');
    text.as_bytes().iter().any(strange) || (!text.is_ascii() && text.contains(char::is_whitespace))
}

fn speaks_of_a_flag(name: &str) -> bool {
    let begins = [
        "is ", "is_", "has ", "has_", "accepts", "accept_", "opt", "wants", "allow",
    ];
    let holds = ["subscri", "newsletter", "consent", "marketing", "permission"];
    begins.iter().any(|word| name.starts_with(word)) || holds.iter().any(|word| name.contains(word))
}

fn speaks_of_a_code(name: &str) -> bool {
    let words: Vec<&str> = name.split(|letter: char| !letter.is_alphanumeric()).collect();
    let codes = [
        "id", "code", "number", "no", "nr", "numero", "nummer", "sku", "vat", "nif", "cpf", "cnpj", "iban",
        "ip",
    ];
    words.iter().any(|word| codes.contains(word))
}

fn speaks_of_money(name: &str) -> bool {
    let holds = [
        "spent", "spend", "price", "amount", "revenue", "balance", "value", "budget", "salary", "income",
        "credit", "aov", "umsatz", "preis", "betrag", "preco", "preço", "valor", "precio", "importe", "prix",
        "montant", "prezzo", "importo", "€", "$", "£", "eur", "usd", "gbp", "brl",
    ];
    holds.iter().any(|word| name.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(name: &str, values: &[&str]) -> FieldType {
        let mut survey = Survey::default();
        for value in values {
            survey.add(value);
        }
        survey.kind(name)
    }

    #[test]
    fn types_are_those_of_all_values() {
        assert_eq!(kind("Score", &["1", "2.5", "", "300"]), FieldType::Number);
        assert_eq!(kind("Score", &["1", "n/a"]), FieldType::Text);
        assert_eq!(kind("Zone", &["01234", "99999"]), FieldType::Text);
        assert_eq!(kind("Customer code", &["1234"]), FieldType::Text);
        assert_eq!(kind("Deposit", &["€ 12,50", "€ 3,00"]), FieldType::Money);
        assert_eq!(kind("Budget", &["1250", "300"]), FieldType::Money);
        assert_eq!(
            kind("Joined", &["2026-01-31", "2026-02-01 10:00"]),
            FieldType::Date
        );
        assert_eq!(kind("Joined", &["01/02/2026"]), FieldType::Text);
        assert_eq!(kind("Accepts SMS Marketing", &["yes", "no"]), FieldType::YesNo);
        assert_eq!(kind("Is member", &["1", "0"]), FieldType::YesNo);
        assert_eq!(kind("Children", &["1", "0"]), FieldType::Number);
        assert_eq!(kind("Sizes", &["S;M", "L"]), FieldType::Set);
        assert_eq!(kind("Plan", &["pro", "free"]), FieldType::Text);
    }
}
