//! From bare digits to a number, by the rules of libphonenumber.

use std::borrow::Cow;

use super::plan::{self, Plan};
use super::refusal::{Country, Refusal};
use super::{E164, Number, whatsapp};

/// What is taken for a number.
#[derive(Clone, Copy)]
pub struct Trust {
    /// A number of the right length is kept although its range is not known.
    pub unknown_ranges: bool,
    /// Who has written it.
    pub written: Written,
}

/// How a number is written, which decides the old forms it may have.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Written {
    /// Without country code.
    AtHome,
    /// With it.
    Abroad,
    /// As WhatsApp names the account, in a link or an id.
    ByWhatsApp,
}

impl Trust {
    /// Nothing but ranges that are known.
    pub const STRICT: Self = Self {
        unknown_ranges: false,
        written: Written::AtHome,
    };

    /// The same for a number with its country code.
    fn abroad(self) -> Self {
        Self {
            written: self.written.max(Written::Abroad),
            ..self
        }
    }
}

/// A number that begins with its country code.
pub fn complete(digits: &str, trust: Trust) -> Result<Number, Refusal> {
    let (code, rest) = plan::split(digits);
    let Some(main) = plan::of_code(code).first() else {
        return Err(unknown_code(digits));
    };
    settle(main, &without_prefix(rest, main), trust.abroad())
}

/// A number as it is dialled in the plan's region: abroad with its prefix, with the country code alone, or at home.
pub fn dialled(digits: &str, plan: &'static Plan, trust: Trust) -> Result<Number, Refusal> {
    if let Some(rest) = after_prefix_abroad(digits, plan) {
        return complete(rest, trust);
    }
    if let Some(rest) = after_own_code(digits, plan) {
        let main = plan::of_code(plan.code).first().unwrap_or(plan);
        return settle(main, &without_prefix(&rest, main), trust.abroad());
    }
    settle(plan, &without_prefix(digits, plan), trust)
}

/// The rest, where the digits begin as one dials abroad there. No country code begins with 0.
pub fn after_prefix_abroad<'d>(digits: &'d str, plan: &Plan) -> Option<&'d str> {
    if plan.abroad.is_blank() {
        return None;
    }
    let rest = digits.get(plan.abroad.length_at_start_of(digits)?..)?;
    (!rest.starts_with('0')).then_some(rest)
}

/// The rest, where the digits begin with the region's own code and make no number with it.
fn after_own_code<'d>(digits: &'d str, plan: &Plan) -> Option<Cow<'d, str>> {
    let (code, rest) = plan::split(digits);
    if code != plan.code {
        return None;
    }
    let rest = stripped(rest, plan);
    let clearer = !plan.possible.is_all_of(digits) && plan.possible.is_all_of(&rest);
    (clearer || plan.is_exceeded_by(digits.len())).then_some(rest)
}

/// Takes the national prefix off, unless too little would be left.
fn without_prefix<'d>(national: &'d str, plan: &Plan) -> Cow<'d, str> {
    let shorter = stripped(national, plan);
    if plan.allows(shorter.len()) || plan.is_exceeded_by(shorter.len()) {
        shorter
    } else {
        Cow::Borrowed(national)
    }
}

/// Takes the national prefix off, or puts in its place what the plan says; not from a number that is one only with it.
fn stripped<'d>(national: &'d str, plan: &Plan) -> Cow<'d, str> {
    let found = if plan.becomes.is_empty() {
        plan.home
            .length_at_start_of(national)
            .and_then(|length| national.get(length..))
            .map(Cow::Borrowed)
    } else {
        replaced(national, plan)
    };
    match found {
        Some(rest) if plan.possible.is_all_of(&rest) || !plan.possible.is_all_of(national) => rest,
        _ => Cow::Borrowed(national),
    }
}

fn replaced<'d>(national: &'d str, plan: &Plan) -> Option<Cow<'d, str>> {
    let groups = plan.home.at_start_of(national)?;
    let rest = national.get(groups.get(0)?.end()..)?;
    if groups.get(groups.len() - 1).is_none() {
        return Some(Cow::Borrowed(rest));
    }
    let mut number = String::with_capacity(national.len() + 4);
    groups.expand(plan.becomes, &mut number);
    number.push_str(rest);
    Some(Cow::Owned(number))
}

/// The number, if there is one; `plan` is named in the refusal.
fn settle(plan: &Plan, national: &str, trust: Trust) -> Result<Number, Refusal> {
    let length = national.len();
    let right_length = plan::of_code(plan.code).iter().any(|plan| plan.allows(length));
    let verified =
        plan::is_in_use(plan.code, national) || whatsapp::is_old_form(plan.code, national, trust.written);
    let keep = || trust.unknown_ranges && right_length && is_stable(plan.code, national);
    if verified || keep() {
        let digits = format!("{}{national}", plan.code)
            .parse()
            .map_err(|_| wrong_length(plan, length))?;
        return Ok(Number {
            e164: E164::from_digits(digits),
            verified,
        });
    }
    Err(if right_length {
        Refusal::Range {
            country: country(plan),
        }
    } else {
        wrong_length(plan, length)
    })
}

/// Whether a number of an unknown range reads as itself: what looks like a prefix would be taken off the next time.
fn is_stable(code: u16, national: &str) -> bool {
    plan::of_code(code)
        .first()
        .is_some_and(|main| without_prefix(national, main) == national)
}

fn wrong_length(plan: &Plan, found: usize) -> Refusal {
    Refusal::Length {
        country: country(plan),
        lengths: plan.usual_lengths.clone(),
        found,
    }
}

fn country(plan: &Plan) -> Country {
    Country {
        name: plan.region.map(super::Region::name),
        code: plan.code,
    }
}

fn unknown_code(digits: &str) -> Refusal {
    let length = if digits.starts_with('0') { 1 } else { 3 };
    Refusal::UnknownCode {
        code: digits.get(..length).unwrap_or(digits).to_owned(),
    }
}
