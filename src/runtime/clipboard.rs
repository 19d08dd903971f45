//! The sequence that puts a text into the clipboard of the terminal one sits at (OSC 52): no program on the server, no
//! question, no answer. tmux and screen pass it on when it stands in a wrapping of theirs.

/// The most bytes that screen takes in one wrapping.
const SCREEN: usize = 240;

/// The bytes to write; `variable` gives an environment variable.
pub fn sequence(text: &str, variable: impl Fn(&str) -> Option<String>) -> Vec<u8> {
    let plain = format!("\x1b]52;c;{}\x07", base64(text.as_bytes()));
    let is_set = |name| variable(name).is_some_and(|value| !value.is_empty());
    if is_set("TMUX") {
        // Where tmux keeps the clipboard itself it takes the plain one, else it passes the other on.
        let wrapped = format!("\x1bPtmux;{}\x1b\\", plain.replace('\x1b', "\x1b\x1b"));
        return (plain + &wrapped).into_bytes();
    }
    if is_set("STY") {
        let parts = plain.as_bytes().chunks(SCREEN);
        return parts
            .flat_map(|part| [b"\x1bP", part, b"\x1b\\"].concat())
            .collect();
    }
    plain.into_bytes()
}

/// RFC 4648, with `=` at the end.
fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for three in bytes.chunks(3) {
        let number = (0..3).fold(0_u32, |number, at| {
            (number << 8) | u32::from(three.get(at).copied().unwrap_or(0))
        });
        for at in 0..4 {
            let letter = LETTERS.get((number >> (18 - 6 * at)) as usize & 63);
            let there = at <= three.len();
            text.push(letter.filter(|_| there).map_or('=', |letter| char::from(*letter)));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn within(name: &'static str) -> impl Fn(&str) -> Option<String> {
        move |asked| (asked == name).then(|| "1".to_owned())
    }

    #[test]
    fn base64_as_in_its_standard() {
        let shown = ["", "f", "fo", "foo", "foob", "fooba", "foobar"].map(|text| base64(text.as_bytes()));
        let expected = ["", "Zg==", "Zm8=", "Zm9v", "Zm9vYg==", "Zm9vYmE=", "Zm9vYmFy"];
        assert_eq!(shown, expected);
    }

    #[test]
    fn tmux_and_screen_pass_it_on() {
        assert_eq!(sequence("foo", |_| None), b"\x1b]52;c;Zm9v\x07");
        let tmux = sequence("foo", within("TMUX"));
        assert_eq!(tmux, b"\x1b]52;c;Zm9v\x07\x1bPtmux;\x1b\x1b]52;c;Zm9v\x07\x1b\\");
        assert_eq!(sequence("foo", within("STY")), b"\x1bP\x1b]52;c;Zm9v\x07\x1b\\");
        let long = sequence(&"x".repeat(600), within("STY"));
        let parts = long.windows(2).filter(|two| two == b"\x1bP").count();
        assert_eq!(parts, 4);
    }
}
