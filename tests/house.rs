//! The structure of the house: which room may use which, who alone knows the store's engine, how long a file may be.
//! Reads the sources as text; what a macro would make of them is not looked at.

use std::fs;
use std::path::{Path, PathBuf};

/// The rooms, each importing only from those above it.
const ROOMS: [&str; 11] = [
    "phone",
    "model",
    "criteria",
    "duplicates",
    "store",
    "transfer",
    "actions",
    "app",
    "ui",
    "runtime",
    "cli",
];

/// The most lines a file may have.
const LONGEST: usize = 500;

#[test]
fn each_room_imports_only_from_rooms_above() {
    let mut wrong = Vec::new();
    for (path, text) in sources() {
        let Some(room) = room_of(&path) else { continue };
        for used in rooms_used(&text) {
            if used > room {
                wrong.push(format!("{} uses {}", path.display(), ROOMS[used]));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_folder_and_file_belongs_to_a_room() {
    for (path, _) in sources() {
        let outside = ["src/lib.rs", "src/main.rs"];
        assert!(
            room_of(&path).is_some() || outside.iter().any(|known| path.ends_with(known)),
            "{} is in no room",
            path.display()
        );
    }
}

#[test]
fn only_the_store_knows_its_engine_and_only_its_codec_the_encoding() {
    for (path, text) in sources() {
        let code = without_comments(&text);
        let in_store = path.starts_with(root().join("src/store"));
        assert!(in_store || !names(&code, "redb"), "{} names redb", path.display());
        let is_codec = path.ends_with("src/store/codec.rs");
        assert!(
            is_codec || !names(&code, "bincode"),
            "{} names bincode",
            path.display()
        );
    }
}

#[test]
fn no_file_is_longer_than_it_should_be() {
    for (path, text) in sources() {
        let lines = text.lines().count();
        assert!(
            lines <= LONGEST,
            "{} has {lines} lines; make it two",
            path.display()
        );
    }
}

#[test]
fn nothing_stands_at_the_top_but_what_was_settled() {
    let settled = [
        "Cargo.lock",
        "Cargo.toml",
        "LICENSE",
        "README.md",
        "assets",
        "screenshots",
        "src",
        "target",
        "tests",
    ];
    let wrong: Vec<String> = fs::read_dir(root())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| !name.starts_with('.') && !settled.contains(&name.as_str()))
        .collect();
    // Failing cases of generated tests are kept beside the tests, not at the top.
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn paths_are_found_in_every_spelling() {
    let text = "use crate::store::{Store, View};\nuse crate::{\n    model::{self, Scope},\n    phone,\n};\n\
                // crate::cli is only mentioned\nfn f() -> crate::app::State { todo() }\n";
    let mut found = rooms_used(text);
    found.sort_unstable();
    let names: Vec<&str> = found.into_iter().map(|room| ROOMS[room]).collect();
    assert_eq!(names, ["phone", "model", "store", "app"]);
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Every source file with its text.
fn sources() -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    let mut folders = vec![root().join("src")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let text = fs::read_to_string(&path).unwrap();
                found.push((path, text));
            }
        }
    }
    assert!(!found.is_empty());
    found
}

/// The place in [`ROOMS`] of the room a file lies in.
fn room_of(path: &Path) -> Option<usize> {
    let inside = path.strip_prefix(root().join("src")).ok()?;
    let first = inside.components().next()?.as_os_str().to_str()?;
    place(first.trim_end_matches(".rs"))
}

fn place(name: &str) -> Option<usize> {
    ROOMS.iter().position(|room| *room == name)
}

/// The rooms named after `crate::`, alone or in braces.
fn rooms_used(text: &str) -> Vec<usize> {
    let code = without_comments(text);
    let mut used = Vec::new();
    for (at, _) in code.match_indices("crate::") {
        let rest = &code[at + "crate::".len()..];
        if let Some(group) = rest.strip_prefix('{') {
            used.extend(first_words(group).into_iter().filter_map(|word| place(&word)));
        } else {
            used.extend(place(&word_at(rest)));
        }
    }
    used
}

/// The first word of each member of a group, up to its closing brace.
fn first_words(group: &str) -> Vec<String> {
    let mut depth = 0_usize;
    let mut words = vec![word_at(group.trim_start())];
    for (at, letter) in group.char_indices() {
        match letter {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => words.push(word_at(group[at + 1..].trim_start())),
            _ => {}
        }
    }
    words
}

fn word_at(text: &str) -> String {
    text.chars()
        .take_while(|letter| letter.is_alphanumeric() || *letter == '_')
        .collect()
}

fn without_comments(text: &str) -> String {
    text.lines()
        .map(|line| line.split("//").next().unwrap_or_default())
        .collect::<Vec<_>>()
        .join("\n")
}

/// Whether a word stands in the code as a path begins: `redb::`.
fn names(code: &str, krate: &str) -> bool {
    code.match_indices(krate).any(|(at, _)| {
        let before = code[..at].chars().next_back();
        let after = &code[at + krate.len()..];
        let alone = before.is_none_or(|letter| !letter.is_alphanumeric() && letter != '_' && letter != '"');
        alone && (after.starts_with("::") || after.starts_with(';') && code[..at].ends_with("use "))
    })
}
