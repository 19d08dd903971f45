//! `audience`: contact lists → segments → contacts of a WhatsApp audience, in a terminal.
//!
//! The rooms, each importing only from rooms above it (a test holds that).

pub mod phone;

pub mod model;

pub mod criteria;

pub mod duplicates;

pub mod store;

pub mod transfer;

pub mod actions;

pub mod app;

pub mod ui;

pub mod runtime;

pub mod cli;
