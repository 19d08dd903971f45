//! Screens, drawn and compared.

mod bytes;
mod flows;
mod forms;
mod hostile;
mod picture;
mod snapshots;
mod world;
