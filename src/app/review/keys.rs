//! The keys of the review.

use super::super::event::{Key, KeyCode, KeyModifiers};
use super::super::input::Input;
use super::super::popup::{Context, Reply};
use super::super::scroll;
use super::super::toast::Toast;
use super::fields::{Choice, typed};
use super::{Focus, Parts, Review};

impl Review {
    /// Whether a letter is text now.
    pub(in crate::app) fn takes_text(&self) -> bool {
        self.queue.typing || self.typed.is_some()
    }

    pub(in crate::app) fn key(&mut self, key: Key, context: &mut Context<'_>) -> Reply {
        if self.sure.is_some() {
            return self.key_of_sure(key, context);
        }
        if self.decisions.is_some() {
            return self.key_of_decisions(key, context);
        }
        if self.typed.is_some() {
            return self.key_of_value(key, context);
        }
        if self.queue.typing {
            return self.key_of_search(key, context);
        }
        if key.modifiers.contains(KeyModifiers::CONTROL) {
            return Reply::default();
        }
        match key.code {
            KeyCode::Esc if !self.queue.text.text().is_empty() => {
                self.queue.text.set("");
                self.filtered(context)
            }
            KeyCode::Esc if self.focus == Focus::Fields => {
                self.focus = Focus::Queue;
                Reply::default()
            }
            KeyCode::Esc | KeyCode::Char('q' | 'D') => Reply::close(),
            KeyCode::Tab | KeyCode::BackTab => {
                self.focus = match self.focus {
                    Focus::Queue => Focus::Fields,
                    Focus::Fields => Focus::Queue,
                };
                Reply::default()
            }
            KeyCode::PageDown => self.scroll_cards(1, context),
            KeyCode::PageUp => self.scroll_cards(-1, context),
            KeyCode::Char(']' | 'J') => self.go(1, context),
            KeyCode::Char('[' | 'K') => self.go(-1, context),
            KeyCode::Char('R') => self.again(context),
            KeyCode::Char('u') => self.undo(context),
            KeyCode::Char('S') => self.ask_sure(context),
            KeyCode::Char('L') => self.list_decisions(context),
            KeyCode::Char('f') => {
                self.queue.shown = self.queue.shown.next();
                self.filtered(context)
            }
            KeyCode::Char('/') => {
                self.queue.typing = true;
                Reply::default()
            }
            _ => self.key_of_case(key, context),
        }
    }

    /// Keys about the suggestion that is looked at.
    fn key_of_case(&mut self, key: Key, context: &mut Context<'_>) -> Reply {
        match key.code {
            // The next key is about the next suggestion: this one is still on its way to disk.
            KeyCode::Char('m' | 'd' | 'x' | 'n') | KeyCode::Delete if self.waiting.is_some() => {
                return Reply::default();
            }
            KeyCode::Char('m') => return self.merge(context),
            KeyCode::Char('d' | 'x') | KeyCode::Delete => return self.delete(context),
            KeyCode::Char('n') => return self.keep_apart(context),
            KeyCode::Char('s') => {
                self.queue.skip();
                return Reply::want(self.look(context));
            }
            _ => {}
        }
        if self.focus == Focus::Fields {
            self.key_of_fields(key, context)
        } else {
            self.key_of_queue(key, context)
        }
    }

    fn key_of_queue(&mut self, key: Key, context: &mut Context<'_>) -> Reply {
        let page = Parts::of(context.size).rows().cast_signed();
        match key.code {
            KeyCode::Down | KeyCode::Char('j') => self.go(1, context),
            KeyCode::Up | KeyCode::Char('k') => self.go(-1, context),
            KeyCode::Char('g') | KeyCode::Home => self.go(isize::MIN, context),
            KeyCode::Char('G') | KeyCode::End => self.go(isize::MAX, context),
            KeyCode::Char('>') => self.go(page, context),
            KeyCode::Char('<') => self.go(-page, context),
            KeyCode::Enter | KeyCode::Right | KeyCode::Char('l') => {
                self.focus = Focus::Fields;
                Reply::default()
            }
            _ => self.key_of_sides(key, context),
        }
    }

    fn key_of_fields(&mut self, key: Key, context: &mut Context<'_>) -> Reply {
        let Some(case) = &mut self.case else {
            return Reply::default();
        };
        let last = case.fields.len().saturating_sub(1);
        match key.code {
            KeyCode::Down | KeyCode::Char('j') => case.cursor = (case.cursor + 1).min(last),
            KeyCode::Up | KeyCode::Char('k') => case.cursor = case.cursor.saturating_sub(1),
            KeyCode::Char('g') | KeyCode::Home => case.cursor = 0,
            KeyCode::Char('G') | KeyCode::End => case.cursor = last,
            KeyCode::Right | KeyCode::Char('l' | ' ') => case.turn(1),
            KeyCode::Left | KeyCode::Char('h') => case.turn(-1),
            KeyCode::Enter | KeyCode::Char('e') => {
                let value = case.fields.get(case.cursor).map(|field| field.merged.clone());
                self.typed = value.map(Input::new);
                return Reply::default();
            }
            _ => return self.key_of_sides(key, context),
        }
        case.top = scroll(case.top, case.cursor, Parts::of(context.size).fields());
        self.settle(context);
        Reply::default()
    }

    /// Keys about who survives, and all of one side.
    fn key_of_sides(&mut self, key: Key, context: &mut Context<'_>) -> Reply {
        let Some(case) = &mut self.case else {
            return Reply::default();
        };
        match key.code {
            KeyCode::Char('w') => case.swap(),
            KeyCode::Char('a') => case.take_all(case.survivor.min(case.beside)),
            KeyCode::Char('b') => case.take_all(case.survivor.max(case.beside)),
            KeyCode::Char('.') => case.page(1),
            KeyCode::Char(',') => case.page(-1),
            _ => return Reply::default(),
        }
        self.settle(context);
        Reply::default()
    }

    fn key_of_value(&mut self, key: Key, context: &mut Context<'_>) -> Reply {
        let (Some(input), Some(case)) = (&mut self.typed, &mut self.case) else {
            return Reply::default();
        };
        match key.code {
            KeyCode::Esc => self.typed = None,
            KeyCode::Enter => {
                let Some(field) = case.fields.get(case.cursor) else {
                    return Reply::default();
                };
                let text = input.trimmed().to_owned();
                if let Err(why) = typed(&field.form, &text) {
                    return Reply {
                        toast: Some(Toast::hint(why)),
                        ..Reply::default()
                    };
                }
                if text != field.merged {
                    let field = field.form.field;
                    case.choose(field, Some(Choice::Typed(text)));
                }
                self.typed = None;
                self.settle(context);
            }
            _ => {
                input.key(key);
            }
        }
        Reply::default()
    }

    fn key_of_search(&mut self, key: Key, context: &mut Context<'_>) -> Reply {
        match key.code {
            KeyCode::Enter => self.queue.typing = false,
            KeyCode::Esc => {
                self.queue.typing = false;
                self.queue.text.set("");
                return self.filtered(context);
            }
            KeyCode::Down => return self.go(1, context),
            KeyCode::Up => return self.go(-1, context),
            _ => {
                self.queue.text.key(key);
                return self.filtered(context);
            }
        }
        Reply::default()
    }

    fn key_of_sure(&mut self, key: Key, context: &mut Context<'_>) -> Reply {
        match key.code {
            KeyCode::Char('y') => self.accept_sure(context),
            KeyCode::Esc | KeyCode::Enter | KeyCode::Char('n' | 'q') => {
                self.sure = None;
                Reply::default()
            }
            _ => Reply::default(),
        }
    }

    pub(in crate::app) fn paste(&mut self, text: &str, context: &mut Context<'_>) -> Reply {
        if let Some(input) = &mut self.typed {
            input.insert(text);
        } else if self.queue.typing {
            self.queue.text.insert(text);
            return self.filtered(context);
        }
        Reply::default()
    }

    /// Other rows are shown, from the first on.
    fn filtered(&mut self, context: &mut Context<'_>) -> Reply {
        self.queue.cursor = 0;
        self.queue.top = 0;
        self.queue.rebuild();
        Reply::want(self.look(context))
    }

    /// To a suggestion further down or up.
    fn go(&mut self, by: isize, context: &mut Context<'_>) -> Reply {
        let last = self.queue.rows.len().saturating_sub(1);
        let to = self.queue.cursor.saturating_add_signed(by).min(last);
        self.point(to, context)
    }

    /// To a suggestion by its row.
    fn point(&mut self, row: usize, context: &mut Context<'_>) -> Reply {
        let height = Parts::of(context.size).rows();
        self.queue.cursor = row;
        self.queue.top = scroll(self.queue.top, row, height);
        Reply::want(self.look(context))
    }

    fn scroll_cards(&mut self, by: isize, context: &Context<'_>) -> Reply {
        let parts = Parts::of(context.size);
        let page = usize::from(parts.cards.height).saturating_sub(2).max(1);
        let last = self
            .lines(context.catalogue, parts.cards.width, parts.side_by_side)
            .len();
        let to = self.top.saturating_add_signed(by * page.cast_signed());
        self.top = to.min(last.saturating_sub(page));
        Reply::default()
    }
}
