//! Ties that leave the community: kin and friends near by, friends and acquaintances anywhere.

use rand::rand_core::TryRng;

use super::City;
use super::community::Left;
use crate::ids::Layer;
use crate::rng::{Purpose, Stream};
use crate::ties::build::TieList;

/// Share of friends of other communities who live near; distance thins friendship (Liben-Nowell et al. 2005 find two thirds of friendships
/// to follow from where people live).
const FRIENDS_NEAR: f64 = 0.67;
/// Share of acquaintances of other communities who live near.
const ACQUAINTANCES_NEAR: f64 = 0.5;

/// Streams of one community's ties at home and abroad differ by this bit.
const ABROAD: u64 = 1 << 40;

/// Bits of a 64-bit draw that choose somebody; the rest decides whether the choice holds.
const CHOICE_BITS: u32 = 40;

#[derive(Clone, Copy)]
enum Reach {
    Near,
    Anywhere,
}

impl City {
    /// Ties of a community's people with other communities, `left` of them on average.
    pub(super) fn ties_abroad(&self, community: usize, left: &Left, ties: &mut TieList) {
        if self.people < 2 {
            return;
        }
        let members = self.members(community);
        let stream = |purpose| self.chance.stream(purpose, ABROAD | community as u64);
        let each = 1.0 / members.len() as f64;
        let friends = left.friends * each;
        let acquaintances = self.crowding * left.acquaintances * each;
        let (mut of_kin, mut of_friends) = (stream(Purpose::Households), stream(Purpose::FriendTies));
        let mut of_acquaintances = stream(Purpose::AcquaintanceTies);
        for person in members {
            let mut plain = |layer: Layer, reach: Reach, mean: f64, stream: &mut Stream| {
                for _ in 0..stream.poisson(mean) {
                    let other = self.somebody(person, reach, draw(stream));
                    ties.add(person, other, self.kind(layer, person, other));
                }
            };
            plain(Layer::Kin, Reach::Near, left.kin * each, &mut of_kin);
            plain(Layer::Friend, Reach::Near, FRIENDS_NEAR * friends, &mut of_friends);
            plain(Layer::Friend, Reach::Anywhere, (1.0 - FRIENDS_NEAR) * friends, &mut of_friends);
            let mean = acquaintances * f64::from(self.sociability.of(person));
            for (reach, share) in [(Reach::Near, ACQUAINTANCES_NEAR), (Reach::Anywhere, 1.0 - ACQUAINTANCES_NEAR)] {
                for _ in 0..of_acquaintances.poisson(share * mean) {
                    let other = self.somebody_sociable(person, reach, &mut of_acquaintances);
                    ties.add(person, other, self.kind(Layer::Acquaintance, person, other));
                }
            }
        }
    }

    /// Anybody but the person, each alike.
    fn somebody(&self, person: u32, reach: Reach, draw: u64) -> u32 {
        let near = match reach {
            Reach::Near => self.near,
            Reach::Anywhere => 0,
        };
        let others = if near > 0 { 2 * near } else { self.people - 1 };
        // A scaled draw of 40 bits favours nobody by more than one part in 2⁴⁰ / people.
        let chosen = ((u128::from(draw >> (64 - CHOICE_BITS)) * u128::from(others)) >> CHOICE_BITS) as u32;
        // The first half of those near lie to the right, the second half to the left.
        let step = if near > 0 && chosen >= near { self.people - 2 * near + chosen } else { chosen + 1 };
        let other = u64::from(person) + u64::from(step);
        if other < u64::from(self.people) { other as u32 } else { (other - u64::from(self.people)) as u32 }
    }

    /// Anybody but the person, with probability proportional to sociability: a choice among all holds with its share of the greatest. One in twenty does,
    /// so many choices are made at once, and most are thrown away by a look at a byte.
    fn somebody_sociable(&self, person: u32, reach: Reach, stream: &mut Stream) -> u32 {
        const CHOICES: usize = 16;
        const SHARE_BITS: u32 = 64 - CHOICE_BITS;
        let scale = self.sociability.most() / (1u64 << SHARE_BITS) as f32;
        let share = |draw: u64| draw & ((1 << SHARE_BITS) - 1);
        loop {
            let (draws, ready) = stream.peek::<CHOICES>();
            let (mut others, mut may_hold) = ([0; CHOICES], [false; CHOICES]);
            for choice in 0..CHOICES {
                others[choice] = self.somebody(person, reach, draws[choice]);
                may_hold[choice] = share(draws[choice]) >> (SHARE_BITS - 8) <= u64::from(self.sociability_bound[others[choice] as usize]);
            }
            let holds = |&choice: &usize| may_hold[choice] && (share(draws[choice]) as f32) * scale < self.sociability.of(others[choice]);
            match (0..ready).find(holds) {
                Some(choice) => {
                    stream.skip(choice + 1);
                    return others[choice];
                }
                None => stream.skip(ready),
            }
        }
    }
}

fn draw(stream: &mut Stream) -> u64 {
    let Ok(draw) = stream.try_next_u64();
    draw
}
