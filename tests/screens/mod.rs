//! Screens, drawn and compared.
