//! Names as they are compared: titles, generations and particles told apart from the words that make a person.

use super::evidence::Likeness;
use super::place::is_legal_form;
use super::texts::Texts;
use super::words::{Word, Words};
use crate::model::names::parts;

/// Which of several people of one name.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Generation {
    /// Nothing is said.
    #[default]
    Unsaid,
    /// The elder.
    Senior,
    /// The younger.
    Junior,
    /// A number: III is 3.
    Number(u8),
}

/// A first or a last name.
#[derive(Debug, Default)]
pub(super) struct NamePart {
    /// Its words without titles, particles and generation.
    pub(super) words: Box<[u32]>,
    /// All of them with the particles as one word; 0 where there are none.
    pub(super) phrase: u32,
    pub(super) generation: Generation,
    /// It ends in a legal form: a firm stands where a person should.
    pub(super) is_firm: bool,
}

/// So many words of a name are compared; what follows is no name.
const MOST_WORDS: usize = 8;

/// The numbers of a contact's first and last name.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Name {
    pub(super) given: u32,
    pub(super) family: u32,
}

/// How two names stand to each other.
#[derive(Clone, Copy, Debug)]
pub(super) struct NamesBeside {
    pub(super) given: Likeness,
    /// Share of people who have the first name they agree in.
    pub(super) given_share: f32,
    pub(super) family: Likeness,
    pub(super) family_share: f32,
}

/// All first and last names, and their words.
#[derive(Debug, Default)]
pub(super) struct Names {
    pub(super) words: Words,
    parts: Texts<NamePart>,
}

const TITLES: &str = " dr mr mrs ms miss mx prof professor sir dame lord lady don dona sr sra srta srita herr frau fraulein hr fr \
    mme mlle madame monsieur signor signora sig dott dottssa ing dipl mag arq lic rev reverend father hon capt captain col gen lt sgt \
    maj shri sri smt kumari haji hajj sheikh shaikh ustad hafiz mullah engr barr chief alhaji ";
const JUNIOR: &str = " jr junior jnr filho hijo fils neto ";
const SENIOR: &str = " sr senior snr pere ";
const DEGREES: &str = " phd md esq mba msc bsc dds rn cpa ret obe mbe ";
const PARTICLES: &str = " de da do dos das di del della dello dalla du des la le las los van von der den ter ten te zu zum zur vom al el \
    as ul bin ben ibn bint abu y e i und the af av o ";
/// Stands where nobody knew the name, or says who somebody is to the owner of the telephone.
const NO_NAMES: &str = " unknown unbekannt desconocido desconhecido inconnu na none null nil test tester xxx customer client cliente kunde \
    contact contacto contato kontakt guest user anonymous anonym name noname whatsapp wa mobile handy movil celular new temp mom mum \
    mommy mummy mama mami mamma mother mae mutti mutter maman dad daddy papa papi father pai vater vati babbo wife husband esposa \
    esposo marido frau mann boss jefe chef home casa office work oma opa abuela abuelo nonna nonno grandma grandpa granny auntie \
    мама папа бабушка дедушка жена муж ";
const FIRMS: &str =
    " inc incorporated ltd limited llc llp plc corp corporation company gmbh ltda pty srl sarl bv pvt ";

impl Names {
    /// Takes a contact's names in.
    pub(super) fn number(&mut self, first: &str, last: &str) -> Name {
        Name {
            given: self.part(first, false),
            family: self.part(last, true),
        }
    }

    fn part(&mut self, text: &str, is_family: bool) -> u32 {
        let words = &mut self.words;
        // A first name and a surname lose different words: each has a number of its own.
        if is_family {
            self.parts.number(&format!("\n{}", text.trim()), |_| {
                NamePart::read(text, true, words)
            })
        } else {
            self.parts
                .number(text.trim(), |_| NamePart::read(text, false, words))
        }
    }

    /// A first or last name.
    pub(super) fn get(&self, number: u32) -> Option<&NamePart> {
        self.parts.get(number)
    }

    /// Counts the words of a contact's names.
    pub(super) fn count(&mut self, name: Name) {
        for (part, in_given) in [(name.given, true), (name.family, false)] {
            for word in self.parts.get(part).map_or(&[][..], |part| &part.words) {
                self.words.count(*word, in_given);
            }
        }
    }

    /// So many have at least these names, where each is one word.
    pub(super) fn at_least(&mut self, name: Name, count: u32) {
        for (part, in_given) in [(name.given, true), (name.family, false)] {
            if let Some([word]) = self.parts.get(part).map(|part| &*part.words) {
                self.words.at_least(*word, in_given, count);
            }
        }
    }

    /// What is said of the generation in either name.
    pub(super) fn generation(&self, name: Name) -> Generation {
        let of = |part| self.get(part).map_or(Generation::Unsaid, |part| part.generation);
        match of(name.family) {
            Generation::Unsaid => of(name.given),
            said => said,
        }
    }

    /// Whether its first name is one that is known, or that several of the list have.
    pub(super) fn is_known(&self, name: Name) -> bool {
        let words = self.get(name.given).map_or(&[][..], |part| &part.words);
        let first = words.first().and_then(|word| self.words.get(*word));
        first.is_some_and(Word::is_given_name)
    }

    /// Whether a firm stands in its place.
    pub(super) fn is_firm(&self, name: Name) -> bool {
        let of = |part| self.get(part).is_some_and(|part| part.is_firm);
        of(name.family) || of(name.given)
    }

    /// Both names beside each other, in the way in which they agree best.
    pub(super) fn beside(&self, one: Name, other: Name) -> NamesBeside {
        let nobody = NamePart::default();
        let part = |number| self.get(number).unwrap_or(&nobody);
        let (given, family) = (part(one.given), part(one.family));
        let (other_given, other_family) = (part(other.given), part(other.family));
        let straight = NamesBeside::of(
            self.compare(given.into(), other_given.into(), true),
            self.compare(family.into(), other_family.into(), false),
        );
        let whole = if family.words.is_empty() && !other_family.words.is_empty() {
            self.whole(&given.words, other_given, other_family)
        } else if other_family.words.is_empty() && !family.words.is_empty() {
            self.whole(&other_given.words, given, family)
        } else {
            None
        };
        if let Some(whole) = whole.filter(|whole| whole.given < Likeness::Alike) {
            return whole;
        }
        if straight.given < Likeness::Alike {
            return straight;
        }
        self.swapped(straight, (given, family), (other_given, other_family))
    }

    /// A whole name in one field against first and last name.
    fn whole(&self, words: &[u32], given: &NamePart, family: &NamePart) -> Option<NamesBeside> {
        let cuts = (1..words.len()).flat_map(|at| {
            let (front, back) = words.split_at(at);
            [(front, back), (back, front)]
        });
        let all = cuts.map(|(mine, surname)| {
            NamesBeside::of(
                self.compare(Side::bare(mine), given.into(), true),
                self.compare(Side::bare(surname), family.into(), false),
            )
        });
        all.filter(|found| found.family < Likeness::Alike)
            .min_by_key(|found| (found.given.max(found.family), found.given.min(found.family)))
    }

    /// First and last name that may have changed places: one or both agree with the other's.
    fn swapped(
        &self,
        straight: NamesBeside,
        (given, family): (&NamePart, &NamePart),
        (other_given, other_family): (&NamePart, &NamePart),
    ) -> NamesBeside {
        let one = self.compare(given.into(), other_family.into(), false);
        let other = self.compare(family.into(), other_given.into(), true);
        let agrees =
            |found: &(Likeness, f32)| matches!(found.0, Likeness::Same | Likeness::Spelling | Likeness::Slip);
        match (agrees(&one), agrees(&other)) {
            (true, true) => NamesBeside::of((Likeness::Swapped, other.1), (Likeness::Swapped, one.1)),
            // Only one of the names agrees with one that stands in the wrong place.
            (true, false) if straight.family >= Likeness::Alike => self.half(given, other.0),
            (false, true) if straight.family >= Likeness::Alike => self.half(family, one.0),
            _ => straight,
        }
    }

    /// What one agreeing name of a swapped pair says: of the first name where it is more of one than of a surname. The
    /// other names are as alike as they are.
    fn half(&self, name: &NamePart, rest: Likeness) -> NamesBeside {
        let word = name.words.first().and_then(|word| self.words.get(*word));
        let (given, family) = word.map_or((0.0, 0.0), |word| (word.given_share, word.family_share));
        if given > family {
            NamesBeside::of((Likeness::Swapped, given), (rest, 1.0))
        } else {
            NamesBeside::of((rest, 1.0), (Likeness::Swapped, family))
        }
    }

    /// Two first names or two surnames, with the share of people who have what they agree in.
    fn compare(&self, one: Side<'_>, other: Side<'_>, as_given: bool) -> (Likeness, f32) {
        if one.words.is_empty() || other.words.is_empty() {
            return (Likeness::Missing, 1.0);
        }
        if one.words == other.words {
            return (Likeness::Same, self.share(one.words, as_given));
        }
        let as_phrase = self.phrases(one, other, as_given);
        if let Some(found) = as_phrase
            && found.0 <= Likeness::Nickname
        {
            return found;
        }
        let by_words = self.by_words(one.words, other.words, as_given);
        match as_phrase {
            Some(found) if found.0 < by_words.0 => found,
            _ => by_words,
        }
    }

    fn phrases(&self, one: Side<'_>, other: Side<'_>, as_given: bool) -> Option<(Likeness, f32)> {
        let (left, right) = (self.words.get(one.phrase?)?, self.words.get(other.phrase?)?);
        let likeness = left.beside(right, as_given);
        let (mine, theirs) = (self.share(one.words, as_given), self.share(other.words, as_given));
        Some((likeness, mine.max(theirs)))
    }

    /// Each word of the shorter name finds its like in the longer one.
    fn by_words(&self, one: &[u32], other: &[u32], as_given: bool) -> (Likeness, f32) {
        let (short, long) = if one.len() <= other.len() {
            (one, other)
        } else {
            (other, one)
        };
        let mut left: Vec<u32> = long.to_vec();
        let (mut worst, mut share) = (Likeness::Same, 1.0);
        let (mut contradicts, mut agrees, mut moved) = (false, false, false);
        for word in short.iter().filter_map(|word| self.words.get(*word)) {
            let likes = left
                .iter()
                .enumerate()
                .filter_map(|(at, like)| Some((at, word.beside(self.words.get(*like)?, as_given), *like)));
            let Some((at, likeness, like)) = likes.min_by_key(|(at, likeness, _)| (*likeness, *at)) else {
                continue;
            };
            if likeness >= Likeness::Alike {
                contradicts |= likeness == Likeness::Other;
                worst = worst.max(likeness);
                continue;
            }
            agrees = true;
            moved |= at > 0;
            left.remove(at);
            worst = worst.max(likeness);
            let commoner = self.words.get(like).map_or(0.0, |like| share_of(like, as_given));
            share *= share_of(word, as_given).max(commoner);
        }
        if contradicts {
            let likeness = if agrees && long.len() > 1 && short.len() > 1 {
                Likeness::Alike
            } else {
                Likeness::Other
            };
            return (likeness, 1.0);
        }
        if !left.is_empty() {
            // Jack is hardly Lachlan-John.
            worst = if moved && worst > Likeness::Spelling {
                Likeness::Alike
            } else {
                worst.max(Likeness::Part)
            };
        }
        (worst, share)
    }

    fn share(&self, words: &[u32], as_given: bool) -> f32 {
        let words = words.iter().filter_map(|word| self.words.get(*word));
        words.map(|word| share_of(word, as_given)).product()
    }
}

fn share_of(word: &Word, as_given: bool) -> f32 {
    if as_given {
        word.given_share
    } else {
        word.family_share
    }
}

impl NamesBeside {
    fn of(given: (Likeness, f32), family: (Likeness, f32)) -> Self {
        Self {
            given: given.0,
            given_share: given.1,
            family: family.0,
            family_share: family.1,
        }
    }
}

/// One of two names that are compared.
#[derive(Clone, Copy)]
struct Side<'a> {
    words: &'a [u32],
    phrase: Option<u32>,
}

impl<'a> Side<'a> {
    fn bare(words: &'a [u32]) -> Self {
        Self { words, phrase: None }
    }
}

impl<'a> From<&'a NamePart> for Side<'a> {
    fn from(part: &'a NamePart) -> Self {
        Self {
            words: &part.words,
            phrase: Some(part.phrase),
        }
    }
}

impl NamePart {
    fn read(text: &str, is_family: bool, words: &mut Words) -> Self {
        let mut rest = parts(text);
        let mut part = Self::default();
        while rest.len() > 1 && rest.first().is_some_and(|word| stands_in(TITLES, word)) {
            rest.remove(0);
        }
        while let Some(last) = rest.last().filter(|_| rest.len() > 1 || is_family) {
            if let Some(generation) = generation(last) {
                part.generation = generation;
            } else if !stands_in(DEGREES, last) {
                break;
            }
            rest.pop();
        }
        part.is_firm = rest.last().is_some_and(|last| stands_in(FIRMS, last));
        if part.is_firm {
            rest.retain(|word| !is_legal_form(word));
        }
        if rest.iter().all(|word| stands_in(NO_NAMES, word)) {
            return part;
        }
        let mut bare: Vec<&String> = rest.iter().collect();
        if is_family {
            bare.retain(|word| !stands_in(PARTICLES, word));
        }
        if bare.is_empty() {
            bare = rest.iter().collect();
        }
        part.words = bare
            .iter()
            .take(MOST_WORDS)
            .map(|word| words.number(word))
            .collect();
        part.phrase = words.number(&rest.join(" "));
        part
    }
}

fn generation(word: &str) -> Option<Generation> {
    Some(match word {
        "ii" => Generation::Number(2),
        "iii" => Generation::Number(3),
        "iv" => Generation::Number(4),
        word if stands_in(JUNIOR, word) => Generation::Junior,
        word if stands_in(SENIOR, word) => Generation::Senior,
        _ => return None,
    })
}

fn stands_in(list: &str, word: &str) -> bool {
    list.split_whitespace().any(|known| known == word)
}

#[cfg(test)]
mod tests {
    use super::Likeness::{Alike, Initial, Missing, Nickname, Other, Part, Same, Slip, Spelling, Swapped};
    use super::*;

    fn beside(one: (&str, &str), other: (&str, &str)) -> (Likeness, Likeness) {
        let mut names = Names::default();
        let (one, other) = (names.number(one.0, one.1), names.number(other.0, other.1));
        names.count(one);
        names.count(other);
        names.words.settle(2, false);
        let found = names.beside(one, other);
        (found.given, found.family)
    }

    #[test]
    fn each_kind_of_agreement_is_told() {
        for (one, other, expected) in [
            (("Bob", "Smith"), ("Robert", "Smith"), (Nickname, Same)),
            (("José", "da Silva"), ("Zé", "Silva"), (Nickname, Same)),
            (("José María", "Ruiz"), ("Chema", "Ruiz"), (Nickname, Same)),
            (("Мария", "Иванова"), ("Maria", "Ivanova"), (Spelling, Spelling)),
            (
                ("Mohammed", "Al-Rashid"),
                ("Muhammad", "Alrashid"),
                (Spelling, Same),
            ),
            (("王", "伟"), ("Wei", "Wang"), (Swapped, Swapped)),
            (("Taylor", "Anderson"), ("Anderson", "Taylor"), (Swapped, Swapped)),
            (("Maria Lopez", ""), ("Maria", "Lopez"), (Same, Same)),
            (("Ana Lucía", "Ruiz Soler"), ("Ana", "Ruiz"), (Part, Part)),
            (("Jan", "Berg"), ("Jan", "van der Berg"), (Same, Same)),
            (("Sarah", "Smith Jones"), ("Sarah", "Smith-Jones"), (Same, Same)),
            (("Jürgen", "Müller"), ("Juergen", "Mueller"), (Same, Same)),
            (("J.", "Kowalczyk"), ("John", "Kowalczyk"), (Initial, Same)),
            (("Dr. Alan", "Grantham"), ("Alan", "Grantham"), (Same, Same)),
            (("Martin", "King Jr."), ("Martin", "King"), (Same, Same)),
            (
                ("Jonathon", "Fitzgerald"),
                ("Jonathan", "Fitzgerlad"),
                (Slip, Slip),
            ),
            (("ja ck", "matthews"), ("jack", "matthews"), (Same, Same)),
            (("~unknown", ""), ("Nora", "Vance"), (Missing, Missing)),
            (("Mom", ""), ("Linda", "Novak"), (Missing, Missing)),
            (("Марина", "Иванова"), ("Мария", "Иванова"), (Alike, Same)),
            (("Rakesh", "Gupta"), ("Rajesh", "Gupta"), (Alike, Same)),
            (("Mya", "Castillo"), ("Mia", "Castillo"), (Alike, Same)),
            (
                ("María", "García López"),
                ("María", "García Martín"),
                (Same, Alike),
            ),
            (("Peter", "Kowalski"), ("Anna", "Kowalski"), (Other, Same)),
        ] {
            assert_eq!(beside(one, other), expected, "{one:?} {other:?}");
            assert_eq!(beside(other, one), expected, "{other:?} {one:?}");
        }
    }

    #[test]
    fn generations_and_firms_are_told_from_names() {
        let mut names = Names::default();
        let mut generation = |first, last| {
            let name = names.number(first, last);
            (names.generation(name), names.is_firm(name))
        };
        assert_eq!(generation("Martin", "Kingsley Sr."), (Generation::Senior, false));
        assert_eq!(generation("Sr. Martin", "Kingsley"), (Generation::Unsaid, false));
        assert_eq!(generation("Carlos", "Souza Filho"), (Generation::Junior, false));
        assert_eq!(generation("John", "Adams III"), (Generation::Number(3), false));
        assert_eq!(generation("Acme", "Inc"), (Generation::Unsaid, true));
    }
}
