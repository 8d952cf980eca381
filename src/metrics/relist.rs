//! The record of a run as it would be with its platforms listed in another order. Chance goes with names, so the two must agree to the bit.

use std::array::from_fn;

use super::record::{ByHome, ByPlatform, DayRecord, RunRecord, SegmentRecord, SurveyRecord, TenureRecord, TopicRecord};
use crate::ids::PLATFORMS_MAX;

/// Where each place of the new order is found in the old one.
struct Order([usize; PLATFORMS_MAX + 1]);

impl RunRecord {
    /// `order[new]` is the old place of a platform.
    pub fn relisted(&self, order: &[usize]) -> RunRecord {
        assert_eq!(order.len(), self.platforms, "each platform has one place");
        let order = Order(from_fn(|place| order.get(place).copied().unwrap_or(place)));
        RunRecord {
            daily: self.daily.iter().map(|day| order.day(day)).collect(),
            surveys: self.surveys.iter().map(|survey| order.survey(survey)).collect(),
            tenure: order.tenure(&self.tenure),
            ..*self
        }
    }
}

impl Order {
    fn platforms<T: Clone>(&self, old: &ByPlatform<T>) -> ByPlatform<T> {
        from_fn(|place| old[self.0[place]].clone())
    }

    fn homes<T: Clone>(&self, old: &ByHome<T>) -> ByHome<T> {
        from_fn(|place| old[self.0[place]].clone())
    }

    fn flow(&self, old: &[ByHome<u64>; PLATFORMS_MAX + 1]) -> [ByHome<u64>; PLATFORMS_MAX + 1] {
        from_fn(|place| self.homes(&old[self.0[place]]))
    }

    /// A set of platforms with bit p for place p.
    fn set(&self, old: usize) -> usize {
        (0..PLATFORMS_MAX).fold(0, |set, place| set | (old >> self.0[place] & 1) << place)
    }

    fn day(&self, old: &DayRecord) -> DayRecord {
        let plain = |counts: &ByPlatform<u64>| self.platforms(counts);
        DayRecord {
            opened: plain(&old.opened),
            voluntary: plain(&old.voluntary),
            lonely: plain(&old.lonely),
            weekly: plain(&old.weekly),
            monthly: plain(&old.monthly),
            installed: plain(&old.installed),
            installs: plain(&old.installs),
            uninstalls: plain(&old.uninstalls),
            ever: plain(&old.ever),
            presence: plain(&old.presence),
            opted_out: plain(&old.opted_out),
            minutes: plain(&old.minutes),
            messages: old.messages.map(|layer| plain(&layer)),
            silent: old.silent,
            shares: plain(&old.shares),
            shares_kept: plain(&old.shares_kept),
            reply_delay: plain(&old.reply_delay),
            promoted: plain(&old.promoted),
            invited: self.platforms(&old.invited).map(|homes| self.homes(&homes)),
            group_messages: plain(&old.group_messages),
            group_joins: plain(&old.group_joins),
            kept: old.kept.map(|kept| plain(&kept)),
            welfare: old.welfare,
        }
    }

    fn survey(&self, old: &SurveyRecord) -> SurveyRecord {
        let mut opened_sets = vec![0; old.opened_sets.len()];
        for (set, people) in old.opened_sets.iter().enumerate() {
            opened_sets[self.set(set)] = *people;
        }
        SurveyRecord {
            after_days: old.after_days,
            opened_sets,
            days_active: self.rows(&old.days_active),
            month_new: self.platforms(&old.month_new),
            month_returned: self.platforms(&old.month_returned),
            month_churned: self.platforms(&old.month_churned),
            main_flow: self.flow(&old.main_flow),
            homes: old.homes.map(|homes| self.homes(&homes)),
            home_weights: old.home_weights.map(|homes| self.homes(&homes)),
            home_flow: old.home_flow.map(|flow| self.flow(&flow)),
            ties_born: self.homes(&old.ties_born),
            born_acquaintances: self.homes(&old.born_acquaintances),
            history: self.platforms(&old.history),
            active_ties: self.platforms(&old.active_ties),
            groups: old.groups.iter().map(|topic| self.topic(topic)).collect(),
            core: self.platforms(&old.core),
            segments: old.segments.iter().map(|segment| self.segment(segment)).collect(),
        }
    }

    fn segment(&self, old: &SegmentRecord) -> SegmentRecord {
        SegmentRecord {
            people: old.people,
            daily: self.platforms(&old.daily),
            monthly: self.platforms(&old.monthly),
            main: self.homes(&old.main),
        }
    }

    fn topic(&self, old: &TopicRecord) -> TopicRecord {
        TopicRecord {
            home_flow: self.flow(&old.home_flow),
            members: self.homes(&old.members),
            messages: self.homes(&old.messages),
            owner_messages: self.homes(&old.owner_messages),
            speakers: self.homes(&old.speakers),
            member_days: self.homes(&old.member_days),
        }
    }

    fn tenure(&self, old: &TenureRecord) -> TenureRecord {
        TenureRecord {
            present: self.rows(&old.present),
            opened: self.rows(&old.opened),
            left: self.rows(&old.left),
            reached: self.rows(&old.reached),
            opened_within_month: self.rows(&old.opened_within_month),
            reached_month: self.rows(&old.reached_month),
            cohort_installs: self.rows(&old.cohort_installs),
            cohort_active: old.cohort_active.iter().map(|ages| from_fn(|age| self.platforms(&ages[age]))).collect(),
        }
    }

    fn rows(&self, old: &[ByPlatform<u64>]) -> Vec<ByPlatform<u64>> {
        old.iter().map(|row| self.platforms(row)).collect()
    }
}
