//! The words of the language: which are reserved, and those that come in small families (units, directions, events).
//!
//! Parser, printer, completion and help all read these tables.

/// Every word the grammar gives a meaning to. As a field it stands in backquotes, as a value in double quotes.
pub const RESERVED: &[&str] = &[
    "after",
    "ago",
    "all",
    "and",
    "anniversary",
    "any",
    "at",
    "before",
    "between",
    "campaign",
    "campaigns",
    "contains",
    "count",
    "day",
    "days",
    "delivered",
    "emails",
    "ends",
    "failed",
    "from",
    "has",
    "in",
    "is",
    "last",
    "least",
    "less",
    "list",
    "matches",
    "messages",
    "month",
    "months",
    "more",
    "next",
    "not",
    "now",
    "of",
    "on",
    "opened",
    "or",
    "purchases",
    "quarter",
    "read",
    "replied",
    "segment",
    "sent",
    "set",
    "starts",
    "sum",
    "than",
    "this",
    "today",
    "tomorrow",
    "week",
    "weeks",
    "where",
    "with",
    "within",
    "year",
    "years",
    "yesterday",
];

/// Whether a word is reserved, exactly as written.
pub fn is_reserved(word: &str) -> bool {
    RESERVED.binary_search(&word).is_ok()
}

/// Declares an enum whose variants are words of the language.
macro_rules! word_enum {
    ($(#[$doc:meta])* $name:ident { $( $variant:ident $word:literal $help:literal )* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $( #[doc = $help] $variant, )* }

        impl $name {
            /// All of them, in order.
            pub const ALL: &'static [Self] = &[ $( Self::$variant, )* ];

            /// The word, as it is written.
            pub fn word(self) -> &'static str {
                match self { $( Self::$variant => $word, )* }
            }

            /// One line of help.
            pub fn help(self) -> &'static str {
                match self { $( Self::$variant => $help, )* }
            }
        }
    };
}

word_enum! {
    /// How two values are compared. `!=` is the negation of [`Comparison::Equal`].
    Comparison {
        Equal        "="  "equal to"
        Less         "<"  "less than"
        LessEqual    "<=" "at most"
        Greater      ">"  "more than"
        GreaterEqual ">=" "at least"
    }
}

word_enum! {
    /// How a part of a text is looked for.
    Part {
        Contains   "contains"    "has this part"
        StartsWith "starts with" "begins with it"
        EndsWith   "ends with"   "ends with it"
        Matches    "matches"     "matches a regular expression"
    }
}

word_enum! {
    /// Which way a window lies from today.
    Direction {
        Last "last" "up to today"
        Next "next" "from today on"
    }
}

word_enum! {
    /// Further back than a span, or within it.
    Than {
        More "more" "further back than the span"
        Less "less" "within the span"
    }
}

word_enum! {
    /// Which of the calendar's periods, seen from today.
    Which {
        This "this" "the one today is in"
        Last "last" "the one before"
        Next "next" "the one after"
    }
}

word_enum! {
    /// A whole period of the calendar.
    Period {
        Week    "week"    "Monday to Sunday"
        Month   "month"   "a calendar month"
        Quarter "quarter" "three calendar months"
        Year    "year"    "a calendar year"
    }
}

word_enum! {
    /// What a span is counted in.
    Unit {
        Day   "day"   "days"
        Week  "week"  "weeks of seven days"
        Month "month" "calendar months"
        Year  "year"  "calendar years"
    }
}

word_enum! {
    /// What can be counted.
    Event {
        Purchases "purchases" "orders"
        Emails    "emails"    "e-mails sent"
        Messages  "messages"  "messages in and out"
        Campaigns "campaigns" "campaigns sent"
    }
}

word_enum! {
    /// What became of a campaign's message.
    Step {
        Sent      "sent"      "was sent"
        Delivered "delivered" "arrived"
        Read      "read"      "was read"
        Replied   "replied"   "was answered"
        Failed    "failed"    "did not arrive"
    }
}

word_enum! {
    /// A property of an event.
    Property {
        Amount    "amount"    "money paid"
        Item      "item"      "what was bought"
        Order     "order"     "the order's id"
        Date      "date"      "day of the event"
        Subject   "subject"   "the e-mail's subject"
        Opened    "opened"    "whether it was opened"
        Clicked   "clicked"   "whether a link in it was followed"
        Direction "direction" "in or out"
        Text      "text"      "what was written"
        Campaign  "campaign"  "the campaign's name"
        Status    "status"    "what became of it"
    }
}

impl Unit {
    /// The word for more than one.
    pub fn plural(self) -> &'static str {
        match self {
            Self::Day => "days",
            Self::Week => "weeks",
            Self::Month => "months",
            Self::Year => "years",
        }
    }
}

impl Event {
    /// The properties it has.
    pub fn properties(self) -> &'static [Property] {
        use Property as P;
        match self {
            Self::Purchases => &[P::Amount, P::Item, P::Order, P::Date],
            Self::Emails => &[P::Subject, P::Date, P::Opened, P::Clicked],
            Self::Messages => &[P::Direction, P::Text, P::Date],
            Self::Campaigns => &[P::Campaign, P::Status, P::Date],
        }
    }

    /// A property by its name, exactly as written.
    pub fn property(self, name: &str) -> Option<Property> {
        self.properties()
            .iter()
            .copied()
            .find(|property| property.word() == name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reserved_words_are_in_order() {
        assert!(RESERVED.is_sorted());
        assert!(is_reserved("in") && !is_reserved("IN") && !is_reserved("true"));
    }
}
