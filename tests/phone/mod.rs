//! Numbers: the corpus, the refusals, and any bytes at all.

mod any_text;
mod corpus;
mod numbering;
mod refusals;
