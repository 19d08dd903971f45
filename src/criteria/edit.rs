//! Edits of a checked tree, node by node: what the keys of a tree editor do. Each gives another tree that can be printed;
//! wrapping, changing places and duplicating change no meaning, negating makes a node its rest; moving into a group or out of
//! one keeps every condition.

use super::checked::{Criteria, Node};

/// What can be done with one node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TreeEdit {
    /// It becomes an `all of` of itself, twice: the second is there to be changed.
    WrapAll,
    /// It becomes an `any of` of itself, twice.
    WrapAny,
    /// It becomes its rest.
    Negate,
    /// It changes places with the part before it.
    Up,
    /// It changes places with the part after it.
    Down,
    /// It becomes a part of the group before it, else of the one behind it; where neither is a group, it makes one of the
    /// other kind with the part before it.
    In,
    /// It leaves its group and stands behind it; a group that has but one part left becomes that part.
    Out,
    /// It stands once more, behind itself.
    Duplicate,
    /// It goes; a group that has but one part left becomes that part.
    Delete,
}

impl Criteria {
    /// The tree after an edit of the node that a path leads to, and the path to where the cursor is then. None where there
    /// is nothing to do: no such node, no place to move to.
    pub fn edited(&self, path: &[usize], edit: TreeEdit) -> Option<(Self, Vec<usize>)> {
        let mut root = self.root.clone()?;
        let (root, path) = match edit {
            TreeEdit::Delete => match with_its_negations(&mut root, path)? {
                [] => (None, Vec::new()),
                path => {
                    let path = deleted(&mut root, path)?;
                    (Some(root), path)
                }
            },
            TreeEdit::WrapAll => {
                let path = doubled(&mut root, path, Node::And)?;
                (Some(root), path)
            }
            TreeEdit::WrapAny => {
                let path = doubled(&mut root, path, Node::Or)?;
                (Some(root), path)
            }
            TreeEdit::Negate => {
                let path = negated(&mut root, path)?;
                (Some(root), path)
            }
            TreeEdit::Up => {
                let path = moved(&mut root, path, -1)?;
                (Some(root), path)
            }
            TreeEdit::Down => {
                let path = moved(&mut root, path, 1)?;
                (Some(root), path)
            }
            TreeEdit::In => {
                let path = moved_in(&mut root, path)?;
                (Some(root), path)
            }
            TreeEdit::Out => {
                let path = moved_out(&mut root, path)?;
                (Some(root), path)
            }
            TreeEdit::Duplicate => {
                let path = duplicated(&mut root, path)?;
                (Some(root), path)
            }
        };
        Some((Self { root, ..self.clone() }, path))
    }
}

fn at<'a>(node: &'a mut Node, path: &[usize]) -> Option<&'a mut Node> {
    let Some((first, rest)) = path.split_first() else {
        return Some(node);
    };
    match node {
        Node::Or(parts) | Node::And(parts) => at(parts.get_mut(*first)?, rest),
        Node::Not(part) if *first == 0 => at(part, rest),
        _ => None,
    }
}

/// The parts among which the node stands, with its number; None where it stands alone.
fn siblings<'a>(root: &'a mut Node, path: &[usize]) -> Option<(&'a mut Vec<Node>, usize)> {
    let (number, parent) = path.split_last()?;
    match at(root, parent)? {
        Node::Or(parts) | Node::And(parts) if *number < parts.len() => Some((parts, *number)),
        _ => None,
    }
}

fn to(path: &[usize], number: usize) -> Vec<usize> {
    path.iter().copied().chain([number]).collect()
}

fn doubled(root: &mut Node, path: &[usize], group: fn(Vec<Node>) -> Node) -> Option<Vec<usize>> {
    let node = at(root, path)?;
    *node = group(vec![node.clone(), node.clone()]);
    Some(to(path, 1))
}

fn negated(root: &mut Node, path: &[usize]) -> Option<Vec<usize>> {
    if let Some((_, parent)) = path.split_last()
        && let Some(Node::Not(negated)) = at(root, parent)
    {
        let plain = negated.as_ref().clone();
        *at(root, parent)? = plain;
        return Some(parent.to_vec());
    }
    let node = at(root, path)?;
    *node = match &*node {
        Node::Not(negated) => negated.as_ref().clone(),
        plain => Node::Not(Box::new(plain.clone())),
    };
    Some(path.to_vec())
}

fn moved(root: &mut Node, path: &[usize], by: isize) -> Option<Vec<usize>> {
    let (_, parent) = path.split_last()?;
    let (parts, number) = siblings(root, path)?;
    let other = number
        .checked_add_signed(by)
        .filter(|other| *other < parts.len())?;
    parts.swap(number, other);
    Some(to(parent, other))
}

fn duplicated(root: &mut Node, path: &[usize]) -> Option<Vec<usize>> {
    let Some((parts, number)) = siblings(root, path) else {
        return doubled(root, path, Node::And);
    };
    let copy = parts.get(number)?.clone();
    parts.insert(number + 1, copy);
    let (_, parent) = path.split_last()?;
    Some(to(parent, number + 1))
}

/// The path to the outermost `not` around a node that stands alone in them; its own where there is none.
fn with_its_negations<'a>(root: &mut Node, path: &'a [usize]) -> Option<&'a [usize]> {
    at(root, path)?;
    let mut path = path;
    while let Some((_, parent)) = path.split_last() {
        if siblings(root, path).is_some() {
            break;
        }
        path = parent;
    }
    Some(path)
}

/// Deletes a part of a group.
fn deleted(root: &mut Node, path: &[usize]) -> Option<Vec<usize>> {
    let (_, parent) = path.split_last()?;
    let (parts, number) = siblings(root, path)?;
    let last = parts.len().checked_sub(2)?;
    taken(root, path)?;
    Some(match last {
        0 => parent.to_vec(),
        last => to(parent, number.min(last)),
    })
}

/// Takes a part out of its group; a group that has but one part left becomes that part.
fn taken(root: &mut Node, path: &[usize]) -> Option<Node> {
    let (_, parent) = path.split_last()?;
    let (parts, number) = siblings(root, path)?;
    let node = parts.remove(number);
    if parts.len() == 1 {
        let last = parts.pop()?;
        *at(root, parent)? = last;
    }
    Some(node)
}

fn moved_out(root: &mut Node, path: &[usize]) -> Option<Vec<usize>> {
    let path = with_its_negations(root, path)?;
    let (_, group) = path.split_last()?;
    let group = with_its_negations(root, group)?;
    let (number, above) = group.split_last()?;
    let node = taken(root, path)?;
    let (parts, _) = siblings(root, group)?;
    parts.insert(number + 1, node);
    Some(to(above, number + 1))
}

fn moved_in(root: &mut Node, path: &[usize]) -> Option<Vec<usize>> {
    let path = with_its_negations(root, path)?;
    let (_, above) = path.split_last()?;
    let (parts, number) = siblings(root, path)?;
    let mut beside = [number.checked_sub(1), Some(number + 1)].into_iter().flatten();
    let group = beside.find_map(|beside| Some((beside, negations_of_group(parts.get(beside)?)?)));
    let Some((group, negations)) = group else {
        return grouped(root, path);
    };
    let two = parts.len() == 2;
    let node = taken(root, path)?;
    let mut to_group = if two {
        above.to_vec()
    } else {
        to(above, group.min(number))
    };
    to_group.extend(std::iter::repeat_n(0, negations));
    let (Node::Or(parts) | Node::And(parts)) = at(root, &to_group)? else {
        return None;
    };
    let place = if group < number { parts.len() } else { 0 };
    parts.insert(place, node);
    Some(to(&to_group, place))
}

/// How many `not` stand around a group; None for a condition.
fn negations_of_group(node: &Node) -> Option<usize> {
    match node {
        Node::Or(_) | Node::And(_) => Some(0),
        Node::Not(negated) => Some(1 + negations_of_group(negated)?),
        _ => None,
    }
}

/// A part and the one before it (behind it, for the first) become a group of the other kind within theirs. Two alone are
/// a group already.
fn grouped(root: &mut Node, path: &[usize]) -> Option<Vec<usize>> {
    let (_, above) = path.split_last()?;
    let group = match at(root, above)? {
        Node::And(_) => Node::Or,
        _ => Node::And,
    };
    let (parts, number) = siblings(root, path)?;
    if parts.len() < 3 {
        return None;
    }
    let first = number.saturating_sub(1);
    let pair: Vec<Node> = parts.drain(first..first + 2).collect();
    parts.insert(first, group(pair));
    Some(to(&to(above, first), number - first))
}
