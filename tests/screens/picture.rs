//! What a state looks like, as text that a snapshot can hold and a person can read.

use audience::app::State;
use audience::ui;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::Buffer;
use ratatui::style::{Color, Modifier};

/// The cells of a state.
pub fn cells(state: &State) -> Buffer {
    let mut terminal = Terminal::new(TestBackend::new(state.size.0, state.size.1)).unwrap();
    terminal.draw(|frame| ui::draw(frame, state)).unwrap();
    terminal.backend().buffer().clone()
}

/// The text of a state, line by line.
pub fn text(state: &State) -> String {
    lines(&cells(state)).join("\n")
}

/// The text of each line. The second cell of a wide sign is no part of it.
pub fn lines(buffer: &Buffer) -> Vec<String> {
    let rows = buffer.area.top()..buffer.area.bottom();
    rows.map(|row| {
        let mut line = String::new();
        let mut column = 0;
        while column < buffer.area.right() {
            let symbol = buffer[(column, row)].symbol();
            line.push_str(symbol);
            column += u16::try_from(ui::width::width(symbol)).unwrap().max(1);
        }
        line
    })
    .collect()
}

/// Text, and below each line the looks of its cells: `r` reversed, `b` bold, `d` dim, `u` underlined, `c` coloured.
pub fn looks(state: &State) -> String {
    let buffer = cells(state);
    let mut out = Vec::new();
    for (row, line) in lines(&buffer).into_iter().enumerate() {
        let row = u16::try_from(row).unwrap();
        let looks: String = (0..buffer.area.width)
            .map(|column| look(&buffer, column, row))
            .collect();
        out.push(line);
        out.push(looks.trim_end().to_owned());
    }
    out.join("\n")
}

fn look(buffer: &Buffer, column: u16, row: u16) -> char {
    let style = buffer[(column, row)].style();
    let has = |modifier| style.add_modifier.contains(modifier);
    if has(Modifier::REVERSED) {
        'r'
    } else if has(Modifier::UNDERLINED) {
        'u'
    } else if has(Modifier::BOLD) {
        'b'
    } else if style.fg.is_some_and(|colour| colour != Color::Reset) {
        'c'
    } else if has(Modifier::DIM) {
        'd'
    } else {
        ' '
    }
}
