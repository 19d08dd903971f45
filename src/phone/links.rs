//! Numbers inside links and ids: `wa.me`, `whatsapp://send`, `…@s.whatsapp.net`, `tel:`.

use std::borrow::Cow;

use super::refusal::Refusal;

/// What a text turned out to be.
pub enum Wrapped<'t> {
    /// As WhatsApp names an account: the country code first, no plus needed.
    Account(Cow<'t, str>),
    /// `tel:`, with the country code of its `phone-context`.
    Telephone(Cow<'t, str>, Option<&'t str>),
    /// No link.
    Text(&'t str),
}

/// Servers in ids of WhatsApp that stand behind a person's number.
const PERSONS: [&str; 3] = ["s.whatsapp.net", "c.us", "hosted"];
/// Those of groups, channels and lists.
const GROUPS: [&str; 4] = ["g.us", "newsletter", "broadcast", "call"];
/// Those that stand for a person without telling the number.
const HIDDEN: [&str; 2] = ["lid", "hosted.lid"];

/// Takes a number out of its link or id.
pub fn unwrapped(text: &str) -> Result<Wrapped<'_>, Refusal> {
    if !text.bytes().any(|byte| byte.is_ascii_alphabetic()) {
        return Ok(Wrapped::Text(text));
    }
    let lower = text.to_ascii_lowercase();
    if let Some(account) = jid(text, &lower)? {
        return Ok(Wrapped::Account(Cow::Borrowed(account)));
    }
    if let Some(account) = link(text, &lower)? {
        return Ok(Wrapped::Account(account));
    }
    Ok(telephone(text, &lower).unwrap_or(Wrapped::Text(text)))
}

/// `351912345678@s.whatsapp.net`, also with the device: `351912345678:12@…`, `351912345678.0:12@…`.
fn jid<'t>(text: &'t str, lower: &str) -> Result<Option<&'t str>, Refusal> {
    let Some(at) = lower.find('@') else {
        return Ok(None);
    };
    let after = lower.get(at + 1..).unwrap_or_default();
    let server = after
        .split(|c: char| !c.is_ascii_alphanumeric() && c != '.')
        .next()
        .unwrap_or_default();
    let server = server.trim_end_matches('.');
    if GROUPS.contains(&server) {
        return Err(Refusal::Group);
    }
    if HIDDEN.contains(&server) {
        return Err(Refusal::HiddenLink);
    }
    if !PERSONS.contains(&server) {
        return Ok(None);
    }
    let user = text.get(..at).unwrap_or_default();
    let start = user
        .rfind(|c: char| !c.is_ascii_alphanumeric() && !"+._:".contains(c))
        .map_or(0, |place| place + 1);
    let user = user.get(start..).unwrap_or(user);
    let user = user.get(scheme_length(user)..).unwrap_or(user);
    let end = user.find(['.', '_', ':']).unwrap_or(user.len());
    Ok(user.get(..end))
}

/// The length of a leading `whatsapp:` or the like.
fn scheme_length(user: &str) -> usize {
    match user.find(':') {
        Some(colon) if user.bytes().take(colon).all(|byte| byte.is_ascii_alphabetic()) => colon + 1,
        _ => 0,
    }
}

/// The number of a link that opens a chat.
fn link<'t>(text: &'t str, lower: &str) -> Result<Option<Cow<'t, str>>, Refusal> {
    const HOSTS: [&str; 4] = ["wa.me", "whatsapp.com", "wa.link", "whatsapp://"];
    let found = HOSTS
        .iter()
        .filter_map(|host| Some((lower.find(host)?, *host)))
        .min();
    let Some((start, host)) = found else {
        return Ok(None);
    };
    let before = lower.get(..start).unwrap_or_default();
    if before.ends_with(|c: char| c.is_ascii_alphanumeric()) {
        return Ok(None);
    }
    let end = text
        .get(start..)
        .and_then(|rest| rest.find([' ', '\n', '"', '\'', '<', '>']))
        .map(|length| start + length);
    let end = end.unwrap_or(text.len());
    let after = text.get(end..).unwrap_or_default();
    if has_number(before) || has_number(after) {
        return Err(Refusal::TwoNumbers);
    }
    if before.ends_with("chat.") || before.ends_with("call.") {
        return Err(Refusal::Group);
    }
    let address = text.get(start + host.len()..end).unwrap_or_default();
    let (path, query) = address.split_once('?').unwrap_or((address, ""));
    let number = match phone_of(query) {
        Some(number) => number,
        None => in_path(path, host)?,
    };
    Ok(Some(decoded(number.trim_end_matches([',', ';', '.', ')', ']']))))
}

/// The number in the path of a link, or why there is none.
fn in_path<'t>(path: &'t str, host: &str) -> Result<&'t str, Refusal> {
    let mut parts = path.split(['/', '#']).filter(|part| !part.is_empty());
    let first = parts.next().unwrap_or_default();
    match (host, first.to_ascii_lowercase().as_str()) {
        ("wa.me", "c") => parts.next().ok_or(Refusal::NoNumber),
        ("wa.me", "p") => parts.nth(1).ok_or(Refusal::HiddenLink),
        ("wa.me", _) if first.starts_with(|c: char| c.is_ascii_digit() || c == '+' || c == '%') => Ok(first),
        ("whatsapp.com", "channel") => Err(Refusal::Group),
        (_, "" | "send") => Err(Refusal::NoNumber),
        _ => Err(Refusal::HiddenLink),
    }
}

fn phone_of(query: &str) -> Option<&str> {
    query.split(['&', '#']).find_map(|pair| {
        let (name, value) = pair.split_once('=')?;
        name.eq_ignore_ascii_case("phone").then_some(value)
    })
}

fn has_number(text: &str) -> bool {
    text.bytes().filter(u8::is_ascii_digit).count() > 5
}

/// `tel:+351-912-345-678;ext=1`, `tel:912345678;phone-context=+351`. None where a parameter is not known.
fn telephone<'t>(text: &'t str, lower: &str) -> Option<Wrapped<'t>> {
    let start = lower.find("tel:")?;
    if lower.get(..start)?.contains(char::is_alphanumeric) {
        return None;
    }
    let mut parts = text.get(start + 4..)?.split(';');
    let number = parts.next()?;
    let mut context = "";
    for parameter in parts.filter(|parameter| !parameter.trim().is_empty()) {
        let (name, value) = parameter.split_once('=')?;
        match name.trim().to_ascii_lowercase().as_str() {
            "phone-context" => context = code_of_context(value.trim())?,
            "ext" | "isub" => {}
            _ => return None,
        }
    }
    let context = (!context.is_empty() && !number.contains('+')).then_some(context);
    Some(Wrapped::Telephone(decoded(number), context))
}

/// The code in `+351`; nothing in the name of a network, which does not tell the country.
fn code_of_context(value: &str) -> Option<&str> {
    match value.strip_prefix('+') {
        Some(code) => code
            .bytes()
            .all(|byte| byte.is_ascii_digit() || byte == b'-')
            .then_some(code),
        None => value
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"-.".contains(&byte))
            .then_some(""),
    }
}

/// `%2B` is `+`.
fn decoded(text: &str) -> Cow<'_, str> {
    if !text.contains('%') {
        return Cow::Borrowed(text);
    }
    let mut decoded = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((plain, coded)) = rest.split_once('%') {
        decoded.push_str(plain);
        let sign = coded
            .get(..2)
            .and_then(|hex| u8::from_str_radix(hex, 16).ok())
            .filter(|sign| matches!(sign, b' '..=b'~'));
        decoded.push(sign.map_or('%', char::from));
        rest = if sign.is_some() {
            coded.get(2..).unwrap_or_default()
        } else {
            coded
        };
    }
    decoded.push_str(rest);
    Cow::Owned(decoded)
}
