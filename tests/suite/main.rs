//! Tests from outside: what a caller of the library and a user of the program sees.

mod sample;
mod study;
