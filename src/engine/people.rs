//! The pass over people and their ties: adopt, open, talk and home, all read from one morning.

use bytemuck::Zeroable;

use crate::cache::ask_for;
use crate::ids::LANES;
use crate::metrics::record::DayRecord;
use crate::rng::UNIT_LEAST;
use crate::rules::Today;
use crate::rules::gather::Notice;
use crate::walk::{Part, TieRows, large_leaf, walk};
use crate::width::Width;
use crate::world::{App, Audiences, Blocks, Columns, Membership, Month, Rows, World};

use super::Evening;
use super::adoption::Installers;
use super::askers::Askers;
use super::lanes;
use super::messages::{Batch, Ends, TALLIES};
use super::openings::Outlook;
use super::room::{self, Room};
use super::scan::{Found, Wants};

/// What everybody can read this morning.
#[derive(Clone, Copy)]
pub(super) struct Morning<'a> {
    pub(super) today: &'a Today,
    pub(super) audiences: &'a Audiences,
    pub(super) rows: &'a Rows,
    pub(super) segment: &'a [u8],
    pub(super) month: &'a Blocks<Month>,
    pub(super) neighbour: &'a [u32],
    pub(super) first: &'a [u32],
    pub(super) member_of: &'a Membership,
    /// What members read of each group today.
    pub(super) met: &'a [Notice],
    /// See [`super::messages::tallies`].
    pub(super) tally: &'a [u64; TALLIES],
}

/// As many memberships of the next people as are asked for, in sixteens: those of most people.
const NEXT_MEMBERSHIPS: usize = 8;

/// People side by side, as they are this morning. Lanes without a person have nothing and want nothing.
#[derive(Clone, Copy)]
pub(super) struct Block {
    /// How many there are.
    pub lanes: usize,
    pub person: [u32; LANES],
    /// Their rows.
    pub columns: Columns,
    pub segment: [u8; LANES],
    pub wants: Wants,
}

/// What is decided for a run of people.
pub(super) struct Share<'a> {
    rows: TieRows<'a>,
    /// By block of people and platform.
    app: &'a mut [[App; LANES]],
    platforms: usize,
    voluntary: &'a mut [u8],
    called: &'a mut [u8],
    adopted: &'a mut [u8],
}

impl Part for Share<'_> {
    fn count(&self) -> usize {
        self.voluntary.len()
    }

    fn split(self, at: usize) -> (Self, Self) {
        debug_assert!(at.is_multiple_of(LANES), "people side by side stay together");
        let platforms = self.platforms;
        let (rows, rows_after) = self.rows.split(at);
        let (app, app_after) = self.app.split_at_mut(at / LANES * platforms);
        let (voluntary, voluntary_after) = self.voluntary.split_at_mut(at);
        let (called, called_after) = self.called.split_at_mut(at);
        let (adopted, adopted_after) = self.adopted.split_at_mut(at);
        (
            Share { rows, app, platforms, voluntary, called, adopted },
            Share { rows: rows_after, app: app_after, platforms, voluntary: voluntary_after, called: called_after, adopted: adopted_after },
        )
    }
}

/// Decides the day of everybody: half-ties are updated in place, the rest lies in `evening` until it is applied.
pub fn decide(world: &mut World, today: &Today, audiences: &Audiences, evening: &mut Evening) -> DayRecord {
    let people = world.people();
    let (morning, everybody) = dawn(world, today, audiences, evening);
    walk(everybody, large_leaf(people), &|share: Share| morning.decide(share), &DayRecord::merged)
}

/// What a part of the people is worked out in. Between two parts nothing is put aside, and nothing was found.
struct Workplace {
    batch: Box<Batch>,
    found: Found,
    outlook: Outlook,
    askers: Askers,
}

impl Default for Workplace {
    fn default() -> Workplace {
        Workplace { batch: bytemuck::zeroed_box(), found: Found::default(), outlook: Outlook::default(), askers: Askers::zeroed() }
    }
}

thread_local! {
    static ROOM: Room<Workplace> = const { Room::new(None) };
}

/// What can be read, and what is written.
pub(super) fn dawn<'a>(
    world: &'a mut World,
    today: &'a Today,
    audiences: &'a Audiences,
    evening: &'a mut Evening,
) -> (Morning<'a>, Share<'a>) {
    let morning = Morning {
        today,
        audiences,
        rows: &world.rows,
        segment: &world.segment,
        month: &world.month,
        neighbour: &world.graph.neighbour,
        first: &world.graph.first,
        member_of: &world.groups.of,
        met: &evening.met,
        tally: &evening.tally,
    };
    let everybody = Share {
        rows: TieRows::new(&world.graph.first, &mut world.graph.tie),
        app: world.app.lanes_mut(),
        platforms: world.platforms,
        voluntary: &mut evening.voluntary,
        called: &mut evening.called,
        adopted: &mut evening.adopted,
    };
    (morning, everybody)
}

/// The same code on the widest vectors that the machine has. Nothing is fused or reordered, so the bits are the same.
#[cfg(target_arch = "x86_64")]
mod wide {
    use super::{DayRecord, Morning, Share, Workplace};

    #[target_feature(enable = "avx512f,avx512dq,avx512vl,avx512bw,bmi1,bmi2,lzcnt,popcnt")]
    pub fn avx512(morning: &Morning, share: Share, workplace: &mut Workplace) -> DayRecord {
        morning.decide_all::<512>(share, workplace)
    }

    #[target_feature(enable = "avx2,bmi1,bmi2,lzcnt,popcnt")]
    pub fn avx2(morning: &Morning, share: Share, workplace: &mut Workplace) -> DayRecord {
        morning.decide_all::<256>(share, workplace)
    }
}

impl Morning<'_> {
    fn decide(&self, share: Share) -> DayRecord {
        // SAFETY: the machine has it.
        unsafe { self.decide_on(Width::of_this_machine(), share) }
    }

    /// # Safety
    /// The machine must have vectors of this width.
    unsafe fn decide_on(&self, width: Width, share: Share) -> DayRecord {
        room::lend(&ROOM, |workplace| match width {
            // SAFETY: the caller's.
            #[cfg(target_arch = "x86_64")]
            Width::Avx512 => unsafe { wide::avx512(self, share, workplace) },
            // SAFETY: the caller's.
            #[cfg(target_arch = "x86_64")]
            Width::Avx2 => unsafe { wide::avx2(self, share, workplace) },
            Width::Plain => self.decide_all::<0>(share, workplace),
        })
    }

    /// `VECTOR`: bits of the vectors that the machine has, in code that is compiled for them.
    #[inline(always)]
    fn decide_all<const VECTOR: u32>(&self, share: Share, workplace: &mut Workplace) -> DayRecord {
        let mut count = DayRecord::default();
        let Share { rows, app, platforms, voluntary, called, adopted } = share;
        let mut ends = Ends { ties: rows.ties, called, start: rows.start as u32, first_tie: rows.first[0] as usize, bounds: rows.first };
        let Workplace { batch, found, outlook, askers } = workplace;
        let people = voluntary.len();
        // People adopt by the ties of this morning: they do so before messages are sent.
        let installers = Installers { first: rows.start, bounds: rows.first, apps: app };
        self.install(&installers, adopted, &ends, askers, &mut count);
        // Who is called by people of the part may be called before it is their turn.
        ends.called.fill(0);
        if self.nobody_stirs() {
            voluntary.copy_from_slice(adopted);
            return count;
        }
        batch.begin(self.sends_once::<VECTOR>());
        for first in (0..people).step_by(LANES) {
            self.ask_for_next(rows.first, app, rows.start, first);
            let mut block = self.block(rows.start + first, LANES.min(people - first));
            let (lanes, adopts) = (block.lanes, lanes::from(adopted, first));
            let apps = &mut app[first / LANES * platforms..][..platforms];
            let bounds = &rows.first[first..=first + lanes];
            found.clear(self.today.platforms);
            lanes::add(ends.called, first, self.gather(&block, found));
            block.wants = self.wants(&block, apps);
            self.scan::<VECTOR>(&block, bounds, &mut ends, batch, found, &mut count);
            let mut opens = self.open(&block, apps, found, outlook);
            for lane in 0..LANES {
                opens[lane] |= adopts[lane];
            }
            lanes::put(voluntary, first, opens);
        }
        self.send::<VECTOR>(batch, true, &mut ends, &mut count);
        batch.settle(&mut ends);
        found.clear(self.today.platforms);
        batch.forget();
        count
    }

    /// Asks for what is read of the people after those at a place of a part: so much is read in turn that the machine does not foresee all of it.
    #[inline(always)]
    fn ask_for_next(&self, bounds: &[u32], apps: &[[App; LANES]], start: usize, place: usize) {
        let (next, platforms) = (start + place + LANES, self.today.platforms);
        for p in 0..platforms {
            ask_for(apps, (place / LANES + 1) * platforms + p);
            ask_for(self.month.lanes(), next / LANES * platforms + p);
        }
        // Where rows begin must be there when what stands in them is asked for.
        ask_for(bounds, place + 3 * LANES);
        let begins = &self.member_of.first;
        ask_for(begins, next + 3 * LANES);
        if let Some(begins) = begins.get(next..=next + LANES) {
            for memberships in (begins[0]..begins[LANES]).step_by(LANES).take(NEXT_MEMBERSHIPS) {
                ask_for(&self.member_of.group, memberships as usize);
            }
        }
    }

    /// Whether whoever installs nothing today does nothing at all: nobody talks, and nobody opens anything.
    fn nobody_stirs(&self) -> bool {
        let today = self.today;
        let opens = (0..today.platforms).any(|p| today.open >> p & 1 == 1 && today.opening_bound[p] > UNIT_LEAST);
        today.nobody_talks() && !opens && today.mandates.is_empty() && today.outages.is_empty()
    }

    /// So many people from one on.
    #[inline(always)]
    pub(super) fn block(&self, first: usize, count: usize) -> Block {
        let mut person = [0; LANES];
        for lane in 0..LANES {
            person[lane] = (first + lane) as u32;
        }
        Block {
            lanes: count,
            person,
            columns: self.rows.columns(first, count),
            segment: lanes::from(self.segment, first),
            wants: Wants::NOTHING,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;
    use std::iter;

    use super::*;
    use crate::engine::Life;
    use crate::engine::life::tests::lived;
    use crate::engine::twins;
    use crate::walk::LEAF;

    /// Decides a morning on a copy of the world: what was counted, the world, and what lies ready for the evening.
    fn decided(life: &Life, today: &Today, decide: impl FnOnce(&Morning, Share) -> DayRecord) -> (DayRecord, World, [Vec<u8>; 3]) {
        let mut world = life.world.clone();
        let mut evening = Evening::new(world.people(), world.groups.state.len());
        crate::engine::meetings::meet(&mut world, today, &life.audiences, &mut evening);
        let (morning, everybody) = dawn(&mut world, today, &life.audiences, &mut evening);
        let count = decide(&morning, everybody);
        (count, world, [evening.voluntary, evening.called, evening.adopted])
    }

    /// Lives a scenario, and decides each morning on all vectors that the machine has.
    fn check(text: &str, days: u32) {
        lived(text, 1_200, days, |life| {
            let decide = |width| {
                decided(life, &life.today, |morning, everybody| {
                    // SAFETY: the machine has it.
                    let visit = |share: Share| unsafe { morning.decide_on(width, share) };
                    walk(everybody, LEAF, &visit, &DayRecord::merged)
                })
            };
            let plain = decide(Width::Plain);
            for width in Width::those_of_this_machine().filter(|&width| width != Width::Plain) {
                assert!(decide(width) == plain, "day {} differs on {width:?}", life.day());
            }
        });
    }

    const TOWN: &str = include_str!("../../scenarios/bench/town.toml");
    const NETWORK: &str = include_str!("../../scenarios/bench/network-adoption.toml");

    #[test]
    fn all_vectors_decide_what_plain_code_decides() {
        check(TOWN, 40);
        // Rows of hundreds of ties; then people who open whatever waits, so that nothing but messages matters.
        let hubs =
            TOWN.replace("preset = \"city\"", "preset = \"preferential-attachment\"").replace("creators = 0.001\nfans_mean = 100\n", "");
        check(&hubs, 10);
        check(&format!("{hubs}\n[behaviour]\npull_weight = 0\n"), 10);
        let fourth =
            "\n[[platform]]\nname = \"Clips\"\nusers = 0.5\nfit = \"par\"\nsolo = 2\nshare_rate = 0.5\nexposure = 1\nkeeps = 0.9\n";
        check(&format!("{TOWN}{fourth}"), 40);
    }

    #[test]
    fn more_messages_than_are_handed_on_are_decided_alike() {
        let rates: String = "kin friend work acquaintance stranger".split(' ').map(|layer| format!("rate_{layer} = 1\n")).collect();
        let loud = format!("{TOWN}\n[behaviour]\n{rates}").replace("ties_per_person = 20", "ties_per_person = 150");
        check(&loud, 3);
        // Half of what people of a full part say is worked out at least.
        lived(&loud, 1_200, 3, |life| {
            let today = &life.daily[life.daily.len() - 1];
            let talks = today.messages.as_flattened().iter().chain(&today.silent).sum::<u64>() as usize;
            assert!(talks * LEAF / 1_200 > twins::ROOM, "{talks} talks on day {}", life.day());
        });
    }

    #[test]
    fn what_a_room_was_used_for_before_has_no_meaning() {
        let used = RefCell::new(Workplace::default());
        let decide =
            |life: &Life, workplace: &mut Workplace| decided(life, &life.today, |morning, all| morning.decide_all::<0>(all, workplace));
        // A promotion of what everybody has asks of every message who its ends are.
        let promoted = TOWN.replace("platform = \"Entrant\"\npromote", "platform = \"Messenger\"\npromote");
        for (text, people, days) in [(TOWN, 1_200, 10), (NETWORK, 600, 10), (&promoted, 300, 10)] {
            lived(text, people, days, |life| {
                let again = decide(life, &mut used.borrow_mut());
                assert!(again == decide(life, &mut Workplace::default()), "day {} differs", life.day());
            });
        }
    }

    #[test]
    fn where_nobody_talks_all_else_is_as_where_all_talk_is_silence() {
        let loud = |text: &str| text.replace("talk = \"none\"\n", "");
        let town = format!("{TOWN}\n[behaviour]\ntalk = \"none\"\npull_weight = 0\n");
        // So much speaks for silence that no tie finds a place to talk, and groups do not meet. Talks outside do not keep ties strong, as none weakens.
        let silence = "kin friend work acquaintance stranger group".split(' ').map(|what| format!("outside_{what} = 20\n"));
        let strengths = "kin friend work acquaintance stranger".split(' ').map(|layer| format!("strength_days_{layer} = 1e9\n"));
        let sessions = "family class work interest fan".split(' ').map(|what| format!("session_{what} = 0\n"));
        let town: String = iter::once(town).chain(silence).chain(strengths).chain(sessions).collect();
        let watched = town.replace("name = \"Feed\"\n", "name = \"Feed\"\nexposure = 1\n");
        assert!(watched != town, "people are seen on the feed");
        for text in [NETWORK, &NETWORK.replace("solo = -20", "solo = 2"), &town, &watched] {
            let (silent, days) = (RefCell::new(Vec::new()), 30);
            lived(&loud(text), 1_203, days, |life| silent.borrow_mut().push(life.daily[life.daily.len() - 1]));
            lived(text, 1_203, days, |life| {
                let (mut day, today) = (silent.borrow()[life.daily.len() - 1], life.daily[life.daily.len() - 1]);
                assert!(day.silent.iter().sum::<u64>() > 0, "on day {} somebody would have talked", life.day());
                day.silent = today.silent;
                assert!(day == today && today.silent.iter().sum::<u64>() == 0, "day {} differs", life.day());
            });
        }
    }

    #[test]
    fn what_happens_to_be_rare_is_decided_alike() {
        check(include_str!("../../scenarios/laws/everything.toml"), 90);
    }
}
