//! THE table of actions: name, help, default keys, where it holds, its place in the footer, why it is off. Keys, footer,
//! help and README read it; what an action does is the state machine's business.

mod chord;
mod table;

pub use chord::Chord;
use crossterm::event::{KeyCode, KeyModifiers};
use std::fmt::Write as _;
pub use table::Table;

/// Everything a key can ask for outside a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[expect(missing_docs, reason = "the table below says what each is")]
pub enum Action {
    Open,
    AddContact,
    EditContact,
    RemoveContact,
    DeleteContact,
    Mark,
    MarkRange,
    MarkAll,
    Change,
    Tag,
    MoveContact,
    AddToList,
    Export,
    NewList,
    EditList,
    DeleteList,
    MergeList,
    Overview,
    NewSegment,
    EditSegment,
    DeleteSegment,
    CopySegment,
    PickSegment,
    PinIn,
    PinOut,
    Unpin,
    Pinned,
    Why,
    Find,
    Filter,
    SaveFilter,
    Sort,
    Reverse,
    Columns,
    Import,
    Undo,
    Redo,
    History,
    Duplicates,
    StopJob,
    Timeline,
    CopyValue,
    NextContact,
    PreviousContact,
    Down,
    Up,
    PageDown,
    PageUp,
    HalfDown,
    HalfUp,
    First,
    Last,
    Right,
    Left,
    NextPane,
    PreviousPane,
    Back,
    Log,
    Progress,
    Menu,
    Palette,
    Jump,
    Mouse,
    Theme,
    Settings,
    Fields,
    Help,
    Keep,
    Leave,
    Close,
    Redraw,
    Suspend,
    Quit,
}

impl Action {
    /// Its name in the configuration: `add-contact`.
    pub fn id(self) -> String {
        let mut id = String::new();
        for letter in format!("{self:?}").chars() {
            if letter.is_uppercase() && !id.is_empty() {
                id.push('-');
            }
            id.extend(letter.to_lowercase());
        }
        id
    }

    /// The action of a name.
    pub fn named(id: &str) -> Option<Self> {
        TABLE
            .iter()
            .map(|entry| entry.action)
            .find(|action| action.id() == id)
    }
}

/// Where the keys go.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Place {
    /// The pane of lists.
    Lists,
    /// The pane of segments.
    Segments,
    /// The contacts table.
    Contacts,
    /// The profile.
    Profile,
    /// The text of a search, while it is typed.
    Search,
}

impl Place {
    /// Every pane.
    pub const ALL: &'static [Self] = &[Self::Lists, Self::Segments, Self::Contacts, Self::Profile];

    /// What help calls it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Lists => "Lists",
            Self::Segments => "Segments",
            Self::Contacts => "Contacts",
            Self::Profile => "Profile",
            Self::Search => "While searching",
        }
    }
}

/// The little an action must know about the state to say whether it is on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is one independent fact of the screen"
)]
pub struct Snapshot {
    /// Where the keys go.
    pub place: Place,
    /// Changes are off.
    pub read_only: bool,
    /// The catalogue is there.
    pub ready: bool,
    /// The list cursor stands on a list, not on Everyone.
    pub list: bool,
    /// There is more than one list.
    pub lists: bool,
    /// The segment cursor stands on a segment, not on All contacts.
    pub segment: bool,
    /// There is a contact under the cursor.
    pub contact: bool,
    /// There is anything to be found or sorted.
    pub contacts: bool,
    /// Something long is running.
    pub job: bool,
    /// Criteria that are not saved narrow the table.
    pub filter: bool,
    /// The table shows the hits of a search.
    pub search: bool,
}

/// One row of the table.
#[derive(Clone, Copy, Debug)]
pub struct Entry {
    /// Which action.
    pub action: Action,
    /// The word in the footer and the palette.
    pub name: &'static str,
    /// One line of help.
    pub help: &'static str,
    /// The default keys, the one the footer shows first.
    pub keys: &'static [Chord],
    /// Where it holds.
    pub places: &'static [Place],
    /// Its rank in the footer: lower stays longer as the window gets narrower; 0 is never shown there.
    pub footer: u8,
    /// Whether it stands in the menu of what is under the cursor.
    pub menu: bool,
    /// Why it is off, in words for who pressed the key; None where it is on.
    pub off: fn(Snapshot) -> Option<&'static str>,
}

const fn key(code: KeyCode) -> Chord {
    Chord {
        code,
        modifiers: KeyModifiers::NONE,
    }
}

const fn char(c: char) -> Chord {
    key(KeyCode::Char(c))
}

const fn control(c: char) -> Chord {
    Chord {
        code: KeyCode::Char(c),
        modifiers: KeyModifiers::CONTROL,
    }
}

const CONTACTS: &[Place] = &[Place::Contacts, Place::Profile];
const READ_ONLY: &str = "The store is open read-only. Start without --read-only to make changes.";
const NO_CONTACT: &str = "There is no contact under the cursor.";
const NOT_READY: &str = "The store is still being read.";

fn on(_: Snapshot) -> Option<&'static str> {
    None
}

fn ready(snapshot: Snapshot) -> Option<&'static str> {
    (!snapshot.ready).then_some(NOT_READY)
}

fn change(snapshot: Snapshot) -> Option<&'static str> {
    if snapshot.read_only {
        Some(READ_ONLY)
    } else if snapshot.ready {
        None
    } else {
        Some(NOT_READY)
    }
}

fn change_list(snapshot: Snapshot) -> Option<&'static str> {
    change(snapshot).or((!snapshot.list)
        .then_some("Everyone is the view of all contacts: it cannot be renamed or deleted. Choose a list."))
}

fn merge_list(snapshot: Snapshot) -> Option<&'static str> {
    change_list(snapshot).or((!snapshot.lists).then_some("There is no other list to merge it into."))
}

fn change_segment(snapshot: Snapshot) -> Option<&'static str> {
    change(snapshot).or((!snapshot.segment)
        .then_some("All contacts is no segment. Choose a segment, or press n to make one."))
}

fn change_contact(snapshot: Snapshot) -> Option<&'static str> {
    change(snapshot).or((!snapshot.contact).then_some(NO_CONTACT))
}

fn some_segment(snapshot: Snapshot) -> Option<&'static str> {
    (!snapshot.segment).then_some("Pins belong to a segment. Go to one first.")
}

fn unpin(snapshot: Snapshot) -> Option<&'static str> {
    change_contact(snapshot).or(some_segment(snapshot))
}

fn remove_contact(snapshot: Snapshot) -> Option<&'static str> {
    change_contact(snapshot).or((!snapshot.list)
        .then_some("Everyone is no list to be removed from. Choose a list, or delete the contact."))
}

fn move_contact(snapshot: Snapshot) -> Option<&'static str> {
    change_contact(snapshot).or((!snapshot.list)
        .then_some("Everyone is no list to move from. Choose a list, or press + to add to one."))
}

fn some_contact(snapshot: Snapshot) -> Option<&'static str> {
    (!snapshot.contact && snapshot.place != Place::Lists && snapshot.place != Place::Segments)
        .then_some(NO_CONTACT)
}

fn some_contacts(snapshot: Snapshot) -> Option<&'static str> {
    (!snapshot.contacts)
        .then_some("There are no contacts here yet. Press i to import a file, or a to add one.")
}

fn sortable(snapshot: Snapshot) -> Option<&'static str> {
    some_contacts(snapshot).or(snapshot
        .search
        .then_some("Hits stand in order of likeness. Press Esc to leave the search, then sort."))
}

fn save_filter(snapshot: Snapshot) -> Option<&'static str> {
    change(snapshot).or((!snapshot.filter).then_some("No filter is on. Press f to write one."))
}

fn filterable(snapshot: Snapshot) -> Option<&'static str> {
    if snapshot.filter {
        None
    } else {
        some_contacts(snapshot)
    }
}

fn some_job(snapshot: Snapshot) -> Option<&'static str> {
    (!snapshot.job).then_some("Nothing is running that could be stopped.")
}

/// In the menu of what is under the cursor, and not.
const MENU: bool = true;
const BARE: bool = false;

macro_rules! actions {
    ($( $action:ident $name:literal $help:literal [$($chord:expr),*] $places:expr, $footer:literal $menu:ident $off:ident; )*) => {
        /// Every action, in the order of help.
        pub const TABLE: &[Entry] = &[ $( Entry {
            action: Action::$action,
            name: $name,
            help: $help,
            keys: &[ $( $chord ),* ],
            places: $places,
            footer: $footer,
            menu: $menu,
            off: $off,
        }, )* ];
    };
}

actions! {
    StopJob         "stop"     "Stop what is running, at its next batch"                  [control('x')] Place::ALL, 1 BARE some_job;
    Open            "open"     "Go to what is under the cursor; show a contact's profile" [key(KeyCode::Enter)] &[Place::Lists, Place::Segments, Place::Contacts], 9 MENU some_contact;
    AddContact      "add contact" "Add a contact"                                         [char('a')] Place::ALL, 3 BARE change;
    EditContact     "edit"     "Edit the contact"                                         [char('e')] CONTACTS, 4 MENU change_contact;
    RemoveContact   "remove"   "Remove the contact from this list; it stays under Everyone" [char('r')] CONTACTS, 8 MENU remove_contact;
    DeleteContact   "delete"   "Delete the contact from all lists"                        [char('d'), char('x'), key(KeyCode::Delete)] CONTACTS, 7 MENU change_contact;
    Mark            "mark"     "Mark the contact, or take its mark off"                    [char(' ')] &[Place::Contacts], 0 BARE some_contact;
    MarkRange       "mark to here" "Mark all from the last mark to here"                   [char('v')] &[Place::Contacts], 0 BARE some_contact;
    MarkAll         "mark all" "Mark all that are shown, or none"                          [char('*')] &[Place::Contacts], 0 BARE some_contacts;
    Change          "change"   "Change the marked contacts, or this one: tag, set a field, move" [char('b')] CONTACTS, 8 MENU change_contact;
    Tag             "tag"      "Put a tag on the marked contacts, or on this one"          [char('t')] &[Place::Contacts], 0 MENU change_contact;
    MoveContact     "move"     "Move the marked contacts, or this one, to another list"    [char('>')] CONTACTS, 0 MENU move_contact;
    AddToList       "add to list" "Add the marked contacts, or this one, to another list too" [char('+')] CONTACTS, 0 MENU change_contact;
    Export          "export"   "Write the marked contacts, or all that are shown, into a file" [char('E')] &[Place::Contacts], 8 MENU some_contacts;
    NewList         "new list" "Make a contact list"                                      [char('n')] &[Place::Lists], 3 MENU change;
    EditList        "edit"     "Rename or describe the list"                              [char('e')] &[Place::Lists], 4 MENU change_list;
    DeleteList      "delete"   "Delete the list, or move its contacts to another first"   [char('d'), char('x'), key(KeyCode::Delete)] &[Place::Lists], 7 MENU change_list;
    MergeList       "merge"    "Merge the list into another: its contacts and segments go there" [char('>')] &[Place::Lists], 0 MENU merge_list;
    Overview        "all lists" "Show all lists as a table or as cards: what for, how many, since when, how they grow" [char('v')] &[Place::Lists], 8 BARE ready;
    NewSegment      "new segment" "Make a segment: write criteria and watch the count"    [char('n')] &[Place::Segments, Place::Contacts], 5 MENU change;
    EditSegment     "edit"     "Edit the segment's name and criteria"                     [char('e')] &[Place::Segments], 4 MENU change_segment;
    DeleteSegment   "delete"   "Delete the segment; its contacts stay"                    [char('d'), char('x'), key(KeyCode::Delete)] &[Place::Segments], 7 MENU change_segment;
    CopySegment     "copy"     "Copy the segment to another list"                         [char('c')] &[Place::Segments], 0 MENU change_segment;
    PickSegment     "pick"     "Make a hand-picked segment of the marked contacts, or of this one" [char('N')] CONTACTS, 0 MENU change_contact;
    PinIn           "pin in"   "Pin the marked contacts, or this one, in the segment, whatever its criteria say" [char('p')] CONTACTS, 0 MENU change_contact;
    PinOut          "pin out"  "Pin the marked contacts, or this one, out of the segment"  [char('o')] CONTACTS, 0 MENU change_contact;
    Unpin           "unpin"    "Take the pin of the marked contacts, or of this one, away: the criteria decide again" [char('c')] CONTACTS, 0 MENU unpin;
    Pinned          "pinned"   "Show only who is pinned in the segment or out of it; Esc shows all again" [char('O')] &[Place::Segments, Place::Contacts], 0 MENU some_segment;
    Why             "why"      "Why the contact is in a segment, or is not"               [char('w')] CONTACTS, 0 MENU some_contact;
    Find            "find"     "Find contacts by name, number or e-mail"                  [char('/')] Place::ALL, 5 BARE some_contacts;
    Filter          "filter"   "Show only those who meet criteria, without saving them; Esc ends it" [char('f')] &[Place::Contacts], 6 BARE filterable;
    SaveFilter      "save filter" "Save the filter as a segment"                          [char('F')] &[Place::Contacts], 4 BARE save_filter;
    Sort            "sort"     "Choose the column to sort by"                             [char('s')] &[Place::Contacts], 6 MENU sortable;
    Reverse         "reverse"  "Turn the order round"                                     [char('S')] &[Place::Contacts], 0 MENU sortable;
    Columns         "columns"  "Choose the columns, their order and their width, for each list" [char('=')] &[Place::Contacts], 0 MENU ready;
    Import          "import"   "Import contacts or their history from a file"                 [char('i')] Place::ALL, 6 BARE change;
    Undo            "undo"     "Take your last change back"                               [char('u')] Place::ALL, 8 BARE change;
    Redo            "redo"     "Make the change again that you took back"                 [char('U')] Place::ALL, 0 BARE change;
    History         "history"  "Show who has changed what; take any change back"          [char('H')] Place::ALL, 0 BARE on;
    Duplicates      "duplicates" "Look for contacts that are there twice, and decide about them" [char('D')] Place::ALL, 7 BARE some_contacts;
    Timeline        "timeline" "Show only purchases, e-mails, messages, changes, or all again" [char('t')] &[Place::Profile], 7 BARE some_contact;
    CopyValue       "copy"     "Copy a value to your terminal's clipboard, over ssh too"  [char('y')] CONTACTS, 10 MENU some_contact;
    NextContact     "next"     "The next contact's profile"                               [char(']'), char('J')] &[Place::Profile], 8 BARE some_contact;
    PreviousContact "previous" "The previous contact's profile"                           [char('['), char('K')] &[Place::Profile], 8 BARE some_contact;
    Down            "down"     "One row down"                                             [char('j'), key(KeyCode::Down)] Place::ALL, 0 BARE on;
    Up              "up"       "One row up"                                               [char('k'), key(KeyCode::Up)] Place::ALL, 0 BARE on;
    PageDown        "page down" "One page down"                                           [control('f'), key(KeyCode::PageDown)] Place::ALL, 0 BARE on;
    PageUp          "page up"  "One page up"                                              [control('b'), key(KeyCode::PageUp)] Place::ALL, 0 BARE on;
    HalfDown        "half down" "Half a page down"                                        [control('d')] Place::ALL, 0 BARE on;
    HalfUp          "half up"  "Half a page up"                                           [control('u')] Place::ALL, 0 BARE on;
    First           "first"    "The first row"                                            [char('g'), key(KeyCode::Home)] Place::ALL, 0 BARE on;
    Last            "last"     "The last row"                                             [char('G'), key(KeyCode::End)] Place::ALL, 0 BARE on;
    Left            "left"     "The pane to the left"                                     [char('h'), key(KeyCode::Left)] Place::ALL, 0 BARE on;
    Right           "right"    "The pane to the right"                                    [char('l'), key(KeyCode::Right)] Place::ALL, 0 BARE on;
    NextPane        "pane"     "The next pane"                                            [key(KeyCode::Tab)] Place::ALL, 10 BARE on;
    PreviousPane    "back"     "The pane before"                                          [key(KeyCode::BackTab)] Place::ALL, 0 BARE on;
    Back            "back"     "Close what is open: a message, the hits, the marks, the profile"     [key(KeyCode::Esc)] &[Place::Lists, Place::Segments, Place::Contacts], 0 BARE on;
    Log             "log"      "Show what has been said: good news, and errors"            [char('L')] Place::ALL, 0 BARE on;
    Progress        "progress" "Show what is running, and stop any of it"                  [char('P')] Place::ALL, 0 BARE on;
    Menu            "menu"     "Open the menu of what is under the cursor"                [char('m')] Place::ALL, 9 BARE on;
    Jump            "go to"    "Go to any list, segment, contact, field or command"       [control('p')] Place::ALL, 7 BARE on;
    Palette         "commands" "Find any command by its words, and run it"                [char(':')] Place::ALL, 2 BARE on;
    Help            "help"     "Show all keys; F1 those of a form or a list one is in"     [char('?'), key(KeyCode::F(1))] Place::ALL, 2 BARE on;
    Keep            "go to the hits" "Go to the hits; they stay until Esc"                [key(KeyCode::Enter), key(KeyCode::Tab)] &[Place::Search], 1 BARE on;
    Leave           "back"     "Back to what was there before the search"                 [key(KeyCode::Esc)] &[Place::Search], 2 BARE on;
    Close           "back"     "Back to the table"                                        [key(KeyCode::Esc)] &[Place::Profile], 2 BARE on;
    Mouse           "mouse"    "Let the terminal select text with the mouse, or take the mouse back" [char('M')] Place::ALL, 0 BARE on;
    Theme           "theme"    "Change between the dark and the light theme, and keep it"  [char('T')] Place::ALL, 0 BARE on;
    Settings        "settings" "Time zone, currency, country, limits; theme, mouse and keys" [char(',')] Place::ALL, 0 BARE on;
    Fields          "fields"   "Your own fields: define, rename, order, delete; change their type" [char('#')] Place::ALL, 0 BARE ready;
    Redraw          "redraw"   "Draw the whole screen anew"                               [control('l')] Place::ALL, 0 BARE on;
    Suspend         "suspend"  "Back to the shell; `fg` returns"                          [control('z')] Place::ALL, 0 BARE on;
    Quit            "quit"     "Leave; what was saved stays saved"                        [char('q'), control('c')] Place::ALL, 3 BARE on;
}

/// The whole table as Markdown, for README.
pub fn markdown() -> String {
    let mut text = String::from("| key | where | what it does |\n|---|---|---|\n");
    for entry in TABLE {
        let keys: Vec<String> = entry.keys.iter().map(|chord| format!("`{chord}`")).collect();
        let places = if entry.places.len() == Place::ALL.len() {
            "everywhere".to_owned()
        } else {
            let names: Vec<String> = entry
                .places
                .iter()
                .map(|place| place.name().to_lowercase())
                .collect();
            names.join(", ")
        };
        let _ = writeln!(text, "| {} | {places} | {} |", keys.join(" "), entry.help);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_key_means_two_things_in_one_place() {
        for place in Place::ALL {
            let mut seen = std::collections::HashMap::new();
            for entry in TABLE.iter().filter(|entry| entry.places.contains(place)) {
                for chord in entry.keys {
                    let other = seen.insert(*chord, entry.action);
                    assert_eq!(other, None, "{chord} in {place:?}");
                }
            }
        }
    }

    #[test]
    fn one_key_has_one_word_wherever_it_changes_something() {
        for chord in ['e', 'd'].map(char) {
            let mut names: Vec<_> = TABLE
                .iter()
                .filter(|entry| entry.keys.contains(&chord))
                .map(|entry| entry.name)
                .collect();
            names.dedup();
            assert_eq!(names.len(), 1, "{names:?}");
        }
    }

    #[test]
    fn every_action_is_in_the_table_once_and_can_be_reached() {
        for (at, one) in TABLE.iter().enumerate() {
            assert!(!one.keys.is_empty() && !one.places.is_empty(), "{:?}", one.action);
            assert!(TABLE.iter().skip(at + 1).all(|other| other.action != one.action));
        }
    }
}
