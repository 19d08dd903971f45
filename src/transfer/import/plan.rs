//! What an import would do, before it does anything: columns and their fields with why, the order of days, the
//! currency, warnings, a sample. Made by [`plan`]; nothing in the store or the file is changed by it.

use super::column::{Column, Target, Why};
use super::input::Input;
use super::look::{self, Look};
use super::matching::match_columns;
use super::rows::Dialect;
use super::survey::Survey;
use super::values::amount::{self, Mark, Sign};
use super::{DateOrder, Into, Options};
use crate::model::text::fold;
use crate::model::{BuiltinField, Catalogue, Currency, FieldType};
use crate::phone::Region;
use crate::transfer::TransferError;
use xxhash_rust::xxh3::xxh3_128;

/// What an import would do.
#[derive(Clone, Debug)]
pub struct Plan {
    /// What was asked.
    pub options: Options,
    /// The file as messages call it.
    pub file: String,
    /// The name of the list the rows join.
    pub list: String,
    /// What parts the cells.
    pub delimiter: char,
    /// The columns, in the file's order.
    pub columns: Vec<Column>,
    /// The country in which numbers without a country code are read, where the row has none of its own.
    pub country: Option<Region>,
    /// The store's currency, else the one the file names.
    pub currency: Option<Currency>,
    /// Whether the store has no currency yet and gets this one.
    pub sets_currency: bool,
    /// What should be looked at before going on.
    pub warnings: Vec<String>,
    /// The first rows, as they stand in the file.
    pub sample: Vec<Vec<String>>,
    /// How long the file is; None for a stream.
    pub bytes: Option<u64>,
    /// How many rows it has: counted for short files, estimated for long ones.
    pub rows: Option<u64>,
    pub(super) input: Input,
    pub(super) dialect: Dialect,
    pub(super) catalogue: Catalogue,
    surveys: Vec<Survey>,
}

/// Looks at a file and says what importing it would do.
pub fn plan(options: Options, catalogue: &Catalogue) -> Result<Plan, TransferError> {
    let list = list_name(&options.into, catalogue)?;
    check_options(&options)?;
    let file = options.from.name();
    let input = Input::open(&options.from)?;
    let dialect = Dialect::sniff(&input.head(256 << 10)?);
    let mut look = Look::begin(&input, dialect, &file)?;
    look.read(look::matters)?;
    let mut plan = Plan {
        file,
        list,
        delimiter: char::from(dialect.delimiter),
        columns: Vec::new(),
        country: options
            .country
            .or_else(|| catalogue.settings.country.as_deref().and_then(Region::named)),
        currency: None,
        sets_currency: false,
        warnings: Vec::new(),
        sample: look.sample,
        bytes: input.bytes(),
        rows: look.rows,
        options,
        input,
        dialect,
        catalogue: catalogue.clone(),
        surveys: look.surveys,
    };
    let names = look.names;
    plan.settle(&names)?;
    Ok(plan)
}

impl Plan {
    /// Sends a column elsewhere, as `--map COLUMN=FIELD` would: a field's key or label, `ignore`, `custom:Label:type`.
    pub fn assign(&mut self, column: &str, field: &str) -> Result<(), TransferError> {
        let names: Vec<String> = self.columns.iter().map(|column| column.name.clone()).collect();
        let before = self.options.map.clone();
        self.options.map.retain(|(known, _)| fold(known) != fold(column));
        self.options.map.push((column.to_owned(), field.to_owned()));
        self.settle(&names).inspect_err(|_| self.options.map = before)
    }

    /// The name of the source of ids.
    pub fn source_name(&self) -> &str {
        self.options.source_name.as_deref().unwrap_or(&self.list)
    }

    /// Names this import again: the file's content and everything that was asked. None for a stream.
    pub fn key(&self) -> Option<[u8; 16]> {
        let asked = format!(
            "{:032x} {:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?}",
            self.input.hash()?,
            fold(&self.list),
            self.options.map,
            self.country.map(Region::code),
            self.source_name(),
            self.options.on_match,
            self.options.date_order,
            self.options.consent_source,
            self.options.consent_at,
        );
        Some(xxh3_128(asked.as_bytes()).to_be_bytes())
    }

    /// The columns of a field, those that count first before the others.
    pub(super) fn places(&self, target: &Target) -> Vec<usize> {
        let mut found: Vec<(u16, usize)> = self
            .columns
            .iter()
            .enumerate()
            .filter(|(_, column)| column.target == *target)
            .map(|(place, column)| (column.rank, place))
            .collect();
        found.sort_unstable();
        found.into_iter().map(|(_, place)| place).collect()
    }

    /// Matches columns and settles everything that follows from them.
    fn settle(&mut self, names: &[String]) -> Result<(), TransferError> {
        let mut columns = match_columns(names, &self.surveys, &self.options.map, &self.catalogue)?;
        self.warnings.clear();
        self.settle_dates(&mut columns);
        self.settle_currency(&columns);
        self.settle_marks(&mut columns);
        self.columns = columns;
        self.warn()
    }

    fn settle_dates(&self, columns: &mut [Column]) {
        let by_country = self.country.map(order_of_country);
        for column in columns {
            column.date_order = self
                .options
                .date_order
                .or_else(|| column.survey.date_order())
                .or(by_country);
        }
    }

    /// The currency: the store's, else the first that the values of a money column, its name or a column of currencies
    /// names.
    fn settle_currency(&mut self, columns: &[Column]) {
        let named = columns.iter().find_map(|column| match &column.target {
            Target::Currency => column
                .survey
                .samples
                .iter()
                .find_map(|code| Currency::from_code(code)),
            target if is_money(target) => column.survey.currency.or_else(|| currency_in_name(&column.name)),
            _ => None,
        });
        let kept = self.catalogue.settings.currency;
        self.currency = kept.or(named);
        self.sets_currency = kept.is_none() && named.is_some();
    }

    fn settle_marks(&self, columns: &mut [Column]) {
        let comma_country = self
            .country
            .is_some_and(|country| writes_decimal_commas(country.code()));
        let units = self.currency.map_or(2, |currency| currency.minor_units());
        for column in columns {
            column.decimal_mark = match column.survey.decimal_mark() {
                Some(mark) => mark,
                // Amounts that all look like 1.250: money has no three decimals, so the mark groups thousands.
                None if column.survey.open_amounts > 0 && is_money(&column.target) && units < 3 => {
                    let has_comma = column.survey.samples.iter().any(|sample| sample.contains(','));
                    if has_comma { Mark::Point } else { Mark::Comma }
                }
                None if comma_country => Mark::Comma,
                None => Mark::Point,
            };
        }
    }

    /// What should be looked at before going on; an error where nothing can be imported at all.
    fn warn(&mut self) -> Result<(), TransferError> {
        let phones = self.places(&Target::Builtin(BuiltinField::Phone));
        if phones.is_empty() {
            let names: Vec<&str> = self.columns.iter().map(|column| column.name.as_str()).collect();
            return Err(TransferError::Usage(format!(
                "No column of {} has phone numbers. Name one with --map \"COLUMN=phone\"; the columns are: {}.",
                self.file,
                names.join(", ")
            )));
        }
        let since = self.places(&Target::Builtin(BuiltinField::ConsentSince));
        let asked_consent = self.columns.iter().any(|column| {
            column.why == Why::Asked
                && matches!(
                    column.target,
                    Target::Builtin(BuiltinField::ConsentSince | BuiltinField::Consented)
                )
        });
        if asked_consent && self.options.consent_source.is_none() {
            return Err(TransferError::Usage(
                "Consent needs its source: say with --consent-source how it was given.".to_owned(),
            ));
        }
        if self.options.consent_source.is_some() && since.is_empty() && self.options.consent_at.is_none() {
            return Err(TransferError::Usage(
                "Consent needs its day: say it with --consent-date, or map a column with --map \"COLUMN=consent_since\"."
                    .to_owned(),
            ));
        }
        let mut warnings = Vec::new();
        for column in &self.columns {
            warnings.extend(doubts(column));
        }
        self.warnings = warnings;
        Ok(())
    }
}

/// What is unclear about a column.
fn doubts(column: &Column) -> Option<String> {
    let is_date = matches!(
        column.target,
        Target::Builtin(
            BuiltinField::Birthday
                | BuiltinField::FirstPurchase
                | BuiltinField::LastPurchase
                | BuiltinField::ConsentSince
        ) | Target::Custom(_, FieldType::Date)
            | Target::New {
                kind: FieldType::Date,
                ..
            }
    );
    let name = &column.name;
    if is_date && column.survey.open_dates > 0 && column.date_order.is_none() {
        return Some(format!(
            "“{name}”: nothing says whether day or month comes first; such days are set aside. Say it with --date-order dmy or mdy."
        ));
    }
    if is_date && column.survey.day_first > 0 && column.survey.month_first > 0 {
        return Some(format!(
            "“{name}”: some days have the day first, others the month; those that do not fit are set aside."
        ));
    }
    if column.why == Why::Permission && column.survey.filled > 0 {
        let key = column.name.trim();
        let yes = column.survey.filled;
        return Some(if key == "opted_out" {
            format!(
                "“{name}” has {yes} values and opts nobody out; if it should: --map \"{name}=opted_out\"."
            )
        } else {
            format!("“{name}” is not imported: consent needs --consent-source and a day.")
        });
    }
    let is_amount = is_money(&column.target)
        || matches!(
            column.target,
            Target::Custom(_, FieldType::Number)
                | Target::New {
                    kind: FieldType::Number,
                    ..
                }
        );
    if is_amount && column.survey.open_amounts > 0 && column.survey.decimal_mark().is_none() {
        let example = column.survey.samples.iter().find_map(|sample| {
            let written = amount::Written::read(sample).filter(amount::Written::is_open)?;
            Some(format!("{sample} as {}", written.value(column.decimal_mark)?))
        });
        return example
            .map(|example| format!("“{name}”: nothing says what its marks mean; {example} is a guess."));
    }
    None
}

fn list_name(into: &Into, catalogue: &Catalogue) -> Result<String, TransferError> {
    match into {
        Into::New(name) if name.trim().is_empty() => {
            Err(TransferError::Usage("A list needs a name.".to_owned()))
        }
        Into::New(name) => Ok(catalogue
            .list_named(name)
            .map_or_else(|| name.trim().to_owned(), |list| list.name.clone())),
        Into::List(id) => catalogue
            .list(*id)
            .map(|list| list.name.clone())
            .ok_or_else(|| TransferError::Usage("The list is gone. Choose another one.".to_owned())),
    }
}

fn check_options(options: &Options) -> Result<(), TransferError> {
    let usage = |text: &str| Err(TransferError::Usage(text.to_owned()));
    if options
        .consent_source
        .as_deref()
        .is_some_and(|source| source.trim().is_empty())
    {
        return usage("--consent-source needs words: how the consent was given.");
    }
    if options.consent_source.is_none() && options.consent_at.is_some() {
        return usage("--consent-date needs --consent-source: how the consent was given.");
    }
    if options
        .source_name
        .as_deref()
        .is_some_and(|name| name.trim().is_empty())
    {
        return usage("--source needs a name.");
    }
    Ok(())
}

fn is_money(target: &Target) -> bool {
    matches!(
        target,
        Target::Builtin(BuiltinField::TotalSpent)
            | Target::Custom(_, FieldType::Money)
            | Target::New {
                kind: FieldType::Money,
                ..
            }
    )
}

/// The currency in a heading like `Total Spent (EUR)` or `Umsatz €`.
pub(in crate::transfer) fn currency_in_name(name: &str) -> Option<Currency> {
    name.split(|letter: char| letter.is_whitespace() || "()[]_/-:,".contains(letter))
        .find_map(|word| match amount::currency(word) {
            Some(Sign::Code(currency)) => Some(currency),
            _ => None,
        })
}

/// How days are written in a country.
pub(in crate::transfer) fn order_of_country(country: Region) -> DateOrder {
    match country.code() {
        "US" | "PH" => DateOrder::MonthFirst,
        _ => DateOrder::DayFirst,
    }
}

/// Countries that write 1.204,50.
pub(in crate::transfer) fn writes_decimal_commas(code: &str) -> bool {
    const COMMA: &str = "AL AO AR AT BA BE BG BO BR BY CH CL CO CR CU CV CY CZ DE DK EC EE ES FI FR GR HR HU ID IS IT KZ LT \
LU LV MD ME MK MZ NL NO PL PT PY RO RS RU SE SI SK TR UA UY VE VN";
    code != "CH" && COMMA.split(' ').any(|known| known == code)
}
