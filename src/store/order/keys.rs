//! What contacts are sorted by: for each ordinal a number that grows with its value.

use crate::model::{BuiltinField, ContactId, Decimal, FieldRef};
use crate::store::bitmap::Bitmap;
use crate::store::columns::{
    Columns, Digits, FIRST_DAY, NUMBER_ROWS, NumbersView, SET_ROWS, SET_WORDS, SetsView, TEXT_ROWS,
    TextsView, flag_bitmap, number_column, set_column, text_column,
};
use crate::store::evaluate::ZERO_WITHOUT;
use crate::store::mask::Mask;
use crate::store::{Cancel, Result, Sort};
use std::cmp::Ordering;

/// The key of who has no value: behind all others in either direction.
pub(super) const LAST: u64 = u64::MAX;

/// The keys of the contacts in a mask, by ordinal.
pub(super) fn keys(columns: &Columns, sort: Sort, mask: &Mask, cancel: &Cancel) -> Result<Vec<u64>> {
    let mut sorting = Sorting {
        columns,
        mask,
        cancel,
        keys: vec![LAST; mask.words().len() * 64],
    };
    sorting.fill(sort.field)?;
    let mut keys = sorting.keys;
    if sort.descending {
        for key in keys.iter_mut().filter(|key| **key != LAST) {
            *key = LAST - 1 - *key;
        }
    }
    Ok(keys)
}

struct Sorting<'a> {
    columns: &'a Columns,
    mask: &'a Mask,
    cancel: &'a Cancel,
    keys: Vec<u64>,
}

impl Sorting<'_> {
    fn fill(&mut self, field: FieldRef) -> Result<()> {
        let column = |builtin| FieldRef::Builtin(builtin);
        match field {
            FieldRef::Builtin(BuiltinField::Phone) => self.numbers(field, |number| Some(phone_key(number))),
            FieldRef::Builtin(BuiltinField::Age) => {
                let birthday = column(BuiltinField::Birthday);
                self.numbers(birthday, |day| {
                    (day.mantissa >= FIRST_DAY).then_some(negated(day))
                })
            }
            FieldRef::Builtin(BuiltinField::AverageOrder) => self.averages(),
            FieldRef::Builtin(BuiltinField::Lifecycle) => self.lifecycle(),
            FieldRef::Builtin(BuiltinField::Location) => self.texts(column(BuiltinField::Country)),
            FieldRef::Builtin(zero) if ZERO_WITHOUT.contains(&zero) => self.numbers_or_zero(field),
            FieldRef::Builtin(_) if flag_bitmap(field).is_some() => self.flags(field, Bitmap::Live),
            FieldRef::Builtin(_) if text_column(field).is_some() => self.texts(field),
            FieldRef::Builtin(_) if number_column(field).is_some() => self.numbers(field, Some),
            FieldRef::Builtin(_) if set_column(field).is_some() => self.sets(field),
            FieldRef::Builtin(_) => Ok(()),
            FieldRef::Custom(id) => {
                self.texts(field)?;
                self.numbers(field, Some)?;
                self.sets(field)?;
                self.flags(field, Bitmap::CustomSet(id))
            }
        }
    }

    fn numbers(&mut self, field: FieldRef, key: impl Fn(Digits) -> Option<Digits>) -> Result<()> {
        let mut values = Values::default();
        self.each_number(field, |contact, digits| {
            if let Some(key) = key(digits) {
                values.push(key, contact);
            }
        })?;
        self.rank(&values);
        Ok(())
    }

    /// Totals: 0 where there is nothing.
    fn numbers_or_zero(&mut self, field: FieldRef) -> Result<()> {
        let mut without = self.mask.clone();
        let mut values = Values::default();
        self.each_number(field, |contact, digits| {
            values.push(digits, contact);
            without.remove(contact);
        })?;
        without
            .iter()
            .for_each(|contact| values.push(Digits::from(0), contact));
        self.rank(&values);
        Ok(())
    }

    fn each_number(&self, field: FieldRef, mut visit: impl FnMut(ContactId, Digits)) -> Result<()> {
        let Some(column) = number_column(field) else {
            return Ok(());
        };
        for number in 0..(self.keys.len() as u32).div_ceil(NUMBER_ROWS) {
            self.cancel.check()?;
            let Some(chunk) = self.columns.chunk(column, number)? else {
                continue;
            };
            let view = chunk.view(NumbersView::parse)?;
            for row in 0..view.rows() {
                let contact = ContactId(number * NUMBER_ROWS + row as u32);
                if let Some(digits) = view.value(row).filter(|_| self.mask.contains(contact)) {
                    visit(contact, digits);
                }
            }
        }
        Ok(())
    }

    fn averages(&mut self) -> Result<()> {
        let mut orders = vec![0_i128; self.keys.len()];
        self.each_number(FieldRef::Builtin(BuiltinField::Orders), |contact, count| {
            if let Some(place) = orders.get_mut(contact.0 as usize) {
                *place = count.mantissa;
            }
        })?;
        let mut sums = vec![Decimal::ZERO; self.keys.len()];
        self.each_number(FieldRef::Builtin(BuiltinField::TotalSpent), |contact, sum| {
            if let (Some(place), Some(sum)) = (sums.get_mut(contact.0 as usize), sum.decimal()) {
                *place = sum;
            }
        })?;
        let both = orders
            .into_iter()
            .zip(sums)
            .enumerate()
            .filter(|(_, (count, _))| *count > 0);
        let mut values = Values::default();
        for (at, (count, sum)) in both {
            if let Some(average) = sum.checked_div(Decimal::from(count)) {
                values.push(Digits::from(average), ContactId(at as u32));
            }
        }
        self.rank(&values);
        Ok(())
    }

    /// Prospects first, then by the last activity, newest first: active, at-risk, inactive.
    fn lifecycle(&mut self) -> Result<()> {
        let mut prospects = self.mask.clone();
        let mut values = Values::default();
        for bought in [
            BuiltinField::Orders,
            BuiltinField::TotalSpent,
            BuiltinField::FirstPurchase,
            BuiltinField::LastPurchase,
        ] {
            self.each_number(FieldRef::Builtin(bought), |contact, _| prospects.remove(contact))?;
        }
        self.each_number(FieldRef::Builtin(BuiltinField::LastActivity), |contact, day| {
            if !prospects.contains(contact) {
                values.push(negated(day), contact);
            }
        })?;
        prospects
            .iter()
            .for_each(|contact| values.push(Digits::from(i64::from(i32::MIN)), contact));
        self.rank(&values);
        Ok(())
    }

    /// Gives keys to values: their distance from the least where that is possible, else their rank.
    fn rank(&mut self, values: &Values) {
        let scale = values.scale;
        if let Some(least) = values.least() {
            for (value, contact) in values.iter() {
                let distance = value
                    .at_scale(scale)
                    .and_then(|value| u64::try_from(value - least).ok());
                self.set(contact, distance.unwrap_or(LAST - 1));
            }
            return;
        }
        let mut values: Vec<(Digits, ContactId)> = values.iter().collect();
        values.sort_by(|(a, _), (b, _)| compare(*a, *b));
        let groups = values.chunk_by(|(a, _), (b, _)| compare(*a, *b).is_eq());
        for (rank, group) in groups.enumerate() {
            for (_, contact) in group {
                self.set(*contact, rank as u64);
            }
        }
    }

    fn set(&mut self, contact: ContactId, key: u64) {
        if let Some(place) = self.keys.get_mut(contact.0 as usize) {
            *place = key;
        }
    }

    /// Texts by their folded forms.
    fn texts(&mut self, field: FieldRef) -> Result<()> {
        let Some(column) = text_column(field) else {
            return Ok(());
        };
        let mut chunks = Vec::new();
        for number in 0..(self.keys.len() as u32).div_ceil(TEXT_ROWS) {
            self.cancel.check()?;
            if let Some(chunk) = self.columns.chunk(column, number)? {
                chunks.push((number, chunk));
            }
        }
        let views: Vec<(u32, TextsView<'_>)> = chunks
            .iter()
            .map(|(number, chunk)| Ok((*number, chunk.view(TextsView::parse)?)))
            .collect::<Result<_>>()?;
        let ranks = ranks(&views);
        for ((number, view), ranks) in views.iter().zip(&ranks) {
            for row in 0..view.rows() {
                let rank = view.entry(row).and_then(|entry| ranks.get(entry));
                if let Some(rank) = rank {
                    self.set(ContactId(number * TEXT_ROWS + row as u32), u64::from(*rank));
                }
            }
        }
        Ok(())
    }

    /// Sets by how many members they have.
    fn sets(&mut self, field: FieldRef) -> Result<()> {
        let Some(column) = set_column(field) else {
            return Ok(());
        };
        for number in 0..(self.keys.len() as u32).div_ceil(SET_ROWS) {
            self.cancel.check()?;
            let Some(chunk) = self.columns.chunk(column, number)? else {
                continue;
            };
            for members in chunk.view(SetsView::parse)?.entries() {
                let mut held = [0; SET_WORDS];
                members.unite_into(&mut held);
                for (at, word) in held.iter().enumerate() {
                    for bit in crate::store::mask::Bits(*word) {
                        let row = number * SET_ROWS + at as u32 * 64 + bit;
                        if let Some(key) = self.keys.get_mut(row as usize) {
                            *key = if *key == LAST { 1 } else { *key + 1 };
                        }
                    }
                }
            }
        }
        Ok(())
    }

    /// No before yes, among those that have the field.
    fn flags(&mut self, field: FieldRef, set: Bitmap) -> Result<()> {
        let Some(yes) = flag_bitmap(field) else {
            return Ok(());
        };
        let (set, yes) = (self.columns.bitmap(set)?, self.columns.bitmap(yes)?);
        for contact in set.iter() {
            self.set(contact, u64::from(yes.contains(contact)));
        }
        Ok(())
    }
}

/// Numbers to be ranked, in 16 bytes each; those of more than 63 bits apart.
#[derive(Default)]
struct Values {
    usual: Vec<(i64, u8, ContactId)>,
    large: Vec<(Digits, ContactId)>,
    /// The greatest scale of any.
    scale: u8,
}

impl Values {
    fn push(&mut self, value: Digits, contact: ContactId) {
        self.scale = self.scale.max(value.scale);
        match i64::try_from(value.mantissa) {
            Ok(mantissa) => self.usual.push((mantissa, value.scale, contact)),
            Err(_) => self.large.push((value, contact)),
        }
    }

    fn iter(&self) -> impl Iterator<Item = (Digits, ContactId)> + '_ {
        let usual = self.usual.iter().map(|(mantissa, scale, contact)| {
            let mantissa = i128::from(*mantissa);
            (
                Digits {
                    mantissa,
                    scale: *scale,
                },
                *contact,
            )
        });
        usual.chain(self.large.iter().copied())
    }

    /// The least value at the common scale, where the distances of all from it can be keys.
    fn least(&self) -> Option<i128> {
        let (mut least, mut most) = (i128::MAX, i128::MIN);
        for (value, _) in self.iter() {
            let value = value.at_scale(self.scale)?;
            least = least.min(value);
            most = most.max(value);
        }
        let widest = i128::from(LAST - 2);
        (least > most || most.checked_sub(least)? <= widest).then_some(least)
    }
}

/// The rank of each text of each chunk among all of them; equal folded texts have the same.
fn ranks(views: &[(u32, TextsView<'_>)]) -> Vec<Vec<u32>> {
    let mut texts: Vec<(u64, u32, u32)> = Vec::new();
    for (chunk, (_, view)) in views.iter().enumerate() {
        let entries = view.texts.iter().enumerate();
        texts.extend(entries.map(|(entry, text)| (beginning(text), chunk as u32, entry as u32)));
    }
    let located: Vec<_> = views.iter().map(|(_, view)| view.texts.located()).collect();
    let text = |chunk: u32, entry: u32| {
        let texts = located.get(chunk as usize);
        texts.map_or(&[][..], |texts| texts.get(entry as usize))
    };
    let compare = |a: &(u64, u32, u32), b: &(u64, u32, u32)| {
        a.0.cmp(&b.0).then_with(|| text(a.1, a.2).cmp(text(b.1, b.2)))
    };
    texts.sort_unstable_by(compare);
    let mut ranks: Vec<Vec<u32>> = views.iter().map(|(_, view)| vec![0; view.texts.len()]).collect();
    for (rank, group) in texts.chunk_by(|a, b| compare(a, b).is_eq()).enumerate() {
        for (_, chunk, entry) in group {
            let place = ranks
                .get_mut(*chunk as usize)
                .and_then(|ranks| ranks.get_mut(*entry as usize));
            if let Some(place) = place {
                *place = rank as u32;
            }
        }
    }
    ranks
}

/// The first eight bytes, so that most comparisons need no more.
fn beginning(text: &[u8]) -> u64 {
    let mut bytes = [0; 8];
    for (to, from) in bytes.iter_mut().zip(text) {
        *to = *from;
    }
    u64::from_be_bytes(bytes)
}

/// A number by its digits from the left, so that numbers of one country stand together; a shorter one before a longer
/// one that goes on with zeros.
fn phone_key(number: Digits) -> Digits {
    let further = number.mantissa.checked_ilog10().unwrap_or(0);
    let spread = 10_i128.pow(14_u32.saturating_sub(further));
    let mantissa = number.mantissa.saturating_mul(spread).saturating_mul(32);
    Digits {
        mantissa: mantissa.saturating_add(i128::from(further)),
        scale: 0,
    }
}

fn negated(number: Digits) -> Digits {
    Digits {
        mantissa: -number.mantissa,
        ..number
    }
}

fn compare(a: Digits, b: Digits) -> Ordering {
    let scale = a.scale.max(b.scale);
    match (a.at_scale(scale), b.at_scale(scale)) {
        (Some(a), Some(b)) => a.cmp(&b),
        _ => a.decimal().cmp(&b.decimal()),
    }
}
