//! The keys of the criteria editor's name and text, and of the templates below an empty text.

use super::criteria_editor::{CriteriaEditor, Part};
use super::event::{Key, KeyCode, KeyModifiers};
use super::popup::{Context, Reply};
use super::templates::{TEMPLATES, Template};
use super::toast::Toast;

impl CriteriaEditor {
    pub(super) fn key(&mut self, key: Key, context: &mut Context<'_>) -> Reply {
        let control = key.modifiers.contains(KeyModifiers::CONTROL);
        match key.code {
            KeyCode::Char('s') if control => self.save(context),
            KeyCode::Char('t') if control => {
                self.tree_shown = !self.tree_shown;
                if !self.tree_shown && self.part == Part::Tree {
                    self.part = Part::Text;
                }
                Reply::default()
            }
            // What terminals send for Ctrl-_ and Ctrl-/.
            KeyCode::Char('_' | '/' | '7') if control => self.take_back(context),
            KeyCode::Char('y') if control => self.make_again(context),
            KeyCode::Esc if self.suggestions.is_shown() => {
                self.suggestions.hide();
                Reply::default()
            }
            KeyCode::Esc if self.part == Part::Tree => {
                self.part = Part::Text;
                Reply::default()
            }
            KeyCode::Esc => Reply::close(),
            _ => match self.part {
                Part::Name => self.name_key(key, context),
                Part::Text => self.text_key(key, context),
                Part::Tree => self.tree_key(key, context),
            },
        }
    }

    pub(super) fn paste(&mut self, text: &str, context: &mut Context<'_>) -> Reply {
        match self.part {
            Part::Name => {
                self.name.insert(text);
                self.name_error = None;
                Reply::default()
            }
            Part::Text => {
                self.past.edited(&self.text);
                self.text.insert(text);
                Reply::want(self.follow(context))
            }
            Part::Tree => Reply::default(),
        }
    }

    fn name_key(&mut self, key: Key, context: &mut Context<'_>) -> Reply {
        match key.code {
            KeyCode::BackTab if !self.tree.lines.is_empty() => self.go_to_tree(),
            KeyCode::Tab | KeyCode::BackTab | KeyCode::Down | KeyCode::Up => self.part = Part::Text,
            KeyCode::Enter => return self.save(context),
            _ => {
                if self.name.key(key) {
                    self.name_error = None;
                }
            }
        }
        Reply::default()
    }

    fn text_key(&mut self, key: Key, context: &mut Context<'_>) -> Reply {
        if self.offers_templates()
            && let Some(reply) = self.template_key(key, context)
        {
            return reply;
        }
        match key.code {
            KeyCode::Tab if self.suggestions.is_shown() => return self.take_suggestion(context),
            KeyCode::Enter if self.suggestions.is_chosen() => return self.take_suggestion(context),
            KeyCode::Down => {
                if !self.suggestions.is_shown() {
                    return Reply::want(self.suggest(context));
                }
                self.suggestions.step(1);
            }
            KeyCode::Up if self.suggestions.is_shown() => self.suggestions.step(-1),
            KeyCode::Char(' ') if key.modifiers.contains(KeyModifiers::CONTROL) => {
                return Reply::want(self.suggest(context));
            }
            KeyCode::Tab if !self.tree.lines.is_empty() => self.go_to_tree(),
            KeyCode::Tab | KeyCode::BackTab | KeyCode::Up => {
                self.part = Part::Name;
                self.suggestions.hide();
            }
            KeyCode::Enter => return self.save(context),
            _ => {
                let before = self.text.clone();
                if self.text.key(key) && self.text != before {
                    if self.text.text() == before.text() {
                        self.suggestions.hide();
                        self.tree.go_to_place(self.text.cursor());
                        return Reply::want(self.follow_bars(context));
                    }
                    self.past.typed(&before, key.code == KeyCode::Char(' '));
                    return Reply::want(self.follow(context));
                }
            }
        }
        Reply::default()
    }

    /// Whether templates are offered: a new segment has no criteria yet.
    pub fn offers_templates(&self) -> bool {
        let is_empty = self.segment.is_none() && self.text.text().is_empty();
        is_empty && self.part == Part::Text && !self.suggestions.is_shown()
    }

    /// A key among the templates; None where it is not theirs.
    fn template_key(&mut self, key: Key, context: &mut Context<'_>) -> Option<Reply> {
        self.template = match (key.code, self.template) {
            (KeyCode::Down, None) => Some(0),
            (KeyCode::Down, Some(at)) => Some((at + 1).min(TEMPLATES.len() - 1)),
            (KeyCode::Up, Some(at)) => at.checked_sub(1),
            (KeyCode::Esc, Some(_)) => None,
            (KeyCode::Enter, Some(at)) => {
                let template = TEMPLATES.get(at)?;
                return Some(self.take_template(template, context));
            }
            _ => return None,
        };
        Some(Reply::default())
    }

    fn take_template(&mut self, template: &Template, context: &mut Context<'_>) -> Reply {
        if let Some(trouble) = template.trouble(context.catalogue, self.scope) {
            return Reply {
                toast: Some(Toast::hint(trouble.to_string())),
                ..Reply::default()
            };
        }
        self.past.edited(&self.text);
        self.text.set(template.criteria);
        if self.name.trimmed().is_empty() {
            self.name.set(template.name);
        }
        self.template = None;
        let effects = self.follow(context);
        if !template.is_open() {
            self.suggestions.hide();
        }
        Reply::want(effects)
    }

    fn take_suggestion(&mut self, context: &mut Context<'_>) -> Reply {
        let Some((range, text)) = self.suggestions.taken() else {
            return Reply::default();
        };
        self.past.edited(&self.text);
        self.text.splice(range, &text);
        Reply::want(self.follow(context))
    }
}
