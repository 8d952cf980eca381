//! How wide the vectors of this machine are. Code that is compiled for each width has the same bits on all: nothing is fused or reordered.

/// What code is compiled for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Width {
    #[cfg(target_arch = "x86_64")]
    Avx512,
    #[cfg(target_arch = "x86_64")]
    Avx2,
    Plain,
}

impl Width {
    /// The widest first.
    const ALL: &[Width] = &[
        #[cfg(target_arch = "x86_64")]
        Width::Avx512,
        #[cfg(target_arch = "x86_64")]
        Width::Avx2,
        Width::Plain,
    ];

    /// Those that this machine has, the widest first.
    #[inline]
    pub fn those_of_this_machine() -> impl Iterator<Item = Width> {
        Width::ALL.iter().copied().filter(|width| width.is_here())
    }

    /// The widest that this machine has.
    #[inline]
    pub fn of_this_machine() -> Width {
        Width::those_of_this_machine().next().unwrap_or(Width::Plain)
    }

    /// Whether this machine has it; found once and then remembered by the standard library. Machines that have what is asked for have the rest that
    /// the code is compiled for.
    #[inline]
    fn is_here(self) -> bool {
        match self {
            #[cfg(target_arch = "x86_64")]
            Width::Avx512 => {
                is_x86_feature_detected!("avx512dq") && is_x86_feature_detected!("avx512vl") && is_x86_feature_detected!("avx512bw")
            }
            #[cfg(target_arch = "x86_64")]
            Width::Avx2 => is_x86_feature_detected!("avx2") && is_x86_feature_detected!("bmi2") && is_x86_feature_detected!("lzcnt"),
            Width::Plain => true,
        }
    }
}
