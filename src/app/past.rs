//! The lines of a contact's past: purchases by month as a small plot, and the timeline.

use super::figures;
use super::state::State;
use super::timeline::Show;
use super::wrap::wrap;
use crate::model::months::MONTHS;
use crate::model::{
    Currency, Decimal, Direction, Email, Event, JournalEntry, Message, Moment, Months, Purchase, Totals,
};
use chrono::NaiveDate;

/// The most lines one event takes.
const MOST: usize = 4;
/// The steps of a bar, from little to much.
const BARS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/// Purchases by month, as fields: bars with the months below them, and what the highest stands for.
pub(super) fn plot(state: &State, width: usize) -> Vec<(String, String)> {
    let Some(months) = &state.timeline.months else {
        return Vec::new();
    };
    let highest = months
        .each()
        .max_by_key(|(_, sum)| *sum)
        .filter(|(_, sum)| *sum > Decimal::ZERO);
    let Some((month, most)) = highest else {
        return Vec::new();
    };
    let between = if width < 2 * MONTHS { "" } else { " " };
    let bars: Vec<String> = months
        .spent
        .iter()
        .map(|sum| bar(*sum, most).to_string())
        .collect();
    vec![
        ("By month".to_owned(), bars.join(between)),
        (String::new(), initials(months).join(between)),
        (
            "Most in a month".to_owned(),
            format!(
                "{} in {}",
                money(most, state.names().settings.currency),
                figures::month_of(month)
            ),
        ),
    ]
}

/// A month's bar; a dot where nothing was bought.
fn bar(sum: Decimal, most: Decimal) -> char {
    if sum <= Decimal::ZERO {
        return '·';
    }
    let eighths = (sum * Decimal::from(BARS.len()) / most).ceil();
    let step = usize::try_from(eighths.mantissa()).unwrap_or(BARS.len());
    BARS.get(step.saturating_sub(1)).copied().unwrap_or('█')
}

/// The sign of a count beside the largest; a dot where there is none.
pub(super) fn step(count: u64, most: u64) -> char {
    if count == 0 || most == 0 {
        return '·';
    }
    let eighths = (u128::from(count) * BARS.len() as u128).div_ceil(u128::from(most));
    let at = usize::try_from(eighths).unwrap_or(BARS.len());
    BARS.get(at.saturating_sub(1)).copied().unwrap_or('█')
}

fn initials(months: &Months) -> Vec<String> {
    months
        .each()
        .map(|(day, _)| figures::month_of(day).chars().take(1).collect())
        .collect()
}

/// How many e-mails and messages there are.
pub(super) fn counts(totals: &Totals) -> Vec<(String, String)> {
    let mut fields = Vec::new();
    if totals.emails_sent > 0 {
        fields.push((
            "E-mails".to_owned(),
            format!("{} sent, {} opened", totals.emails_sent, totals.emails_opened),
        ));
    }
    if totals.messages_in + totals.messages_out > 0 {
        fields.push((
            "Messages".to_owned(),
            format!("{} in, {} out", totals.messages_in, totals.messages_out),
        ));
    }
    fields
}

/// One thing that has been.
enum Past<'a> {
    Event(Event),
    Change(&'a JournalEntry),
}

/// The timeline, newest first: the day where it is another than that of what stands above, and what happened.
pub(super) fn events(state: &State, width: usize) -> Vec<(String, String)> {
    let moment = state.moment();
    let currency = state.names().settings.currency;
    let conversation = state.timeline.show == Show::Messages;
    let mut lines = Vec::new();
    let mut above = None;
    for (day, one) in past(state, &moment) {
        let mut label = if above.replace(day) == Some(day) {
            String::new()
        } else {
            figures::date(day)
        };
        let parts = match &one {
            Past::Event(Event::Message(message)) if conversation => said(message, width),
            Past::Event(event) => shortened(&words(event, currency, &moment), width),
            Past::Change(entry) => shortened(&changed(entry), width),
        };
        for part in parts {
            lines.push((std::mem::take(&mut label), part));
        }
    }
    lines
}

/// Events and changes in one order. A change older than the last event that is known waits for those that lie between.
fn past<'a>(state: &'a State, moment: &Moment) -> Vec<(NaiveDate, Past<'a>)> {
    let timeline = &state.timeline;
    let mut all: Vec<(i64, NaiveDate, Past<'a>)> = Vec::new();
    for item in &timeline.items {
        let shown = timeline.show.kinds().contains(&item.event.kind());
        if let Some(event) = item.event.seen(moment).filter(|_| shown) {
            let when = event.when();
            all.push((
                when.place(),
                when.day(moment.zone),
                Past::Event(event.into_owned()),
            ));
        }
    }
    let known = timeline.items.last().filter(|_| !timeline.ended);
    let known = known.map_or(i64::MIN, |last| last.event.when().place());
    if matches!(timeline.show, Show::All | Show::Changes) {
        let changes = timeline.changes.iter().filter(|entry| entry.author.at.0 >= known);
        all.extend(changes.map(|entry| {
            let at = entry.author.at;
            (at.0, at.day(moment.zone), Past::Change(entry))
        }));
    }
    all.sort_by_key(|(place, ..)| std::cmp::Reverse(*place));
    all.into_iter().map(|(_, day, one)| (day, one)).collect()
}

/// At most so many lines as one event takes.
fn shortened(words: &str, width: usize) -> Vec<String> {
    let mut parts = wrap(words, width);
    if parts.len() > MOST {
        parts.truncate(MOST);
        if let Some(last) = parts.last_mut() {
            last.push('…');
        }
    }
    parts
}

/// A message in a conversation: theirs at the left, ours further in; the whole of it.
fn said(message: &Message, width: usize) -> Vec<String> {
    let indent = match message.direction {
        Direction::In => 0,
        Direction::Out => width / 4,
    };
    let sign = match message.direction {
        Direction::In => "‹ ",
        Direction::Out => "› ",
    };
    let lines = wrap(&message.text, width.saturating_sub(indent + 2));
    let margins = std::iter::once(sign).chain(std::iter::repeat("  "));
    lines
        .iter()
        .zip(margins)
        .map(|(line, margin)| format!("{}{margin}{line}", " ".repeat(indent)))
        .collect()
}

fn changed(entry: &JournalEntry) -> String {
    format!("{}: {}", entry.author.name, entry.what)
}

fn words(event: &Event, currency: Option<Currency>, moment: &Moment) -> String {
    match event {
        Event::Purchase(purchase) => bought(purchase, currency),
        Event::Email(email) => mail(email, moment),
        Event::Message(message) => format!("{}: {}", message.direction.word(), message.text),
    }
}

fn bought(purchase: &Purchase, currency: Option<Currency>) -> String {
    let amount = money(purchase.amount, currency);
    let what = match (purchase.cancelled, purchase.amount < Decimal::ZERO) {
        (true, _) => "cancelled ",
        (false, true) => "refund ",
        (false, false) => "",
    };
    if purchase.item.is_empty() {
        format!("{what}{amount}")
    } else {
        format!("{what}{amount} {}", purchase.item)
    }
}

fn mail(email: &Email, moment: &Moment) -> String {
    let mut words = format!("e-mail “{}”", email.subject);
    if let Some(opened) = email.opened {
        let day = opened.day(moment.zone);
        words.push_str(", opened");
        if day != email.sent.day(moment.zone) {
            words.push(' ');
            words.push_str(&figures::date(day));
        }
    }
    if email.clicked.is_some() {
        words.push_str(", clicked");
    }
    words
}

fn money(amount: Decimal, currency: Option<Currency>) -> String {
    let sign = currency.map_or(String::new(), |currency| format!(" {}", currency.sign()));
    format!("{}{sign}", figures::money(amount, currency))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_highest_bar_is_full_and_nothing_is_a_dot() {
        let most = Decimal::from(80);
        let shown: String = [0, 1, 10, 11, 40, 79, 80, -5]
            .map(|sum| bar(Decimal::from(sum), most))
            .iter()
            .collect();
        assert_eq!(shown, "·▁▁▂▄██·");
    }
}
