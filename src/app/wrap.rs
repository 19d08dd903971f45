//! Text broken into lines of a width, between words where it can be.

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// The text in lines of at most so many columns; a longer word is broken inside. Never empty.
pub fn wrap(text: &str, columns: usize) -> Vec<String> {
    let columns = columns.max(1);
    let mut lines = Vec::new();
    let mut line = String::new();
    let mut taken = 0;
    for word in text.split_whitespace() {
        let wide = width(word);
        if taken > 0 && taken + 1 + wide <= columns {
            line.push(' ');
            taken += 1;
        } else if taken > 0 {
            lines.push(std::mem::take(&mut line));
            taken = 0;
        }
        for grapheme in word.graphemes(true) {
            let more = grapheme.width();
            if taken > 0 && taken + more > columns {
                lines.push(std::mem::take(&mut line));
                taken = 0;
            }
            line.push_str(grapheme);
            taken += more;
        }
    }
    lines.push(line);
    lines
}

/// Columns of a word, as its graphemes are drawn.
fn width(word: &str) -> usize {
    word.graphemes(true).map(UnicodeWidthStr::width).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_break_between_words() {
        assert_eq!(wrap("one two three", 7), ["one two", "three"]);
        assert_eq!(wrap("", 3), [""]);
    }

    #[test]
    fn long_words_are_broken() {
        assert_eq!(wrap("abcdefgh", 3), ["abc", "def", "gh"]);
        assert_eq!(wrap("李小龍", 4), ["李小", "龍"]);
    }
}
