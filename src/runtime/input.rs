//! Keys and pasted text, read on a thread of their own: crossterm's read never returns once the terminal has gone.

use super::signals::{Control, end};
use crate::app::{Event, Key};
use crossbeam_channel::Sender;
use crossterm::event::{self as terminal, KeyCode, KeyEvent, KeyEventKind, KeyModifiers};
use signal_hook::consts::SIGHUP;
use std::io;
use std::thread;

/// Starts reading. The thread lives as long as the process.
pub fn listen(keys: Sender<Event>, control: Sender<Control>) -> io::Result<()> {
    thread::Builder::new().name("input".to_owned()).spawn(move || {
        loop {
            match terminal::read() {
                Ok(event) => {
                    if translate(event).is_some_and(|event| keys.send(event).is_err()) {
                        return;
                    }
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(_) => return end(&control, SIGHUP),
            }
        }
    })?;
    Ok(())
}

/// What the state machine hears of it. Sizes come with the signal, not from here.
fn translate(event: terminal::Event) -> Option<Event> {
    match event {
        terminal::Event::Key(key) if key.kind != KeyEventKind::Release => Some(Event::Key(pressed(key))),
        terminal::Event::Paste(text) => Some(Event::Paste(text)),
        _ => None,
    }
}

/// A character carries its shift already.
fn pressed(key: KeyEvent) -> Key {
    let modifiers = if matches!(key.code, KeyCode::Char(_)) {
        key.modifiers - KeyModifiers::SHIFT
    } else {
        key.modifiers
    };
    Key {
        code: key.code,
        modifiers,
    }
}
