//! What people write around a number is taken off; what is no number is refused.

use super::links::{self, Wrapped};
use super::refusal::Refusal;
use super::{frame, glyphs, lookalikes, words};

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
    if lookalikes::is_amount(bare) {
        return Err(Refusal::Rounded);
    }
    if lookalikes::is_date(bare) {
        return Err(Refusal::Date);
    }
    if lookalikes::is_cut_short(text) {
        return Err(Refusal::Masked);
    }
    let number = frame::unframed(bare);
    let cleaned = Scan::new(number, whole).run()?;
    if cleaned.digits.bytes().all(|digit| digit == b'0') {
        return Err(Refusal::NoNumber);
    }
    Ok(cleaned)
}

fn is_wrapping(c: char) -> bool {
    c.is_whitespace() || "=<>{}|,;:".contains(c) || QUOTES.contains(c)
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
                // A number may end at the end of a line, and never goes on in the next.
                '\n' if !self.cleaned.digits.is_empty() => return Err(Refusal::TwoNumbers),
                ' ' | '-' | ')' | ']' | '.' | '\n' => next,
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
    text.bytes().filter(u8::is_ascii_digit).count()
}
