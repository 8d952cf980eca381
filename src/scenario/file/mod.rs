//! What a user writes, which may be wrong: the text as a tree in which every key and value knows its place, the one table of keys that
//! reader, schema and lists share, and patches of one tree by another.

pub mod extends;
pub mod fields;
pub mod key;
pub mod node;
pub mod patch;
pub mod sections;
pub mod source;
