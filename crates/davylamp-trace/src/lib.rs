//! davylamp-trace
