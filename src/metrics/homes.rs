//! Where ties live: the homes of living ties, what is stored there, where they came from, and which died.

use std::ops::Range;

use super::moment::Moment;
use super::record::{ByHome, ByPlatform, SurveyRecord};
use super::share::{concentration, share};
use crate::ids::{Layer, PLATFORMS_MAX};

/// Homes on platforms, of these layers together. Ties that live nowhere have none.
fn on_platforms(homes: &[ByHome<u64>]) -> ByPlatform<u64> {
    let mut sum = [0; PLATFORMS_MAX];
    for layer in homes {
        for (sum, homes) in sum.iter_mut().zip(layer) {
            *sum += homes;
        }
    }
    sum
}

/// `home_share` = Σ w over living ties at home on it / Σ w over living ties at home on any platform, where w is how much a tie talks; of one layer or of all.
/// Ties that live nowhere are left out.
pub(super) fn home_share(at: &Moment, platform: usize, layers: Range<usize>) -> Option<f64> {
    let homes = on_platforms(&at.survey()?.home_weights[layers]);
    share(homes[platform], homes.iter().sum())
}

/// `home_count` = living ties at home on it / living ties at home on any platform; of one layer or of all. Ties that live nowhere are left out.
pub(super) fn home_count(at: &Moment, platform: usize, layers: Range<usize>) -> Option<f64> {
    let homes = on_platforms(&at.survey()?.homes[layers]);
    share(homes[platform], homes.iter().sum())
}

/// `home_concentration` = Σ over platforms of home_share², all layers together.
pub(super) fn home_concentration(at: &Moment) -> Option<f64> {
    concentration(&on_platforms(&at.survey()?.home_weights))
}

/// `history` = Σ stored history of the living ties at home on it / (255 · their number).
pub(super) fn history(at: &Moment, platform: usize) -> Option<f64> {
    let survey = at.survey()?;
    share(survey.history[platform], 255 * on_platforms(&survey.homes)[platform])
}

/// Living ties born on this home, by the home they have now; of these layers together.
fn born_on(survey: &SurveyRecord, origin: usize, layers: Range<usize>) -> ByHome<u64> {
    let mut sum = [0; PLATFORMS_MAX + 1];
    for layer in &survey.home_flow[layers] {
        for (sum, ties) in sum.iter_mut().zip(&layer[origin]) {
            *sum += ties;
        }
    }
    sum
}

/// `home_flow` = living ties born on the first and at home on the other now / all living ties.
pub(super) fn home_flow(at: &Moment, from: usize, to: usize) -> Option<f64> {
    let survey = at.survey()?;
    let living: u64 = survey.home_flow.iter().flatten().flatten().sum();
    share(born_on(survey, from, 0..Layer::COUNT)[to], living)
}

/// `leakage` = living ties born on it and not at home on it now / living ties born on it; of one layer or of all. Ties that died are in neither: see `ties_died`.
pub(super) fn leakage(at: &Moment, platform: usize, layers: Range<usize>) -> Option<f64> {
    let now = born_on(at.survey()?, platform, layers);
    let living: u64 = now.iter().sum();
    share(living - now[platform], living)
}

/// `ties_died` = 1 − living ties born on it / ties ever born on it.
pub(super) fn ties_died(at: &Moment, platform: usize) -> Option<f64> {
    let survey = at.survey()?;
    let born = survey.ties_born[platform];
    let living: u64 = born_on(survey, platform, 0..Layer::COUNT).iter().sum();
    share(born.saturating_sub(living), born)
}

/// `born_acquaintances` = acquaintances that began as strangers of this run and are at home on it / all such acquaintances.
pub(super) fn born_acquaintances(at: &Moment, platform: usize) -> Option<f64> {
    let born = &at.survey()?.born_acquaintances;
    share(born[platform], born.iter().sum())
}
