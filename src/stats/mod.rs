//! What many runs say together: means with intervals, quantiles, shares, slopes, and whether an outcome falls in two.
//!
//! Every sum runs in the order of its slice, so the same values give the same bits. An undefined value is `NaN`; it is skipped and not counted.

mod interval;
mod quantile;
mod slope;
mod student;
mod tipping;

pub use interval::{Interval, Share, interval, mean_share, paired_interval, wilson};
pub use quantile::{median, quantile, quantiles};
pub use slope::slope;
pub use student::{student_cumulative, student_quantile};
pub use tipping::{Tipping, tipping};
