//! Screens, drawn and compared.

mod bytes;
mod flows;
mod forms;
mod hostile;
mod picture;
mod readme;
mod snapshots;
mod world;
