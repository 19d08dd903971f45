//! Who may be entered twice: what two contacts have in common is weighed, and every suggestion says how likely both are
//! one person, and why.
//!
//! [`People`] takes contacts in one after the other and brings them into the form in which they are compared; [`find()`]
//! suggests the pairs. Pure: nothing here knows the store or a screen, and nothing is changed.

mod account;
mod birthday;
mod blocks;
mod clusters;
mod common;
mod compare;
mod compared;
mod evidence;
mod find;
mod glance;
mod keys;
mod mailbox;
mod merge;
mod name;
mod newcomers;
mod number;
mod people;
mod place;
mod spelling;
mod texts;
mod weigh;
mod weights;
mod words;

pub use account::{Account, bits, compare_two};
pub use compared::mark;
pub use evidence::{Aspect, Band, Evidence, Likeness, REVIEW, SURE};
pub use find::{Standing, Suggestion, Watch, find, likely};
pub use glance::Glance;
pub use merge::{dropped, merge};
pub use newcomers::{Desk, Looked, Newcomers};
pub use people::People;
