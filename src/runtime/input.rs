//! Keys, pasted text and the mouse, read on a thread of their own: crossterm's read never returns once the terminal has gone.

use super::clicks::Clicks;
use super::signals::{Control, end};
use crate::app::{Event, Key};
use crossbeam_channel::Sender;
use crossterm::event::{self as terminal, KeyCode, KeyEvent, KeyEventKind, KeyModifiers};
use signal_hook::consts::SIGHUP;
use std::io;
use std::thread;
use std::time::Instant;

/// Starts reading. The thread lives as long as the process.
pub fn listen(keys: Sender<Event>, control: Sender<Control>) -> io::Result<()> {
    thread::Builder::new().name("input".to_owned()).spawn(move || {
        let mut clicks = Clicks::default();
        loop {
            match terminal::read() {
                Ok(event) => {
                    if translate(event, &mut clicks).is_some_and(|event| keys.send(event).is_err()) {
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
fn translate(event: terminal::Event, clicks: &mut Clicks) -> Option<Event> {
    match event {
        terminal::Event::Key(key) if key.kind != KeyEventKind::Release => Some(Event::Key(pressed(key))),
        terminal::Event::Paste(text) => Some(Event::Paste(text)),
        terminal::Event::Mouse(mouse) => clicks.take(mouse, Instant::now()).map(Event::Mouse),
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
