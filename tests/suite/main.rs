//! What holds for the program as a whole, in one binary.

mod door;
mod sample;
mod study;
