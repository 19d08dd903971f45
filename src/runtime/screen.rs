//! Turns changed cells into the bytes of one frame. Writes nothing itself and asks the terminal nothing.
//!
//! The last gate before the terminal: whatever a cell holds, no control, bidi or zero-width character passes.

use ratatui::backend::{Backend, ClearType, WindowSize};
use ratatui::buffer::Cell;
use ratatui::layout::{Position, Size};
use ratatui::style::{Color, Modifier};
use std::collections::HashMap;
use std::convert::Infallible;
use std::io::Write;
use unicode_width::UnicodeWidthStr;

/// Begins and ends a frame that the terminal shows at once (DEC private mode 2026; ignored where it is unknown).
const FRAME: (&[u8], &[u8]) = (b"\x1b[?2026h", b"\x1b[?2026l");

/// Collects a frame.
#[derive(Debug, Default)]
pub struct Screen {
    size: Size,
    body: Vec<u8>,
    pen: Pen,
    /// Where the terminal's cursor is; None where a wide or joined symbol leaves that to the terminal.
    at: Option<Position>,
    cursor: Cursor,
    shown: Cursor,
    /// Where joined signs stand, and over how many columns.
    joined: HashMap<Position, usize>,
}

/// How the next cell is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Pen {
    fg: Color,
    bg: Color,
    modifier: Modifier,
}

/// The cursor that the person sees.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Cursor {
    visible: bool,
    position: Position,
}

impl Screen {
    /// For a terminal of this size whose cursor is hidden.
    pub fn new(size: Size) -> Self {
        Self {
            size,
            ..Self::default()
        }
    }

    /// The terminal has another size now.
    pub fn resize(&mut self, size: Size) {
        self.size = size;
        self.at = None;
        self.joined.clear();
    }

    /// The terminal was given away and came back: its cursor is hidden and anywhere.
    pub fn came_back(&mut self) {
        self.at = None;
        self.shown = Cursor::default();
    }

    /// The frame drawn since the last call; None where nothing has changed.
    pub fn take_frame(&mut self) -> Option<Vec<u8>> {
        let moved = self.cursor != self.shown && (self.cursor.visible || self.shown.visible);
        if self.body.is_empty() && !moved {
            return None;
        }
        self.set_pen(Pen::default());
        let mut frame = Vec::with_capacity(self.body.len() + 40);
        frame.extend_from_slice(FRAME.0);
        frame.append(&mut self.body);
        if self.cursor.visible {
            go_to(&mut frame, self.cursor.position);
            self.at = Some(self.cursor.position);
        }
        if self.cursor.visible != self.shown.visible {
            frame.extend_from_slice(if self.cursor.visible {
                b"\x1b[?25h"
            } else {
                b"\x1b[?25l"
            });
        }
        frame.extend_from_slice(FRAME.1);
        self.shown = self.cursor;
        Some(frame)
    }

    fn put(&mut self, position: Position, cell: &Cell) {
        self.move_to(position);
        self.set_pen(Pen {
            fg: cell.fg,
            bg: cell.bg,
            modifier: cell.modifier,
        });
        let joined = cell.symbol().chars().nth(1).is_some();
        let columns = cell.symbol().width();
        // Terminals differ in how many columns a joined sign takes: what it does not cover must not show what was there,
        // and when it goes, all that it may have covered goes.
        let gone = self.joined.remove(&position).unwrap_or(0);
        let now = if joined && columns > 1 { columns } else { 0 };
        if now > 0 {
            self.joined.insert(position, now);
        }
        if now.max(gone) > 0 {
            let room = usize::from(self.size.width.saturating_sub(position.x));
            self.body
                .extend(std::iter::repeat_n(b' ', now.max(gone).min(room)));
            go_to(&mut self.body, position);
        }
        let start = self.body.len();
        let mut letters = cell.symbol().chars().filter(|letter| harmless(*letter));
        let mut one = [0; 4];
        for letter in &mut letters {
            self.body
                .extend_from_slice(letter.encode_utf8(&mut one).as_bytes());
        }
        if self.body.len() == start {
            self.body.push(b' ');
        }
        let plain = !joined && columns == 1;
        let next = position.x.saturating_add(1);
        self.at = (plain && next < self.size.width).then_some(Position {
            x: next,
            y: position.y,
        });
    }

    fn move_to(&mut self, position: Position) {
        match self.at {
            Some(at) if at == position => {}
            Some(at) if at.y == position.y && at.x < position.x => {
                command(&mut self.body, &[position.x - at.x], 'C');
            }
            _ => go_to(&mut self.body, position),
        }
    }

    fn set_pen(&mut self, pen: Pen) {
        if pen == self.pen {
            return;
        }
        if pen == Pen::default() {
            self.body.extend_from_slice(b"\x1b[m");
            self.pen = pen;
            return;
        }
        let mut codes = Vec::new();
        if !pen.modifier.contains(self.pen.modifier) {
            codes.push(0);
            self.pen = Pen::default();
        }
        for (modifier, code) in MODIFIERS {
            if pen.modifier.contains(modifier) && !self.pen.modifier.contains(modifier) {
                codes.push(code);
            }
        }
        if pen.fg != self.pen.fg {
            colour(pen.fg, 30, &mut codes);
        }
        if pen.bg != self.pen.bg {
            colour(pen.bg, 40, &mut codes);
        }
        command(&mut self.body, &codes, 'm');
        self.pen = pen;
    }
}

impl Backend for Screen {
    type Error = Infallible;

    fn draw<'a, I>(&mut self, content: I) -> Result<(), Infallible>
    where
        I: Iterator<Item = (u16, u16, &'a Cell)>,
    {
        for (x, y, cell) in content {
            self.put(Position { x, y }, cell);
        }
        Ok(())
    }

    fn hide_cursor(&mut self) -> Result<(), Infallible> {
        self.cursor.visible = false;
        Ok(())
    }

    fn show_cursor(&mut self) -> Result<(), Infallible> {
        self.cursor.visible = true;
        Ok(())
    }

    fn get_cursor_position(&mut self) -> Result<Position, Infallible> {
        Ok(self.cursor.position)
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> Result<(), Infallible> {
        self.cursor.position = position.into();
        Ok(())
    }

    fn clear(&mut self) -> Result<(), Infallible> {
        self.clear_region(ClearType::All)
    }

    fn clear_region(&mut self, region: ClearType) -> Result<(), Infallible> {
        if region == ClearType::All {
            self.joined.clear();
        }
        self.set_pen(Pen::default());
        self.body.extend_from_slice(match region {
            ClearType::All => b"\x1b[2J",
            ClearType::AfterCursor => b"\x1b[0J",
            ClearType::BeforeCursor => b"\x1b[1J",
            ClearType::CurrentLine => b"\x1b[2K",
            ClearType::UntilNewLine => b"\x1b[0K",
        });
        Ok(())
    }

    fn size(&self) -> Result<Size, Infallible> {
        Ok(self.size)
    }

    fn window_size(&mut self) -> Result<WindowSize, Infallible> {
        Ok(WindowSize {
            columns_rows: self.size,
            pixels: Size::default(),
        })
    }

    fn flush(&mut self) -> Result<(), Infallible> {
        Ok(())
    }
}

/// Modifiers with their codes.
const MODIFIERS: [(Modifier, u16); 9] = [
    (Modifier::BOLD, 1),
    (Modifier::DIM, 2),
    (Modifier::ITALIC, 3),
    (Modifier::UNDERLINED, 4),
    (Modifier::SLOW_BLINK, 5),
    (Modifier::RAPID_BLINK, 6),
    (Modifier::REVERSED, 7),
    (Modifier::HIDDEN, 8),
    (Modifier::CROSSED_OUT, 9),
];

/// Adds the codes of a colour; `base` is 30 for the letters and 40 for the ground.
fn colour(colour: Color, base: u16, codes: &mut Vec<u16>) {
    let bright = base + 60;
    match colour {
        Color::Reset => codes.push(base + 9),
        Color::Black => codes.push(base),
        Color::Red => codes.push(base + 1),
        Color::Green => codes.push(base + 2),
        Color::Yellow => codes.push(base + 3),
        Color::Blue => codes.push(base + 4),
        Color::Magenta => codes.push(base + 5),
        Color::Cyan => codes.push(base + 6),
        Color::Gray => codes.push(base + 7),
        Color::DarkGray => codes.push(bright),
        Color::LightRed => codes.push(bright + 1),
        Color::LightGreen => codes.push(bright + 2),
        Color::LightYellow => codes.push(bright + 3),
        Color::LightBlue => codes.push(bright + 4),
        Color::LightMagenta => codes.push(bright + 5),
        Color::LightCyan => codes.push(bright + 6),
        Color::White => codes.push(bright + 7),
        Color::Indexed(index) => codes.extend([base + 8, 5, u16::from(index)]),
        Color::Rgb(red, green, blue) => {
            codes.extend([base + 8, 2, u16::from(red), u16::from(green), u16::from(blue)]);
        }
    }
}

fn go_to(bytes: &mut Vec<u8>, position: Position) {
    let (row, column) = (position.y.saturating_add(1), position.x.saturating_add(1));
    if column == 1 {
        command(bytes, &[row], 'H');
    } else {
        command(bytes, &[row, column], 'H');
    }
}

/// Writes `ESC [ numbers letter`; a lone 1 is what a terminal takes a missing number for, except for colours.
fn command(bytes: &mut Vec<u8>, numbers: &[u16], letter: char) {
    bytes.extend_from_slice(b"\x1b[");
    if numbers != [1] || letter == 'm' {
        for (place, number) in numbers.iter().enumerate() {
            let separator = if place == 0 { "" } else { ";" };
            // Writing to a vector cannot fail.
            let _ = write!(bytes, "{separator}{number}");
        }
    }
    let _ = write!(bytes, "{letter}");
}

/// Whether a character may reach the terminal: no control, no bidi control, nothing invisible but joiners and selectors
/// inside a symbol that is seen.
fn harmless(letter: char) -> bool {
    !letter.is_control()
        && !matches!(letter,
            '\u{61c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}')
}

#[cfg(test)]
#[allow(
    clippy::unwrap_used,
    reason = "tests stop at the first thing that does not hold"
)]
mod tests {
    use super::*;
    use ratatui::Terminal;
    use ratatui::style::{Style, Stylize};
    use ratatui::text::{Line, Span};

    fn terminal() -> Terminal<Screen> {
        Terminal::new(Screen::new(Size::new(20, 3))).unwrap()
    }

    fn frame(terminal: &mut Terminal<Screen>, line: Line<'_>) -> Option<String> {
        terminal
            .draw(|frame| frame.render_widget(line, frame.area()))
            .unwrap();
        terminal
            .backend_mut()
            .take_frame()
            .map(|bytes| String::from_utf8(bytes).unwrap())
    }

    #[test]
    fn a_frame_is_whole_and_an_unchanged_one_is_nothing() {
        let mut terminal = terminal();
        let first = frame(&mut terminal, Line::from("ab")).unwrap();
        assert_eq!(first, "\x1b[?2026h\x1b[Hab\x1b[?2026l");
        assert_eq!(frame(&mut terminal, Line::from("ab")), None);
    }

    #[test]
    fn styles_use_the_terminals_own_sixteen_colours_and_end_with_the_frame() {
        let mut terminal = terminal();
        let line = Line::from(vec![
            "a".cyan().bold(),
            Span::styled("b", Style::new().dark_gray()),
        ]);
        let drawn = frame(&mut terminal, line).unwrap();
        assert_eq!(drawn, "\x1b[?2026h\x1b[H\x1b[1;36ma\x1b[0;90mb\x1b[m\x1b[?2026l");
    }

    #[test]
    fn only_changed_cells_are_written() {
        let mut terminal = terminal();
        frame(&mut terminal, Line::from("abcdef")).unwrap();
        let second = frame(&mut terminal, Line::from("aXcdeY")).unwrap();
        assert_eq!(second, "\x1b[?2026h\x1b[1;2HX\x1b[3CY\x1b[?2026l");
    }

    #[test]
    fn nothing_hostile_passes_even_where_a_cell_holds_it() {
        let mut screen = Screen::new(Size::new(20, 1));
        let mut cell = Cell::default();
        cell.set_symbol("\x1b]0;x\x07\u{202e}\u{200b}\u{9b}a");
        screen.put(Position::ORIGIN, &cell);
        let drawn = String::from_utf8(screen.take_frame().unwrap()).unwrap();
        assert_eq!(drawn, "\x1b[?2026h\x1b[H        \x1b[H]0;xa\x1b[?2026l");
    }

    #[test]
    fn the_place_is_given_anew_after_a_wide_symbol() {
        let mut terminal = terminal();
        let drawn = frame(&mut terminal, Line::from("日本x")).unwrap();
        assert_eq!(drawn, "\x1b[?2026h\x1b[H日\x1b[1;3H本\x1b[1;5Hx\x1b[?2026l");
    }

    #[test]
    fn a_joined_sign_leaves_nothing_beside_it_where_a_terminal_draws_it_narrower() {
        let mut terminal = terminal();
        frame(&mut terminal, Line::from("abcd")).unwrap();
        let drawn = frame(&mut terminal, Line::from("वि|d")).unwrap();
        assert_eq!(drawn, "\x1b[?2026h\x1b[H  \x1b[Hवि\x1b[1;3H|\x1b[?2026l");
        let after = frame(&mut terminal, Line::from("  |d")).unwrap();
        assert!(after.starts_with("\x1b[?2026h\x1b[H  \x1b[H "), "{after:?}");
    }

    #[test]
    fn the_cursor_is_shown_moved_and_hidden_only_when_it_changes() {
        let mut terminal = terminal();
        let mut at = |place: Option<u16>| {
            terminal
                .draw(|frame| {
                    if let Some(x) = place {
                        frame.set_cursor_position((x, 0));
                    }
                })
                .unwrap();
            let bytes = terminal.backend_mut().take_frame();
            bytes.map(|bytes| String::from_utf8(bytes).unwrap())
        };
        assert_eq!(at(Some(3)).unwrap(), "\x1b[?2026h\x1b[1;4H\x1b[?25h\x1b[?2026l");
        assert_eq!(at(Some(3)), None);
        assert_eq!(at(Some(4)).unwrap(), "\x1b[?2026h\x1b[1;5H\x1b[?2026l");
        assert_eq!(at(None).unwrap(), "\x1b[?2026h\x1b[?25l\x1b[?2026l");
    }
}
