//! What an import of history would do, before it does anything: what each column holds, the order of days, the currency,
//! warnings. Nothing in the store or the file is changed by it.

use super::Options;
use super::column::Column;
use super::matching::match_columns;
use super::property::Property;
use crate::model::text::fold;
use crate::model::{Catalogue, Currency, EventKind, Moment, SourceId};
use crate::phone::Region;
use crate::transfer::TransferError;
use crate::transfer::import::input::Input;
use crate::transfer::import::look::Look;
use crate::transfer::import::plan::{currency_in_name, order_of_country, writes_decimal_commas};
use crate::transfer::import::rows::Dialect;
use crate::transfer::import::survey::Survey;
use crate::transfer::import::{Mark, Source};
use xxhash_rust::xxh3::xxh3_128;

/// What an import of history would do.
#[derive(Clone, Debug)]
pub struct Plan {
    /// What was asked.
    pub options: Options,
    /// The file as messages call it.
    pub file: String,
    /// The name of the list whose contacts the rows are about.
    pub list: String,
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
    /// How long the file is; None for a stream.
    pub bytes: Option<u64>,
    /// How many rows it has: counted for short files, estimated for long ones.
    pub rows: Option<u64>,
    pub(super) input: Input,
    pub(super) dialect: Dialect,
    pub(super) catalogue: Catalogue,
}

/// Looks at a file and says what importing it would do; an error where it lacks what no row can do without.
pub fn plan(options: Options, catalogue: &Catalogue) -> Result<Plan, TransferError> {
    let plan = look(options, catalogue)?;
    let Some((property, what)) = plan.lacking() else {
        return Ok(plan);
    };
    let names: Vec<&str> = plan.columns.iter().map(|column| column.name.as_str()).collect();
    Err(TransferError::Usage(format!(
        "No column of {} says {what}. Name one with --map \"COLUMN={}\"; the columns are: {}.",
        plan.file,
        property.name(plan.options.kind),
        names.join(", ")
    )))
}

/// The names of a file's columns.
pub fn heading(from: &Source) -> Result<Vec<String>, TransferError> {
    let input = Input::open(from)?;
    let dialect = Dialect::sniff(&input.head(256 << 10)?);
    Ok(Look::begin(&input, dialect, &from.name())?.names)
}

/// The same for a file that may still lack something.
pub fn look(options: Options, catalogue: &Catalogue) -> Result<Plan, TransferError> {
    let list = catalogue
        .list(options.list)
        .ok_or_else(|| TransferError::Usage("The list is gone. Choose another one.".to_owned()))?;
    if options
        .source_name
        .as_deref()
        .is_some_and(|name| name.trim().is_empty())
    {
        return Err(TransferError::Usage("--source needs a name.".to_owned()));
    }
    let file = options.from.name();
    let input = Input::open(&options.from)?;
    let dialect = Dialect::sniff(&input.head(256 << 10)?);
    let mut look = Look::begin(&input, dialect, &file)?;
    look.read(|_, survey| survey.is_undecided())?;
    let country = options
        .country
        .or_else(|| catalogue.settings.country.as_deref().and_then(Region::named));
    let mut plan = Plan {
        file,
        list: list.name.clone(),
        columns: Vec::new(),
        country,
        currency: None,
        sets_currency: false,
        warnings: Vec::new(),
        bytes: input.bytes(),
        rows: look.rows,
        options,
        input,
        dialect,
        catalogue: catalogue.clone(),
    };
    plan.settle(&look.names, &look.surveys)?;
    Ok(plan)
}

impl Plan {
    /// Sends a column elsewhere, as `--map COLUMN=PROPERTY` would.
    pub fn assign(&mut self, column: &str, property: &str) -> Result<(), TransferError> {
        let (names, surveys): (Vec<String>, Vec<Survey>) = self
            .columns
            .iter()
            .map(|column| (column.name.clone(), column.survey.clone()))
            .unzip();
        let before = self.options.map.clone();
        self.options.map.retain(|(known, _)| fold(known) != fold(column));
        self.options.map.push((column.to_owned(), property.to_owned()));
        self.settle(&names, &surveys)
            .inspect_err(|_| self.options.map = before)
    }

    fn settle(&mut self, names: &[String], surveys: &[Survey]) -> Result<(), TransferError> {
        self.columns = match_columns(self.options.kind, names, surveys, &self.options.map)?;
        self.settle_currency();
        self.settle_marks();
        self.warn();
        Ok(())
    }

    /// The name of the source of ids.
    pub fn source_name(&self) -> &str {
        self.options.source_name.as_deref().unwrap_or(&self.list)
    }

    /// The source of ids, where the store knows it yet.
    pub(super) fn source(&self) -> Option<SourceId> {
        self.catalogue.source_named(self.source_name())
    }

    /// Names this import again: the file's content and everything that was asked. None for a stream.
    pub fn key(&self) -> Option<[u8; 16]> {
        let asked = format!(
            "{} {:032x} {:?} {:?} {:?} {:?} {:?} {:?}",
            self.options.kind.word(),
            self.input.hash()?,
            self.options.list,
            self.source_name(),
            self.options.map,
            self.country.map(Region::code),
            self.options.date_order,
            self.options.rates,
        );
        Some(xxh3_128(asked.as_bytes()).to_be_bytes())
    }

    /// The columns of a property, those that count first before the others.
    pub(super) fn places(&self, property: Property) -> Vec<usize> {
        let mut found: Vec<(u16, usize)> = self
            .columns
            .iter()
            .enumerate()
            .filter(|(_, column)| column.property == Some(property))
            .map(|(place, column)| (column.rank, place))
            .collect();
        found.sort_unstable();
        found.into_iter().map(|(_, place)| place).collect()
    }

    /// The moment at which the file is read, and the zone of its times.
    pub(super) fn moment(&self, now: crate::model::Instant) -> Moment {
        Moment {
            now,
            zone: self.catalogue.settings.time_zone,
        }
    }

    /// What no row can do without and no column says, in words too.
    pub fn lacking(&self) -> Option<(Property, &'static str)> {
        let has = |property| {
            self.columns
                .iter()
                .any(|column| column.property == Some(property))
        };
        let whose = [Property::ContactId, Property::Phone, Property::Email];
        if !whose.into_iter().any(has) {
            return Some((Property::ContactId, "whose each row is"));
        }
        let needed: &[(Property, &'static str)] = match self.options.kind {
            EventKind::Purchase => &[
                (Property::When, "the day of each purchase"),
                (Property::Amount, "what was paid"),
            ],
            EventKind::Email => &[(Property::When, "when each e-mail was sent")],
            EventKind::Message => &[
                (Property::When, "when each message was written"),
                (Property::Direction, "whether a message came in or went out"),
            ],
        };
        needed.iter().copied().find(|(property, _)| !has(*property))
    }

    fn settle_currency(&mut self) {
        let named = self.columns.iter().find_map(|column| match column.property? {
            Property::Currency => {
                let mut samples = column.survey.samples.iter();
                samples.find_map(|code| Currency::from_code(code))
            }
            property if property.is_money() => {
                column.survey.currency.or_else(|| currency_in_name(&column.name))
            }
            _ => None,
        });
        let kept = self.catalogue.settings.currency;
        self.currency = kept.or(named);
        self.sets_currency = kept.is_none() && named.is_some();
    }

    fn settle_marks(&mut self) {
        let comma_country = self
            .country
            .is_some_and(|country| writes_decimal_commas(country.code()));
        let order = self.options.date_order;
        let by_country = self.country.map(order_of_country);
        let units = self.currency.map_or(2, |currency| currency.minor_units());
        for column in &mut self.columns {
            let survey = &column.survey;
            column.date_order = order.or_else(|| survey.date_order()).or(by_country);
            column.decimal_mark = match survey.decimal_mark() {
                Some(mark) => mark,
                // Money has no three decimals, so the mark of 1.250 groups thousands.
                None if survey.open_amounts > 0 && units < 3 => {
                    let has_comma = survey.samples.iter().any(|sample| sample.contains(','));
                    if has_comma { Mark::Point } else { Mark::Comma }
                }
                None if comma_country => Mark::Comma,
                None => Mark::Point,
            };
        }
    }

    fn warn(&mut self) {
        let mut warnings: Vec<String> = self.columns.iter().filter_map(doubts).collect();
        let only_ids = self.places(Property::Phone).is_empty() && self.places(Property::Email).is_empty();
        if only_ids && self.source().is_none() {
            warnings.push(format!(
                "No contact has an id at a source “{}”; name theirs with --source.",
                self.source_name()
            ));
        }
        self.warnings = warnings;
    }
}

/// What is unclear about a column.
fn doubts(column: &Column) -> Option<String> {
    let property = column.property?;
    let survey: &Survey = &column.survey;
    let name = &column.name;
    if property.is_date() && survey.open_dates > 0 && column.date_order.is_none() {
        return Some(format!(
            "“{name}”: nothing says whether day or month comes first. Say it with --date-order dmy or mdy."
        ));
    }
    if property.is_date() && survey.day_first > 0 && survey.month_first > 0 {
        return Some(format!(
            "“{name}”: some days have the day first, others the month; those that do not fit cannot be read."
        ));
    }
    if property.is_money() && survey.open_amounts > 0 && survey.decimal_mark().is_none() {
        return Some(format!(
            "“{name}”: nothing says what its marks mean; what they are taken for is a guess."
        ));
    }
    None
}
