//! The program in a real terminal.

mod hostile;
mod manners;
pub mod session;
mod world;
