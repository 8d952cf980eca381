//! Colours that readers with any common colour vision tell apart, dark enough for text on white.
//!
//! The first hues are those of Okabe and Ito (2008, "Color Universal Design"), darkened until they reach a contrast of 3 : 1 on white, in an order that
//! keeps neighbours far apart; violet and brown stand for two of theirs that are too light for it and, darkened, too near to others. Lines also differ by
//! label and dash, never by colour alone.

/// A colour: red, green, blue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ink(pub u8, pub u8, pub u8);

/// One a platform, by place.
const PLATFORMS: [Ink; crate::ids::PLATFORMS_MAX] = [
    Ink(0x00, 0x72, 0xB2),
    Ink(0xD5, 0x5E, 0x00),
    Ink(0x00, 0x8F, 0x68),
    Ink(0xB5, 0x50, 0x8B),
    Ink(0x7A, 0x3F, 0xF0),
    Ink(0x66, 0x33, 0x00),
    Ink(0x33, 0x33, 0x33),
];

pub const BLACK: Ink = Ink(0x1A, 0x1A, 0x1A);
/// Text that explains.
pub const DIM: Ink = Ink(0x55, 0x5B, 0x63);
/// What is none of the platforms; small print.
pub const GREY: Ink = Ink(0x7A, 0x80, 0x88);
/// Grid lines.
pub const FAINT: Ink = Ink(0xE3, 0xE6, 0xEA);
pub const WHITE: Ink = Ink(0xFF, 0xFF, 0xFF);

/// The light and the dark end of the scale of shares, and what lies between; luminance falls evenly.
const SHARES: [Ink; 6] = [
    Ink(0xF7, 0xFA, 0xFC),
    Ink(0xD3, 0xE5, 0xF1),
    Ink(0x9C, 0xC6, 0xE0),
    Ink(0x57, 0x9F, 0xCB),
    Ink(0x1F, 0x72, 0xAE),
    Ink(0x0B, 0x43, 0x78),
];

/// What lies between nothing and the greatest loss. Orange and blue are told apart with any common colour vision.
const LOSSES: [Ink; 6] = [
    Ink(0xFC, 0xFA, 0xF7),
    Ink(0xF8, 0xE0, 0xCB),
    Ink(0xEE, 0xBA, 0x8C),
    Ink(0xD9, 0x8A, 0x4B),
    Ink(0xB3, 0x5A, 0x12),
    Ink(0x75, 0x37, 0x07),
];

/// The colour of the platform at a place.
pub fn at(place: usize) -> Ink {
    PLATFORMS[place % PLATFORMS.len()]
}

/// The colour of a share of the way from the least to the greatest.
pub fn ramp(share: f64) -> Ink {
    between(&SHARES, share)
}

/// The colour of a difference, from the greatest loss at 0 over nothing at a half to the greatest gain at 1.
pub fn diverging(share: f64) -> Ink {
    if share < 0.5 { between(&LOSSES, 1.0 - 2.0 * share) } else { between(&SHARES, 2.0 * share - 1.0) }
}

fn between(inks: &[Ink; 6], share: f64) -> Ink {
    let along = share.clamp(0.0, 1.0) * (inks.len() - 1) as f64;
    let below = (along as usize).min(inks.len() - 2);
    mix(inks[below], inks[below + 1], along - below as f64)
}

fn mix(from: Ink, to: Ink, share: f64) -> Ink {
    let one = |from: u8, to: u8| (f64::from(from) + share * (f64::from(to) - f64::from(from))).round() as u8;
    Ink(one(from.0, to.0), one(from.1, to.1), one(from.2, to.2))
}

impl Ink {
    pub fn hex(self) -> String {
        format!("#{:02x}{:02x}{:02x}", self.0, self.1, self.2)
    }

    pub fn from_hex(text: &str) -> Option<Ink> {
        let digits = text.strip_prefix('#').filter(|digits| digits.len() == 6)?;
        let number = u32::from_str_radix(digits, 16).ok()?;
        let [_, red, green, blue] = number.to_be_bytes();
        Some(Ink(red, green, blue))
    }

    /// Black or white, whichever is read more easily on this colour (relative luminance, WCAG 2.1).
    pub fn text_on(self) -> Ink {
        if self.luminance() > 0.30 { BLACK } else { WHITE }
    }

    fn luminance(self) -> f64 {
        let [red, green, blue] = self.linear();
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }

    /// How much light of each primary it is (sRGB).
    fn linear(self) -> [f64; 3] {
        [self.0, self.1, self.2].map(|part| {
            let part = f64::from(part) / 255.0;
            if part <= 0.03928 { part / 12.92 } else { libm::pow((part + 0.055) / 1.055, 2.4) }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a reader sees without one kind of cones, of linear red, green and blue: protanopia, deuteranopia, tritanopia (Machado et al. 2009, severity 1).
    const VISIONS: [[[f64; 3]; 3]; 4] = [
        [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]],
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]],
    ];

    /// A colour as it is seen, in CIE L*a*b* under D65.
    fn seen(ink: Ink, vision: &[[f64; 3]; 3]) -> [f64; 3] {
        let times = |matrix: &[[f64; 3]; 3], of: [f64; 3]| matrix.map(|row| row.iter().zip(of).map(|(part, of)| part * of).sum::<f64>());
        let to_xyz = [[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]];
        let [x, y, z] = times(&to_xyz, times(vision, ink.linear()));
        let root = |of: f64| if of > 0.008856 { libm::cbrt(of) } else { 7.787 * of + 16.0 / 116.0 };
        let [x, y, z] = [root(x / 0.9505), root(y), root(z / 1.089)];
        [116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)]
    }

    /// The least distance between two colours in any vision (CIE 1976).
    fn apart(one: Ink, other: Ink) -> f64 {
        let in_one = |vision: &[[f64; 3]; 3]| {
            let [one, other] = [one, other].map(|ink| seen(ink, vision));
            libm::sqrt(one.iter().zip(other).map(|(one, other)| (one - other) * (one - other)).sum())
        };
        VISIONS.iter().map(in_one).fold(f64::INFINITY, f64::min)
    }

    #[test]
    fn platforms_are_told_apart_with_any_common_colour_vision() {
        let least = |of: &[Ink], among: &[Ink]| {
            let pairs = of.iter().flat_map(|one| among.iter().filter(move |other| *other != one).map(|other| apart(*one, *other)));
            pairs.fold(f64::INFINITY, f64::min)
        };
        // Blue and green, of Okabe and Ito, are the nearest, and only for those without blue cones.
        assert!(least(&PLATFORMS, &PLATFORMS) > 13.0);
        assert!(least(&PLATFORMS[4..6], &PLATFORMS) > 26.0);
        for ink in PLATFORMS {
            let contrast = 1.05 / (ink.luminance() + 0.05);
            assert!(contrast >= 3.0, "{}: {contrast}", ink.hex());
        }
    }

    #[test]
    fn a_difference_of_nothing_is_all_but_white() {
        assert_eq!([0.0, 0.5, 1.0].map(diverging), [LOSSES[5], SHARES[0], SHARES[5]]);
        let is_pale = |Ink(red, green, blue): Ink| red.min(green).min(blue) > 0xF0;
        assert!([0.49, 0.5, 0.51].map(diverging).into_iter().all(is_pale));
        let Ink(red, _, blue) = diverging(0.1);
        assert!(red > blue, "a loss is orange");
    }
}
