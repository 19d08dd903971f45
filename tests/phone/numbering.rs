//! `assets/numbering.tsv` is what the `phonenumber` crate's metadata says, and is written by this test:
//! `AUDIENCE_WRITE_NUMBERING=1 cargo test --test behaviour phone::numbering`.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use phonenumber::metadata::{DATABASE, Format, Metadata};

const HEAD: &str = "\
# The numbering plans of libphonenumber (Apache-2.0), as the phonenumber crate 0.3.10 carries them (metadata 9.0.33).
# Written and checked by tests/phone/numbering.rs. Main region of a calling code first, the order of look-up.
# P: region, calling code, lengths, usual lengths, prefix to dial abroad, national prefix, what it becomes,
#    leading digits that decide the region, possible numbers, numbers in use.
# F: formats of the plan above: digits, leading digits, at home, abroad (empty: not dialled from abroad).
";

#[test]
fn the_table_is_what_the_metadata_says() {
    let table = table();
    if std::env::var_os("AUDIENCE_WRITE_NUMBERING").is_some() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/assets/numbering.tsv");
        std::fs::write(path, &table).unwrap();
        return;
    }
    assert!(
        table == include_str!("../../assets/numbering.tsv"),
        "assets/numbering.tsv differs from the metadata; write it again as the head of this file says"
    );
}

fn table() -> String {
    let mut table = HEAD.to_owned();
    for code in 1..1000_u16 {
        for plan in DATABASE.by_code(&code).unwrap_or_default() {
            write_plan(&mut table, plan);
        }
    }
    table
}

fn write_plan(table: &mut String, plan: &Metadata) {
    let kinds = plan.descriptors();
    let mut patterns: Vec<String> = Vec::new();
    let mut all = BTreeSet::new();
    for kind in [
        kinds.fixed_line(),
        kinds.mobile(),
        kinds.toll_free(),
        kinds.premium_rate(),
        kinds.shared_cost(),
        kinds.personal_number(),
        kinds.voip(),
        kinds.pager(),
        kinds.uan(),
        kinds.voicemail(),
    ] {
        let Some(kind) = kind else { continue };
        all.extend(kind.possible_length());
        let pattern = plain(kind.national_number().as_str());
        if !patterns.contains(&pattern) {
            patterns.push(pattern);
        }
    }
    let general = kinds.general();
    let usual = match kinds.mobile() {
        Some(mobile) if !mobile.possible_length().is_empty() => mobile.possible_length().iter().collect(),
        _ => all.clone(),
    };
    let home = plan
        .national_prefix_for_parsing()
        .map(|pattern| plain(pattern.as_str()))
        .or_else(|| plan.national_prefix().map(str::to_owned))
        .unwrap_or_default();
    writeln!(
        table,
        "P\t{}\t{}\t{}\t{}\t{}\t{home}\t{}\t{}\t{}\t{}",
        plan.id(),
        plan.country_code(),
        list(&all),
        list(&usual),
        plan.international_prefix()
            .map(|p| plain(p.as_str()))
            .unwrap_or_default(),
        plan.national_prefix_transform_rule().unwrap_or_default(),
        plan.leading_digits()
            .map(|p| plain(p.as_str()))
            .unwrap_or_default(),
        plain(general.national_number().as_str()),
        patterns.join("|"),
    )
    .unwrap();
    let mut abroad = plan.international_formats().iter().peekable();
    for format in plan.formats() {
        let same = abroad.next_if(|abroad| shape(abroad) == shape(format));
        let (pattern, leading) = shape(format);
        writeln!(
            table,
            "F\t{pattern}\t{leading}\t{}\t{}",
            at_home(plan, format),
            same.map(Format::format).unwrap_or_default()
        )
        .unwrap();
    }
    assert!(abroad.next().is_none(), "formats of {} out of step", plan.id());
}

/// The digits a format is for, and the longest (last) pattern of leading digits.
fn shape(format: &Format) -> (String, String) {
    let leading = format.leading_digits().last().map(|p| plain(p.as_str()));
    (plain(format.pattern().as_str()), leading.unwrap_or_default())
}

/// The format with the national prefix where it belongs: the rule stands in for the first group.
fn at_home(plan: &Metadata, format: &Format) -> String {
    let text = format.format();
    let (Some(rule), Some(at)) = (format.national_prefix(), text.find('$')) else {
        return text.to_owned();
    };
    let first = &text[at..at + 2];
    let rule = rule
        .replace("$NP", plan.national_prefix().unwrap_or_default())
        .replace("$FG", first);
    text.replacen(first, &rule, 1)
}

fn list(lengths: &BTreeSet<&u16>) -> String {
    lengths
        .iter()
        .map(ToString::to_string)
        .collect::<Vec<_>>()
        .join(",")
}

/// Patterns are laid out over several lines in the metadata.
fn plain(pattern: &str) -> String {
    pattern.split_whitespace().collect()
}
