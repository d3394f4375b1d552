//! davylamp
