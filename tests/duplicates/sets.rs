//! Lists of made-up persons with the errors people make, alone and among relatives: what is found of all true pairs, and how
//! much of what is found is true.

use super::*;
use audience::duplicates::Band;
use std::collections::HashSet;

struct Set {
    contacts: Vec<Contact>,
    truth: HashSet<(u32, u32)>,
}

/// How well some pairs agree with the truth.
struct Fit {
    precision: f64,
    recall: f64,
}

impl Fit {
    fn f1(&self) -> f64 {
        2.0 * self.precision * self.recall / (self.precision + self.recall)
    }
}

impl Set {
    fn read(people: &str, truth: &str) -> Self {
        let mut reader = csv::Reader::from_reader(people.as_bytes());
        let contacts = reader.records().map(|row| {
            let row = row.unwrap();
            Contact {
                first_name: row[1].to_owned(),
                last_name: row[2].to_owned(),
                email: row[4].to_owned(),
                city: row[5].to_owned(),
                postcode: row[6].to_owned(),
                region: row[7].to_owned(),
                birthday: birthday(&row[8]),
                company: row[9].to_owned(),
                ..contact(number(&row[0]), &row[3], "AU")
            }
        });
        let truth = truth.lines().skip(1).map(|line| {
            let (one, other) = line.split_once('\t').unwrap();
            let (one, other) = (number(one), number(other));
            (one.min(other), one.max(other))
        });
        Self {
            contacts: contacts.collect(),
            truth: truth.collect(),
        }
    }

    fn fit<'a>(&self, pairs: impl Iterator<Item = &'a Suggestion>) -> Fit {
        let (mut right, mut count) = (0_usize, 0_usize);
        for pair in pairs {
            count += 1;
            right += usize::from(self.truth.contains(&(pair.one.0, pair.other.0)));
        }
        Fit {
            precision: right as f64 / count as f64,
            recall: right as f64 / self.truth.len() as f64,
        }
    }

    /// F1 at the threshold that comes with the program, and what is sure.
    fn check(&self, f1: f64, sure_recall: f64) {
        let pairs = found(&self.contacts, 0.5);
        let all = self.fit(pairs.iter());
        let sure = self.fit(pairs.iter().filter(|pair| pair.band() == Band::Sure));
        assert!(
            all.f1() >= f1,
            "F1 {:.4}: precision {:.4}, recall {:.4}",
            all.f1(),
            all.precision,
            all.recall
        );
        assert!(
            sure.precision >= 0.999,
            "precision of what is sure: {:.4}",
            sure.precision
        );
        assert!(
            sure.recall >= sure_recall,
            "recall of what is sure: {:.4}",
            sure.recall
        );
    }
}

fn number(id: &str) -> u32 {
    id.trim_start_matches('c').parse().unwrap()
}

macro_rules! set {
    ($folder:literal, $name:literal) => {
        Set::read(
            include_str!(concat!("../data/duplicates/", $folder, "/", $name, ".csv")),
            include_str!(concat!("../data/duplicates/", $folder, "/", $name, ".truth.tsv")),
        )
    };
}

#[test]
fn persons_without_relatives() {
    set!("plain", "febrl1").check(0.997, 0.9);
    set!("plain", "febrl2").check(0.997, 0.85);
}

#[test]
fn persons_among_relatives_and_twins() {
    set!("households", "febrl1").check(0.98, 0.88);
    set!("households", "febrl2").check(0.984, 0.85);
}
