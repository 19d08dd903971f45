//! What people write around a number is taken off; what is no number is refused.

use std::ops::Range;

use super::glyphs;
use super::links::{self, Wrapped};
use super::refusal::Refusal;
use super::words;

/// A text cleaned to its digits.
pub struct Cleaned {
    /// ASCII digits, at least one.
    pub digits: String,
    /// What the digits begin with.
    pub start: Start,
    /// Where a `(0)` was left out, counted in `digits`.
    pub zero: Option<usize>,
}

/// What digits begin with.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Start {
    /// A country code: there was a plus.
    Plus,
    /// A country code: WhatsApp names accounts so.
    Account,
    /// Nobody has said.
    Unsaid,
}

/// Digits on either side from which on a text is two numbers rather than one in an odd spelling.
const ENOUGH: usize = 6;
/// The same around a slash, which also stands between an area code and the rest.
const ENOUGH_AT_SLASH: usize = 7;

const QUOTES: &str = "'\"`´’‘‚‛“”„«»‹›′″";

/// Cleans a text to its digits.
pub fn cleaned(raw: &str) -> Result<Cleaned, Refusal> {
    let text = glyphs::plain(raw);
    if text.trim().is_empty() {
        return Err(Refusal::Empty);
    }
    let text = text.as_ref();
    match links::unwrapped(text)? {
        Wrapped::Text(body) => digits_of(body, text),
        Wrapped::Telephone(body, context) => {
            let mut cleaned = digits_of(&body, text)?;
            if let Some(context) = context {
                cleaned.digits.insert_str(
                    0,
                    &context.chars().filter(char::is_ascii_digit).collect::<String>(),
                );
                cleaned.start = Start::Plus;
                cleaned.zero = None;
            }
            Ok(cleaned)
        }
        Wrapped::Account(body) => {
            let mut cleaned = digits_of(&body, text)?;
            if !cleaned.digits.starts_with('0') {
                cleaned.start = Start::Account;
            }
            Ok(cleaned)
        }
    }
}

/// Takes the digits out of a text without links. `whole` is what the place of a wrong sign is told in.
fn digits_of(text: &str, whole: &str) -> Result<Cleaned, Refusal> {
    let bare = text.trim_matches(is_wrapping);
    let bare = bare.trim_end_matches(|c: char| is_wrapping(c) || ".!?)]/-".contains(c));
    if is_amount(bare) {
        return Err(Refusal::Rounded);
    }
    if is_date(bare) {
        return Err(Refusal::Date);
    }
    if is_cut_short(text) {
        return Err(Refusal::Masked);
    }
    let number = without_trailing_labels(without_extension(without_labels(bare)));
    let cleaned = Scan::new(number, whole).run()?;
    if cleaned.digits.bytes().all(|digit| digit == b'0') {
        return Err(Refusal::NoNumber);
    }
    Ok(cleaned)
}

fn is_wrapping(c: char) -> bool {
    c.is_whitespace() || "=<>{}|,;:•·".contains(c) || QUOTES.contains(c)
}

/// `3.5191E+11`, and `351912345678.0` as a spreadsheet writes an amount. With a plus only `.0` is one.
fn is_amount(text: &str) -> bool {
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
fn is_date(text: &str) -> bool {
    let day = text.split([' ', 'T']).next().unwrap_or_default();
    let Some(mark) = day.chars().find(|c| "-./".contains(*c)) else {
        return false;
    };
    let parts: Vec<&str> = day.split(mark).collect();
    let &[first, middle, last] = parts.as_slice() else {
        return false;
    };
    let is_year = |part: &str| part.len() == 4 && (part.starts_with("19") || part.starts_with("20"));
    let small = |part: &str| {
        part.parse()
            .ok()
            .filter(|value| part.len() <= 2 && (1..=31).contains(value))
    };
    let rest: (Option<u8>, Option<u8>) = if is_year(first) {
        (small(middle), small(last))
    } else if is_year(last) {
        (small(first), small(middle))
    } else {
        return false;
    };
    let year_is_number = [first, last]
        .iter()
        .any(|part| is_year(part) && part.parse::<u16>().is_ok());
    year_is_number && matches!(rest, (Some(one), Some(other)) if one.min(other) <= 12)
}

/// `+351 912...`, `+351912???`: marks that stand for digits. One alone ends a sentence.
fn is_cut_short(text: &str) -> bool {
    let text = text.trim_end();
    let number = text.trim_end_matches(|c: char| ".?!•·-".contains(c));
    text.contains("...")
        || text
            .get(number.len()..)
            .is_some_and(|marks| marks.chars().count() > 1)
}

/// Takes `Tel.`, `(m)`, `WhatsApp:`, `📱` off the front.
fn without_labels(text: &str) -> &str {
    let mut kept = text;
    let mut rest = text;
    loop {
        rest = rest.trim_start_matches(|c: char| {
            c.is_whitespace() || "().:-/[]=*•·№°".contains(c) || glyphs::is_picture(c)
        });
        let end = rest.find(|c: char| !words::is_letter(c)).unwrap_or(rest.len());
        let (word, after) = rest.split_at(end);
        let initial = || words::is_initial(word) && after.starts_with([':', ')', '.', ']']);
        if word.is_empty() {
            return if kept.len() == text.len() && !text.starts_with(glyphs::is_picture) {
                text
            } else {
                rest
            };
        }
        if !words::is_label(word) && !initial() {
            return kept;
        }
        rest = without_count(after);
        kept = rest;
    }
}

/// Takes the 2 off `Phone 2: …`.
fn without_count(text: &str) -> &str {
    let rest = text.trim_start();
    let after = rest
        .strip_prefix(|c: char| c.is_ascii_digit())
        .map(str::trim_start);
    after
        .filter(|after| after.starts_with([':', ')']))
        .unwrap_or(text)
}

/// Takes `(mobile)`, `- WhatsApp` off the end.
fn without_trailing_labels(text: &str) -> &str {
    let mut kept = text;
    loop {
        let rest = kept.trim_end_matches(|c: char| {
            c.is_whitespace() || "().:-/[],;•·".contains(c) || glyphs::is_picture(c)
        });
        let start = rest.trim_end_matches(words::is_letter).len();
        let (before, word) = rest.split_at(start);
        if word.is_empty() {
            return if kept.len() == text.len() { text } else { rest };
        }
        if !words::is_label(word) || before.ends_with(|c: char| c.is_ascii_digit()) {
            return kept;
        }
        kept = before;
    }
}

/// Takes `ext. 12`, `x12`, `#12`, `;ext=12`, `,,12#` off the end.
fn without_extension(text: &str) -> &str {
    let rest = text.strip_suffix('#').unwrap_or(text).trim_end();
    let before = rest.trim_end_matches(|c: char| c.is_ascii_digit());
    if !matches!(rest.len() - before.len(), 1..=9) {
        return text;
    }
    let mark = before.trim_end_matches(|c: char| c.is_whitespace() || ".:=-".contains(c));
    let number = if let Some(number) = mark.strip_suffix('#').or_else(|| before.strip_suffix(",,")) {
        number
    } else {
        let number = mark.trim_end_matches(words::is_letter);
        match mark.get(number.len()..) {
            Some(word) if words::is_extension(word) => number,
            _ => return text,
        }
    };
    let number = number.trim_end_matches(|c: char| c.is_whitespace() || ".,;:-(/".contains(c));
    if number.ends_with(|c: char| c.is_ascii_digit() || c == ')') {
        number
    } else {
        text
    }
}

/// One walk over what is left: digits, and what may stand between them.
struct Scan<'t> {
    text: &'t str,
    whole: &'t str,
    cleaned: Cleaned,
    since_slash: usize,
}

impl<'t> Scan<'t> {
    fn new(text: &'t str, whole: &'t str) -> Self {
        Self {
            text,
            whole,
            cleaned: Cleaned {
                digits: String::with_capacity(20),
                start: Start::Unsaid,
                zero: None,
            },
            since_slash: 0,
        }
    }

    fn run(mut self) -> Result<Cleaned, Refusal> {
        let mut place = 0;
        while let Some(c) = self.text.get(place..).and_then(|rest| rest.chars().next()) {
            let next = place + c.len_utf8();
            place = match c {
                '0'..='9' => {
                    self.cleaned.digits.push(c);
                    self.since_slash += 1;
                    next
                }
                '+' if self.cleaned.digits.is_empty() => {
                    self.cleaned.start = Start::Plus;
                    next
                }
                '(' | '[' => self.bracket(place).unwrap_or(next),
                '/' => self.slash(next)?,
                '\n' if self.is_between_numbers(next) => return Err(Refusal::TwoNumbers),
                ' ' | '-' | ')' | ']' | '.' | '~' | '\n' => next,
                _ => return Err(self.refusal(c, place)),
            };
        }
        if self.cleaned.digits.is_empty() {
            return Err(Refusal::NoNumber);
        }
        Ok(self.cleaned)
    }

    /// Leaves out a `(0)` that follows something; where it ends.
    fn bracket(&mut self, place: usize) -> Option<usize> {
        if self.cleaned.digits.is_empty() || self.cleaned.zero.is_some() {
            return None;
        }
        let inner = self.text.get(place + 1..)?;
        let after = inner
            .trim_start()
            .strip_prefix('0')?
            .trim_start()
            .strip_prefix([')', ']'])?;
        self.cleaned.zero = Some(self.cleaned.digits.len());
        Some(self.text.len() - after.len())
    }

    fn slash(&mut self, next: usize) -> Result<usize, Refusal> {
        let after = self.text.get(next..).unwrap_or_default();
        let after = after.split('/').next().unwrap_or_default();
        if self.since_slash >= ENOUGH_AT_SLASH && digits_in(after) >= ENOUGH_AT_SLASH {
            return Err(Refusal::TwoNumbers);
        }
        self.since_slash = 0;
        Ok(next)
    }

    fn is_between_numbers(&self, next: usize) -> bool {
        let after = self.text.get(next..).unwrap_or_default();
        self.cleaned.digits.len() >= ENOUGH && digits_in(after) >= ENOUGH
    }

    /// Why a sign that no number has stands here.
    fn refusal(&self, c: char, place: usize) -> Refusal {
        let rest = self.text.get(place..).unwrap_or_default();
        let end = rest.find(|c: char| !words::is_letter(c)).unwrap_or(rest.len());
        let word = rest.get(..end).unwrap_or_default();
        let joins = c == '+' || ",;|&:\\".contains(c) || words::is_joiner(word) || words::is_label(word);
        if self.is_between_numbers(place) && (joins || rest.contains('+')) {
            return Refusal::TwoNumbers;
        }
        if is_mask(c, word, rest) {
            return Refusal::Masked;
        }
        Refusal::Character {
            found: c,
            place: self.place_in_whole(rest),
        }
    }

    /// Counted from 1 in the text as it was given, where it is still found there.
    fn place_in_whole(&self, rest: &str) -> usize {
        let before = match self.whole.rfind(rest) {
            Some(start) => self.whole.get(..start),
            None => self.text.get(..self.text.len() - rest.len()),
        };
        before.map_or(0, |before| before.chars().count()) + 1
    }
}

/// `***`, `XXX`, `…`, or a single such sign at the end.
fn is_mask(c: char, word: &str, rest: &str) -> bool {
    let crosses = !word.is_empty() && word.chars().all(|c| matches!(c, 'x' | 'X'));
    let hides = "*•●…_×■█#?∗".contains(c);
    hides || crosses && (word.len() > 1 || rest.len() == word.len())
}

fn digits_in(text: &str) -> usize {
    let range: Range<u8> = b'0'..b':';
    text.bytes().filter(|byte| range.contains(byte)).count()
}
