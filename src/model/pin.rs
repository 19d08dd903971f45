//! A contact put into a segment, or kept out of it, by hand: beside the segment's criteria, and stronger than they are.

use super::{Contact, Instant, SegmentId};

/// Which way a contact is pinned.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Side {
    /// A member whatever the criteria say, as long as it is in the segment's list.
    In,
    /// No member whatever the criteria say.
    Out,
}

/// A contact's pin in one segment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pin {
    /// The segment. One that has been deleted is not told of; its pins come back with it.
    pub segment: SegmentId,
    /// Which way.
    pub side: Side,
    /// Who has pinned it.
    pub by: String,
    /// When.
    pub at: Instant,
}

/// How many contacts are pinned in a segment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Pins {
    /// Pinned in.
    pub within: u64,
    /// Pinned out.
    pub out: u64,
}

impl Pins {
    /// Whether nobody is pinned.
    pub fn is_empty(self) -> bool {
        self == Self::default()
    }

    /// How many are pinned one way.
    pub fn on(self, side: Side) -> u64 {
        match side {
            Side::In => self.within,
            Side::Out => self.out,
        }
    }
}

impl std::fmt::Display for Pins {
    /// `3 pinned in, 2 pinned out`; what there is none of is left out.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match (self.within, self.out) {
            (within, 0) => write!(f, "{within} pinned in"),
            (0, out) => write!(f, "{out} pinned out"),
            (within, out) => write!(f, "{within} pinned in, {out} pinned out"),
        }
    }
}

impl Contact {
    /// Its pin in a segment.
    pub fn pin(&self, segment: SegmentId) -> Option<&Pin> {
        self.pins.iter().find(|pin| pin.segment == segment)
    }

    /// Pins it, or takes its pin away. One that is pinned so already keeps who has done it and when. Whether that changes
    /// anything.
    pub fn set_pin(&mut self, segment: SegmentId, pin: Option<Pin>) -> bool {
        let place = self.pins.binary_search_by_key(&segment, |pin| pin.segment);
        match (place, pin) {
            (Err(_), None) => return false,
            (Ok(at), None) => {
                self.pins.remove(at);
            }
            (Err(at), Some(pin)) => self.pins.insert(at, pin),
            (Ok(at), Some(pin)) => match self.pins.get_mut(at) {
                Some(there) if there.side != pin.side => *there = pin,
                _ => return false,
            },
        }
        true
    }
}
