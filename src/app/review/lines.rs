//! What the review shows of a suggestion, line by line: who they are, what each has, and why they may be one person.

use super::super::figures::{count, money};
use super::super::wrap::wrap;
use super::case::Case;
use super::fields::letter;
use super::likeness::{Piece, pieces};
use super::{Field, Review};
use crate::duplicates::{Band, bits};
use crate::model::text::fold;
use crate::model::{Catalogue, Profile, SegmentId};

/// So much of a value that nothing contradicts is shown.
const QUIET: usize = 40;

/// Fields that say nothing against each other.
#[derive(Default)]
struct Quiet {
    equal: Vec<String>,
    /// Only the first has them.
    one: Vec<String>,
    /// Only the second has them.
    other: Vec<String>,
}

/// One line.
#[derive(Clone, Debug, PartialEq)]
pub enum Line {
    /// What a group of lines is about.
    Heading(String),
    /// Of each contact the same kind of thing, side by side.
    Two([Said; 2]),
    /// Of one contact.
    One(Said),
    /// Fields in which both are the same (`=`), or that only one of them has (its letter).
    Quiet(char, String),
    /// A field in which they differ, side by side.
    Values(String, [Vec<Piece>; 2]),
    /// A field in which they differ, one contact's value; with the label on the first of them.
    Value(String, char, Vec<Piece>),
    /// A step of the reckoning.
    Step(Step),
    /// Nothing.
    Blank,
}

/// Something about a contact.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Said {
    /// What.
    pub text: String,
    /// It is to be read first.
    pub loud: bool,
    /// It is a warning.
    pub warns: bool,
}

/// A step of the reckoning, in bits.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// What was compared.
    pub what: String,
    /// How alike both are.
    pub how: String,
    /// What that adds or takes.
    pub bits: f32,
    /// What it comes to with all before it.
    pub sum: f32,
    /// The least and the most that the reckoning comes to on its way.
    pub span: (f32, f32),
}

impl Review {
    /// The lines for so many columns.
    pub fn lines(&self, names: &Catalogue, columns: u16, side_by_side: bool) -> Vec<Line> {
        let Some(case) = &self.case else {
            return Vec::new();
        };
        let sides = [case.survivor, case.beside];
        let mut lines = Vec::new();
        let about = sides.map(|place| about(case, place, names, side_by_side));
        if side_by_side {
            let [left, right] = &about;
            for at in 0..left.len().max(right.len()) {
                let said = |side: &[Said]| side.get(at).cloned().unwrap_or_default();
                lines.push(Line::Two([said(left), said(right)]));
            }
        } else {
            lines.extend(about.into_iter().flatten().map(Line::One));
        }
        lines.push(Line::Blank);
        let mut quiet = Quiet::default();
        for field in &case.fields {
            compare(field, sides, side_by_side, &mut lines, &mut quiet);
        }
        let wide = usize::from(columns.saturating_sub(2));
        let signs = ['=', letter(case.survivor), letter(case.beside)];
        for (sign, said) in signs.into_iter().zip([quiet.equal, quiet.one, quiet.other]) {
            let wrapped = wrap(&said.join(" · "), wide).into_iter();
            lines.extend(
                wrapped
                    .filter(|_| !said.is_empty())
                    .map(|text| Line::Quiet(sign, text)),
            );
        }
        lines.push(Line::Blank);
        lines.push(Line::Heading(verdict(case)));
        lines.extend(steps(case).into_iter().map(Line::Step));
        lines
    }
}

/// Who a contact is and what it has: name, lists, segments, history, permission.
fn about(case: &Case, place: usize, names: &Catalogue, side_by_side: bool) -> Vec<Said> {
    let Some(member) = case.members.get(place) else {
        return Vec::new();
    };
    let contact = &member.contact;
    let stays = if place == case.survivor { ", stays" } else { "" };
    let mut said = vec![Said {
        text: format!(
            "{}  {} (:{}){stays}",
            letter(place),
            contact.display_name(),
            contact.id.0
        ),
        loud: true,
        warns: false,
    }];
    let lists: Vec<&str> = contact
        .lists
        .iter()
        .filter_map(|list| names.list(*list))
        .map(|list| list.name.as_str())
        .collect();
    let lists = if lists.is_empty() {
        "in no list".to_owned()
    } else {
        format!("in {}", lists.join(", "))
    };
    let segments = case.segments.get(place).map_or(&[][..], Vec::as_slice);
    let all = [lists, in_segments(segments, names), history(member, names)];
    let plain = |text: String| Said {
        text,
        ..Said::default()
    };
    if side_by_side {
        said.extend(all.map(plain));
    } else {
        said.push(plain(all.join(" · ")));
    }
    if member.permission.opted_out.is_some() {
        said.push(Said {
            text: "opted out: that holds for the merged contact".to_owned(),
            loud: false,
            warns: true,
        });
    }
    said
}

fn in_segments(segments: &[SegmentId], names: &Catalogue) -> String {
    let named: Vec<&str> = segments
        .iter()
        .filter_map(|id| names.segment(*id))
        .map(|segment| segment.name.as_str())
        .collect();
    match named.len() {
        0 => "in no segment".to_owned(),
        1 => format!("segment {}", named.join("")),
        many => format!("{many} segments: {}", named.join(", ")),
    }
}

fn history(member: &Profile, names: &Catalogue) -> String {
    let totals = &member.totals;
    let some = |number: u32, one: &str, many: &str| match number {
        0 => None,
        1 => Some(format!("1 {one}")),
        more => Some(format!("{} {many}", count(u64::from(more)))),
    };
    let purchases = some(totals.orders, "purchase", "purchases").map(|bought| {
        format!(
            "{bought} of {}",
            money(totals.total_spent, names.settings.currency)
        )
    });
    let messages = totals.messages_in.saturating_add(totals.messages_out);
    let all = [
        purchases,
        some(totals.emails_sent, "e-mail", "e-mails"),
        some(messages, "message", "messages"),
    ];
    let all: Vec<String> = all.into_iter().flatten().collect();
    if all.is_empty() {
        "no history".to_owned()
    } else {
        all.join(" · ")
    }
}

fn compare(field: &Field, sides: [usize; 2], side_by_side: bool, lines: &mut Vec<Line>, quiet: &mut Quiet) {
    let label = field.form.label.clone();
    let [left, right] = sides.map(|place| field.values.get(place).map_or("", String::as_str));
    if left.is_empty() && right.is_empty() {
        return;
    }
    let into = match (left.is_empty(), right.is_empty()) {
        _ if fold(left) == fold(right) => Some(&mut quiet.equal),
        (false, true) => Some(&mut quiet.one),
        (true, false) => Some(&mut quiet.other),
        _ => None,
    };
    if let Some(into) = into {
        let had = if left.is_empty() { right } else { left };
        let value: String = had.chars().take(QUIET).collect();
        let more = if value.len() < had.len() { "…" } else { "" };
        into.push(format!("{label}: {value}{more}"));
        return;
    }
    let [one, other] = pieces(left, right);
    if side_by_side {
        lines.push(Line::Values(label, [one, other]));
    } else {
        lines.push(Line::Value(label, letter(sides[0]), one));
        lines.push(Line::Value(String::new(), letter(sides[1]), other));
    }
}

/// How likely both are one person, in words.
fn verdict(case: &Case) -> String {
    let Some(score) = case.score else {
        return "Why".to_owned();
    };
    let household = if case.household { ", same household" } else { "" };
    format!("Why: {} ({}{household})", percent(score), Band::of(score))
}

/// A probability in hundredths, never rounded up into the next band.
pub fn percent(score: f32) -> String {
    format!("{:.1} %", (f64::from(score) * 1000.0 + 1e-3).floor() / 10.0)
}

/// The reckoning from what is known beforehand to the score.
fn steps(case: &Case) -> Vec<Step> {
    let (account, Some(score)) = (&case.account, case.score) else {
        return Vec::new();
    };
    let rivals = if account.against_relatives {
        "not relatives"
    } else {
        "not strangers"
    };
    let mut steps = vec![("beforehand".to_owned(), rivals.to_owned(), account.before)];
    let told = account.evidence.iter();
    steps.extend(told.map(|evidence| {
        let what = evidence.aspect.to_string();
        (what, evidence.likeness.to_string(), evidence.bits)
    }));
    // What keeps a pair from being sure is a step of its own.
    let rest = bits(score) - account.sum();
    if rest.abs() > 0.5 && score < 0.99 {
        let how = if rest < 0.0 {
            "for a person to decide"
        } else {
            "with the others"
        };
        steps.push(("held".to_owned(), how.to_owned(), rest));
    }
    let sums = steps.iter().scan(0.0, |sum, (.., bits)| {
        *sum += bits;
        Some(*sum)
    });
    let sums: Vec<f32> = sums.collect();
    let span = sums.iter().fold((0.0_f32, 0.0_f32), |(least, most), sum| {
        (least.min(*sum), most.max(*sum))
    });
    let steps = steps.into_iter().zip(sums);
    let steps = steps.map(|((what, how, bits), sum)| Step {
        what,
        how,
        bits,
        sum,
        span,
    });
    steps.collect()
}
