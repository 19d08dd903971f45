//! The structure of the house.
