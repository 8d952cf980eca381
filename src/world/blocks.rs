//! Arrays by person and platform, laid out for those who work people out side by side.

use std::ops::{Index, IndexMut};

use bytemuck::Pod;

use crate::ids::LANES;

/// One thing a person and platform. [`LANES`] people stand beside each other for each platform in turn, and then the next people; lanes of nobody
/// hold what was there from the start.
#[derive(Clone, Debug, PartialEq)]
pub struct Blocks<T> {
    people: usize,
    platforms: usize,
    lanes: Vec<[T; LANES]>,
}

impl<T: Pod> Blocks<T> {
    pub fn new(people: usize, platforms: usize, each: T) -> Blocks<T> {
        Blocks { people, platforms, lanes: vec![[each; LANES]; people.div_ceil(LANES) * platforms] }
    }

    /// For each block of people the lanes of each platform.
    pub fn lanes(&self) -> &[[T; LANES]] {
        &self.lanes
    }

    pub fn lanes_mut(&mut self) -> &mut [[T; LANES]] {
        &mut self.lanes
    }

    /// What people have of a platform.
    pub fn of_platform(&mut self, p: usize) -> impl Iterator<Item = &mut T> {
        self.lanes.iter_mut().skip(p).step_by(self.platforms.max(1)).flatten().take(self.people)
    }

    /// Persons and platforms, in the order of persons.
    pub fn places(&self) -> impl Iterator<Item = (usize, usize)> + use<T> {
        let platforms = self.platforms;
        (0..self.people).flat_map(move |person| (0..platforms).map(move |p| (person, p)))
    }

    fn place(&self, (person, p): (usize, usize)) -> (usize, usize) {
        (person / LANES * self.platforms + p, person % LANES)
    }
}

impl<T: Pod> Index<(usize, usize)> for Blocks<T> {
    type Output = T;

    #[inline(always)]
    fn index(&self, of: (usize, usize)) -> &T {
        let (place, lane) = self.place(of);
        &self.lanes[place][lane]
    }
}

impl<T: Pod> IndexMut<(usize, usize)> for Blocks<T> {
    #[inline(always)]
    fn index_mut(&mut self, of: (usize, usize)) -> &mut T {
        let (place, lane) = self.place(of);
        &mut self.lanes[place][lane]
    }
}
