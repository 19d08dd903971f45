//! Small stores to look at.

use audience::model::{
    Author, BuiltinField, Edit, FieldRef, Instant, ListId, NewContact, NumberState, Scope, Value,
};
use audience::phone::E164;
use audience::store::{Change, OpenOptions, Redb, Store};
use std::path::Path;

/// Opens a store beside the program.
pub fn open(path: &Path) -> Redb {
    Redb::open(&OpenOptions {
        path: path.to_owned(),
        read_only: false,
        create: true,
        cache_bytes: 1 << 20,
        now: Instant(1_795_000_000),
    })
    .unwrap()
}

/// Makes a change beside the program; the number of what it made.
pub fn change(store: &Redb, change: Change) -> Option<u32> {
    let author = Author {
        name: "rui".to_owned(),
        at: Instant(1_795_000_000),
    };
    store.apply(change, &author, &mut ()).unwrap().created
}

/// Adds a list.
pub fn list(store: &Redb, name: &str) -> ListId {
    let made = Change::CreateList {
        name: name.to_owned(),
        description: String::new(),
    };
    ListId(change(store, made).unwrap())
}

/// Adds a contact by first name, with a number of its own.
pub fn contact(store: &Redb, list: ListId, first_name: &str, number: u64) {
    let text = |field, text: &str| Edit::Set(FieldRef::Builtin(field), Some(Value::Text(text.to_owned())));
    let contact = NewContact {
        phone: E164::from_digits(351_910_000_000 + number),
        number_state: NumberState::Valid,
        lists: vec![list],
        edits: vec![
            text(BuiltinField::FirstName, first_name),
            text(BuiltinField::City, first_name),
        ],
    };
    change(store, Change::AddContact(contact)).unwrap();
}

/// Adds a segment of a list.
pub fn segment(store: &Redb, list: ListId, name: &str) {
    let segment = Change::CreateSegment {
        scope: Scope::List(list),
        name: name.to_owned(),
        criteria: String::new(),
    };
    change(store, segment);
}
