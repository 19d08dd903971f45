//! The main loop: takes in what has come, hands over what is to be done, draws when nothing more waits.

use super::clipboard;
use super::clock::Clock;
use super::keeper::Keeper;
use super::screen::Screen;
use super::signals::{self, Control};
use super::terminal;
use super::workers::Workers;
use crate::app::{self, Effect, Event, State};
use crate::store::between_locks;
use crate::ui;
use crossbeam_channel::{Receiver, RecvTimeoutError, select};
use ratatui::Terminal;
use ratatui::layout::Size;
use signal_hook::consts::SIGHUP;
use std::io;
use std::time::{Duration, Instant};

/// How long the first picture waits for the first answers, so that it is drawn once and whole.
const FIRST_ANSWERS: Duration = Duration::from_millis(30);

/// How it ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// The person left.
    Quit,
    /// The person wants to see the demo, and come back.
    Demo,
    /// A signal or a hang-up.
    Signal(i32),
}

/// One person at one terminal.
pub struct Session {
    state: State,
    clock: Clock,
    workers: Workers,
    keeper: Keeper,
    terminal: Terminal<Screen>,
    control: Receiver<Control>,
    keys: Receiver<Event>,
    events: Receiver<Event>,
    end: Option<End>,
}

/// What can come in.
enum Incoming {
    Control(Control),
    Event(Event),
}

impl Session {
    /// Before anything has come.
    pub fn new(
        state: State,
        clock: Clock,
        workers: Workers,
        keeper: Keeper,
        control: Receiver<Control>,
        keys: Receiver<Event>,
        events: Receiver<Event>,
    ) -> Self {
        let (width, height) = state.size;
        let Ok(terminal) = Terminal::new(Screen::new(Size { width, height }));
        Self {
            state,
            clock,
            workers,
            keeper,
            terminal,
            control,
            keys,
            events,
            end: None,
        }
    }

    /// Writes what is kept for the next start; the workers, to be finished.
    pub fn into_workers(mut self) -> Workers {
        self.keeper.finish(&app::memory::of(&self.state));
        self.workers
    }

    /// Until the end. A terminal that cannot be written to has gone.
    pub fn run(&mut self) -> End {
        self.keep_going().unwrap_or(End::Signal(SIGHUP))
    }

    fn keep_going(&mut self) -> io::Result<End> {
        let effects = app::start(&mut self.state, self.clock.now());
        self.carry_out(effects)?;
        self.await_first_answers()?;
        loop {
            while let Some(incoming) = self.waiting() {
                self.take_in(incoming)?;
            }
            if let Some(end) = self.end {
                return Ok(end);
            }
            self.draw()?;
            let incoming = self.next();
            self.take_in(incoming)?;
        }
    }

    /// What waits already: signals before keys, keys before answers.
    fn waiting(&self) -> Option<Incoming> {
        if self.end.is_some() {
            return None;
        }
        let control = self.control.try_recv().map(Incoming::Control);
        let event = || self.keys.try_recv().or_else(|_| self.events.try_recv());
        control.or_else(|_| event().map(Incoming::Event)).ok()
    }

    /// Waits for whatever comes first. The other ends live as long as the process; a lost one is a lost terminal.
    fn next(&self) -> Incoming {
        let lost = Incoming::Control(Control::End(SIGHUP));
        select! {
            recv(self.control) -> control => control.map_or(lost, Incoming::Control),
            recv(self.keys) -> event => event.map_or(lost, Incoming::Event),
            recv(self.events) -> event => event.map_or(lost, Incoming::Event),
        }
    }

    fn await_first_answers(&mut self) -> io::Result<()> {
        let deadline = Instant::now() + FIRST_ANSWERS;
        while self.end.is_none() && !(self.workers.has_answered() && self.events.is_empty()) {
            match self.events.recv_deadline(deadline) {
                Ok(event) => self.take_in(Incoming::Event(event))?,
                Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => break,
            }
        }
        Ok(())
    }

    fn take_in(&mut self, incoming: Incoming) -> io::Result<()> {
        match incoming {
            Incoming::Control(Control::Resized) => self.resize(),
            Incoming::Control(Control::Suspend) => self.suspend(),
            Incoming::Control(Control::Continued) => self.come_back(),
            Incoming::Control(Control::End(signal)) => {
                self.end = Some(End::Signal(signal));
                Ok(())
            }
            Incoming::Event(event) => self.tell(event),
        }
    }

    fn tell(&mut self, event: Event) -> io::Result<()> {
        let effects = app::update(&mut self.state, self.clock.now(), event);
        self.keeper.keep(app::draft::of(&self.state));
        self.carry_out(effects)
    }

    fn carry_out(&mut self, effects: Vec<Effect>) -> io::Result<()> {
        for effect in effects {
            match effect {
                Effect::Ask(ask) => self.workers.ask(ask),
                Effect::Apply { ticket, change } => self.workers.apply(ticket, change),
                Effect::Import { ticket, plan } => self.workers.import(ticket, plan),
                Effect::Export { ticket, wanted } => self.workers.export(ticket, wanted),
                Effect::TakeBack { ticket, entry, force } => self.workers.take_back(ticket, entry, force),
                Effect::Search { ticket, scope } => self.workers.search(ticket, scope),
                Effect::Stop(ticket) => self.workers.stop(ticket),
                Effect::Quit => self.end = self.end.or(Some(End::Quit)),
                Effect::Demo => self.end = self.end.or(Some(End::Demo)),
                Effect::Suspend => self.suspend()?,
                Effect::ForgetDraft(id) => self.keeper.forget(id),
                Effect::Prefer(name, value) => self.keeper.prefer(name, value),
                Effect::Mouse(taken) => terminal::take_mouse(taken)?,
                Effect::Copy(text) => {
                    let bytes = clipboard::sequence(&text, |name| std::env::var(name).ok());
                    terminal::write(&bytes)?;
                }
                Effect::Redraw => self.draw_anew(),
            }
        }
        Ok(())
    }

    fn resize(&mut self) -> io::Result<()> {
        let size = terminal::size().unwrap_or_default();
        if size == self.state.size {
            return Ok(());
        }
        let (width, height) = size;
        self.terminal.backend_mut().resize(Size { width, height });
        self.tell(Event::Resize(width, height))
    }

    /// Gives the terminal back and stops until the shell lets the job go on.
    fn suspend(&mut self) -> io::Result<()> {
        if !signals::may_stop() {
            return Ok(());
        }
        self.workers.pause();
        terminal::leave();
        between_locks(|| self.stop());
        self.workers.go_on();
        if self.end.is_some() {
            return Ok(());
        }
        self.come_back()
    }

    /// Stops until the shell lets the job go on, or somebody ends it.
    fn stop(&mut self) {
        let mut went_on = !signals::stop();
        while !went_on {
            match self.control.recv() {
                Ok(Control::Continued | Control::Suspend) | Err(_) => went_on = true,
                Ok(Control::End(signal)) => {
                    self.end = Some(End::Signal(signal));
                    went_on = true;
                }
                Ok(_) => {}
            }
        }
    }

    /// The process was stopped and goes on: the terminal may be anyone's, and of another size.
    fn come_back(&mut self) -> io::Result<()> {
        terminal::enter(self.state.pointer.ours)?;
        self.terminal.backend_mut().came_back();
        self.draw_anew();
        self.resize()?;
        self.tell(Event::Resumed)
    }

    fn draw_anew(&mut self) {
        let Ok(()) = self.terminal.clear();
    }

    /// Draws what has changed, in one piece. A terminal without an area gets nothing.
    fn draw(&mut self) -> io::Result<()> {
        let (columns, rows) = self.state.size;
        if columns == 0 || rows == 0 {
            return Ok(());
        }
        let Ok(_) = self.terminal.draw(|frame| ui::draw(frame, &self.state));
        match self.terminal.backend_mut().take_frame() {
            Some(frame) => terminal::write(&frame),
            None => Ok(()),
        }
    }
}
