//! The table of fields: every built-in one with its name, family and type, and the custom ones a user defines.
//!
//! Criteria, forms, import mapping, export columns, sorting and help all read this table.

use super::FieldId;

/// What a field's values are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FieldType {
    /// Text.
    Text,
    /// An exact decimal.
    Number,
    /// An exact decimal in the store's currency.
    Money,
    /// A calendar day.
    Date,
    /// Yes or no.
    YesNo,
    /// One of a list of options, in order. Compared as text.
    Choice(Vec<String>),
    /// A set of texts.
    Set,
}

impl FieldType {
    /// The word of `field add --type` and of the screen.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Number => "number",
            Self::Money => "money",
            Self::Date => "date",
            Self::YesNo => "yes/no",
            Self::Choice(_) => "choice",
            Self::Set => "set",
        }
    }
}

/// What a field is about; the groups of pickers and help.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Family {
    /// Names, mailboxes, numbers.
    Who,
    /// Address and country.
    Where,
    /// Birthday, gender, language, interests, tags.
    Demographics,
    /// Totals and dates of purchases.
    Purchases,
    /// Messages and e-mails.
    Activity,
    /// Lifecycle and loyalty.
    Lifecycle,
    /// Opt-out, consent, reachability.
    Permission,
    /// Created, updated, notes.
    BookKeeping,
    /// Defined by the user.
    Custom,
}

/// A field the user has defined.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldDef {
    /// Its number.
    pub id: FieldId,
    /// Its key in the criteria language: made from the label once (see `criteria::key`), kept when the label changes.
    pub key: String,
    /// What people call it.
    pub label: String,
    /// What its values are.
    pub kind: FieldType,
    /// Its place among the others: fields stand in the order of their places, then of their numbers.
    pub place: u32,
}

/// A built-in or a custom field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FieldRef {
    /// One of the table below.
    Builtin(BuiltinField),
    /// A user's own.
    Custom(FieldId),
}

impl FieldRef {
    /// A built-in field by its name or alias.
    pub fn builtin(name: &str) -> Option<Self> {
        BuiltinField::named(name).map(Self::Builtin)
    }
}

/// How a built-in field gets its value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// Typed in a form, set by an edit, mapped from a column.
    Stored,
    /// Comes with an opening balance or with history rows; a contacts file may bring it, a form may not.
    Total,
    /// Computed from other fields, from history or from permission; nobody sets it.
    Derived,
}

macro_rules! builtin_fields {
    ($( $variant:ident $name:literal $label:literal $family:ident $kind:ident $origin:ident $doc:literal )*) => {
        /// The built-in fields, in the order in which they are shown and exported.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(u8)]
        pub enum BuiltinField { $( #[doc = $doc] $variant, )* }

        impl BuiltinField {
            /// Every built-in field.
            pub const ALL: &'static [Self] = &[ $( Self::$variant, )* ];

            /// Its name in the criteria language, in files and on the command line.
            pub fn name(self) -> &'static str {
                match self { $( Self::$variant => $name, )* }
            }

            /// What people call it on a screen.
            pub fn label(self) -> &'static str {
                match self { $( Self::$variant => $label, )* }
            }

            /// What it is about.
            pub fn family(self) -> Family {
                match self { $( Self::$variant => Family::$family, )* }
            }

            /// What its values are.
            pub fn kind(self) -> FieldType {
                match self { $( Self::$variant => FieldType::$kind, )* }
            }

            /// How it gets its value.
            pub fn origin(self) -> Origin {
                match self { $( Self::$variant => Origin::$origin, )* }
            }

            /// One line of help.
            pub fn help(self) -> &'static str {
                match self { $( Self::$variant => $doc, )* }
            }
        }
    };
}

builtin_fields! {
    Id              "id"                "Id"               Who          Text   Derived "The id at the contact's source, else its own number (`:123`)."
    FirstName       "first_name"        "First name"       Who          Text   Stored  "First name."
    LastName        "last_name"         "Last name"        Who          Text   Stored  "Last name."
    Name            "name"              "Name"             Who          Text   Derived "First and last name together."
    Phone           "phone"             "WhatsApp number"  Who          Text   Stored  "The WhatsApp number, in E.164."
    OtherPhones     "other_phones"      "Other numbers"    Who          Set    Stored  "Further numbers."
    Email           "email"             "E-mail"           Who          Text   Stored  "Mailbox."
    OtherEmails     "other_emails"      "Other e-mails"    Who          Set    Stored  "Further mailboxes."
    Company         "company"           "Company"          Who          Text   Stored  "Company."
    Address         "address"           "Address"          Where        Text   Stored  "Street and house number."
    City            "city"              "City"             Where        Text   Stored  "City."
    Postcode        "postcode"          "Postcode"         Where        Text   Stored  "Postcode, as text."
    Region          "region"            "Region"           Where        Text   Stored  "Region or state."
    Country         "country"           "Country"          Where        Text   Stored  "ISO 3166 alpha-2, from the address, else from the number."
    PhoneCountry    "phone_country"     "Number's country" Where        Text   Derived "The country of the number, ISO 3166 alpha-2."
    Location        "location"          "Location"         Where        Text   Derived "Any of address, city, postcode, region, country."
    Birthday        "birthday"          "Birthday"         Demographics Date   Stored  "Birthday; the year may be unknown."
    Age             "age"               "Age"              Demographics Number Derived "Whole years today."
    Gender          "gender"            "Gender"           Demographics Text   Stored  "Gender."
    Language        "language"          "Language"         Demographics Text   Stored  "Language."
    Interests       "interests"         "Interests"        Demographics Set    Stored  "Interests."
    Tags            "tags"              "Tags"             Demographics Set    Stored  "Tags."
    TotalSpent      "total_spent"       "Spent"            Purchases    Money  Total   "Sum of all purchases; 0 for none."
    AverageOrder    "average_order"     "Average order"    Purchases    Money  Derived "Total spent by orders; not set without purchases."
    LargestOrder    "largest_order"     "Largest order"    Purchases    Money  Derived "The largest purchase."
    Orders          "orders"            "Orders"           Purchases    Number Total   "How many purchases; 0 for none."
    FirstPurchase   "first_purchase"    "First purchase"   Purchases    Date   Total   "Day of the first purchase."
    LastPurchase    "last_purchase"     "Last purchase"    Purchases    Date   Total   "Day of the newest purchase."
    LastMessageIn   "last_message_in"   "Last message in"  Activity     Date   Derived "Day of the newest message from the contact."
    LastMessageOut  "last_message_out"  "Last message out" Activity     Date   Derived "Day of the newest message to the contact."
    LastOpen        "last_open"         "Last open"        Activity     Date   Derived "Day an e-mail was last opened."
    LastActivity    "last_activity"     "Last activity"    Activity     Date   Derived "Newest purchase, open, click or message from the contact."
    EmailsSent      "emails_sent"       "E-mails sent"     Activity     Number Derived "How many e-mails were sent."
    EmailsOpened    "emails_opened"     "E-mails opened"   Activity     Number Derived "How many of them were opened."
    MessagesIn      "messages_in"       "Messages in"      Activity     Number Derived "Messages from the contact."
    MessagesOut     "messages_out"      "Messages out"     Activity     Number Derived "Messages to the contact."
    Lifecycle       "lifecycle"         "Lifecycle"        Lifecycle    Text   Derived "prospect, active, at-risk or inactive."
    LoyaltyTier     "loyalty_tier"      "Loyalty tier"     Lifecycle    Text   Stored  "Loyalty tier."
    OptedOut        "opted_out"         "Opted out"        Permission   YesNo  Derived "Whether the number has opted out."
    Consented       "consented"         "Consented"        Permission   YesNo  Derived "Whether consent is documented and no opt-out stands against it."
    Reachable       "reachable"         "Reachable"        Permission   YesNo  Derived "A valid number that has not bounced."
    ConsentSince    "consent_since"     "Consent since"    Permission   Date   Derived "Day of the newest documented consent."
    Created         "created"           "Created"          BookKeeping  Date   Derived "Day the contact was made."
    Updated         "updated"           "Updated"          BookKeeping  Date   Derived "Day the contact was last changed."
    Notes           "notes"             "Notes"            BookKeeping  Text   Stored  "Free notes."
}

impl BuiltinField {
    /// The field of a name or alias, exactly as written.
    pub fn named(name: &str) -> Option<Self> {
        let name = if name == "state" { "region" } else { name };
        Self::ALL.iter().copied().find(|field| field.name() == name)
    }
}
