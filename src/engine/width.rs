//! How wide the vectors of this machine are. Code that is compiled for each width has the same bits on all: nothing is fused or reordered.

/// What the passes over people are compiled for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Width {
    #[cfg(target_arch = "x86_64")]
    Avx512,
    #[cfg(target_arch = "x86_64")]
    Avx2,
    Plain,
}

impl Width {
    /// The widest that this machine has; found once and then remembered by the standard library.
    #[inline]
    pub fn of_this_machine() -> Width {
        // Machines that have these have the others that come with them.
        #[cfg(target_arch = "x86_64")]
        {
            if is_x86_feature_detected!("avx512dq") && is_x86_feature_detected!("avx512vl") && is_x86_feature_detected!("avx512bw") {
                return Width::Avx512;
            }
            if is_x86_feature_detected!("avx2") && is_x86_feature_detected!("bmi2") && is_x86_feature_detected!("lzcnt") {
                return Width::Avx2;
            }
        }
        Width::Plain
    }
}
