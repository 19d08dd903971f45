//! What of two values is the same and what is not, sign by sign.

use unicode_segmentation::UnicodeSegmentation;

/// A stretch of a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// Its text.
    pub text: String,
    /// The other value does not have it here.
    pub differs: bool,
}

/// Longer values are marked as a whole.
const LONGEST: usize = 200;

/// Both values in pieces.
pub fn pieces(one: &str, other: &str) -> [Vec<Piece>; 2] {
    if one == other {
        return [one, other].map(|text| whole(text, false));
    }
    let [left, right] = [one, other].map(|text| text.graphemes(true).take(LONGEST + 1).collect::<Vec<_>>());
    if left.is_empty() || right.is_empty() || left.len() > LONGEST || right.len() > LONGEST {
        return [one, other].map(|text| whole(text, true));
    }
    let common = common(&left, &right);
    [side(&left, &common.0), side(&right, &common.1)]
}

fn whole(text: &str, differs: bool) -> Vec<Piece> {
    let text = text.to_owned();
    if text.is_empty() {
        Vec::new()
    } else {
        vec![Piece { text, differs }]
    }
}

/// Which signs of either belong to their longest common sequence.
fn common(left: &[&str], right: &[&str]) -> (Vec<bool>, Vec<bool>) {
    let wide = right.len() + 1;
    let mut best = vec![0_u16; (left.len() + 1) * wide];
    let at = |best: &[u16], row: usize, column: usize| best.get(row * wide + column).copied().unwrap_or(0);
    for (row, one) in left.iter().enumerate().rev() {
        for (column, other) in right.iter().enumerate().rev() {
            let value = if one == other {
                at(&best, row + 1, column + 1) + 1
            } else {
                at(&best, row + 1, column).max(at(&best, row, column + 1))
            };
            if let Some(cell) = best.get_mut(row * wide + column) {
                *cell = value;
            }
        }
    }
    let (mut ours, mut theirs) = (vec![false; left.len()], vec![false; right.len()]);
    let (mut row, mut column) = (0, 0);
    while let (Some(one), Some(other)) = (left.get(row), right.get(column)) {
        if one == other {
            if let (Some(our), Some(their)) = (ours.get_mut(row), theirs.get_mut(column)) {
                (*our, *their) = (true, true);
            }
            (row, column) = (row + 1, column + 1);
        } else if at(&best, row + 1, column) >= at(&best, row, column + 1) {
            row += 1;
        } else {
            column += 1;
        }
    }
    (ours, theirs)
}

fn side(signs: &[&str], common: &[bool]) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    for (sign, same) in signs.iter().zip(common) {
        match pieces.last_mut() {
            Some(last) if last.differs != *same => last.text.push_str(sign),
            _ => pieces.push(Piece {
                text: (*sign).to_owned(),
                differs: !same,
            }),
        }
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marked(pieces: &[Piece]) -> String {
        let each = pieces.iter().map(|piece| {
            if piece.differs {
                format!("[{}]", piece.text)
            } else {
                piece.text.clone()
            }
        });
        each.collect()
    }

    #[test]
    fn what_differs_is_marked_to_the_sign() {
        let of = |one, other| pieces(one, other).map(|side| marked(&side));
        assert_eq!(of("Silva", "Sylva"), ["S[i]lva", "S[y]lva"]);
        assert_eq!(of("Ana", "Ana María"), ["Ana", "Ana[ María]"]);
        assert_eq!(of("Ana", ""), ["[Ana]", ""]);
        assert_eq!(of("e\u{301}a", "ea"), ["[e\u{301}]a", "[e]a"]);
        assert_eq!(of("same", "same"), ["same", "same"]);
    }
}
