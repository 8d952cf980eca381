//! How much a tie weighs: how often it talks on an ordinary day, with its strength.

use crate::ids::{Layer, WEIGHT_PARTS};
use crate::scenario::Behaviour;
use crate::ties::Tie;

/// Days a tie may lie idle before its count would wrap.
pub const IDLE_MAX: usize = 512;

/// Weight by layer and idle days, in [`WEIGHT_PARTS`]; 0 for what is gone.
#[derive(Clone, Debug)]
pub struct Weights {
    // Of weight class 1, before what is more than one is cut. Codes 5 to 7 of a layer are empty slots and weigh nothing.
    base: Box<[[u32; IDLE_MAX]; 8]>,
    /// The same for every weight class, and small, as this is what is looked up all day.
    by_class: Box<[u16; Weights::PLACES]>,
    fresh: [u32; 8],
}

impl Weights {
    const PLACES_OF_CLASS: usize = 8 * IDLE_MAX;
    pub const PLACES: usize = Tie::WEIGHTS.len() * Weights::PLACES_OF_CLASS;

    pub fn new(behaviour: &Behaviour) -> Weights {
        let mut base = Box::new([[0; IDLE_MAX]; 8]);
        for layer in Layer::ALL {
            let days = behaviour.strength_days(layer);
            let fades = matches!(layer, Layer::Acquaintance | Layer::Stranger);
            for (idle, weight) in base[layer.index()].iter_mut().enumerate() {
                let strength = libm::exp(-(idle as f64) / days);
                if !(fades && strength < behaviour.fade_strength) {
                    let parts = behaviour.rate(layer) * strength * WEIGHT_PARTS as f64;
                    *weight = libm::round(parts).max(1.0) as u32;
                }
            }
        }
        let fresh = base.each_ref().map(|by_days| by_days[0]);
        let mut by_class = Box::new([0; Weights::PLACES]);
        for (place, weight) in by_class.iter_mut().enumerate() {
            let of_class_1 = base.as_flattened()[place % Weights::PLACES_OF_CLASS];
            // What is not gone weighs something, in the lightest class too.
            *weight = classed(of_class_1, place / Weights::PLACES_OF_CLASS).max(of_class_1.min(1)) as u16;
        }
        Weights { base, by_class, fresh }
    }

    /// For weight class 1, by layer code and idle days; more than one where the layer talks oftener than daily, as the lighter class halves it.
    pub fn by_days(&self) -> &[[u32; IDLE_MAX]; 8] {
        &self.base
    }

    /// Weights in [`WEIGHT_PARTS`], at most one, by weight class, layer code and idle days; 0 for what is gone or was never there.
    pub fn by_class(&self) -> &[u16; Weights::PLACES] {
        &self.by_class
    }

    /// Where that of a tie stands today.
    #[inline(always)]
    fn place(tie: Tie, day: i32) -> u32 {
        Weights::place_of(tie, tie.idle_days(day))
    }

    /// The same of many ties.
    #[inline(always)]
    pub fn find_places(ties: &[u32], day: i32, places: &mut [u32]) {
        for (place, &tie) in places.iter_mut().zip(ties) {
            *place = Weights::place(Tie(tie), day);
        }
    }

    #[inline(always)]
    fn place_of(tie: Tie, idle_days: u32) -> u32 {
        (tie.weight_class() * Weights::PLACES_OF_CLASS + tie.layer_code() * IDLE_MAX) as u32 | (idle_days & (IDLE_MAX as u32 - 1))
    }

    /// For weight class 1 and no idle days, by layer code: the greatest.
    pub fn by_layer(&self) -> &[u32; 8] {
        &self.fresh
    }

    /// The weight of a tie that has been idle this long, in [`WEIGHT_PARTS`], at most one; 0 when it is gone or was never there.
    #[inline(always)]
    pub fn of(&self, tie: Tie, idle_days: u32) -> u32 {
        self.by_class[Weights::place_of(tie, idle_days) as usize % Weights::PLACES].into()
    }

    /// The greatest weight of a tie of this layer and weight class.
    #[inline(always)]
    pub fn fresh(&self, tie: Tie) -> u32 {
        classed(of_layer(&self.fresh, 0, tie.layer_code()), tie.weight_class())
    }
}

/// What a tie of a weight class weighs where one of weight class 1 weighs `base`.
#[inline(always)]
pub fn classed(base: u32, weight_class: usize) -> u32 {
    (base << weight_class >> 1).min(WEIGHT_PARTS as u32)
}

/// What holds for the layer with this code; `none` for what is no layer. Comparing a vector with five codes is quicker than looking each of them up.
#[inline(always)]
pub fn of_layer<T: Copy>(by_layer: &[T], none: T, code: usize) -> T {
    let mut found = none;
    for (layer, &of_layer) in by_layer.iter().enumerate().take(Layer::COUNT) {
        found = if code == layer { of_layer } else { found };
    }
    found
}

impl Behaviour {
    /// Talks a day of a tie of this layer at full strength.
    pub fn rate(&self, layer: Layer) -> f64 {
        match layer {
            Layer::Kin => self.rate_kin,
            Layer::Friend => self.rate_friend,
            Layer::Work => self.rate_work,
            Layer::Acquaintance => self.rate_acquaintance,
            Layer::Stranger => self.rate_stranger,
        }
    }

    /// What a message of this layer is worth.
    pub fn value(&self, layer: Layer) -> f64 {
        match layer {
            Layer::Kin => self.value_kin,
            Layer::Friend => self.value_friend,
            Layer::Work => self.value_work,
            Layer::Acquaintance => self.value_acquaintance,
            Layer::Stranger => self.value_stranger,
        }
    }

    /// Utility of talking offline or not at all.
    pub fn outside(&self, layer: Layer) -> f64 {
        match layer {
            Layer::Kin => self.outside_kin,
            Layer::Friend => self.outside_friend,
            Layer::Work => self.outside_work,
            Layer::Acquaintance => self.outside_acquaintance,
            Layer::Stranger => self.outside_stranger,
        }
    }

    /// Time constant of the strength of a tie that does not talk.
    fn strength_days(&self, layer: Layer) -> f64 {
        match layer {
            Layer::Kin => self.strength_days_kin,
            Layer::Friend => self.strength_days_friend,
            Layer::Work => self.strength_days_work,
            Layer::Acquaintance => self.strength_days_acquaintance,
            Layer::Stranger => self.strength_days_stranger,
        }
    }
}
