//! Chunks of numbers come back as they were written, whole or patched, and scans agree with a look at each value.

use super::*;
use proptest::prelude::*;

fn numbers(values: &[Option<Digits>]) -> Vec<u8> {
    let mut numbers = Numbers::default();
    for (row, value) in values.iter().enumerate() {
        numbers.set(row, *value);
    }
    let mut out = Vec::new();
    numbers.encode(&mut out);
    out
}

fn values() -> impl Strategy<Value = Vec<Option<Digits>>> {
    let mantissa = prop_oneof![
        -5..5_i128,
        -40_000..40_000_i128,
        -(1_i128 << 40)..(1 << 40),
        any::<i64>().prop_map(i128::from),
        Just(i128::from(i64::MAX)),
        Just(79_228_162_514_264_337_593_543_950_335),
    ];
    let digits = (mantissa, prop_oneof![Just(0_u8), Just(2), 0..=28_u8])
        .prop_map(|(mantissa, scale)| Digits { mantissa, scale });
    let narrow = (-300..300_i128).prop_map(|mantissa| Digits { mantissa, scale: 2 });
    prop_oneof![
        prop::collection::vec(prop::option::of(digits), 0..300),
        prop::collection::vec(prop::option::of(narrow), 0..300),
    ]
}

proptest! {
    #[test]
    fn values_come_back(values in values()) {
        let bytes = numbers(&values);
        let view = NumbersView::parse(&bytes).unwrap();
        for (row, value) in values.iter().enumerate() {
            let back = view.value(row).map(Digits::decimal);
            prop_assert_eq!(back, value.map(Digits::decimal), "row {}", row);
        }
        prop_assert_eq!(view.to_numbers().rows.len(), values.len());
    }

    #[test]
    fn ranges_keep_what_lies_in_them(values in values(), low in -400..400_i128, span in 0..300_i128, unset: bool) {
        let bytes = numbers(&values);
        let view = NumbersView::parse(&bytes).unwrap();
        if view.scale().is_some() {
            let ranges = [(low, low + span), (low + span + 5, low + span + 9)];
            let mut words = [u64::MAX; 6];
            view.narrow(&mut words, &ranges, unset);
            for row in 0..384 {
                let value = values.get(row).copied().flatten().map(|_| view.value(row).unwrap().mantissa);
                let wanted = value.map_or(unset, |value| ranges.iter().any(|(a, b)| (a..=b).contains(&&value)));
                prop_assert_eq!(words[row / 64] >> (row % 64) & 1 == 1, wanted, "row {}", row);
            }
        }
    }

    #[test]
    fn a_patch_is_an_edit(values in values(), edits in prop::collection::vec((0..310_usize, values()), 1..4)) {
        let mut wanted = values.clone();
        wanted.resize(310, None);
        let mut bytes = numbers(&values);
        for (row, value) in edits {
            let value = value.first().copied().flatten();
            let before = bytes.clone();
            if patch(&mut bytes, row, value) {
                wanted[row] = value;
            } else {
                prop_assert_eq!(&before, &bytes);
            }
        }
        let view = NumbersView::parse(&bytes).unwrap();
        for (row, value) in wanted.iter().enumerate() {
            let back = view.value(row).map(Digits::decimal);
            prop_assert_eq!(back, value.map(Digits::decimal), "row {}", row);
        }
        prop_assert_eq!(view.header.set as usize, wanted.iter().flatten().count());
        if let Some(scale) = view.scale() {
            let mut words = [u64::MAX; 5];
            view.narrow(&mut words, &[(0, 1 << 40)], false);
            for (row, value) in wanted.iter().enumerate() {
                let inside = value.is_some_and(|value| (0..=1 << 40).contains(&value.at_scale(scale).unwrap()));
                prop_assert_eq!(words[row / 64] >> (row % 64) & 1 == 1, inside);
            }
        }
    }

    #[test]
    fn bytes_that_are_no_chunk_do_no_harm(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        if let Some(view) = NumbersView::parse(&bytes) {
            let mut words = [u64::MAX; 2];
            view.narrow(&mut words, &[(0, 10)], false);
            view.narrow_by(&mut words, true, |_, digits| digits.decimal().is_some());
        }
    }
}

#[test]
fn widths_follow_the_values() {
    let width = |values: &[i64]| {
        let values: Vec<_> = values.iter().map(|value| Some(Digits::from(*value))).collect();
        NumbersView::parse(&numbers(&values)).unwrap().header.width
    };
    assert_eq!(width(&[1_700_000_000]), 1);
    assert_eq!(width(&[0, 254]), 1);
    assert_eq!(width(&[0, 255]), 2);
    assert_eq!(width(&[-1, 0xFFFF]), 4);
    assert_eq!(width(&[0, i64::MAX]), 8);
    assert_eq!(width(&[i64::MIN, i64::MAX]), 16);
}
