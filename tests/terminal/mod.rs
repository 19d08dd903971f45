//! The program in a real terminal.

mod config;
mod drafts;
mod exports;
mod first;
mod flow;
mod full;
mod hostile;
mod manners;
mod multiplexers;
mod process;
pub mod session;
mod ssh;
mod world;
