//! Screens, drawn and compared.

mod bytes;
mod flows;
mod forms;
mod hostile;
mod imports;
mod jump;
mod mouse;
mod palette;
mod past;
mod picture;
mod readme;
mod snapshots;
mod undo;
mod world;
