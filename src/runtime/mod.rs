//! Terminal guard, input thread, signals, and the workers that run effects.
