//! The program in a real terminal.

mod flow;
mod full;
mod hostile;
mod manners;
pub mod session;
mod world;
