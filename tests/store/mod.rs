//! What any store must do, and what the embedded one must survive.

mod embedded;
mod fields;
mod hands;
mod hands_model;
mod history;
mod many;
mod merging;
mod model;
mod near;
mod pins;
mod processes;
mod suite;
mod undo;
mod undo_histories;
mod undo_model;
mod undo_random;
