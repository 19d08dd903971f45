//! Large audiences, the same bytes for the same size and seed: names of the country's own script, numbers spelled as
//! people spell them (one in a hundred cut off), and everything as skewed as it is in life: a few countries, cities,
//! surnames and tags have most of the people.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;

/// The header of the file.
const HEADER: &str = "id,first_name,last_name,phone,country,email,company,city,birthday,tags,plan,score\n";

/// A country's share of the people, how its mobile numbers are made, and which names it has.
struct Country {
    code: &'static str,
    calling: &'static str,
    trunk: &'static str,
    /// The first digits of a mobile number.
    prefix: &'static str,
    /// The number that the remaining digits are at least, and how many values they have.
    rest: (u64, u64),
    share: u32,
    names: &'static Names,
    cities: &'static str,
}

/// Given names and surnames of a script.
struct Names {
    given: &'static str,
    family: &'static str,
}

const ENGLISH: Names = Names {
    given: "Olivia James Emma Henry Charlotte Thomas Amelia George Sophie William Grace Arthur Isla Edward Ruby Samuel \
            Hannah Daniel Alice Joseph Zoe Nathan Megan Connor Faith Dylan Paige Marcus Naomi Trevor",
    family: "Smith Johnson Brown Taylor Wilson Davies Evans Walker Wright Robinson Thompson White Hughes Edwards Green \
             Hall Wood Harris Clarke Jackson Turner Hill Cooper Ward Morris Moore Carter Bennett O'Connor Fitzgerald",
};
const GERMANIC: Names = Names {
    given: "Anna Lukas Lena Jürgen Marie Günther Sophie Stefan Johanna Matthias Clara Tobias Katharina Florian Greta \
            Sebastian Lotte Daan Sanne Bram Fleur Wolfgang Ursula Käthe Björn",
    family: "Müller Schmidt Schneider Fischer Weber Meyer Wagner Becker Schulz Hoffmann Schäfer Koch Bauer Richter Klein \
             Wolf Schröder Neumann Schwarz Zimmermann Krüger de-Vries van-Dijk Jansen Bakker",
};
const ROMANCE: Names = Names {
    given: "María João Lucía Pedro Camille Hugo Giulia Matteo Beatriz Rafael Chloé Gabriel Francesca Lorenzo Carmen \
            Álvaro Inês Tiago Sofía Mateo Valentina Santiago Léa Raphaël Larissa Thiago",
    family: "García Silva Santos Rossi Martin Rodríguez Ferreira Russo Bernard Martínez Oliveira Ferrari Dubois López \
             Souza Esposito Thomas Hernández Pereira Bianchi Robert González Costa Ricci Núñez Conceição",
};
const INDIAN: Names = Names {
    given: "Priya Aarav Ananya Rahul Deepika Sanjay Neha Aditya Pooja Rajesh प्रिया आरव अनन्या Fatima Imran Ayesha Omar Kavya",
    family: "Sharma Singh Kumar Patel Gupta Khan Reddy Das Iyer Mehta शर्मा सिंह Banerjee Nair Chopra Ahmed Malik",
};
const ARABIC: Names = Names {
    given: "محمد فاطمة أحمد مريم علي عائشة يوسف ليلى عمر زينب Hassan Nour Karim Salma",
    family: "الأحمد حسن إبراهيم السيد محمود عبدالله منصور El-Sayed Haddad Mansour Farouk",
};
const CYRILLIC: Names = Names {
    given: "Олександр Марія Іван Олена Андрій Наталія Дмитро Ірина Kateryna Taras Piotr Agnieszka Tomasz Zofia",
    family: "Шевченко Мельник Коваленко Бондаренко Ткаченко Nowak Kowalski Wiśniewska Wójcik Zieliński",
};
const EASTERN: Names = Names {
    given: "陽菜 蓮 結衣 大翔 さくら 悠真 Budi Siti Dewi Agus Putri Rizky Mei Wei Thuy Minh",
    family: "佐藤 鈴木 高橋 田中 伊藤 渡辺 Santoso Wijaya Nguyen Tran Hidayat Saputra",
};
const AFRICAN: Names = Names {
    given: "Chinedu Ngozi Oluwaseun Adaeze Emeka Thabo Nomsa Sipho Lindiwe Wanjiru Kamau Amina Kwame Akosua",
    family: "Okafor Adeyemi Nkosi Dlamini Eze Bello Mwangi Otieno Mensah Abubakar Balogun Khumalo",
};

const SEVEN: (u64, u64) = (0, 10_000_000);
const EIGHT: (u64, u64) = (0, 100_000_000);

#[rustfmt::skip]
const COUNTRIES: [Country; 20] = [
    Country { code: "US", calling: "1", trunk: "", prefix: "415", rest: (2_000_000, 8_000_000), share: 19, names: &ENGLISH, cities: "Springfield Riverside Fairview Georgetown Salem Madison Clinton Arlington Franklin Chester Marion Dayton" },
    Country { code: "IN", calling: "91", trunk: "0", prefix: "98", rest: EIGHT, share: 14, names: &INDIAN, cities: "Mumbai Delhi Bengaluru Hyderabad Chennai Kolkata Pune Jaipur Lucknow Surat" },
    Country { code: "BR", calling: "55", trunk: "0", prefix: "119", rest: (60_000_000, 39_000_000), share: 12, names: &ROMANCE, cities: "São-Paulo Rio-de-Janeiro Brasília Salvador Fortaleza Curitiba Recife Belém" },
    Country { code: "DE", calling: "49", trunk: "0", prefix: "151", rest: EIGHT, share: 9, names: &GERMANIC, cities: "Berlin Hamburg München Köln Frankfurt Stuttgart Düsseldorf Leipzig Dresden Nürnberg" },
    Country { code: "GB", calling: "44", trunk: "0", prefix: "77", rest: (10_000_000, 80_000_000), share: 8, names: &ENGLISH, cities: "London Birmingham Leeds Glasgow Sheffield Manchester Bristol Cardiff York Bath" },
    Country { code: "MX", calling: "52", trunk: "", prefix: "55", rest: (10_000_000, 80_000_000), share: 6, names: &ROMANCE, cities: "Guadalajara Monterrey Puebla Tijuana León Mérida Cancún" },
    Country { code: "ID", calling: "62", trunk: "0", prefix: "812", rest: EIGHT, share: 6, names: &EASTERN, cities: "Jakarta Surabaya Bandung Medan Semarang Makassar" },
    Country { code: "ES", calling: "34", trunk: "", prefix: "6", rest: EIGHT, share: 4, names: &ROMANCE, cities: "Madrid Barcelona València Sevilla Zaragoza Málaga" },
    Country { code: "IT", calling: "39", trunk: "", prefix: "33", rest: EIGHT, share: 4, names: &ROMANCE, cities: "Roma Milano Napoli Torino Palermo Genova" },
    Country { code: "FR", calling: "33", trunk: "0", prefix: "6", rest: EIGHT, share: 4, names: &ROMANCE, cities: "Paris Marseille Lyon Toulouse Nice Nantes" },
    Country { code: "NG", calling: "234", trunk: "0", prefix: "803", rest: SEVEN, share: 3, names: &AFRICAN, cities: "Lagos Kano Ibadan Abuja" },
    Country { code: "ZA", calling: "27", trunk: "0", prefix: "82", rest: SEVEN, share: 2, names: &AFRICAN, cities: "Johannesburg Durban Pretoria Soweto" },
    Country { code: "NL", calling: "31", trunk: "0", prefix: "6", rest: (10_000_000, 40_000_000), share: 2, names: &GERMANIC, cities: "Amsterdam Rotterdam Utrecht Eindhoven" },
    Country { code: "UA", calling: "380", trunk: "0", prefix: "67", rest: SEVEN, share: 2, names: &CYRILLIC, cities: "Київ Харків Одеса Львів" },
    Country { code: "PL", calling: "48", trunk: "", prefix: "60", rest: SEVEN, share: 1, names: &CYRILLIC, cities: "Warszawa Kraków Łódź Gdańsk" },
    Country { code: "EG", calling: "20", trunk: "0", prefix: "10", rest: EIGHT, share: 1, names: &ARABIC, cities: "القاهرة الإسكندرية الجيزة" },
    Country { code: "AE", calling: "971", trunk: "0", prefix: "50", rest: (2_000_000, 7_900_000), share: 1, names: &ARABIC, cities: "دبي أبوظبي Sharjah" },
    Country { code: "JP", calling: "81", trunk: "0", prefix: "90", rest: (10_000_000, 80_000_000), share: 1, names: &EASTERN, cities: "東京 大阪 名古屋" },
    Country { code: "PT", calling: "351", trunk: "", prefix: "91", rest: SEVEN, share: 1, names: &ROMANCE, cities: "Lisboa Porto Braga" },
    Country { code: "KE", calling: "254", trunk: "0", prefix: "71", rest: SEVEN, share: 1, names: &AFRICAN, cities: "Nairobi Mombasa Kisumu" },
];

const TAGS: &str = "newsletter customer lead retail vip summer wholesale trial referral loyal b2b event survey beta press \
                    partner student";
const MAILBOXES: [&str; 4] = ["gmail.com", "example.com", "post.example.org", "outlook.example"];
const LEGAL_FORMS: [&str; 4] = ["Ltd", "GmbH", "Inc", "SA"];
const PLANS: [&str; 4] = ["free", "basic", "pro", "enterprise"];
/// Of so many surnames one list is made by joining syllables to those of the script, so that pages of one name are rare.
const SURNAME_ENDS: [&str; 12] = [
    "", "", "", "", "-Lee", "-Park", "-Cruz", "-King", "-West", "-Stone", "-Reed", "-Young",
];

/// Writes a file of people.
pub fn people(path: &Path, count: u64, seed: u64) -> io::Result<()> {
    let mut file = BufWriter::with_capacity(1 << 20, File::create(path)?);
    file.write_all(HEADER.as_bytes())?;
    let mut dice = Dice(seed);
    let shares: u32 = COUNTRIES.iter().map(|country| country.share).sum();
    for id in 0..count {
        let mut drawn = u32::try_from(dice.below(u64::from(shares))).unwrap();
        let country = COUNTRIES
            .iter()
            .find(|country| {
                let mine = drawn < country.share;
                drawn = drawn.saturating_sub(country.share);
                mine
            })
            .unwrap();
        person(&mut file, id, country, &mut dice)?;
    }
    file.flush()
}

fn person(file: &mut impl Write, id: u64, country: &Country, dice: &mut Dice) -> io::Result<()> {
    let given = dice.word(country.names.given, 1.4);
    let family = dice.word(country.names.family, 2.2);
    let end = dice.skewed(&SURNAME_ENDS, 1.8);
    write!(file, "{id},{given},{family}{end},")?;
    phone(file, id, country, dice)?;
    write!(file, ",{},", country.code)?;
    if dice.below(10) < 8 {
        let box_number = id % 9_901;
        let at = dice.skewed(&MAILBOXES, 1.0);
        let name: String = given.chars().filter(char::is_ascii_alphabetic).collect();
        write!(
            file,
            "{}{box_number}@{at}",
            if name.is_empty() {
                "mail".to_owned()
            } else {
                name.to_lowercase()
            }
        )?;
    }
    file.write_all(b",")?;
    if dice.below(10) < 4 {
        let owner = dice.word(country.names.family, 3.0);
        let form = dice.skewed(&LEGAL_FORMS, 1.2);
        write!(file, "{owner} {form}")?;
    }
    write!(file, ",{},", dice.word(country.cities, 2.0).replace('-', " "))?;
    if dice.below(10) < 7 {
        let age = 16 + u64::midpoint(dice.below(61), dice.below(61));
        write!(
            file,
            "{}-{:02}-{:02}",
            2025 - age,
            1 + dice.below(12),
            1 + dice.below(28)
        )?;
    }
    file.write_all(b",")?;
    tags(file, dice)?;
    let plan = dice.skewed(&PLANS, 1.6);
    writeln!(file, ",{plan},{}", dice.below(101))
}

/// International in one piece, in groups, national with its trunk digit, with brackets, or cut off.
fn phone(file: &mut impl Write, id: u64, country: &Country, dice: &mut Dice) -> io::Result<()> {
    let (least, values) = country.rest;
    // An odd factor without a common divisor with 10 gives each id a number of its own.
    let rest = least + id.wrapping_mul(48_271_987) % values;
    let width = (least + values - 1).to_string().len();
    let national = format!("{}{rest:0width$}", country.prefix);
    let (calling, trunk) = (country.calling, country.trunk);
    let (head, tail) = national.split_at(3);
    let (middle, last) = tail.split_at(tail.len() / 2);
    match dice.below(100) {
        0..40 => write!(file, "+{calling}{national}"),
        40..70 => write!(file, "+{calling} {head} {middle} {last}"),
        70..89 => write!(file, "{trunk}{head}-{middle}{last}"),
        89..99 => write!(file, "+{calling} ({head}) {middle}-{last}"),
        _ => write!(file, "{head}{}", &middle[..1]),
    }
}

fn tags(file: &mut impl Write, dice: &mut Dice) -> io::Result<()> {
    let wanted = [0, 1, 1, 2, 2, 3, 4][usize::try_from(dice.below(7)).unwrap()];
    let mut taken: Vec<&str> = Vec::with_capacity(wanted);
    for _ in 0..wanted {
        let tag = dice.word(TAGS, 1.8);
        if !taken.contains(&tag) {
            taken.push(tag);
        }
    }
    file.write_all(taken.join(";").as_bytes())
}

/// Chance, the same each time (the finalizer of MurmurHash3 over a counter).
pub struct Dice(u64);

impl Dice {
    /// From a seed.
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd);
        mixed = (mixed ^ (mixed >> 33)).wrapping_mul(0xc4ce_b9fe_1a85_ec53);
        mixed ^ (mixed >> 33)
    }

    /// A number below a bound.
    pub fn below(&mut self, bound: u64) -> u64 {
        ((u128::from(self.roll()) * u128::from(bound)) >> 64) as u64
    }

    /// One of several, the earlier the likelier: evenly for 1, more skewed for more.
    fn skewed<'a>(&mut self, words: &[&'a str], skew: f64) -> &'a str {
        let even = (self.roll() >> 11) as f64 / (1_u64 << 53) as f64;
        words[((even.powf(skew) * words.len() as f64) as usize).min(words.len() - 1)]
    }

    /// One of the words of a text, the earlier the likelier.
    pub fn word(&mut self, words: &'static str, skew: f64) -> &'static str {
        let count = words.split_ascii_whitespace().count();
        let even = (self.roll() >> 11) as f64 / (1_u64 << 53) as f64;
        let place = ((even.powf(skew) * count as f64) as usize).min(count - 1);
        words.split_ascii_whitespace().nth(place).unwrap()
    }
}
