//! `duplicates`: contacts that may be one person, and merging them.

mod decisions;
mod merge;

use crate::cli::context::Context;
use crate::cli::failure::{Exit, Failure};
use crate::cli::interrupt::Interrupt;
use crate::cli::json::Json;
use crate::cli::names;
use crate::cli::output::Output;
use crate::cli::progress::ProgressLine;
use crate::cli::unreadable::ended;
use crate::duplicates::{Evidence, People, Standing, Suggestion, Watch, find};
use crate::model::{Contact, ContactId, Decimal, EntryId, Scope};
use crate::store::{Store, duplicates_since, people};
use clap::{Args, Subcommand, ValueEnum};
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

/// Finds duplicates, or decides about them.
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub struct Duplicates {
    #[command(flatten)]
    finding: Finding,
    #[command(subcommand)]
    deciding: Option<Deciding>,
}

/// What can be decided.
#[derive(Debug, Subcommand)]
enum Deciding {
    /// Make one contact of several.
    Merge(merge::Merge),
    /// Record that two contacts are two people: they are never suggested again.
    Apart(decisions::Apart),
    /// List who was said not to be a duplicate, or take that back.
    Decisions(decisions::Decisions),
}

/// Finds duplicates.
#[derive(Debug, Args)]
struct Finding {
    /// Only among the contacts of this list; without it, among everyone.
    #[arg(long, value_name = "NAME")]
    list: Option<String>,
    /// Only pairs with a contact that this change of history has made, or one after it: what an import brought is compared
    /// with everyone, and nothing else.
    #[arg(long, value_name = "CHANGE", conflicts_with = "list")]
    since: Option<u64>,
    /// Only pairs that are one person with at least this probability, from 0 to 1; from 0.97 a pair is sure.
    #[arg(long, value_name = "P", default_value_t = 0.5, value_parser = probability)]
    min_score: f32,
    /// One line a pair: both ids, score, band and reasons between tabs; or JSON Lines.
    #[arg(long, default_value = "tsv")]
    format: Format,
    /// Say of each reason what it weighs, in bits, and what both contacts have there.
    #[arg(long)]
    explain: bool,
}

/// How pairs are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, ValueEnum)]
enum Format {
    /// Values between tabs, no heading.
    #[default]
    Tsv,
    /// JSON Lines.
    Json,
}

/// Pairs printed at a time.
const PAIRS: usize = 1_000;

impl Duplicates {
    /// Answers or makes the change.
    pub fn run(&self, context: &Context, out: &mut Output) -> Result<Exit, Failure> {
        match &self.deciding {
            None => self.finding.run(context, out),
            Some(Deciding::Merge(merge)) => merge.run(context),
            Some(Deciding::Apart(apart)) => apart.run(context),
            Some(Deciding::Decisions(decisions)) => decisions.run(context, out),
        }
    }
}

impl Finding {
    /// Prints the pairs, best first.
    fn run(&self, context: &Context, out: &mut Output) -> Result<Exit, Failure> {
        let store = context.reader()?;
        let scope = names::scope(&*store.catalogue()?, self.list.as_deref())?;
        let interrupt = Interrupt::watch()?;
        let Searched {
            people,
            found,
            unreadable,
        } = match self.since {
            Some(change) => since(&store, EntryId(change), self.min_score, &interrupt)?,
            None => search(&store, scope, self.min_score, &interrupt)?,
        };
        for pairs in found.chunks(PAIRS) {
            self.write(&store, &people, pairs, out)?;
        }
        out.finish()?;
        Ok(ended(&unreadable))
    }

    fn write(
        &self,
        store: &dyn Store,
        people: &People,
        pairs: &[Suggestion],
        out: &mut Output,
    ) -> Result<(), Failure> {
        let mut wanted: Vec<ContactId> = pairs.iter().flat_map(|pair| [pair.one, pair.other]).collect();
        wanted.sort_unstable();
        wanted.dedup();
        let (profiles, _) = store.readable(&wanted)?;
        let contacts: HashMap<ContactId, Contact> = profiles
            .into_iter()
            .map(|profile| (profile.contact.id, profile.contact))
            .collect();
        for pair in pairs {
            // One that was deleted meanwhile is no duplicate any more.
            if let (Some(one), Some(other)) = (contacts.get(&pair.one), contacts.get(&pair.other)) {
                let reasons = people.reasons(pair);
                out.line(&match self.format {
                    Format::Tsv => self.as_tsv(pair, one, other, &reasons),
                    Format::Json => self.as_json(pair, one, other, &reasons).to_string(),
                })?;
            }
        }
        Ok(())
    }

    fn as_tsv(&self, pair: &Suggestion, one: &Contact, other: &Contact, reasons: &[Evidence]) -> String {
        let mut words: Vec<String> = Vec::new();
        if pair.standing == Standing::SameHousehold {
            words.push("same household".to_owned());
        }
        words.extend(reasons.iter().map(|reason| {
            if self.explain {
                let (left, right) = (reason.aspect.of(one), reason.aspect.of(other));
                let values = if left.is_empty() && right.is_empty() {
                    String::new()
                } else {
                    format!(" ({left} | {right})")
                };
                format!("{reason}{values}")
            } else {
                format!("{} {}", reason.aspect, reason.likeness)
            }
        }));
        let cells = [
            id(one),
            id(other),
            score(pair.score).to_string(),
            pair.band().to_string(),
            words.join("; "),
        ];
        cells.map(|cell| cell.replace(['\t', '\n', '\r'], " ")).join("\t")
    }

    fn as_json(&self, pair: &Suggestion, one: &Contact, other: &Contact, reasons: &[Evidence]) -> Json {
        let reasons = reasons.iter().map(|reason| {
            let mut pairs = vec![
                ("field", Json::text(reason.aspect.to_string())),
                ("likeness", Json::text(reason.likeness.to_string())),
                ("bits", Json::Number(decimal(reason.bits, 1))),
            ];
            if self.explain {
                pairs.push(("a", Json::text_or_null(&reason.aspect.of(one))));
                pairs.push(("b", Json::text_or_null(&reason.aspect.of(other))));
            }
            object(pairs)
        });
        object(vec![
            ("id_a", Json::text(id(one))),
            ("id_b", Json::text(id(other))),
            ("score", Json::Number(score(pair.score))),
            ("band", Json::text(pair.band().to_string())),
            (
                "same_household",
                Json::Flag(pair.standing == Standing::SameHousehold),
            ),
            ("reasons", Json::Array(reasons.collect())),
        ])
    }
}

/// What a search has found.
struct Searched {
    people: People,
    found: Vec<Suggestion>,
    unreadable: Vec<ContactId>,
}

/// Looks for the pairs of a scope that come to at least this probability.
fn search(store: &dyn Store, scope: Scope, least: f32, interrupt: &Interrupt) -> Result<Searched, Failure> {
    let mut going_on = |_| !interrupt.came();
    let (people, unreadable) = people(store, scope, &mut going_on)?.ok_or_else(stopped)?;
    let watching = Watching::of(interrupt);
    let found = find(&people, least, &watching);
    watching.clear();
    Ok(Searched {
        found: found.ok_or_else(stopped)?,
        people,
        unreadable,
    })
}

/// Looks for the pairs with somebody whom a change, or one after it, has made.
fn since(store: &dyn Store, change: EntryId, least: f32, interrupt: &Interrupt) -> Result<Searched, Failure> {
    if store.entry(change)?.is_none() {
        return Err(Failure::usage(format!(
            "There is no change {} in history.",
            change.0
        )));
    }
    let watching = Watching::of(interrupt);
    let newly = duplicates_since(store, change, least, &watching)?;
    watching.clear();
    let newly = newly.ok_or_else(stopped)?;
    Ok(Searched {
        people: newly.people,
        found: newly.found,
        unreadable: newly.unreadable,
    })
}

fn stopped() -> Failure {
    Failure::Told(Exit::Interrupted, "Interrupted; nothing was changed.".to_owned())
}

/// The id at its source, else its own number.
fn id(contact: &Contact) -> String {
    let own = || format!(":{}", contact.id.0);
    contact.source_keys.first().map_or_else(own, |key| key.id.clone())
}

/// A probability with four decimals, never rounded up into the next band.
fn score(score: f32) -> Decimal {
    Decimal::new((f64::from(score) * 10_000.0 + 1e-3).floor() as i64, 4)
}

fn decimal(number: f32, places: u32) -> Decimal {
    let scaled = f64::from(number) * 10_f64.powi(places as i32);
    Decimal::new(scaled.round() as i64, places)
}

fn object(pairs: Vec<(&str, Json)>) -> Json {
    Json::Object(
        pairs
            .into_iter()
            .map(|(key, value)| (key.to_owned(), value))
            .collect(),
    )
}

fn probability(text: &str) -> Result<f32, String> {
    match text.parse() {
        Ok(number) if (0.0..=1.0).contains(&number) => Ok(number),
        _ => Err("expected a number from 0 to 1".to_owned()),
    }
}

/// Shows how far the search is, and ends it on Ctrl-C.
struct Watching<'a> {
    interrupt: &'a Interrupt,
    line: Mutex<ProgressLine>,
}

impl<'a> Watching<'a> {
    fn of(interrupt: &'a Interrupt) -> Self {
        Self {
            interrupt,
            line: Mutex::new(ProgressLine::new()),
        }
    }

    fn clear(self) {
        let line = self.line.into_inner();
        line.unwrap_or_else(PoisonError::into_inner).clear();
    }
}

impl Watch for Watching<'_> {
    fn step(&self, done: usize, total: usize) -> bool {
        if let Ok(mut line) = self.line.try_lock() {
            line.compared(done as u64, total as u64);
        }
        !self.interrupt.came()
    }
}
