//! A terminal's screen as an SVG picture: text in cells of one size, lines drawn as lines, no font embedded.

use std::fmt::Write;

/// A cell's width and height in whole pixels, so that no seam shows, and where the text stands in it.
const CELL: (f64, f64) = (8.0, 17.0);
const BASELINE: f64 = 13.0;
const MARGIN: f64 = 12.0;

const GROUND: &str = "#15171c";
const LETTERS: &str = "#d3d7de";
/// The 16 colours of a calm dark terminal.
const COLOURS: [&str; 16] = [
    "#1d1f25", "#e06c75", "#98c379", "#e5c07b", "#61afef", "#c678dd", "#56b6c2", "#abb2bf", "#6b7280",
    "#ef8b93", "#b4d99a", "#f0d399", "#85c3f7", "#d79bea", "#7fcfd9", "#f2f4f7",
];

/// How a stretch of cells looks.
#[derive(Clone, PartialEq, Eq)]
struct Look {
    letters: String,
    ground: Option<String>,
    bold: bool,
    dim: bool,
    italic: bool,
    underlined: bool,
}

/// The picture of a screen.
pub fn picture(screen: &vt100::Screen, title: &str) -> String {
    let (rows, columns) = screen.size();
    let width = f64::from(columns) * CELL.0 + 2.0 * MARGIN;
    let height = f64::from(rows) * CELL.1 + 2.0 * MARGIN;
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width:.1} {height:.1}\" width=\"{width:.0}\" \
         height=\"{height:.0}\" role=\"img\">\n<title>{}</title>\n\
         <rect width=\"100%\" height=\"100%\" rx=\"8\" fill=\"{GROUND}\"/>\n\
         <g font-family=\"ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace\" font-size=\"13.3\" \
         xml:space=\"preserve\">\n",
        escaped(title)
    );
    for row in 0..rows {
        line(&mut svg, screen, row, columns);
    }
    svg.push_str("</g>\n</svg>\n");
    svg
}

/// One row: stretches of the same look; a wide or drawn cell is a stretch of its own, so that no font moves the rest.
fn line(svg: &mut String, screen: &vt100::Screen, row: u16, columns: u16) {
    let mut column = 0;
    while column < columns {
        let Some(cell) = screen.cell(row, column) else {
            break;
        };
        let look = look_of(cell);
        let cells = if cell.is_wide() { 2 } else { 1 };
        let mut text = shown(cell);
        let mut end = column + cells;
        if text.is_ascii() {
            while let Some(next) = screen.cell(row, end).filter(|_| end < columns) {
                if look_of(next) != look || !next.contents().is_ascii() {
                    break;
                }
                text.push_str(&shown(next));
                end += 1;
            }
        }
        stretch(svg, &look, &text, (column, row), end - column);
        column = end;
    }
}

fn shown(cell: &vt100::Cell) -> String {
    if cell.has_contents() {
        cell.contents().to_owned()
    } else {
        " ".to_owned()
    }
}

fn stretch(svg: &mut String, look: &Look, text: &str, (column, row): (u16, u16), cells: u16) {
    let (x, y) = (
        MARGIN + f64::from(column) * CELL.0,
        MARGIN + f64::from(row) * CELL.1,
    );
    let width = f64::from(cells) * CELL.0;
    if let Some(ground) = &look.ground {
        let _ = writeln!(
            svg,
            "<rect x=\"{x:.1}\" y=\"{y:.1}\" width=\"{width:.1}\" height=\"{:.1}\" fill=\"{ground}\"/>",
            CELL.1
        );
    }
    if text.trim().is_empty() {
        return;
    }
    if let Some(arms) = arms(text) {
        drawn(svg, look, arms, (x, y));
        return;
    }
    let mut style = String::new();
    if look.bold {
        style.push_str(" font-weight=\"bold\"");
    }
    if look.dim {
        style.push_str(" opacity=\"0.62\"");
    }
    if look.italic {
        style.push_str(" font-style=\"italic\"");
    }
    if look.underlined {
        style.push_str(" text-decoration=\"underline\"");
    }
    let kept = text.trim_end();
    let length = kept.chars().count() as f64 * CELL.0;
    let length = if cells == 2 && kept.chars().count() == 1 {
        width
    } else {
        length
    };
    let _ = writeln!(
        svg,
        "<text x=\"{x:.1}\" y=\"{:.1}\" textLength=\"{length:.1}\" lengthAdjust=\"spacingAndGlyphs\" \
         fill=\"{}\"{style}>{}</text>",
        y + BASELINE,
        look.letters,
        escaped(kept)
    );
}

/// Which arms a line-drawing character has: up, right, down, left.
fn arms(text: &str) -> Option<[bool; 4]> {
    let of = |bits: u8| Some([bits & 8 != 0, bits & 4 != 0, bits & 2 != 0, bits & 1 != 0]);
    match text {
        "│" => of(0b1010),
        "─" => of(0b0101),
        "┌" | "╭" => of(0b0110),
        "┐" | "╮" => of(0b0011),
        "└" | "╰" => of(0b1100),
        "┘" | "╯" => of(0b1001),
        "├" => of(0b1110),
        "┤" => of(0b1011),
        "┬" => of(0b0111),
        "┴" => of(0b1101),
        "┼" => of(0b1111),
        _ => None,
    }
}

fn drawn(svg: &mut String, look: &Look, arms: [bool; 4], (x, y): (f64, f64)) {
    let (middle_x, middle_y) = (x + CELL.0 / 2.0, y + CELL.1 / 2.0);
    let ends = [
        (middle_x, y),
        (x + CELL.0, middle_y),
        (middle_x, y + CELL.1),
        (x, middle_y),
    ];
    let mut path = String::new();
    for ((end_x, end_y), _) in ends.iter().zip(arms).filter(|(_, arm)| *arm) {
        let _ = write!(path, "M{middle_x:.1} {middle_y:.1}L{end_x:.1} {end_y:.1}");
    }
    let opacity = if look.dim { " opacity=\"0.62\"" } else { "" };
    let _ = writeln!(
        svg,
        "<path d=\"{path}\" stroke=\"{}\" stroke-width=\"1.1\" stroke-linecap=\"square\" fill=\"none\"{opacity}/>",
        look.letters
    );
}

fn look_of(cell: &vt100::Cell) -> Look {
    let letters = colour(cell.fgcolor()).unwrap_or_else(|| LETTERS.to_owned());
    let ground = colour(cell.bgcolor());
    let (letters, ground) = if cell.inverse() {
        (ground.unwrap_or_else(|| GROUND.to_owned()), Some(letters))
    } else {
        (letters, ground)
    };
    Look {
        letters,
        ground,
        bold: cell.bold(),
        dim: cell.dim(),
        italic: cell.italic(),
        underlined: cell.underline(),
    }
}

fn colour(colour: vt100::Color) -> Option<String> {
    match colour {
        vt100::Color::Default => None,
        vt100::Color::Idx(index) => COLOURS.get(usize::from(index)).map(|found| (*found).to_owned()),
        vt100::Color::Rgb(red, green, blue) => Some(format!("#{red:02x}{green:02x}{blue:02x}")),
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}
