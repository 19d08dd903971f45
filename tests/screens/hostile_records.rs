//! Records made to harm, drawn on every screen: nothing panics, nothing forbidden is drawn, every line stays where it is.
//! Some of them here; `AUDIENCE_HOSTILE=100000` draws so many.

use super::hostile::{holds, poisoned, stays_inside};
use super::picture;
use super::world::World;

/// What texts are made of: controls, escape sequences, bidi, what is invisible, marks without a letter, what is wide or
/// joined, tags, scripts of all directions.
const PIECES: [&str; 28] = [
    "\u{1b}[2J",
    "\u{1b}]0;x\u{7}",
    "\u{9b}31m",
    "\u{0}\u{8}\u{7f}",
    "\r\n",
    "\t\u{b}\u{85}",
    "\u{2028}",
    "\u{202e}gnirts",
    "\u{2066}in\u{2069}",
    "\u{200f}\u{200e}\u{61c}",
    "\u{200b}\u{feff}\u{2060}",
    "\u{200d}\u{200c}",
    "\u{301}\u{302}",
    "e\u{301}\u{336}\u{489}\u{20dd}",
    "👩\u{200d}👩\u{200d}👧\u{200d}👦",
    "🏳\u{fe0f}\u{200d}🌈",
    "👍🏽❤\u{fe0f}🇵🇹",
    "\u{1f1f5}",
    "李小龍",
    "ｆｕｌｌ한글",
    "﷽𒐫꧅",
    "عمر حداد",
    "שלום",
    "\u{e0001}\u{e0041}",
    "\u{fff9}x\u{fffb}\u{3164}\u{115f}",
    "\u{ad}\u{180e}\u{34f}",
    "Ana ",
    "x",
];

/// Texts, always the same from the same number.
struct Texts(u64);

impl Texts {
    fn any(&mut self, below: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from((self.0 >> 33) % below as u64).unwrap()
    }

    fn next(&mut self) -> String {
        let piece = PIECES[self.any(PIECES.len())];
        if self.any(200) == 0 {
            return piece.repeat(10_000 / piece.chars().count());
        }
        let pieces = 1 + self.any(12);
        (0..pieces).map(|_| PIECES[self.any(PIECES.len())]).collect()
    }
}

/// Records in one world.
const TOGETHER: usize = 60;

#[test]
fn records_made_to_harm_are_drawn_on_every_screen() {
    let wanted = std::env::var("AUDIENCE_HOSTILE").ok();
    let wanted: usize = wanted.map_or(600, |number| number.parse().unwrap());
    let sizes = [(120, 36), (80, 24), (160, 40), (40, 12)];
    let mut texts = Texts(7);
    for round in 0..wanted.div_ceil(TOGETHER) {
        let size = sizes[round % sizes.len()];
        let each: Vec<String> = (0..TOGETHER).map(|_| texts.next()).collect();
        for keys in ["", "G", "h", "h h j", "Enter", "Enter C-d", "Enter G", "?"] {
            let (mut world, mut plain) = (poisoned(size, &each), World::new(size, 60));
            holds(world.press(keys), plain.press(keys));
            only_what_is_allowed(&world);
        }
        for keys in [
            "m",
            "h m",
            "h h j m",
            "C-p",
            "C-p x",
            "e",
            "y",
            "d",
            "h h j e",
            "h h j d",
            "n",
            "s",
            "#",
            "# e",
            "=",
            "H",
            "D",
            "D f f f f",
            "D Tab e",
            ":",
            ",",
            "L",
            "h h j l j w",
            "h h j l j e",
        ] {
            let mut world = poisoned(size, &each);
            world.press(keys);
            stays_inside(&world);
            only_what_is_allowed(&world);
        }
    }
}

/// No control, no bidi control, nothing invisible but joiners and selectors.
fn only_what_is_allowed(world: &World) {
    let shown = picture::text(&world.state);
    let harmful = shown.chars().find(|letter| {
        (letter.is_control() && *letter != '\n')
            || matches!(letter, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}'
                | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}'
                | '\u{e0000}'..='\u{e007f}')
    });
    assert_eq!(harmful, None, "{shown:?}");
}
