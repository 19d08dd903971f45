//! The words of the field: contact list, segment, contact, event, field, permission, settings.
//!
//! Plain data and pure rules. No input or output, and no clock: the moment is always passed in.

pub mod catalogue;
pub mod contact;
pub mod day;
pub mod decision;
pub mod draft;
pub mod event;
pub mod field;
pub mod journal;
pub mod lifecycle;
pub mod list;
pub mod moment;
pub mod months;
pub mod names;
pub mod nearest;
pub mod permission;
pub mod pin;
pub mod reading;
pub mod segment;
pub mod setting;
pub mod settings;
pub mod text;
pub mod totals;
pub mod value;

pub use catalogue::Catalogue;
pub use contact::{Birthday, Contact, NumberState, OpeningBalance, Profile, SourceKey};
pub use decision::Decision;
pub use draft::{Edit, NewContact};
pub use event::{
    Direction, Email, Event, EventKind, Message, Newest, Purchase, TimelineItem, TimelineMark, When,
};
pub use field::{BuiltinField, Family, FieldDef, FieldRef, FieldType};
pub use journal::{Author, EntryId, EntryKind, EntryState, JournalEntry};
pub use lifecycle::{Lifecycle, LifecycleLimits};
pub use list::ContactList;
pub use moment::{Instant, Moment};
pub use months::Months;
pub use permission::{Consent, OptOut, Permission};
pub use pin::{Pin, Pins, Side};
pub use segment::{NOBODY, Segment};
pub use setting::Setting;
pub use settings::Settings;
pub use totals::Totals;
pub use value::{Currency, Decimal, Value};

/// Declares an id: a small number given once by the store and never used again.
macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub u32);
    };
}

id!(
    /// A contact's own number (`:123` on the command line): dense, given in order of creation.
    ContactId
);
id!(
    /// A contact list's number.
    ListId
);
id!(
    /// A segment's number.
    SegmentId
);
id!(
    /// A custom field's number.
    FieldId
);
id!(
    /// A decision's number.
    DecisionId
);
id!(
    /// The number of a source of ids (a shop, a CRM): the text given by `--source` at import.
    SourceId
);

/// Where a question is asked: in one list, or among everyone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Scope {
    /// All contacts. A view, not a membership.
    #[default]
    Everyone,
    /// The members of one list.
    List(ListId),
}

impl Scope {
    /// The list, unless the scope is everyone.
    pub fn list(self) -> Option<ListId> {
        match self {
            Self::Everyone => None,
            Self::List(list) => Some(list),
        }
    }
}
