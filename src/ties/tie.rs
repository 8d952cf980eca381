//! The state of a tie in 32 bits, the same at both ends: layer, home, origin, history, talks, last talk and weight.

use crate::ids::{Layer, NOWHERE, PlatformId};

/// A tie packed into 32 bits.
///
/// | bits | what |
/// |---|---|
/// | 0–2 | layer; 7 is an empty slot |
/// | 3–5 | home, the platform where the tie lives; 7 is nowhere |
/// | 6–8 | origin, the home it was born with |
/// | 9–12 | talks of a stranger so far; 15 marks an acquaintance that began as a stranger of this run |
/// | 13–21 | day of the last talk, modulo 512 |
/// | 22–29 | history stored at home |
/// | 30–31 | weight class: ½, 1, 2 or 4 times the layer's rate |
#[derive(Clone, Copy, Debug, PartialEq, Eq, bytemuck::Pod, bytemuck::Zeroable)]
#[repr(transparent)]
pub struct Tie(pub u32);

const EMPTY: u32 = 7;

impl Tie {
    /// The lowest bits of home, of the day of the last talk, and of the weight class.
    pub const HOME_AT: u32 = 3;
    pub const LAST_AT: u32 = 13;
    pub const CLASS_AT: u32 = 30;
    /// Marks an acquaintance that began as a stranger of this run.
    pub const BORN: u32 = 15;
    /// Weight classes, as multiples of the layer's rate.
    pub const WEIGHTS: [f32; 4] = [0.5, 1.0, 2.0, 4.0];

    /// A free place for a tie that may arise.
    pub const fn empty() -> Tie {
        Tie(EMPTY | 7 << Tie::HOME_AT | 7 << 6)
    }

    /// A tie of plain weight that lives nowhere yet.
    pub fn new(layer: Layer) -> Tie {
        Tie::weighted(layer, 1)
    }

    /// A tie of a weight class 0..4.
    pub fn weighted(layer: Layer, weight_class: u32) -> Tie {
        let nowhere = u32::from(NOWHERE.0);
        Tie(layer as u32 | nowhere << Tie::HOME_AT | nowhere << 6 | (weight_class & 3) << Tie::CLASS_AT)
    }

    #[inline(always)]
    pub fn is_empty(self) -> bool {
        self.0 & 7 == EMPTY
    }

    /// The layer's number; 7 for an empty slot.
    #[inline(always)]
    pub fn layer_code(self) -> usize {
        (self.0 & 7) as usize
    }

    pub fn layer(self) -> Option<Layer> {
        Layer::ALL.get(self.layer_code()).copied()
    }

    #[inline(always)]
    pub fn home(self) -> PlatformId {
        PlatformId((self.0 >> Tie::HOME_AT & 7) as u8)
    }

    /// The home's number and the layer's below it: a place for each pair, of which there are 64.
    #[inline(always)]
    pub fn home_and_layer(self) -> usize {
        (self.0 & 63) as usize
    }

    #[inline(always)]
    pub fn origin(self) -> PlatformId {
        PlatformId((self.0 >> 6 & 7) as u8)
    }

    #[inline(always)]
    pub fn talks(self) -> u32 {
        self.0 >> 9 & 15
    }

    /// Day of the last talk, modulo 512.
    #[inline(always)]
    pub fn last(self) -> u32 {
        self.0 >> Tie::LAST_AT & 511
    }

    /// Days since the last talk, as far as 511 of them.
    #[inline(always)]
    pub fn idle_days(self, day: i32) -> u32 {
        (day as u32).wrapping_sub(self.last()) & 511
    }

    #[inline(always)]
    pub fn history(self) -> u32 {
        self.0 >> 22 & 255
    }

    #[inline(always)]
    pub fn weight_class(self) -> usize {
        (self.0 >> Tie::CLASS_AT) as usize
    }

    #[must_use]
    #[inline(always)]
    pub fn with_layer(self, layer: Layer) -> Tie {
        Tie(self.0 & !7 | layer as u32)
    }

    #[must_use]
    #[inline(always)]
    pub fn with_home(self, home: PlatformId) -> Tie {
        Tie(self.0 & !(7 << Tie::HOME_AT) | u32::from(home.0) << Tie::HOME_AT)
    }

    #[must_use]
    #[inline(always)]
    pub fn with_origin(self, origin: PlatformId) -> Tie {
        Tie(self.0 & !(7 << 6) | u32::from(origin.0) << 6)
    }

    #[must_use]
    #[inline(always)]
    pub fn with_talks(self, talks: u32) -> Tie {
        Tie(self.0 & !(15 << 9) | (talks & 15) << 9)
    }

    #[must_use]
    #[inline(always)]
    pub fn with_last(self, day: i32) -> Tie {
        Tie(self.0 & !(511 << Tie::LAST_AT) | (day as u32 & 511) << Tie::LAST_AT)
    }

    #[must_use]
    #[inline(always)]
    pub fn with_history(self, history: u32) -> Tie {
        Tie(self.0 & !(255 << 22) | history.min(255) << 22)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_part_is_kept_apart() {
        let tie = Tie::weighted(Layer::Work, 2)
            .with_home(PlatformId(3))
            .with_origin(PlatformId(5))
            .with_talks(9)
            .with_last(1000)
            .with_history(200);
        assert_eq!(tie.layer(), Some(Layer::Work));
        assert_eq!((tie.home(), tie.origin()), (PlatformId(3), PlatformId(5)));
        assert_eq!((tie.talks(), tie.history(), tie.weight_class()), (9, 200, 2));
        assert_eq!(tie.idle_days(1003), 3);
        assert_eq!(Tie::new(Layer::Kin).with_last(-3).idle_days(2), 5);
        assert!(Tie::empty().is_empty() && Tie::empty().home() == NOWHERE);
    }
}
