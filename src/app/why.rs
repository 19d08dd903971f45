//! Why a contact is in a segment or not: each condition of the segment, the contact's value, and whether it holds; for
//! each segment of its lists in turn.

use super::effect::{Effect, Question, Slot, Ticket};
use super::event::{Answer, Key, KeyCode};
use super::layout;
use super::picker::{Picked, Picker};
use super::popup::{Context, Reply};
use super::state::State;
use super::toast::Toast;
use crate::criteria::{self, Explained};
use crate::model::{ListId, Profile, Scope, Segment, SegmentId};
use crate::store::StoreError;
use ratatui::layout::Rect;

/// The popup.
#[derive(Debug)]
pub struct Why {
    /// The contact's name.
    pub contact: String,
    /// The segments of its lists, and of everyone; never empty.
    segments: Vec<SegmentId>,
    /// Which of them is explained.
    at: usize,
    /// What there is to say of it, once the contact has been read.
    pub verdict: Option<Verdict>,
    /// The first visible line.
    pub top: usize,
    profile: Option<Box<Profile>>,
    asked: Ticket,
}

/// Whether a contact is in a segment, and why.
#[derive(Debug)]
pub struct Verdict {
    /// Whether it is in.
    pub holds: bool,
    /// Condition by condition.
    pub lines: Vec<Explained>,
    /// Why the segment cannot be explained, where it cannot.
    pub trouble: Option<String>,
}

impl Why {
    /// Asks for the contact with everything that has happened to it. None where no segment is there that it could be in.
    pub fn open(state: &mut State) -> Option<(Self, Effect)> {
        let contact = state.subject()?.contact.clone();
        let first = state.segments.at;
        let mut segments: Vec<SegmentId> = state
            .names()
            .segments
            .iter()
            .filter(|segment| is_of(segment, &contact.lists))
            .map(|segment| segment.id)
            .collect();
        let known = &state.profile.segments;
        let is_in = |segment: &SegmentId| state.profile.open && known.iter().any(|(one, _)| one == segment);
        segments.sort_by_key(|segment| (Some(*segment) != first, !is_in(segment)));
        if segments.is_empty() {
            return None;
        }
        let question = Question::Profile(contact.id);
        let (asked, effect) = state.tickets.ask(Slot::Why, question);
        let why = Self {
            contact: contact.display_name(),
            segments,
            at: 0,
            verdict: None,
            top: 0,
            profile: None,
            asked,
        };
        Some((why, effect))
    }

    /// Where it stands.
    pub fn area(size: (u16, u16)) -> Rect {
        layout::popup(size, 96, 22)
    }

    /// How many lines are seen at once: two are the verdict and what parts it from them, two the box.
    pub fn height(size: (u16, u16)) -> usize {
        usize::from(Self::area(size).height.saturating_sub(4))
    }

    /// The segment that is explained.
    pub fn segment(&self) -> Option<SegmentId> {
        self.segments.get(self.at).copied()
    }

    /// Which of how many segments that is.
    pub fn place(&self) -> (usize, usize) {
        (self.at + 1, self.segments.len())
    }

    pub(super) fn key(&mut self, key: Key, context: &Context<'_>) -> Reply {
        let rows = self.verdict.as_ref().map_or(0, |verdict| verdict.lines.len());
        let height = Self::height(context.size);
        match key.code {
            KeyCode::Char('w') => return Reply::close(),
            KeyCode::Right | KeyCode::Tab | KeyCode::Char('l' | ']') => self.turn(1, context),
            KeyCode::Left | KeyCode::BackTab | KeyCode::Char('h' | '[') => self.turn(-1, context),
            _ => {
                // There is no cursor here: the keys scroll.
                let highest = rows.saturating_sub(height);
                let mut picker = Picker {
                    cursor: self.top,
                    ..Picker::default()
                };
                match picker.key(key, highest + 1, height) {
                    Picked::Close | Picked::Chosen => return Reply::close(),
                    _ => self.top = picker.cursor.min(highest),
                }
            }
        }
        Reply::default()
    }

    pub(super) fn answer(
        &mut self,
        ticket: Ticket,
        answer: &Result<Answer, StoreError>,
        context: &Context<'_>,
    ) -> Reply {
        if ticket != self.asked {
            return Reply::default();
        }
        match answer {
            Ok(Answer::Profile(Some(profile))) => {
                self.profile = Some(profile.clone());
                self.explain(context);
                Reply::default()
            }
            Ok(_) => Reply {
                toast: Some(Toast::error(format!(
                    "{} has been deleted meanwhile.",
                    self.contact
                ))),
                ..Reply::close()
            },
            Err(error) => Reply {
                toast: Some(Toast::error(error.to_string())),
                ..Reply::close()
            },
        }
    }

    /// Goes to another segment.
    fn turn(&mut self, by: isize, context: &Context<'_>) {
        let segments = self.segments.len().max(1);
        self.at = (self.at + segments).saturating_add_signed(by) % segments;
        self.top = 0;
        self.explain(context);
    }

    fn explain(&mut self, context: &Context<'_>) {
        let names = context.catalogue;
        let segment = self.segment().and_then(|segment| names.segment(segment));
        let (Some(profile), Some(segment)) = (&self.profile, segment) else {
            self.verdict = None;
            return;
        };
        let stored = criteria::of_segment(segment, names);
        let asked = stored.and_then(|criteria| {
            criteria.query(&context.moment, names)?;
            Ok(criteria)
        });
        self.verdict = Some(match asked {
            Ok(criteria) => Verdict {
                holds: criteria::holds(&criteria, profile, names, &context.moment),
                lines: criteria::explain(&criteria, profile, names, &context.moment),
                trouble: None,
            },
            Err(error) => Verdict {
                holds: false,
                lines: Vec::new(),
                trouble: Some(error.to_string()),
            },
        });
    }
}

/// Whether a contact in these lists can be in a segment.
fn is_of(segment: &Segment, lists: &[ListId]) -> bool {
    match segment.scope {
        Scope::Everyone => true,
        Scope::List(list) => lists.contains(&list),
    }
}
