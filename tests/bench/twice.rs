//! A large list in which one contact in twenty is there twice, with the errors people make: the same bytes for the same
//! size. Names are as common as they are in life, and everybody has a mailbox and a number of their own.

use super::generate::Dice;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;

/// Kind, people of 100,000, names.
const COMMON: &str = include_str!("../../assets/common_names.tsv");

/// Syllables of surnames and towns that are in no list.
const SYLLABLES: &str = "ba be bi bo bu da de di do du fa fe fo ga ge go ha he hi ka ke ki ko la le li lo lu ma me mi mo na ne ni no \
    pa pe po ra re ri ro ru sa se si so ta te ti to va ve vi wa wo za zu";

/// One contact in so many is there twice.
const TWICE: u64 = 20;

/// First name, last name, number, mailbox, city, postcode, birthday.
type Fields = [String; 7];

/// Writes the contacts, and beside them the pairs of one person.
pub fn write(people: &Path, truth: &Path, count: u64) -> io::Result<()> {
    let mut out = BufWriter::with_capacity(1 << 20, File::create(people)?);
    let mut pairs = BufWriter::new(File::create(truth)?);
    writeln!(out, "id,first_name,last_name,phone,email,city,postcode,birthday")?;
    let (given, family) = (names("given"), names("family"));
    let mut dice = Dice::new(7);
    let originals = count - count / TWICE;
    let mut again = originals;
    for id in 0..originals {
        let fields = person(id, &given, &family, &mut dice);
        writeln!(out, "{id},{}", fields.join(","))?;
        if again < count && dice.below(originals - id) < count - again {
            writeln!(out, "{again},{}", with_errors(fields, again, &mut dice).join(","))?;
            writeln!(pairs, "{id}\t{again}")?;
            again += 1;
        }
    }
    out.flush()?;
    pairs.flush()
}

/// Names of a kind, each as often as it is common.
fn names(kind: &str) -> Vec<&'static str> {
    let mut names = Vec::new();
    for line in COMMON.lines() {
        let mut cells = line.split('\t');
        if cells.next() == Some(kind) {
            let often = cells.next().unwrap().parse::<usize>().unwrap() / 20;
            for name in cells {
                names.extend(std::iter::repeat_n(name, often));
            }
        }
    }
    names
}

fn person(id: u64, given: &[&str], family: &[&str], dice: &mut Dice) -> Fields {
    let one = |words: &[&str], dice: &mut Dice| words[dice.below(words.len() as u64) as usize].to_owned();
    let first = one(given, dice);
    let last = if dice.below(2) == 0 {
        one(family, dice)
    } else {
        made_up(3, dice)
    };
    let mailbox = match dice.below(10) {
        0..3 => String::new(),
        domain => format!(
            "{}{id}@{}",
            made_up(2, dice),
            ["gmail.com", "gmx.de", "example.org"][domain as usize % 3]
        ),
    };
    let birthday = match dice.below(10) {
        0..4 => String::new(),
        _ => format!(
            "{}-{:02}-{:02}",
            1940 + dice.below(68),
            1 + dice.below(12),
            1 + dice.below(28)
        ),
    };
    let (city, postcode) = (made_up(2, dice), 10_000 + dice.below(9_000) * 7);
    [
        first,
        last,
        number(id),
        mailbox,
        city,
        postcode.to_string(),
        birthday,
    ]
}

/// A mobile number of its own for each id.
fn number(id: u64) -> String {
    format!("+49151{:08}", id.wrapping_mul(48_271_987) % 100_000_000)
}

fn made_up(syllables: u64, dice: &mut Dice) -> String {
    (0..=dice.below(syllables))
        .map(|_| dice.word(SYLLABLES, 1.3))
        .collect()
}

/// The same person as somebody else has typed them: one to three things differ.
fn with_errors(mut fields: Fields, id: u64, dice: &mut Dice) -> Fields {
    for _ in 0..=dice.below(3) {
        match dice.below(8) {
            0 => fields[0] = slip(&fields[0], dice),
            1 => fields[1] = slip(&fields[1], dice),
            2 => fields.swap(0, 1),
            3 => fields[2] = number(id),
            4 => fields[3] = String::new(),
            5 => fields[4] = slip(&fields[4], dice),
            6 => fields[5] = (10_000 + dice.below(9_000) * 7).to_string(),
            _ => fields[6] = String::new(),
        }
    }
    fields
}

/// A letter left out, or two swapped.
fn slip(text: &str, dice: &mut Dice) -> String {
    let mut letters: Vec<char> = text.chars().collect();
    if letters.len() > 2 {
        let at = dice.below(letters.len() as u64 - 1) as usize;
        if dice.below(2) == 0 {
            letters.remove(at);
        } else {
            letters.swap(at, at + 1);
        }
    }
    letters.into_iter().collect()
}
