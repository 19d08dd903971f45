//! The demo audience.

use super::*;

fn filled(words: &[&str]) -> Shop {
    let shop = Shop::new();
    let store = shop.store();
    let mut all = vec![
        "demo",
        "--no-ui",
        "--store",
        store.to_str().unwrap(),
        "--now",
        NOW,
    ];
    all.extend(words);
    assert_eq!(shop.ok(&all), "");
    shop
}

#[test]
fn it_is_lively_and_whole() {
    let shop = filled(&[]);
    assert_eq!(shop.count(&[]), 5_000);
    let lists = shop.json(&["lists"]);
    assert!(
        lists
            .as_array()
            .unwrap()
            .iter()
            .all(|list| list["contacts"].as_u64().unwrap() > 100),
        "{lists}"
    );
    for list in lists
        .as_array()
        .unwrap()
        .iter()
        .map(|list| list["name"].as_str().unwrap())
        .chain(["Everyone"])
    {
        for segment in shop
            .json(&["--now", NOW, "segments", "--list", list])
            .as_array()
            .unwrap()
        {
            let members = segment["contacts"].as_u64().unwrap();
            assert!(members > 5, "{list}: {segment}");
        }
    }
    for criteria in [
        "opted_out",
        "consented",
        "birthday is set and age is not set",
        "notes is set",
        "lifecycle = active",
        "lifecycle = at-risk",
        "lifecycle = inactive",
        "lifecycle = prospect",
        "loyalty_tier = platinum",
        "first_purchase within 30 days",
        "created within 30 days",
        "language = ja",
        "language = ar",
        "language = he",
        "language = hi",
        "language = ko",
        "language = el",
        "favourite_product is set",
        "visits > 3",
        "store_credit > 1",
        "member_since within 1 year",
        "wants_invoices",
        "shirt_size = M",
        "channels has web",
    ] {
        assert!(shop.count(&["--where", criteria]) > 5, "{criteria}");
    }
    assert_eq!(shop.run(&["check"]).code, 0);
}

#[test]
fn a_seed_gives_the_same_people_and_another_seed_others() {
    let people = |seed: &str| {
        let shop = filled(&["--contacts", "300", "--seed", seed]);
        shop.ok(&["--now", NOW, "contacts", "--format", "json"])
    };
    assert_eq!(people("7"), people("7"));
    assert_ne!(people("7"), people("8"));
}

#[test]
fn only_an_empty_store_is_filled() {
    let shop = Shop::with_people();
    let ran = shop.run(&["demo", "--no-ui", "--store", shop.store().to_str().unwrap()]);
    assert_eq!(ran.code, 2, "{ran:?}");
    assert_eq!(shop.count(&[]), 5);
}

#[test]
fn nothing_of_a_throw_away_store_stays_behind() {
    let shop = Shop::with_people();
    let place = shop.folder.path().join("tmp");
    std::fs::create_dir(&place).unwrap();
    let mut command = shop.program();
    command
        .env("TMPDIR", &place)
        .args(["demo", "--no-ui", "--contacts", "50"]);
    assert_eq!(ran(&mut command, "").code, 0);
    assert_eq!(std::fs::read_dir(&place).unwrap().count(), 0);
    assert_eq!(shop.count(&[]), 5);
}

#[test]
fn few_contacts_are_few() {
    for contacts in ["0", "1", "37"] {
        let shop = filled(&["--contacts", contacts]);
        assert_eq!(shop.count(&[]).to_string(), contacts);
    }
}
