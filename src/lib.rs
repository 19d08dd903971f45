//! `audience`: contact lists → segments → contacts of a WhatsApp audience, in a terminal.
//!
//! The rooms, each importing only from rooms above it (a test in `tests/` holds that):
//! `phone`, `model`, `criteria`, `store`, `transfer`, `actions`, `app`, `ui`, `runtime`, `cli`.

pub mod criteria;
pub mod model;
pub mod phone;
pub mod store;
