//! THE table of actions: name, help, default keys, where it holds, why it is off.
