//! A run as it stands on a day: what every measure is computed from.

use super::record::{DayRecord, MONTH, RunRecord, SurveyRecord};

/// A record, read on a day.
#[derive(Clone, Copy)]
pub(super) struct Moment<'a> {
    pub(super) record: &'a RunRecord,
    day: u32,
}

impl<'a> Moment<'a> {
    pub(super) fn new(record: &'a RunRecord, day: u32) -> Moment<'a> {
        Moment { record, day }
    }

    pub(super) fn people(&self) -> u64 {
        u64::from(self.record.people)
    }

    /// The day's place in the daily records. One past the last day means the last.
    pub(super) fn index(&self) -> Option<usize> {
        let last = self.record.daily.len().checked_sub(1)?;
        Some(last.min(self.day as usize))
    }

    pub(super) fn today(&self) -> Option<&'a DayRecord> {
        Some(&self.record.daily[self.index()?])
    }

    /// Today and the days before it, 28 in all where there are so many.
    pub(super) fn last_month(&self) -> Option<&'a [DayRecord]> {
        let index = self.index()?;
        Some(&self.record.daily[(index + 1).saturating_sub(MONTH)..=index])
    }

    /// The last survey at or before the day.
    pub(super) fn survey(&self) -> Option<&'a SurveyRecord> {
        self.surveys().last()
    }

    /// Every survey at or before the day.
    pub(super) fn surveys(&self) -> &'a [SurveyRecord] {
        let surveys = &self.record.surveys;
        &surveys[..surveys.partition_point(|survey| survey.after_days <= self.day)]
    }

    /// The last survey at or before the day that ends a month: what is counted over a month is complete there.
    pub(super) fn month_end(&self) -> Option<&'a SurveyRecord> {
        self.surveys().iter().rev().find(|survey| ends_month(survey))
    }

    /// The same, and until a month is whole the last survey of all.
    pub(super) fn whole_month(&self) -> Option<&'a SurveyRecord> {
        self.month_end().or_else(|| self.survey())
    }

    /// The days lived before the survey of the day.
    pub(super) fn days_surveyed(&self) -> Option<&'a [DayRecord]> {
        let lived = self.survey()?.after_days as usize;
        Some(&self.record.daily[..lived.min(self.record.daily.len())])
    }
}

pub(super) fn ends_month(survey: &SurveyRecord) -> bool {
    survey.after_days > 0 && survey.after_days.is_multiple_of(MONTH as u32)
}
