//! The segment language: laws that hold for every tree and every audience.
