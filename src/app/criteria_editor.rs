//! The criteria editor: a segment's name and criteria text, completion at the cursor, the error at its place, and the
//! tree, the count and a sample of members, which follow while one types. The last good count stays while the text is wrong.

use super::bars::Bars;
use super::criteria_tree::CriteriaTree;
use super::draft::Draft;
use super::effect::{Effect, Question, Slot, Ticket};
use super::event::Answer;
use super::figures::count;
use super::filter::Filter;
use super::input::Input;
use super::popup::{Context, Reply, Step};
use super::suggestions::Suggestions;
use super::text_past::TextPast;
use super::toast::Toast;
use crate::criteria::query::Query;
use crate::criteria::{self, Criteria, CriteriaError, ErrorKind};
use crate::model::{BuiltinField, FieldRef, Profile, Scope, Segment, SegmentId};
use crate::store::{Applied, Change, Sort, StoreError, View};

/// How many members the sample shows at most.
const SAMPLE: usize = 12;

/// Which line has the cursor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The segment's name.
    Name,
    /// The criteria text.
    Text,
    /// The tree beside it.
    Tree,
}

/// What the criteria select.
#[derive(Debug)]
pub struct Preview {
    /// How many contacts.
    pub count: u64,
    /// A few of them, by name.
    pub sample: Vec<Profile>,
}

/// The editor.
#[derive(Debug)]
pub struct CriteriaEditor {
    /// The segment that is edited; None for a new one.
    pub segment: Option<SegmentId>,
    /// Without a name, the criteria only narrow the table.
    pub filters: bool,
    /// Whose contacts are asked about.
    pub scope: Scope,
    /// The segment's name.
    pub name: Input,
    /// The criteria.
    pub text: Input,
    /// Which line has the cursor.
    pub part: Part,
    /// What is wrong with the text.
    pub error: Option<CriteriaError>,
    /// What is wrong with the name, or why saving failed.
    pub name_error: Option<String>,
    /// What could stand at the cursor.
    pub suggestions: Suggestions,
    /// The text as a tree, with a count at each line.
    pub tree: CriteriaTree,
    /// How the field at the cursor is spread.
    pub bars: Bars,
    /// Whether the tree is shown, where it has no place beside the sample.
    pub tree_shown: bool,
    /// The template at the cursor, where the cursor is among them.
    pub template: Option<usize>,
    /// The last good answer.
    pub preview: Option<Preview>,
    /// How many contacts saving brings into the segment that is edited, and how many it takes out.
    pub moves: Option<(u64, u64)>,
    /// Whether the answer is older than the text.
    pub stale: bool,
    /// Name and text as they were when it was opened.
    was: (String, String),
    /// Whom the segment has as it is saved.
    saved: Option<Query>,
    asked_moves: Option<Ticket>,
    /// The criteria of the text, where it can be read.
    pub(super) checked: Option<Criteria>,
    /// What the text asks, where it can be asked.
    query: Option<Query>,
    /// What the text was before.
    pub(super) past: TextPast,
    asked: Option<Ticket>,
    waiting: Option<Ticket>,
}

impl CriteriaEditor {
    /// For a new segment of a scope, and the question it asks first.
    pub fn create(context: &mut Context<'_>) -> (Self, Vec<Effect>) {
        Self::with(None, context.scope, "", String::new(), context)
    }

    /// For a segment that is there, and the question it asks first.
    pub fn edit(segment: &Segment, context: &mut Context<'_>) -> (Self, Vec<Effect>) {
        let text = criteria::from_stored(&segment.criteria, context.catalogue, segment.scope).map_or_else(
            |_| segment.criteria.clone(),
            |criteria| criteria.text(context.catalogue),
        );
        Self::with(Some(segment.id), segment.scope, &segment.name, text, context)
    }

    /// For a filter of the table, with the cursor in the text or in the name that makes a segment of it.
    pub(super) fn filter(text: String, naming: bool, context: &mut Context<'_>) -> (Self, Vec<Effect>) {
        let (mut editor, effects) = Self::with(None, context.scope, "", text, context);
        editor.filters = true;
        if naming {
            editor.part = Part::Name;
        }
        (editor, effects)
    }

    fn with(
        segment: Option<SegmentId>,
        scope: Scope,
        name: &str,
        text: String,
        context: &mut Context<'_>,
    ) -> (Self, Vec<Effect>) {
        let was = (name.to_owned(), text.clone());
        let saved = segment.and_then(|segment| saved_query(segment, context));
        let mut editor = Self {
            was,
            saved,
            asked_moves: None,
            template: None,
            moves: None,
            segment,
            filters: false,
            scope,
            name: Input::new(name),
            text: Input::new(text),
            part: Part::Text,
            error: None,
            name_error: None,
            suggestions: Suggestions::default(),
            tree: CriteriaTree::default(),
            bars: Bars::default(),
            query: None,
            tree_shown: false,
            preview: None,
            stale: true,
            checked: None,
            past: TextPast::default(),
            asked: None,
            waiting: None,
        };
        let effects = editor.follow(context);
        editor.suggestions.hide();
        (editor, effects)
    }

    /// Goes on where it was left: what is saved meanwhile is what it differs from.
    pub(super) fn take_up(
        segment: Option<SegmentId>,
        scope: Scope,
        name: &str,
        text: &str,
        context: &mut Context<'_>,
    ) -> (Self, Vec<Effect>) {
        let (mut editor, effects) = Self::with(segment, scope, name, text.to_owned(), context);
        editor.was = (String::new(), String::new());
        (editor, effects)
    }

    /// What is half written.
    pub(super) fn draft(&self) -> Option<Draft> {
        let now = (self.name.text(), self.text.text());
        (now != (self.was.0.as_str(), self.was.1.as_str())).then(|| Draft::Criteria {
            segment: self.segment.map(|segment| segment.0),
            list: self.scope.list().map(|list| list.0),
            name: now.0.to_owned(),
            text: now.1.to_owned(),
            filters: self.filters,
        })
    }

    /// Whether saving only narrows the table: no name is there, and none is being written.
    pub fn narrows(&self) -> bool {
        self.filters && self.name.trimmed().is_empty() && self.part != Part::Name
    }

    pub(super) fn answer(&mut self, ticket: Ticket, answer: &Result<Answer, StoreError>) -> Reply {
        if self.asked_moves == Some(ticket) {
            if let Ok(Answer::Counts(counts)) = answer
                && let [come, go] = counts[..]
            {
                self.moves = Some((come, go));
            }
            return Reply::default();
        }
        let taken = self.suggestions.answer(ticket, answer)
            || self.tree.answer(ticket, answer)
            || self.bars.answer(ticket, answer);
        if taken || self.asked != Some(ticket) {
            return Reply::default();
        }
        self.stale = false;
        match answer {
            Ok(Answer::Preview(count, sample)) => {
                self.preview = Some(Preview {
                    count: *count,
                    sample: sample.clone(),
                });
                Reply::default()
            }
            Err(StoreError::Cancelled) | Ok(_) => Reply::default(),
            Err(error) => Reply {
                toast: Some(Toast::error(error.to_string())),
                ..Reply::default()
            },
        }
    }

    pub(super) fn applied(&mut self, ticket: Ticket, result: &Result<Applied, StoreError>) -> Reply {
        if self.waiting != Some(ticket) {
            return Reply::default();
        }
        self.waiting = None;
        match result {
            Ok(_) => {
                let moves = self.moves.filter(|moves| *moves != (0, 0) && !self.stale);
                let moves = moves.map_or_else(String::new, |(come, go)| {
                    format!(" {} came in, {} went out.", count(come), count(go))
                });
                let toast = Toast::done(format!("Segment {} saved.{moves}", self.name.trimmed()));
                Reply {
                    step: Step::Close,
                    toast: Some(toast),
                    ..Reply::default()
                }
            }
            Err(error) => {
                self.name_error = Some(error.to_string());
                self.part = Part::Name;
                Reply::default()
            }
        }
    }

    /// Checks the text, asks for its count where it is right, and for what could come next.
    pub(super) fn follow(&mut self, context: &mut Context<'_>) -> Vec<Effect> {
        let mut effects = self.check(context);
        effects.extend(self.suggest(context));
        effects
    }

    pub(super) fn check(&mut self, context: &mut Context<'_>) -> Vec<Effect> {
        self.stale = true;
        self.tree.keep();
        self.bars.keep();
        self.query = None;
        let mut counts = Vec::new();
        let compiled = criteria::compile(self.text.text(), context.catalogue, self.scope);
        let asked = compiled.and_then(|criteria| {
            // Whom the segment would have: who is pinned stays so whatever is written.
            let members = match self.segment {
                Some(segment) => criteria.clone().with_pins_of(segment),
                None => criteria.clone(),
            };
            let query = members.query(&context.moment, context.catalogue);
            counts = self.tree.show(&criteria, self.text.text(), context);
            self.checked = Some(criteria);
            query
        });
        self.tree.go_to_place(self.text.cursor());
        match asked {
            Ok(query) => {
                self.error = None;
                counts.extend(self.ask_moves(&query, context));
                self.query = Some(query.clone());
                counts.extend(self.follow_bars(context));
                let sort = Sort {
                    field: FieldRef::Builtin(BuiltinField::Name),
                    descending: false,
                };
                let view = View {
                    scope: self.scope,
                    query,
                    only: None,
                    sort,
                };
                let (ticket, ask) = context
                    .tickets
                    .ask(Slot::Preview, Question::Preview { view, sample: SAMPLE });
                self.asked = Some(ticket);
                counts.insert(0, ask);
            }
            Err(error) => {
                if error.kind != ErrorKind::NoHistory {
                    self.checked = None;
                }
                self.error = Some(error);
                self.asked = None;
            }
        }
        counts
    }

    /// The bars are those of the field at the cursor of the tree.
    pub(super) fn follow_bars(&mut self, context: &mut Context<'_>) -> Vec<Effect> {
        let Some(query) = &self.query else {
            return Vec::new();
        };
        let field = self.tree.current().and_then(|line| line.outlined.field);
        let asked = self.bars.show(field, query, self.scope, context);
        asked.into_iter().collect()
    }

    /// Asks what saving would change, where a segment that is there is edited.
    fn ask_moves(&mut self, query: &Query, context: &mut Context<'_>) -> Option<Effect> {
        let saved = self.saved.as_ref()?;
        let only = |these: &Query, others: &Query| {
            Query::And(vec![these.clone(), Query::Not(Box::new(others.clone()))])
        };
        let question = Question::Counts {
            scope: self.scope,
            queries: vec![only(query, saved), only(saved, query)],
        };
        let (ticket, ask) = context.tickets.ask(Slot::Moves, question);
        self.asked_moves = Some(ticket);
        Some(ask)
    }

    pub(super) fn suggest(&mut self, context: &mut Context<'_>) -> Vec<Effect> {
        let completion = criteria::complete(
            self.text.text(),
            self.text.cursor(),
            context.catalogue,
            self.scope,
        );
        self.suggestions
            .show(completion, self.scope, context.tickets)
            .into_iter()
            .collect()
    }

    pub(super) fn save(&mut self, context: &mut Context<'_>) -> Reply {
        self.suggestions.hide();
        if self.waiting.is_some() {
            return Reply::default();
        }
        if self.checked.is_some()
            && let Some(theirs) = self.met(context)
        {
            self.name_error = Some(theirs);
            return Reply::default();
        }
        let narrows = self.narrows();
        if narrows && self.text.trimmed().is_empty() {
            return Reply {
                filter: Some(None),
                ..Reply::close()
            };
        }
        let Some(criteria) = self.checked.as_ref().filter(|_| !narrows || self.error.is_none()) else {
            self.part = Part::Text;
            return Reply::default();
        };
        if self
            .segment
            .is_some_and(|segment| criteria.uses_segment(segment, context.catalogue))
        {
            self.name_error = Some("A segment cannot be a condition of itself.".to_owned());
            return Reply::default();
        }
        if narrows {
            let filter = Filter {
                text: self.text.trimmed().to_owned(),
                stored: criteria.stored(),
            };
            return Reply {
                filter: Some(Some(filter)),
                ..Reply::close()
            };
        }
        let name = self.name.trimmed().to_owned();
        if name.is_empty() {
            self.part = Part::Name;
            self.name_error = Some("Give the segment a name.".to_owned());
            return Reply::default();
        }
        let stored = criteria.stored();
        let change = match self.segment {
            None => Change::CreateSegment {
                scope: self.scope,
                name,
                criteria: stored,
            },
            Some(segment) => Change::EditSegment {
                segment,
                name: (name != self.was.0).then_some(name),
                criteria: (self.text.text() != self.was.1).then_some(stored),
            },
        };
        let ticket = context.tickets.next();
        self.waiting = Some(ticket);
        Reply::want(vec![Effect::Apply { ticket, change }])
    }
}

impl CriteriaEditor {
    /// What somebody else has made of the name or the criteria meanwhile, where it was changed here too: said once, and then
    /// overwritten. What only they have changed stays theirs.
    fn met(&mut self, context: &Context<'_>) -> Option<String> {
        let names = context.catalogue;
        let segment = names.segment(self.segment?)?;
        let text = criteria::from_stored(&segment.criteria, names, segment.scope)
            .map_or_else(|_| segment.criteria.clone(), |criteria| criteria.text(names));
        let theirs = |was: &str, now: &str, mine: &str| now != was && mine != was && mine != now;
        // Of a draft that was taken up again nobody knows what it began with.
        let known = !self.was.0.is_empty();
        let mut met = None;
        if known && theirs(&self.was.0, &segment.name, self.name.trimmed()) {
            self.was.0.clone_from(&segment.name);
            met = Some(segment.name.clone());
        }
        if known && theirs(&self.was.1, &text, self.text.trimmed()) {
            self.was.1.clone_from(&text);
            met = Some(text);
        }
        met.map(|now| format!("Somebody else has made it “{now}” meanwhile. Ctrl-S again makes it yours."))
    }
}

/// Whom a segment has as it is saved; None where its criteria cannot be answered.
fn saved_query(segment: SegmentId, context: &Context<'_>) -> Option<Query> {
    let names = context.catalogue;
    let segment = names.segment(segment)?;
    let criteria = criteria::of_segment(segment, names).ok()?;
    criteria.query(&context.moment, names).ok()
}
