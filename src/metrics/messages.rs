//! Where ties talk. A share of content is a message too; sessions of groups are not counted here.

use std::ops::Range;

use super::moment::Moment;
use super::record::{ByPlatform, DELAY_PARTS, DayRecord};
use super::share::{concentration, share};
use crate::ids::{Layer, PLATFORMS_MAX};

/// Messages by platform, of these layers together.
fn sent(day: &DayRecord, layers: Range<usize>) -> ByPlatform<u64> {
    let mut sum = [0; PLATFORMS_MAX];
    for layer in &day.messages[layers] {
        for (sum, messages) in sum.iter_mut().zip(layer) {
            *sum += messages;
        }
    }
    sum
}

/// `message_share` = messages on it / messages on any platform, on day t; of one layer or of all.
pub(super) fn message_share(at: &Moment, platform: usize, layers: Range<usize>) -> Option<f64> {
    let sent = sent(at.today()?, layers);
    share(sent[platform], sent.iter().sum())
}

/// `messages` = messages on it on day t / people; of one layer or of all.
pub(super) fn messages(at: &Moment, platform: usize, layers: Range<usize>) -> Option<f64> {
    share(sent(at.today()?, layers)[platform], at.people())
}

/// `message_concentration` = Σ over platforms of message_share², all layers together.
pub(super) fn message_concentration(at: &Moment) -> Option<f64> {
    concentration(&sent(at.today()?, 0..Layer::COUNT))
}

/// `silence` = talks without a venue / talks, on day t. Talks are messages that carry no content, and those without a venue: messages − shares + silent.
pub(super) fn silence(at: &Moment) -> Option<f64> {
    let today = at.today()?;
    let silent: u64 = today.silent.iter().sum();
    let messages: u64 = sent(today, 0..Layer::COUNT).iter().sum();
    let shares: u64 = today.shares.iter().sum();
    share(silent, messages.saturating_sub(shares) + silent)
}

/// `shared_messages` = messages with content of it, on whatever platform they were sent, on day t / people.
pub(super) fn shared_messages(at: &Moment, platform: usize) -> Option<f64> {
    share(at.today()?.shares[platform], at.people())
}

/// `shares_kept` = messages with content of it that were sent on it / all messages with content of it, on day t.
pub(super) fn shares_kept(at: &Moment, platform: usize) -> Option<f64> {
    let today = at.today()?;
    share(today.shares_kept[platform], today.shares[platform])
}

/// `reply_delay` = Σ of expected waits, both ways, until the other end opens it / (2 · messages on it), on day t.
pub(super) fn reply_delay(at: &Moment, platform: usize) -> Option<f64> {
    let today = at.today()?;
    share(today.reply_delay[platform], 2 * DELAY_PARTS * sent(today, 0..Layer::COUNT)[platform])
}
