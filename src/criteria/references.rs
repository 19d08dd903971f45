//! What a criteria text uses, so that nothing in use is deleted and no segment uses itself.

use super::check::from_stored;
use super::checked::{Criteria, Node, Subject};
use crate::model::{Catalogue, FieldRef, ListId, SegmentId};
use std::collections::BTreeSet;

/// The fields, segments and lists that a criteria text names itself.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct References {
    /// Fields, built-in and custom.
    pub fields: BTreeSet<FieldRef>,
    /// Segments.
    pub segments: BTreeSet<SegmentId>,
    /// Lists.
    pub lists: BTreeSet<ListId>,
}

impl Criteria {
    /// What it names itself.
    pub fn references(&self) -> References {
        let mut found = References::default();
        if let Some(root) = &self.root {
            collect(root, &mut found);
        }
        found
    }

    /// Whether it uses a segment, itself or through other segments: saving it as that segment would make a circle.
    pub fn uses_segment(&self, segment: SegmentId, catalogue: &Catalogue) -> bool {
        let mut seen = BTreeSet::new();
        let mut waiting: Vec<SegmentId> = self.references().segments.into_iter().collect();
        while let Some(next) = waiting.pop() {
            if next == segment {
                return true;
            }
            let used = catalogue.segment(next).filter(|_| seen.insert(next));
            let criteria = used.and_then(|used| from_stored(&used.criteria, catalogue, used.scope).ok());
            waiting.extend(
                criteria
                    .into_iter()
                    .flat_map(|criteria| criteria.references().segments),
            );
        }
        false
    }
}

fn collect(node: &Node, found: &mut References) {
    match node {
        Node::Or(nodes) | Node::And(nodes) => {
            for node in nodes {
                collect(node, found);
            }
        }
        Node::Not(negated) => collect(negated, found),
        Node::Test(Subject::Field(field), _) => {
            found.fields.insert(*field);
        }
        Node::Segment(segment) => {
            found.segments.insert(*segment);
        }
        Node::List(list) => {
            found.lists.insert(*list);
        }
        Node::Test(Subject::Property(..), _) | Node::Amount(_) | Node::Opened(..) | Node::Campaign(..) => {}
    }
}
