//! Whatever stands in the data, the terminal gets letters, marks and the program's own commands, nothing else.

use super::session::{Session, keys};
use super::world;

/// Titles, colours, cursor moves, line ends, bidi overrides, invisible and joining characters, C1 controls.
const NAMES: [&str; 8] = [
    "Ana \u{1b}]0;taken over\u{7} Title",
    "Bea \u{1b}[31mred\u{1b}[2J",
    "Cid \u{202e}gnirts\u{202c} \u{2066}in\u{2069}",
    "Dia \u{200b}zero\u{200d}width\u{feff}\u{2060}",
    "Eva \u{9b}31m\u{9d}0;c1\u{9c}",
    "Fay line\r\nbreak\tand\u{b}tab\u{2028}",
    "Gil \u{8}\u{8}\u{8}\u{7f}back",
    "Hua \u{e0041}tag\u{61c}mark\u{fff9}note",
];

#[test]
fn hostile_names_never_reach_the_terminal() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("sh\u{202e}op\u{1b}[31m.redb");
    {
        let store = world::open(&path);
        let list = world::list(&store, "A \u{202e}list");
        for (number, name) in (0..).zip(NAMES) {
            world::contact(&store, list, name, number);
        }
        world::segment(&store, list, "A \u{200f}segment");
    }
    let mut session = Session::start(&path, (120, 36));
    for name in ["Ana", "Bea", "Cid", "Dia", "Eva", "Fay", "Gil", "Hua"] {
        session.wait_for(name);
    }
    session.send(keys::ENTER);
    session.send("/");
    session.paste("Be\u{202e}\u{7}a");
    session.wait_for("found");
    session.send(keys::ESC);
    session.wait_until_gone("/ Be");
    session.resize(80, 24);
    session.send("q");
    assert!(session.wait_for_end().success());
    let shown = String::from_utf8(session.since(0)).expect("the terminal gets UTF-8");
    let left = without_commands(&shown);
    let hostile: Vec<char> = left
        .chars()
        .filter(|letter| {
            letter.is_control()
                || matches!(letter, '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
                    | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
        })
        .collect();
    assert!(hostile.is_empty(), "{hostile:?}");
}

/// The text with the program's own commands taken out: `ESC [` with numbers, and one of the letters that it uses.
fn without_commands(shown: &str) -> String {
    let mut left = String::new();
    let mut rest = shown;
    while let Some(at) = rest.find('\x1b') {
        left.push_str(&rest[..at]);
        let command = rest[at..]
            .strip_prefix("\x1b[")
            .expect("only commands that begin with ESC [");
        let numbers = command
            .find(|letter: char| !letter.is_ascii_digit() && letter != ';' && letter != '?')
            .unwrap();
        let letter = command[numbers..].chars().next().unwrap();
        assert!("HCmhlJ".contains(letter), "ESC [ … {letter}");
        rest = &command[numbers + 1..];
    }
    left.push_str(rest);
    left
}
