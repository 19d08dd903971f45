//! How a number is written for people.

use regex::Captures;

use super::E164;
use super::plan::{self, Format, Plan};
use super::region::Region;

/// The region a number belongs to.
pub fn region(number: E164) -> Option<Region> {
    let digits = number.digits().to_string();
    let (code, national) = plan::split(&digits);
    plan::claiming(code, national)?.region
}

/// The calling code; 0 where the digits begin with none.
pub fn calling_code(number: E164) -> u16 {
    plan::split(&number.digits().to_string()).0
}

/// `+351 912 345 678`.
pub fn international(number: E164) -> String {
    let digits = number.digits().to_string();
    let (code, national) = plan::split(&digits);
    if code == 0 {
        return number.to_string();
    }
    format!("+{code} {}", written(code, national, |format| format.abroad))
}

/// `912 345 678`.
pub fn national(number: E164) -> String {
    let digits = number.digits().to_string();
    let (code, national) = plan::split(&digits);
    written(code, national, |format| format.at_home)
}

fn written(code: u16, national: &str, text: impl Fn(&Format) -> &'static str) -> String {
    // Numbers of shared codes are written as in the main region, as libphonenumber does.
    let plan = plan::of_code(code).first();
    plan.and_then(|plan| grouped(plan, national, text))
        .unwrap_or_else(|| national.to_owned())
}

fn grouped(plan: &Plan, national: &str, text: impl Fn(&Format) -> &'static str) -> Option<String> {
    plan.formats
        .iter()
        .filter(|format| !text(format).is_empty())
        .find_map(|format| {
            if !format.leading.is_blank() {
                format.leading.length_at_start_of(national)?;
            }
            Some(filled(text(format), &format.groups.all_of(national)?))
        })
}

/// `$1` and the like stand for the groups.
fn filled(text: &str, groups: &Captures<'_>) -> String {
    let mut filled = String::with_capacity(20);
    let mut rest = text.chars();
    while let Some(c) = rest.next() {
        if c != '$' {
            filled.push(c);
            continue;
        }
        let group = rest
            .next()
            .and_then(|c| c.to_digit(10))
            .and_then(|number| groups.get(number as usize));
        filled.push_str(group.map_or("", |group| group.as_str()));
    }
    filled
}
