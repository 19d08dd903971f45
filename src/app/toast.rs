//! Short messages: good news goes with the next key, errors stay until they are dismissed.

/// One message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Toast {
    /// What happened.
    pub text: String,
    /// Whether it is an error: stays until Esc.
    pub error: bool,
}

impl Toast {
    /// Good news.
    pub fn done(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            error: false,
        }
    }

    /// Bad news.
    pub fn error(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            error: true,
        }
    }
}
