//! The words of a judgement: what was compared, how alike it is, and what that says.

use std::fmt;

/// What of two contacts was compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Aspect {
    /// The first name.
    FirstName,
    /// The last name.
    LastName,
    /// The numbers.
    Number,
    /// The mailboxes.
    Email,
    /// The birthday.
    Birthday,
    /// Street and house number.
    Address,
    /// The city.
    City,
    /// The postcode.
    Postcode,
    /// The firm.
    Company,
    /// Senior against junior.
    Generation,
    /// Both are the same person as a third contact.
    Others,
}

/// How alike two values are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Likeness {
    /// The same.
    Same,
    /// The same in other letters: another script, an umlaut, a mailbox with dots.
    Spelling,
    /// A name and a familiar form of it.
    Nickname,
    /// First and last name have changed places.
    Swapped,
    /// One is a part of the other: Ana and Ana María, García and García López.
    Part,
    /// A slip: a letter or a figure differs.
    Slip,
    /// An initial, and a name that begins with it.
    Initial,
    /// Two values that are alike but both real: Maria and Marina.
    Alike,
    /// They contradict each other.
    Other,
    /// One of them is not known: no evidence.
    Missing,
}

/// What one comparison says.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Evidence {
    /// What was compared.
    pub aspect: Aspect,
    /// How alike both are.
    pub likeness: Likeness,
    /// How much more likely that is for one person than for two, in bits; below 0 it speaks against.
    pub bits: f32,
}

/// How sure a suggestion is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Band {
    /// Below one in two.
    Weak,
    /// To be looked at.
    Review,
    /// At least 97 of 100.
    Sure,
}

/// From this probability on a pair is to be looked at.
pub const REVIEW: f32 = 0.5;
/// From this probability on a pair is sure.
pub const SURE: f32 = 0.97;
/// The most that a pair with a contradiction comes to.
pub const CAPPED: f32 = 0.96;

impl Band {
    /// Of a probability.
    pub fn of(score: f32) -> Self {
        if score >= SURE {
            Self::Sure
        } else if score >= REVIEW {
            Self::Review
        } else {
            Self::Weak
        }
    }
}

impl fmt::Display for Band {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Sure => "sure",
            Self::Review => "review",
            Self::Weak => "weak",
        })
    }
}

impl fmt::Display for Aspect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::FirstName => "first name",
            Self::LastName => "last name",
            Self::Number => "number",
            Self::Email => "e-mail",
            Self::Birthday => "birthday",
            Self::Address => "address",
            Self::City => "city",
            Self::Postcode => "postcode",
            Self::Company => "company",
            Self::Generation => "generation",
            Self::Others => "others",
        })
    }
}

impl fmt::Display for Likeness {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Same => "same",
            Self::Spelling => "other spelling",
            Self::Nickname => "nickname",
            Self::Swapped => "swapped",
            Self::Part => "part",
            Self::Slip => "slip",
            Self::Initial => "initial",
            Self::Alike => "alike",
            Self::Other => "differs",
            Self::Missing => "missing",
        })
    }
}

impl fmt::Display for Evidence {
    /// `number same +14.2`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} {:+.1}", self.aspect, self.likeness, self.bits)
    }
}
