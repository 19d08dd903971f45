//! Short messages: good news and hints go with the next key, errors stay until they are dismissed.

/// One message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Toast {
    /// What happened.
    pub text: String,
    /// What kind of message it is.
    pub kind: Kind,
}

/// The kinds of messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Something is done.
    Done,
    /// Why a key did nothing.
    Hint,
    /// Something went wrong: stays until Esc.
    Error,
}

impl Toast {
    /// Good news.
    pub fn done(text: impl Into<String>) -> Self {
        Self::new(text, Kind::Done)
    }

    /// Why a key did nothing.
    pub fn hint(text: impl Into<String>) -> Self {
        Self::new(text, Kind::Hint)
    }

    /// Bad news.
    pub fn error(text: impl Into<String>) -> Self {
        Self::new(text, Kind::Error)
    }

    fn new(text: impl Into<String>, kind: Kind) -> Self {
        Self {
            text: text.into(),
            kind,
        }
    }

    /// Whether it stays until it is dismissed.
    pub fn stays(&self) -> bool {
        self.kind == Kind::Error
    }
}
