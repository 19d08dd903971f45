//! Draws the state and changes nothing: panes, popups, widgets, theme; text width and cleaning.
