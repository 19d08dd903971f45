//! What is understood of a text that is typed for a field: a day in words, an amount with its sign, an option, members of a
//! set. It stands beside the line while one types, and the line is spelled out when one leaves it.

use super::contact_fields::FormField;
use super::figures;
use super::popup::Context;
use crate::model::day::DayReader;
use crate::model::reading::{read_choice, read_number, read_yes_no};
use crate::model::text::fold;
use crate::model::{BuiltinField, Currency, FieldRef, FieldType};

/// So many options are named.
const OFFERS: usize = 8;

/// What reading depends on.
#[derive(Clone, Copy, Debug)]
pub struct Reader {
    days: DayReader,
    currency: Option<Currency>,
}

impl Reader {
    /// As the store's settings say.
    pub fn of(context: &Context<'_>) -> Self {
        let settings = &context.catalogue.settings;
        Self {
            days: DayReader::of(context.moment.today(), settings.country.as_deref()),
            currency: settings.currency,
        }
    }

    /// The text as it is read everywhere, or why it cannot be read; None where any text will do.
    pub fn spelled(&self, line: &FormField, text: &str) -> Option<Result<String, String>> {
        let text = text.trim();
        if text.is_empty() {
            return None;
        }
        if line.field == FieldRef::Builtin(BuiltinField::Birthday) {
            return Some(self.days.birthday(text).map(|birthday| birthday.to_string()));
        }
        Some(match &line.kind {
            FieldType::Date => self.days.day(text).map(|day| day.to_string()),
            FieldType::Money => self.amount(text),
            FieldType::Number => read_number(&ungrouped(text)).map(|number| number.to_string()),
            FieldType::YesNo => match begun(&["yes", "no"].map(str::to_owned), text).as_slice() {
                [only] => Ok(only.clone()),
                _ => read_yes_no(text).map(|yes| if yes { "yes" } else { "no" }.to_owned()),
            },
            FieldType::Choice(options) => match begun(options, text).as_slice() {
                [only] => Ok(only.clone()),
                _ => read_choice(options, text),
            },
            FieldType::Text | FieldType::Set => return None,
        })
    }

    /// What stands beside the text: what was understood, else what may be typed.
    pub fn echo(&self, line: &FormField, text: &str) -> String {
        let text = text.trim();
        let offers = offers(&line.kind, text);
        if !offers.is_empty() {
            return offered(&offers);
        }
        let said = match self.spelled(line, text) {
            Some(Ok(spelled)) => self.words(line, &spelled),
            Some(Err(why)) if matches!(line.kind, FieldType::Date | FieldType::Money) => Some(why),
            _ => None,
        };
        said.unwrap_or_else(|| line.hint.clone())
    }

    /// A text that was spelled out, in words; None where it says it all itself.
    fn words(&self, line: &FormField, spelled: &str) -> Option<String> {
        let today = self.days.today;
        if line.field == FieldRef::Builtin(BuiltinField::Birthday) {
            let birthday = self.days.birthday(spelled).ok()?;
            let words = figures::birthday(birthday, today);
            return Some(match birthday.date() {
                Some(day) => format!("{} {words}", day.format("%a")),
                None => format!("{words}, of whichever year"),
            });
        }
        match line.kind {
            FieldType::Date => {
                let day = self.days.day(spelled).ok()?;
                Some(format!("{} {}", day.format("%a"), figures::date_ago(day, today)))
            }
            FieldType::Money => {
                let amount = figures::money(read_number(spelled).ok()?, self.currency);
                Some(match self.currency {
                    Some(currency) => format!("{} {amount}", currency.sign()),
                    None => format!("{amount}; no currency is set yet"),
                })
            }
            FieldType::Number => Some(figures::decimal(read_number(spelled).ok()?)),
            _ => None,
        }
    }

    /// An amount, with or without the currency it is in.
    fn amount(&self, text: &str) -> Result<String, String> {
        let currency = self.currency.as_ref();
        let marks = currency.map_or([""; 2], |currency| [currency.sign(), currency.code()]);
        let upper = text.to_uppercase();
        let mut bare = upper.as_str();
        for mark in marks {
            let upper = mark.to_uppercase();
            let without = bare.strip_prefix(&upper).or_else(|| bare.strip_suffix(&upper));
            bare = without.unwrap_or(bare).trim();
        }
        let is_mark =
            |c: char| !c.is_ascii_digit() && !c.is_whitespace() && !matches!(c, '.' | ',' | '\'' | '-');
        if bare.contains(is_mark)
            && let Some(currency) = currency
        {
            let code = currency.code();
            return Err(format!(
                "“{text}” is no amount in {code}: all money of the store is in it. Write it like 12.50."
            ));
        }
        read_number(&ungrouped(bare)).map(|number| number.to_string())
    }
}

/// Without marks of thousands, where there is a sign of decimals too, so that nothing can be mistaken.
fn ungrouped(text: &str) -> String {
    let (comma, point) = (text.rfind(','), text.rfind('.'));
    match (comma, point) {
        (Some(comma), Some(point)) if comma < point => text.replace(',', ""),
        (Some(comma), Some(point)) if point < comma && text.matches(',').count() == 1 => {
            text.replace('.', "").replace(',', ".")
        }
        _ => text.to_owned(),
    }
}

/// What the text could become: options that begin with it, while it is none itself.
pub fn offers(kind: &FieldType, text: &str) -> Vec<String> {
    match kind {
        FieldType::Choice(options) if !text.is_empty() => begun(options, text)
            .into_iter()
            .filter(|option| option != text)
            .collect(),
        FieldType::YesNo if !text.is_empty() => begun(&["yes", "no"].map(str::to_owned), text)
            .into_iter()
            .filter(|option| option != text)
            .collect(),
        _ => Vec::new(),
    }
}

/// The one that a text is, else those that begin with it.
fn begun(options: &[String], text: &str) -> Vec<String> {
    let wanted = fold(text);
    if let Some(same) = options.iter().find(|option| fold(option) == wanted) {
        return vec![same.clone()];
    }
    let begins = |option: &&String| fold(option).starts_with(&wanted);
    options.iter().filter(begins).cloned().collect()
}

/// What Tab completes, in words.
pub fn offered(offers: &[String]) -> String {
    let shown = offers.get(..OFFERS).unwrap_or(offers).join(" · ");
    let more = if offers.len() > OFFERS { " …" } else { "" };
    format!("Tab: {shown}{more}")
}

#[cfg(test)]
#[allow(
    clippy::unwrap_used,
    reason = "tests stop at the first thing that does not hold"
)]
mod tests {
    use super::*;
    use chrono::NaiveDate;

    fn line(kind: FieldType) -> FormField {
        FormField {
            field: FieldRef::Custom(crate::model::FieldId(1)),
            kind,
            label: "Field".into(),
            hint: "hint".into(),
            required: false,
        }
    }

    fn reader() -> Reader {
        Reader {
            days: DayReader::of(NaiveDate::from_ymd_opt(2026, 11, 22).unwrap(), Some("PT")),
            currency: Currency::from_code("EUR"),
        }
    }

    #[test]
    fn amounts_are_read_with_their_sign_and_marks() {
        let money = line(FieldType::Money);
        for (text, spelled) in [
            ("12,50", "12.5"),
            ("€ 12.50", "12.5"),
            ("1.250,50 eur", "1250.5"),
            ("1,250,000.5", "1250000.5"),
        ] {
            assert_eq!(
                reader().spelled(&money, text),
                Some(Ok(spelled.to_owned())),
                "{text}"
            );
        }
        assert_eq!(reader().echo(&money, "1.250,50"), "€ 1,250.50");
        assert!(reader().echo(&money, "$ 12").contains("no amount in EUR"));
        assert!(reader().echo(&money, "1,250").contains("two numbers"));
    }

    #[test]
    fn days_and_options_are_said_in_words() {
        let date = line(FieldType::Date);
        assert_eq!(reader().echo(&date, "3/4/1990"), "Tue 3 Apr 1990, 36 y ago");
        assert_eq!(reader().spelled(&date, "3/4"), Some(Ok("2026-04-03".to_owned())));
        let tier = line(FieldType::Choice(
            ["gold", "green", "silver"].map(str::to_owned).to_vec(),
        ));
        assert_eq!(reader().echo(&tier, "g"), "Tab: gold · green");
        assert_eq!(reader().spelled(&tier, "S"), Some(Ok("silver".to_owned())));
        assert!(reader().spelled(&tier, "g").unwrap().is_err());
        let yes = line(FieldType::YesNo);
        assert_eq!(reader().spelled(&yes, "Y"), Some(Ok("yes".to_owned())));
    }
}
