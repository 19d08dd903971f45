//! The program in a real terminal.

mod config;
mod drafts;
mod first;
mod flow;
mod full;
mod hostile;
mod manners;
pub mod session;
mod world;
