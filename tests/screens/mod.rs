//! Screens, drawn and compared.

mod bytes;
mod criteria_tree;
mod drafts;
mod elsewhere;
mod every_action;
mod flows;
mod forms;
mod hostile;
mod hostile_records;
mod imports;
mod jump;
mod log;
mod marks;
mod mouse;
mod others;
mod palette;
mod past;
mod picture;
mod profile;
mod readme;
mod segments;
mod settings;
mod snapshots;
mod undo;
mod welcome;
mod world;
