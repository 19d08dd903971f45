//! The numbering plans: which numbers a region has, and how they are dialled and written there.
//!
//! The table is `assets/numbering.tsv`, libphonenumber's metadata. It is held as text; only what is asked is compiled.

use std::ops::Range;
use std::sync::LazyLock;

use super::pattern::Pattern;
use super::region::Region;

static PLANS: LazyLock<Plans> = LazyLock::new(|| Plans::of(include_str!("../../assets/numbering.tsv")));

/// What one region (or a code of no country) has for numbers.
pub struct Plan {
    /// The region; none for codes of no country.
    pub region: Option<Region>,
    /// The calling code.
    pub code: u16,
    /// How many digits a number may have after the code, rising.
    pub lengths: Vec<u8>,
    /// How many digits a mobile number has after the code.
    pub usual_lengths: Vec<u8>,
    /// What is dialled there before a foreign country's code.
    pub abroad: Pattern,
    /// What is dialled there before a number, and may be left out.
    pub home: Pattern,
    /// What the number becomes where `home` has taken groups out of it.
    pub becomes: &'static str,
    /// Digits that give a number to this region among those which share its code.
    pub leading: Pattern,
    /// Numbers by their shape.
    pub possible: Pattern,
    /// Numbers in ranges that are in use.
    pub used: Pattern,
    /// How numbers are written, first match wins.
    pub formats: Vec<Format>,
}

/// One way of writing numbers.
pub struct Format {
    /// The number, cut into groups.
    pub groups: Pattern,
    /// The first digits it is for.
    pub leading: Pattern,
    /// The text in which `$1` stands for the first group: at home.
    pub at_home: &'static str,
    /// The same, abroad. Blank where it is not dialled from abroad.
    pub abroad: &'static str,
}

impl Plan {
    /// Whether a number (without country code) is in a range that is in use.
    pub fn has(&self, national: &str) -> bool {
        self.allows(national.len()) && self.possible.is_all_of(national) && self.used.is_all_of(national)
    }

    /// Whether there are numbers of this length.
    pub fn allows(&self, length: usize) -> bool {
        self.lengths.iter().any(|allowed| usize::from(*allowed) == length)
    }

    /// Whether all numbers are shorter.
    pub fn is_exceeded_by(&self, length: usize) -> bool {
        self.lengths
            .last()
            .is_none_or(|longest| usize::from(*longest) < length)
    }
}

/// All plans, those of one calling code side by side, its main region first.
struct Plans {
    all: Vec<Plan>,
    by_code: Vec<Range<usize>>,
    by_region: Vec<usize>,
}

impl Plans {
    fn of(table: &'static str) -> Self {
        let mut plans: Vec<Plan> = Vec::with_capacity(256);
        for line in table.lines() {
            let mut fields = line.split('\t');
            match fields.next() {
                Some("P") => plans.extend(plan(&mut fields)),
                Some("F") => {
                    let format = format(&mut fields);
                    if let Some(plan) = plans.last_mut() {
                        plan.formats.extend(format);
                    }
                }
                _ => {}
            }
        }
        let mut by_code = vec![0..0; 1000];
        let mut by_region = vec![usize::MAX; Region::all().count()];
        for (place, plan) in plans.iter().enumerate() {
            if let Some(range) = by_code.get_mut(usize::from(plan.code)) {
                *range = if *range == (0..0) {
                    place..place + 1
                } else {
                    range.start..place + 1
                };
            }
            if let Some(slot) = plan.region.and_then(|region| by_region.get_mut(region.place())) {
                *slot = place;
            }
        }
        Self {
            all: plans,
            by_code,
            by_region,
        }
    }
}

fn plan(fields: &mut dyn Iterator<Item = &'static str>) -> Option<Plan> {
    Some(Plan {
        region: Region::coded(fields.next()?),
        code: fields.next()?.parse().ok()?,
        lengths: numbers(fields.next()?),
        usual_lengths: numbers(fields.next()?),
        abroad: Pattern::new(fields.next()?),
        home: Pattern::new(fields.next()?),
        becomes: fields.next()?,
        leading: Pattern::new(fields.next()?),
        possible: Pattern::new(fields.next()?),
        used: Pattern::new(fields.next()?),
        formats: Vec::new(),
    })
}

fn format(fields: &mut dyn Iterator<Item = &'static str>) -> Option<Format> {
    Some(Format {
        groups: Pattern::new(fields.next()?),
        leading: Pattern::new(fields.next()?),
        at_home: fields.next()?,
        abroad: fields.next()?,
    })
}

fn numbers(list: &str) -> Vec<u8> {
    list.split(',').filter_map(|number| number.parse().ok()).collect()
}

/// The plans that share a calling code, the main region's first. Empty where no country has the code.
pub fn of_code(code: u16) -> &'static [Plan] {
    let plans = &*PLANS;
    let range = plans.by_code.get(usize::from(code)).cloned().unwrap_or(0..0);
    plans.all.get(range).unwrap_or_default()
}

/// The plan of a region.
pub fn of_region(region: Region) -> Option<&'static Plan> {
    let plans = &*PLANS;
    plans.all.get(*plans.by_region.get(region.place())?)
}

/// Cuts a complete number into its calling code and the rest; the code is 0 where no country has it.
pub fn split(digits: &str) -> (u16, &str) {
    for length in 1..=3 {
        let Some((head, rest)) = digits.split_at_checked(length) else {
            break;
        };
        match head.parse() {
            Ok(code) if !head.starts_with('0') && !of_code(code).is_empty() => return (code, rest),
            _ => {}
        }
    }
    (0, digits)
}

/// The plan a complete number falls under: of those that share the code, the first that claims its leading digits or
/// has its range.
pub fn claiming(code: u16, national: &str) -> Option<&'static Plan> {
    claim(code, national).map(|(plan, _)| plan)
}

/// Whether a complete number falls under a plan in which its range is in use.
pub fn is_in_use(code: u16, national: &str) -> bool {
    claim(code, national).is_some_and(|(plan, in_use)| in_use || plan.has(national))
}

/// The plan, and whether its having the number is what decided.
fn claim(code: u16, national: &str) -> Option<(&'static Plan, bool)> {
    let plans = of_code(code);
    if let [only] = plans {
        return Some((only, false));
    }
    plans.iter().find_map(|plan| {
        let by_range = plan.leading.is_blank();
        let claims = if by_range {
            plan.has(national)
        } else {
            plan.leading.length_at_start_of(national).is_some()
        };
        claims.then_some((plan, by_range))
    })
}

/// Has the table read, which the first number would do otherwise. Cheap to call again.
pub fn load() {
    LazyLock::force(&PLANS);
}
