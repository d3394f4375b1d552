//! davylamp-plume
