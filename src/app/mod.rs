//! The state machine: `update(&mut State, Event) -> Vec<Effect>`. Pure: no input or output, no clock, no randomness.
