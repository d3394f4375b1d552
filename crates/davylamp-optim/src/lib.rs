//! davylamp-optim
