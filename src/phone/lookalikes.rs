//! What looks like a number and is none: amounts, dates, numbers cut short.

/// `3.5191E+11`, and `351912345678.0` as a spreadsheet writes an amount. With a plus only `.0` is one.
pub fn is_amount(text: &str) -> bool {
    let plus = text.starts_with('+');
    let text = text.trim_start_matches(['+', '-', '(']);
    let (whole, rest) = text.split_at(text.bytes().take_while(u8::is_ascii_digit).count());
    if whole.is_empty() {
        return false;
    }
    let (fraction, exponent) = match rest.strip_prefix(['.', ',']) {
        Some(rest) => rest.split_at(rest.bytes().take_while(u8::is_ascii_digit).count()),
        None => ("", rest),
    };
    if exponent.is_empty() {
        let zeros = fraction.bytes().all(|digit| digit == b'0');
        return matches!(fraction.len(), 1 | 2) && (zeros || !plus);
    }
    let power = exponent
        .trim_start()
        .strip_prefix(['e', 'E'])
        .map(str::trim_start);
    let power = power.map(|power| power.strip_prefix(['+', '-']).unwrap_or(power));
    power.is_some_and(|power| matches!(power.len(), 1..=3) && power.bytes().all(|byte| byte.is_ascii_digit()))
}

/// `2026-05-17`, `17.5.2026`, `05/17/2026`, also with a time after it.
pub fn is_date(text: &str) -> bool {
    let day = text.split([' ', 'T']).next().unwrap_or_default();
    let parts: Vec<&str> = match day.find(['-', '.', '/']).and_then(|place| day.get(place..=place)) {
        Some(mark) => day.split(mark).collect(),
        None => return false,
    };
    let (year, one, other) = match *parts.as_slice() {
        [year, month, day] if year.len() == 4 => (year, month, day),
        [one, other, year] if year.len() == 4 => (year, one, other),
        _ => return false,
    };
    let within = |part: &str, most: u16| part.parse().is_ok_and(|value: u16| (1..=most).contains(&value));
    let century = year.starts_with("19") || year.starts_with("20");
    let day_and_month = within(one, 31) && within(other, 31) && (within(one, 12) || within(other, 12));
    century && within(year, 2099) && one.len() <= 2 && other.len() <= 2 && day_and_month
}

/// `+351 912...`, `+351912???`: marks that stand for digits. One alone ends a sentence.
pub fn is_cut_short(text: &str) -> bool {
    let text = text.trim_end();
    let number = text.trim_end_matches(|c: char| ".?!•·-".contains(c));
    text.contains("...")
        || text
            .get(number.len()..)
            .is_some_and(|marks| marks.chars().count() > 1)
}
