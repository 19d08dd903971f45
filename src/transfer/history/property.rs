//! What a column of a history file can hold.

use crate::model::EventKind;

/// What a column of a history file holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Property {
    /// The contact's id at the source.
    ContactId,
    /// A number of the contact.
    Phone,
    /// A mailbox of the contact.
    Email,
    /// The country in which the row's number is read.
    Country,
    /// The row's own id.
    Id,
    /// When it happened.
    When,
    /// What was paid.
    Amount,
    /// How much of it was paid back.
    Refunded,
    /// What was bought.
    Item,
    /// The currency of the row's money.
    Currency,
    /// Paid, refunded, cancelled …
    Status,
    /// When it was cancelled, or whether.
    Cancelled,
    /// The subject of an e-mail.
    Subject,
    /// When the e-mail was opened, or whether.
    Opened,
    /// When a link in it was followed, or whether.
    Clicked,
    /// Whether the message came in or went out.
    Direction,
    /// What the message says.
    Text,
}

/// Names of what says whose a row is.
const WHOSE: [(&str, Property); 4] = [
    ("contact_id", Property::ContactId),
    ("phone", Property::Phone),
    ("email", Property::Email),
    ("country", Property::Country),
];

impl Property {
    /// Every property of a kind of file with its name, those that say whose a row is first.
    pub fn all(kind: EventKind) -> impl Iterator<Item = (&'static str, Self)> {
        let own: &[(&str, Self)] = match kind {
            EventKind::Purchase => &[
                ("order_id", Self::Id),
                ("date", Self::When),
                ("amount", Self::Amount),
                ("refunded", Self::Refunded),
                ("item", Self::Item),
                ("currency", Self::Currency),
                ("status", Self::Status),
                ("cancelled", Self::Cancelled),
            ],
            EventKind::Email => &[
                ("id", Self::Id),
                ("sent_at", Self::When),
                ("subject", Self::Subject),
                ("opened_at", Self::Opened),
                ("clicked_at", Self::Clicked),
            ],
            EventKind::Message => &[
                ("id", Self::Id),
                ("at", Self::When),
                ("direction", Self::Direction),
                ("text", Self::Text),
            ],
        };
        WHOSE.iter().chain(own).copied()
    }

    /// The property that `--map` calls by a name.
    pub fn named(kind: EventKind, name: &str) -> Option<Self> {
        Self::all(kind)
            .find(|(known, _)| *known == name)
            .map(|(_, property)| property)
    }

    /// What `--map` calls it.
    pub fn name(self, kind: EventKind) -> &'static str {
        Self::all(kind)
            .find(|(_, property)| *property == self)
            .map_or("", |(name, _)| name)
    }

    /// What the screen calls it.
    pub fn label(self) -> &'static str {
        match self {
            Self::ContactId => "Contact's id",
            Self::Phone => "Phone",
            Self::Email => "E-mail address",
            Self::Country => "Country",
            Self::Id => "Id",
            Self::When => "Date",
            Self::Amount => "Amount",
            Self::Refunded => "Refunded",
            Self::Item => "Item",
            Self::Currency => "Currency",
            Self::Status => "Status",
            Self::Cancelled => "Cancelled",
            Self::Subject => "Subject",
            Self::Opened => "Opened",
            Self::Clicked => "Clicked",
            Self::Direction => "Direction",
            Self::Text => "Text",
        }
    }

    /// Whether its cells are days.
    pub(super) fn is_date(self) -> bool {
        matches!(self, Self::When | Self::Opened | Self::Clicked | Self::Cancelled)
    }

    /// Whether its cells are money.
    pub(super) fn is_money(self) -> bool {
        matches!(self, Self::Amount | Self::Refunded)
    }
}
