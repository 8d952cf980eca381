//! Exponential and logarithm with the same bits on every machine: polynomials of additions and multiplications only, which the
//! compiler may run on several numbers at once but never reorders or fuses; and whole parts of several numbers at once.

const LN_2_HIGH: f32 = 0.693_359_4;
const LN_2_LOW: f32 = -2.121_944_4e-4;
/// Adding and subtracting it rounds to the nearest whole number.
const ROUNDER: f32 = 12_582_912.0;

/// eˣ to about 2 units in the last place; arguments are held within ±87.
#[inline(always)]
pub fn exp(x: f32) -> f32 {
    let x = x.clamp(-87.0, 87.0);
    let rounded = x * std::f32::consts::LOG2_E + ROUNDER;
    let power = rounded - ROUNDER;
    let r = x - power * LN_2_HIGH - power * LN_2_LOW;
    // Minimax polynomial of degree 6 on ±ln 2 / 2 (the coefficients of Cephes, Moshier 1989).
    let p = 1.987_569_2e-4_f32;
    let p = p * r + 1.398_2e-3;
    let p = p * r + 8.333_452e-3;
    let p = p * r + 4.166_579_6e-2;
    let p = p * r + 0.166_666_65;
    let p = p * r + 0.5;
    let value = p * r * r + r + 1.0;
    // The last bits of what was rounded are the power.
    value * f32::from_bits(rounded.to_bits().wrapping_sub(ROUNDER.to_bits() - 127) << 23)
}

/// The whole part of a number, towards 0; beyond ±2³⁰ it is held there. A plain cast has no vectors: it must hold numbers at the ends of its type.
#[inline(always)]
pub fn whole(number: f32) -> i32 {
    const MOST: f32 = 1_073_741_824.0;
    // Written so that what is not a number is held too.
    let held = if number > -MOST { number } else { -MOST };
    let held = if held < MOST { held } else { MOST };
    // SAFETY: the number is finite and fits 32 bits.
    unsafe { held.to_int_unchecked() }
}

/// ln x for positive normal x, to about 2 units in the last place.
#[inline(always)]
pub fn ln(x: f32) -> f32 {
    let bits = x.to_bits();
    // Splits x into 2^power · m with m in [√½, √2).
    let shifted = bits.wrapping_sub(0x3f35_04f3);
    let power = (shifted as i32 >> 23) as f32;
    let m = f32::from_bits((shifted & 0x007f_ffff).wrapping_add(0x3f35_04f3)) - 1.0;
    let z = m * m;
    // The coefficients of Cephes (Moshier 1989).
    let p = 7.037_683_6e-2_f32;
    let p = p * m - 0.115_146_1;
    let p = p * m + 0.116_769_99;
    let p = p * m - 0.124_201_41;
    let p = p * m + 0.142_493_23;
    let p = p * m - 0.166_680_58;
    let p = p * m + 0.200_007_15;
    let p = p * m - 0.249_999_94;
    let p = p * m + 0.333_333_3;
    let tail = p * m * z + power * LN_2_LOW - 0.5 * z;
    m + tail + power * LN_2_HIGH
}

/// 1 / (1 + e^(−x)).
#[inline(always)]
pub fn logistic(x: f32) -> f32 {
    1.0 / (1.0 + exp(-x))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exp_and_ln_are_close_to_the_library_of_reference() {
        for step in -8_600..8_600 {
            let x = step as f32 * 0.01;
            let expected = libm::exp(f64::from(x));
            assert!((f64::from(exp(x)) / expected - 1.0).abs() < 3e-7, "exp({x})");
            let y = expected as f32;
            if y.is_normal() {
                let expected = libm::log(f64::from(y));
                assert!((f64::from(ln(y)) - expected).abs() < 3e-7 * expected.abs().max(1.0), "ln({y})");
            }
        }
        assert_eq!(exp(0.0), 1.0);
        assert_eq!(ln(1.0), 0.0);
    }

    #[test]
    fn the_whole_part_is_that_of_a_cast() {
        for step in -40_000..40_000 {
            let x = step as f32 * 0.37;
            assert_eq!(whole(x), x as i32, "{x}");
        }
        assert_eq!([-0.0, 0.999_999_94, -7.9, 1e9].map(whole), [0, 0, -7, 1_000_000_000]);
        let held = 1 << 30;
        assert_eq!([f32::INFINITY, 3e38, -3e38, f32::NEG_INFINITY, f32::NAN].map(whole), [held, held, -held, -held, -held]);
    }

    #[test]
    fn bits_are_pinned() {
        // These bits may change only together with a note under "Results change".
        assert_eq!(exp(1.0).to_bits(), 0x402d_f854);
        assert_eq!(ln(0.1).to_bits(), 0xc013_5d8e);
    }
}
