//! Colours that readers with any common colour vision tell apart, dark enough for text on white.
//!
//! The hues are those of Okabe and Ito (2008, "Color Universal Design"), in an order that keeps neighbours far apart; the light ones are darkened
//! until they reach a contrast of 3 : 1 on white. Lines also differ by label and dash, never by colour alone.

/// A colour: red, green, blue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ink(pub u8, pub u8, pub u8);

/// One a platform, by place.
const PLATFORMS: [Ink; crate::ids::PLATFORMS_MAX] = [
    Ink(0x00, 0x72, 0xB2),
    Ink(0xD5, 0x5E, 0x00),
    Ink(0x00, 0x8F, 0x68),
    Ink(0xB5, 0x50, 0x8B),
    Ink(0xA8, 0x7A, 0x00),
    Ink(0x2B, 0x93, 0xC9),
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

/// The colour of the platform at a place.
pub fn at(place: usize) -> Ink {
    PLATFORMS[place % PLATFORMS.len()]
}

/// The colour of a share of the way from the least to the greatest.
pub fn ramp(share: f64) -> Ink {
    let along = share.clamp(0.0, 1.0) * (SHARES.len() - 1) as f64;
    let below = (along as usize).min(SHARES.len() - 2);
    mix(SHARES[below], SHARES[below + 1], along - below as f64)
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
        let linear = |part: u8| {
            let part = f64::from(part) / 255.0;
            if part <= 0.03928 { part / 12.92 } else { libm::pow((part + 0.055) / 1.055, 2.4) }
        };
        let luminance = 0.2126 * linear(self.0) + 0.7152 * linear(self.1) + 0.0722 * linear(self.2);
        if luminance > 0.30 { BLACK } else { WHITE }
    }
}
