//! The keys that help names over a popup are those that do something there, and those that stand on its lowest line.

use super::picture::text;
use super::world::World;
use audience::app::{Event, Key, Popup};
use audience::model::FieldId;
use crossterm::event::{KeyCode, KeyModifiers};

/// How each popup is opened, and what puts it where the keys of its help have something to do.
const POPUPS: &[(&str, &[&str])] = &[
    ("?", &[]),
    ("m", &[]),
    (":", &[]),
    ("C-p", &[]),
    ("s", &[]),
    ("=", &["Down", "> 0 >"]),
    ("#", &[]),
    ("# n", &[]),
    (",", &[]),
    ("y", &[]),
    ("b", &[]),
    ("d", &[]),
    ("a", &[]),
    ("i", &[]),
    ("H", &[]),
    ("h h n", &[]),
    ("h h j d", &[]),
    ("h h v", &["v", "v j"]),
    ("h h j >", &[]),
    ("h h j l j c", &[]),
    (
        "n",
        &[
            "o r d e r s > 1 Esc",
            "o r d e r s > 1 Esc Tab",
            "o r d e r s > 1 Esc Tab & Down",
            "o r",
            "o r Down",
            "o r C-_",
        ],
    ),
];

/// What is tried before each key, so that it need not be where there is nothing left to do.
const BEFORE: &[&str] = &[
    "",
    "Down",
    "Down Down",
    "Down Down Down Up",
    "a b",
    "a b Left",
    "/ e",
    "Right",
    "G",
];

/// A key as help writes it, as a flow presses it; None where it stands for any.
fn pressed(key: &str) -> Option<String> {
    let arrow = match key {
        "↓" => "Down",
        "↑" => "Up",
        "←" => "Left",
        "→" => "Right",
        "PgDn" => "PageDown",
        "PgUp" => "PageUp",
        "Shift-Tab" => "BackTab",
        "Del" => "Delete",
        "a" | "letter" => return None,
        other => other,
    };
    Some(match arrow.strip_prefix("Ctrl-") {
        Some(letter) => format!("C-{}", letter.to_lowercase()),
        None => arrow.to_owned(),
    })
}

fn opened(keys: &str, before: &str) -> World {
    let mut world = World::new((120, 36), 60);
    let mut field = world.catalogue.fields[0].clone();
    field.id = FieldId(2);
    field.label = "Hat size".to_owned();
    world.catalogue.fields.push(field);
    world.catalogue.generation += 1;
    let generation = world.catalogue.generation;
    world.event(Event::Moved(generation));
    world.journal = [2, 1]
        .map(|id| super::undo::entry(id, "ana", "edit contact", 1))
        .to_vec();
    world.press(keys).press(before);
    world
}

fn does_something(keys: &str, before: &str, key: &str) -> bool {
    let mut world = opened(keys, before);
    if world.state.popups.is_empty() {
        return false;
    }
    let seen = |world: &World| {
        (
            format!("{:?}", world.state.popups),
            world.seen.len(),
            world.changes.len(),
        )
    };
    let was = seen(&world);
    match key {
        "Space" | "C-space" => {
            world.event(Event::Key(Key {
                code: KeyCode::Char(' '),
                modifiers: if key == "Space" {
                    KeyModifiers::NONE
                } else {
                    KeyModifiers::CONTROL
                },
            }));
        }
        _ => {
            world.press(key);
        }
    }
    seen(&world) != was
}

#[test]
fn every_key_that_help_names_over_a_popup_does_something_there() {
    let mut idle = Vec::new();
    for (open, more) in POPUPS {
        let world = opened(open, "");
        let popup = world
            .state
            .popups
            .last()
            .unwrap_or_else(|| panic!("{open} opens nothing"));
        for (keys, words) in popup.own_keys() {
            if *keys == "a letter" {
                continue;
            }
            for key in keys.split(' ').filter_map(pressed) {
                let mut before = BEFORE.iter().chain(*more);
                if !before.any(|before| does_something(open, before, &key)) {
                    idle.push(format!("{open}: {key} ({words})"));
                }
            }
        }
    }
    assert_eq!(idle, Vec::<String>::new());
}

#[test]
fn help_names_every_key_on_the_lowest_line_of_a_popup() {
    let mut missing = Vec::new();
    for (open, _) in POPUPS {
        let world = opened(open, "");
        let screen = text(&world.state);
        let popup = world.state.popups.last().unwrap();
        if matches!(popup, Popup::Menu(_) | Popup::Confirm(_)) || world.state.popups.len() > 1 {
            continue;
        }
        let line = screen
            .lines()
            .rev()
            .find(|line| line.contains("└─ "))
            .unwrap_or_default();
        let hints = line.split("└─ ").nth(1).unwrap_or_default();
        let named: Vec<&str> = popup
            .own_keys()
            .iter()
            .flat_map(|(keys, _)| keys.split(' '))
            .collect();
        let hints = hints.split(['─', '┘']).next().unwrap_or_default();
        for hint in hints.trim().split("  ") {
            let key = hint.split(' ').next().unwrap_or_default().trim();
            let keys: Vec<&str> = if key == "↑↓" {
                vec!["↑", "↓"]
            } else {
                vec![key]
            };
            for key in keys
                .into_iter()
                .filter(|key| !key.is_empty() && !named.contains(key))
            {
                missing.push(format!("{open}: {key} in “{hint}”"));
            }
        }
    }
    assert_eq!(missing, Vec::<String>::new());
}
