//! Cells to draw on. Every text is cleaned and cut here, and nothing is ever drawn outside: no screen can break another,
//! whatever a name holds and whatever size the terminal has just taken.

use super::clean::clean;
use super::width;
use crate::app::Theme;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;

/// A frame's cells, with the theme they are drawn in.
pub struct Canvas<'a> {
    /// The styles.
    pub theme: Theme,
    cells: &'a mut Buffer,
    cursor: Option<Position>,
}

impl<'a> Canvas<'a> {
    /// On the cells of one frame.
    pub fn new(cells: &'a mut Buffer, theme: Theme) -> Self {
        Self {
            theme,
            cells,
            cursor: None,
        }
    }

    /// The cells there are.
    pub fn area(&self) -> Rect {
        self.cells.area
    }

    /// Where the terminal's cursor is to stand, if anywhere.
    pub fn cursor(&self) -> Option<Position> {
        self.cursor
    }

    /// Puts the terminal's cursor somewhere.
    pub fn set_cursor(&mut self, column: u16, row: u16) {
        let at = Position::new(column, row);
        if self.cells.area.contains(at) {
            self.cursor = Some(at);
        }
    }

    /// The text that had the cursor is covered.
    pub fn hide_cursor(&mut self) {
        self.cursor = None;
    }

    /// Draws a text from a place on, cut to so many columns; says how many it took.
    pub fn text(&mut self, column: u16, row: u16, columns: u16, text: &str, style: Style) -> u16 {
        let area = self.cells.area;
        if row < area.top() || row >= area.bottom() || column < area.left() || column >= area.right() {
            return 0;
        }
        let columns = columns.min(area.right() - column);
        let shown = shown(text, usize::from(columns));
        // Nothing of what lay below shines through: a title on a dim line is not dim.
        let style = Style::reset().patch(style);
        let (end, _) = self
            .cells
            .set_stringn(column, row, &shown, usize::from(columns), style);
        end - column
    }

    /// Draws a text that ends at the right edge of a stretch of columns.
    pub fn text_right(&mut self, column: u16, row: u16, columns: u16, text: &str, style: Style) {
        let shown = shown(text, usize::from(columns));
        let free = usize::from(columns).saturating_sub(width::width(&shown));
        let free = u16::try_from(free).unwrap_or(columns);
        self.text(column + free, row, columns - free, &shown, style);
    }

    /// Styles a stretch without changing its text.
    pub fn style(&mut self, area: Rect, style: Style) {
        self.cells.set_style(area.intersection(self.cells.area), style);
    }

    /// One sign, such as a piece of line.
    pub fn sign(&mut self, column: u16, row: u16, sign: char, style: Style) {
        if let Some(cell) = self.cells.cell_mut((column, row)) {
            cell.set_char(sign).set_style(Style::reset().patch(style));
        }
    }

    /// Empties an area. A wide sign that reached into it from the left goes too, so that edges stay whole.
    pub fn clear(&mut self, area: Rect) {
        let area = area.intersection(self.cells.area);
        for row in area.top()..area.bottom() {
            if let Some(before) = area.left().checked_sub(1)
                && let Some(cell) = self.cells.cell_mut((before, row))
                && width::width(cell.symbol()) > 1
            {
                cell.set_symbol(" ");
            }
            for column in area.left()..area.right() {
                if let Some(cell) = self.cells.cell_mut((column, row)) {
                    cell.reset();
                }
            }
        }
    }
}

/// What is drawn of a text: no more of it is looked at than could ever fit.
fn shown(text: &str, columns: usize) -> String {
    let enough = text
        .char_indices()
        .nth((columns + 1) * 16)
        .and_then(|(end, _)| text.get(..end))
        .unwrap_or(text);
    width::cut(&clean(enough), columns)
}
