//! Numbers: the corpus, the refusals, and any bytes at all.

mod corpus;
mod numbering;
