//! The keys of what lies over the panes, for help: F1 shows them wherever one is, `?` too where no text is typed.

use super::popup::Popup;

/// A key and what it does there.
pub type Own = (&'static str, &'static str);

const FORM: &[Own] = &[
    ("Enter Tab ↓", "The next line; Enter on the last one saves"),
    ("Shift-Tab ↑", "The line before"),
    ("PgDn PgUp", "The last line, the first one"),
    ("Ctrl-S", "Save"),
    ("Ctrl-A Ctrl-E", "To the beginning, to the end of the line"),
    ("Ctrl-U Ctrl-K", "Delete to the beginning, to the end of the line"),
    ("Ctrl-W", "Delete the word before the cursor"),
    ("Esc", "Leave"),
];

const FINDER: &[Own] = &[
    (
        "a letter",
        "Narrow what is shown; letters in between may be left out",
    ),
    ("↓ ↑ Tab", "Choose"),
    ("PgDn PgUp", "A page down, a page up"),
    ("Enter", "Take what is chosen"),
    ("Esc", "Close"),
];

const PICKER: &[Own] = &[
    ("j k ↓ ↑", "Choose"),
    ("g G", "The first row, the last one"),
    ("/", "Narrow what is shown"),
    ("Enter", "Take what is chosen"),
    ("Esc", "Close"),
];

const SORT: &[Own] = &[
    ("j k ↓ ↑", "Choose"),
    ("g G", "The first row, the last one"),
    ("/", "Narrow what is shown"),
    ("Enter", "Sort by it; once more turns the order round"),
    ("S", "Sort by it, the largest first"),
    ("Esc", "Close"),
];

const DELETE_LIST: &[Own] = &[
    ("j k ↓ ↑ Tab", "Choose what becomes of its contacts"),
    ("Enter", "Do what is chosen"),
    ("Esc", "Keep the list"),
];

const FIELDS: &[Own] = &[
    ("j k ↓ ↑", "Choose"),
    ("n", "Define a field"),
    ("e Enter", "Edit its name, type or options"),
    ("d x Del", "Delete it"),
    (
        "J K",
        "Move it down, up: forms and profiles show fields in this order",
    ),
    ("/", "Narrow what is shown"),
    ("Esc", "Close"),
];

const COLUMNS: &[Own] = &[
    ("j k ↓ ↑", "Choose"),
    ("Space Enter", "Make it a column, or none any more"),
    ("J K", "Move it to the right, to the left"),
    ("> < → ←", "Wider, narrower"),
    ("0", "As wide as needed"),
    ("r", "As it was before anything was chosen for this list"),
    ("/", "Narrow what is shown"),
    ("Esc", "Close"),
];

const OVERVIEW: &[Own] = &[
    ("j k h l ↓ ↑ ← →", "Choose"),
    ("v", "As cards, as a table"),
    ("s S", "By date, by name, by contacts; the other way round"),
    ("Enter", "Go there"),
    ("n e d", "Make a list; edit, delete this one"),
    (">", "Merge it into another list"),
    ("m", "All that can be done with it"),
    ("/", "Narrow what is shown"),
    ("Esc", "Close"),
];

const ANSWER: &[Own] = &[
    ("← → Tab", "The other answer"),
    ("y n", "Yes, no"),
    ("Enter", "Answer"),
    ("Esc", "No"),
];

const CHOICE: &[Own] = &[
    ("j k ↓ ↑", "Choose"),
    ("Enter", "Take what is chosen"),
    ("Esc", "Close"),
];

const DRAFT: &[Own] = &[
    ("Enter", "Go on where it was left"),
    ("d x Del", "Throw it away"),
    ("Esc", "Later: it is offered at the next start"),
];

const CRITERIA: &[Own] = &[
    ("Tab", "Take what is offered; to the tree where nothing is"),
    ("↓ ↑", "Choose among what is offered"),
    ("Ctrl-Space", "Offer what can stand at the cursor"),
    ("Ctrl-T", "The tree, or the members, in narrow windows"),
    ("Ctrl-S", "Save; a filter without a name narrows the table"),
    ("Esc", "Put the offers away; from the tree to the text; leave"),
    ("Ctrl-_ Ctrl-Y", "Take an edit back; make it again"),
    ("j k", "In the tree: choose a condition"),
    ("a", "In the tree: add a condition"),
    ("! & |", "In the tree: not; a group of all; a group of any"),
    ("J K", "In the tree: move a condition"),
    ("c d", "In the tree: copy, delete a condition"),
    ("Enter", "In the tree: to its words in the text"),
];

const REVIEW: &[Own] = &[
    (
        "j k ↓ ↑",
        "The next suggestion, the one before; among the fields, the next field",
    ),
    ("] [", "The next suggestion, the one before, from anywhere"),
    ("PgDn PgUp", "Scroll cards and evidence"),
    ("Tab", "From the suggestions to the merged contact and back"),
    (
        "m",
        "Merge: one contact with all histories and lists; an opt-out stays",
    ),
    ("d x Del", "Delete the one that does not stay"),
    ("n", "Not a duplicate: never suggested again"),
    ("s", "Skip: behind all others"),
    ("u", "Take the last decision back"),
    ("S", "Merge all that are sure, after a look at some"),
    ("w", "The other one stays"),
    ("a b", "All values of the first, of the second"),
    ("← →", "Among the fields: the value of the other side"),
    ("e Enter", "Among the fields: type the value"),
    (", .", "Of several contacts: another one beside"),
    ("f", "Which are shown: sure, review, weak, same household"),
    ("/", "Only those with this in a name"),
    ("L", "Who was said not to be a duplicate; d withdraws it"),
    ("R", "Search again"),
    ("Esc D", "Leave; the search goes on, and what was decided stays"),
];

impl Popup {
    /// What its keys do.
    pub fn own_keys(&self) -> &'static [Own] {
        match self {
            Self::ListForm(_)
            | Self::Pick(_)
            | Self::ContactForm(_)
            | Self::FieldForm(_)
            | Self::Settings(_)
            | Self::Welcome(_)
            | Self::Import(_) => FORM,
            Self::DeleteList(_) => DELETE_LIST,
            Self::Sort(_) => SORT,
            Self::Fields(_) => FIELDS,
            Self::Overview(_) => OVERVIEW,
            Self::Columns(_) => COLUMNS,
            Self::Criteria(_) => CRITERIA,
            Self::History(_) | Self::Help(_) => PICKER,
            Self::Palette(_)
            | Self::Jump(_)
            | Self::Copy(_)
            | Self::CopySegment(_)
            | Self::MergeList(_)
            | Self::Bulk(_) => FINDER,
            Self::Confirm(_) | Self::Undo(_) => ANSWER,
            Self::Draft(_) => DRAFT,
            Self::Review(_) => REVIEW,
            _ => CHOICE,
        }
    }

    /// Whether a letter is text here, and `?` one of them.
    pub fn takes_text(&self) -> bool {
        match self {
            Self::Sort(popup) => popup.picker.typing,
            Self::Columns(popup) => popup.picker.typing,
            Self::History(popup) => popup.picker.typing,
            Self::Review(popup) => popup.takes_text(),
            Self::Fields(popup) => popup.picker.typing,
            Self::Overview(popup) => popup.picker.typing,
            Self::Confirm(_)
            | Self::Menu(_)
            | Self::Log(_)
            | Self::Draft(_)
            | Self::Progress(_)
            | Self::Undo(_) => false,
            _ => true,
        }
    }
}
