//! What is said when a text is no number, and which old forms are taken beyond the plans.

use audience::phone::{self, E164, Refusal, Region};

fn said(raw: &str, region: &str) -> String {
    match phone::read(raw, Region::named(region)) {
        Ok(number) => number.e164.to_string(),
        Err(refusal) => refusal.to_string(),
    }
}

fn e164(raw: &str) -> Option<E164> {
    phone::read(raw, None).ok().map(|number| number.e164)
}

#[test]
fn a_refusal_says_what_to_do() {
    let rounded = "The spreadsheet has rounded this number. Format the column as text and export again.";
    for raw in [
        "3.51912E+11",
        "3,51912E+11",
        "3.5E11",
        "351912345678.0",
        "2.44 E+10",
        "'3.51912E+11",
        "912345678.50",
    ] {
        assert_eq!(said(raw, "PT"), rounded, "{raw}");
    }
    let start = "Start with + and the country code, or choose the country.";
    for raw in ["912345678", "351912345678", "00351912345678", "(02) 1234 5678"] {
        assert_eq!(said(raw, ""), start, "{raw}");
    }
    assert_eq!(
        said("+35191O345678", ""),
        "A phone number has digits only; found 'O' at place 7."
    );
    assert_eq!(
        said("Tel. +35191O345678", ""),
        "A phone number has digits only; found 'O' at place 12."
    );
    assert_eq!(
        said("none", "PT"),
        "A phone number has digits only; found 'n' at place 1."
    );
    let two = "Two numbers in one field; keep the WhatsApp one.";
    for raw in [
        "+351912345678, +351912345679",
        "+351912345678 ::: 912345679",
        "912345678/912345679",
        "912345678 ou 912345679",
        "912345678\n912345679",
        "+49 30 123456\n12",
        "+351912345678 Ana +351912345679",
        "+351912345678 https://wa.me/351912345678",
    ] {
        assert_eq!(said(raw, "PT"), two, "{raw}");
    }
    assert_eq!(
        said("+44 7911 1234", ""),
        "United Kingdom numbers have 10 digits after +44; this has 8."
    );
    assert_eq!(
        said("+49 151", ""),
        "Germany numbers have 10 or 11 digits after +49; this has 3."
    );
    assert_eq!(
        said("+800 123", ""),
        "+800 numbers have 8 more digits; this has 3."
    );
    assert_eq!(said("+999123456789", ""), "+999 is not a country code.");
    assert_eq!(said("+031263064", "NL"), "+0 is not a country code.");
    assert_eq!(
        said("+55 20 91234-5678", ""),
        "No such number range in Brazil; check the area code."
    );
    assert_eq!(
        said("+31 991234567", ""),
        "No such number range in the Netherlands; check the area code."
    );
    let hidden = "This link hides the number; open the chat and copy it.";
    for raw in [
        "https://wa.me/message/ABCDEF123456",
        "wa.me/qr/XYZ",
        "https://wa.link/a1b2c3",
        "12345678901234@lid",
    ] {
        assert_eq!(said(raw, "PT"), hidden, "{raw}");
    }
    let group = "This leads to a group or channel, not to a person; ask for the person's number.";
    for raw in [
        "https://chat.whatsapp.com/AbCd",
        "120363041234567890@g.us",
        "status@broadcast",
    ] {
        assert_eq!(said(raw, ""), group, "{raw}");
    }
    let masked = "Digits of this number are hidden; ask for the whole number.";
    for raw in [
        "+351912XXX678",
        "+351912***678",
        "+3519123…",
        "+351 912...",
        "+351912345xxx",
        "+43 1 234567???",
    ] {
        assert_eq!(said(raw, ""), masked, "{raw}");
    }
    for raw in ["-", "+", "000", "tel:", "https://wa.me/", "?", "٠"] {
        assert_eq!(said(raw, "PT"), "There is no number in this.", "{raw}");
    }
    assert_eq!(said("***912345678", "PT"), masked);
    assert_eq!(
        said("+81 3-1256-4052~9", ""),
        "A phone number has digits only; found '~' at place 16."
    );
    assert_eq!(
        said("tel:712-3734;phone+context=+673", "BN"),
        "A phone number has digits only; found ';' at place 13."
    );
    assert_eq!(said("2026-05-17", "DE"), "This is a date, not a phone number.");
    assert_eq!(said("17.5.2026", "DE"), "This is a date, not a phone number.");
    assert_eq!(phone::read(" \u{200E}\t", None), Err(Refusal::Empty));
}

#[test]
fn a_bracketed_zero_is_left_out_where_that_is_clear() {
    assert_eq!(said("+44 (0)20 7946 0958", ""), "+442079460958");
    assert_eq!(said("0049 (0) 30 123456", "DE"), "+4930123456");
    assert_eq!(said("+39 (0)6 6980 6395", ""), "+390669806395");
    assert_eq!(said("44 (0)20 7946 0958", "GB"), "+442079460958");
    assert_eq!(said("+49 30 1234(0)56", ""), "+49301234056");
    assert_eq!(
        said("+39 (0)312 345 3435", ""),
        "It is not clear whether (0) belongs to the number; write it without brackets."
    );
}

#[test]
fn a_country_code_that_is_there_is_never_overruled() {
    assert_eq!(said("+66190012345", "US"), said("+66190012345", ""));
    assert_eq!(said("+351912345678", "BR"), "+351912345678");
    assert_eq!(said("https://wa.me/6785914407", "US"), "+6785914407");
    assert_eq!(
        said("00 351 912 345 678", "US"),
        "United States numbers have 10 digits after +1; this has 14."
    );
    assert_eq!(said("011 351 912 345 678", "US"), "+351912345678");
}

#[test]
fn old_forms_of_whatsapp_are_taken_as_they_come() {
    assert_eq!(said("+52 1 55 1234 5678", ""), "+5215512345678");
    assert_eq!(said("5215512345678@c.us", ""), "+5215512345678");
    assert_eq!(said("5215512345678", "MX"), "+5215512345678");
    assert_eq!(said("+55 41 8888-7777", ""), "+554188887777");
    assert_eq!(said("(41) 8888-7777", "BR"), "+554188887777");
    assert_eq!(said("https://wa.me/22502123456", ""), "+22502123456");
    assert_eq!(said("22961234567@s.whatsapp.net", ""), "+22961234567");
    // In any other spelling they are numbers cut short; a number without country code never has the 1 of Mexico.
    assert!(said("+22502123456", "").starts_with("Côte d'Ivoire numbers have 10 digits"));
    assert!(said("+22961234567", "").starts_with("No such number range in Benin"));
    assert!(said("15512345678", "MX").starts_with("Mexico numbers have 10 digits"));
    assert!(said("+5211112345678", "").starts_with("Mexico numbers have 10 digits"));
    assert!(said("+55 20 8888-7777", "").starts_with("No such number range in Brazil"));
}

#[test]
fn an_unknown_range_is_kept_only_by_choice() {
    let number = phone::read_unverified("+55 20 91234-5678", None).unwrap();
    assert_eq!(
        (number.e164.to_string().as_str(), number.verified),
        ("+5520912345678", false)
    );
    assert!(phone::read_unverified("+351912345678", None).unwrap().verified);
    assert!(phone::read_unverified("+55 20 9123", None).is_err());
    assert!(phone::read_unverified("+999123456789", None).is_err());
}

#[test]
fn a_number_knows_its_region_and_how_it_is_written() {
    for (number, region, international, national) in [
        ("+351912345678", "PT", "+351 912 345 678", "912 345 678"),
        ("+12015550123", "US", "+1 201-555-0123", "(201) 555-0123"),
        ("+14165550123", "CA", "+1 416-555-0123", "(416) 555-0123"),
        ("+18765230123", "JM", "+1 876-523-0123", "(876) 523-0123"),
        ("+77012345678", "KZ", "+7 701 234 5678", "8 (701) 234 5678"),
        ("+79161234567", "RU", "+7 916 123-45-67", "8 (916) 123-45-67"),
        ("+447781123456", "GG", "+44 7781 123456", "07781 123456"),
        ("+447400123456", "GB", "+44 7400 123456", "07400 123456"),
        ("+390669812345", "VA", "+39 06 6981 2345", "06 6981 2345"),
        ("+5491123456789", "AR", "+54 9 11 2345-6789", "011 15-2345-6789"),
        ("+38344123456", "XK", "+383 44 123 456", "044 123 456"),
    ] {
        let read = e164(number).unwrap();
        assert_eq!(read.region().unwrap().code(), region, "{number}");
        assert_eq!(read.international(), international);
        assert_eq!(read.national(), national);
    }
    let free = e164("+80012345678").unwrap();
    assert_eq!((free.region(), free.calling_code()), (None, 800));
    let unknown = E164::from_digits(0);
    assert_eq!(
        (
            unknown.region(),
            unknown.calling_code(),
            unknown.international().as_str()
        ),
        (None, 0, "+0")
    );
}

#[test]
fn spellings_of_one_account_have_one_identity_and_others_another() {
    let identity = |digits| phone::identity(E164::from_digits(digits)).0;
    for (one, other) in [
        (5_491_158_749_895, 541_158_749_895),
        (5_215_512_345_678, 525_512_345_678),
        (5_541_988_887_777, 554_188_887_777),
        (2_250_718_139_912, 22_518_139_912),
        (2_250_504_123_456, 22_504_123_456),
        (2_250_101_123_456, 22_501_123_456),
        (2_252_722_412_345, 22_522_412_345),
        (2_252_520_012_345, 22_520_012_345),
        (2_252_120_812_345, 22_520_812_345),
        (2_290_161_234_567, 22_961_234_567),
    ] {
        assert_eq!(identity(one), identity(other), "{one} {other}");
    }
    for (one, other) in [
        (551_122_345_678, 5_511_922_345_678),
        (5_531_988_887_777, 553_198_888_777),
        (525_512_345_678, 5_225_512_345_678),
        (2_250_718_139_912, 2_250_118_139_912),
        (390_612_345_678, 39_612_345_678),
    ] {
        assert_ne!(identity(one), identity(other), "{one} {other}");
    }
}
