//! Room that threads work in: kept from one part of the people to the next, so that it is cleared once and not for each.

use std::cell::Cell;
use std::thread::LocalKey;

/// A thread's room of one kind. It is away while the thread works in it; what breaks off there is made anew.
pub type Room<T> = Cell<Option<Box<T>>>;

/// Lends the thread's room to some work, which leaves it as clear as it was found.
pub fn lend<T: Default, R>(room: &'static LocalKey<Room<T>>, work: impl FnOnce(&mut T) -> R) -> R {
    let mut lent = room.take().unwrap_or_else(make);
    let result = work(&mut lent);
    room.set(Some(lent));
    result
}

/// Apart, and so once a thread: room is made on the stack, and walks that call each other would each keep some for it.
#[cold]
#[inline(never)]
fn make<T: Default>() -> Box<T> {
    Box::default()
}
