//! The keys of the tree beside a criteria text: moving in it moves in the text, and each edit of a node writes the text
//! anew.

use super::criteria_editor::{CriteriaEditor, Part};
use super::criteria_tree::CriteriaTree;
use super::event::{Key, KeyCode, KeyModifiers};
use super::popup::{Context, Reply};
use super::toast::Toast;
use crate::criteria::{self, Joins, TreeEdit};

impl CriteriaEditor {
    /// The keys go to the tree.
    pub(super) fn go_to_tree(&mut self) {
        self.suggestions.hide();
        self.part = Part::Tree;
        self.tree_shown = true;
    }

    pub(super) fn tree_key(&mut self, key: Key, context: &mut Context<'_>) -> Reply {
        let moving = key.modifiers.intersects(KeyModifiers::SHIFT | KeyModifiers::ALT);
        let edit = match key.code {
            KeyCode::Char('!') => TreeEdit::Negate,
            KeyCode::Char('&') => TreeEdit::WrapAll,
            KeyCode::Char('|') => TreeEdit::WrapAny,
            KeyCode::Char('K') => TreeEdit::Up,
            KeyCode::Up if moving => TreeEdit::Up,
            KeyCode::Char('J') => TreeEdit::Down,
            KeyCode::Down if moving => TreeEdit::Down,
            KeyCode::Char('L') => TreeEdit::In,
            KeyCode::Right if moving => TreeEdit::In,
            KeyCode::Char('H') => TreeEdit::Out,
            KeyCode::Left if moving => TreeEdit::Out,
            KeyCode::Char('c') => TreeEdit::Duplicate,
            KeyCode::Char('d' | 'x') | KeyCode::Delete => TreeEdit::Delete,
            _ => return self.tree_move(key, context),
        };
        self.edit_tree(edit, context)
    }

    fn tree_move(&mut self, key: Key, context: &mut Context<'_>) -> Reply {
        match key.code {
            KeyCode::Up | KeyCode::Char('k') => return self.step_in_tree(-1, context),
            KeyCode::Down | KeyCode::Char('j') => return self.step_in_tree(1, context),
            KeyCode::Home | KeyCode::Char('g') => return self.step_in_tree(isize::MIN, context),
            KeyCode::End | KeyCode::Char('G') => return self.step_in_tree(isize::MAX, context),
            KeyCode::Char('a' | 'n') => return self.add_condition(context),
            KeyCode::Char('u') => return self.take_back(context),
            KeyCode::Char('U') => return self.make_again(context),
            KeyCode::Enter | KeyCode::BackTab => self.part = Part::Text,
            KeyCode::Tab => self.part = Part::Name,
            _ => {}
        }
        Reply::default()
    }

    fn step_in_tree(&mut self, by: isize, context: &mut Context<'_>) -> Reply {
        let last = self.tree.lines.len().saturating_sub(1);
        self.tree.at = self.tree.at.saturating_add_signed(by).min(last);
        self.mark_in_text();
        Reply::want(self.follow_bars(context))
    }

    /// The text's cursor goes behind the node at the tree's cursor.
    fn mark_in_text(&mut self) {
        if let Some(place) = self.tree.marked() {
            self.text.go_to(place.end);
        }
    }

    fn edit_tree(&mut self, edit: TreeEdit, context: &mut Context<'_>) -> Reply {
        let (Some(line), Some(criteria)) = (self.tree.current(), &self.checked) else {
            return not_readable();
        };
        let Some((edited, path)) = criteria.edited(&line.outlined.path, edit) else {
            return Reply::default();
        };
        let text = edited.text(context.catalogue);
        if let Err(error) = criteria::compile(&text, context.catalogue, self.scope) {
            return Reply {
                toast: Some(Toast::hint(error.message)),
                ..Reply::default()
            };
        }
        self.past.edited(&self.text);
        self.text.set(text);
        let mut effects = self.check(context);
        self.tree.go_to_path(&path);
        effects.extend(self.follow_bars(context));
        self.mark_in_text();
        if self.tree.lines.is_empty() {
            self.part = Part::Text;
        }
        Reply::want(effects)
    }

    /// A condition is begun: in the group at the cursor, or behind the condition there.
    fn add_condition(&mut self, context: &mut Context<'_>) -> Reply {
        let Some((at, word)) = place_for_condition(&self.tree) else {
            return not_readable();
        };
        self.past.edited(&self.text);
        self.text.splice(at..at, &format!(" {word} "));
        self.part = Part::Text;
        Reply::want(self.follow(context))
    }

    /// The text as it was before the last edit.
    pub(super) fn take_back(&mut self, context: &mut Context<'_>) -> Reply {
        let before = self.past.back(&self.text);
        self.become_text(before, context)
    }

    /// The text as it was before an edit was taken back.
    pub(super) fn make_again(&mut self, context: &mut Context<'_>) -> Reply {
        let after = self.past.again(&self.text);
        self.become_text(after, context)
    }

    fn become_text(&mut self, text: Option<super::input::Input>, context: &mut Context<'_>) -> Reply {
        let Some(text) = text else {
            return Reply::default();
        };
        self.text = text;
        self.suggestions.hide();
        let effects = self.check(context);
        if self.tree.lines.is_empty() && self.part == Part::Tree {
            self.part = Part::Text;
        }
        Reply::want(effects)
    }
}

/// Where a condition can be added at the tree's cursor, and the word before it.
fn place_for_condition(tree: &CriteriaTree) -> Option<(usize, &'static str)> {
    let line = tree.current()?;
    let word = |joins| if joins == Joins::Any { "or" } else { "and" };
    let joins = line.outlined.joins;
    if matches!(joins, Joins::All | Joins::Any) {
        let mut parts = tree.lines.iter().filter(|part| {
            part.outlined.path.split_last().map(|(_, parent)| parent) == Some(&line.outlined.path)
        });
        return Some((parts.next_back()?.outlined.place.end, word(joins)));
    }
    let mut line = line;
    loop {
        let Some((_, parent)) = line.outlined.path.split_last() else {
            return Some((line.outlined.place.end, "and"));
        };
        let parent = tree.lines.iter().find(|line| line.outlined.path == parent)?;
        if parent.outlined.joins != Joins::Not {
            return Some((line.outlined.place.end, word(parent.outlined.joins)));
        }
        line = parent;
    }
}

fn not_readable() -> Reply {
    Reply {
        toast: Some(Toast::hint("The text cannot be read as it is: mend it first.")),
        ..Reply::default()
    }
}
