//! What a key costs on the wire: a cursor key repaints two rows and nothing else.

use super::world::World;
use audience::app::State;
use audience::ui;
use ratatui::Terminal;
use ratatui::backend::CrosstermBackend;
use ratatui::layout::Rect;
use ratatui::{TerminalOptions, Viewport};
use std::cell::RefCell;
use std::io::{self, Write};
use std::rc::Rc;

#[derive(Clone, Default)]
struct Wire(Rc<RefCell<Vec<u8>>>);

impl Write for Wire {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A terminal that keeps what is written to it.
struct Line {
    wire: Wire,
    terminal: Terminal<CrosstermBackend<Wire>>,
}

impl Line {
    fn new(size: (u16, u16)) -> Self {
        let wire = Wire::default();
        let options = TerminalOptions {
            viewport: Viewport::Fixed(Rect::new(0, 0, size.0, size.1)),
        };
        let terminal = Terminal::with_options(CrosstermBackend::new(wire.clone()), options).unwrap();
        Self { wire, terminal }
    }

    fn cost(&mut self, state: &State) -> usize {
        self.wire.0.borrow_mut().clear();
        self.terminal.draw(|frame| ui::draw(frame, state)).unwrap();
        self.wire.0.borrow().len()
    }
}

#[test]
fn a_cursor_key_costs_less_than_300_bytes() {
    let mut world = World::new((120, 40), 1_000);
    let mut line = Line::new((120, 40));
    let first = line.cost(&world.state);
    assert!(first < 8_000, "first screen: {first} bytes");
    for _ in 0..20 {
        let cost = line.cost(&world.press("j").state);
        assert!(cost < 300 - 16, "{cost} bytes");
    }
    let page = line.cost(&world.press("PageDown").state);
    assert!(page < 5_000, "page: {page} bytes");
    let nothing = line.cost(&world.state);
    assert!(nothing < 40, "the same screen again: {nothing} bytes");
}
