//! A record made by hand: 1000 people, 120 days, an incumbent `OLD` that stays as it is and an entrant `NEW` that grows.

use moatsim::ids::{Layer, PLATFORMS_MAX, PlatformId, Topic};
use moatsim::metrics::record::{
    AGE_WEEKS, ByHome, ByPlatform, CoreRecord, DELAY_PARTS, DayRecord, MINUTE_PARTS, RunRecord, SegmentRecord, SurveyRecord, TenureRecord,
    TopicRecord, WEIGHT_PARTS,
};

pub const OLD: PlatformId = PlatformId(0);
pub const NEW: PlatformId = PlatformId(1);
pub const DAYS: u32 = 120;
const NOWHERE: usize = PLATFORMS_MAX;

/// Numbers of the two platforms.
fn two<T: Default + Copy>(old: T, new: T) -> ByPlatform<T> {
    let mut row = [T::default(); PLATFORMS_MAX];
    row[0] = old;
    row[1] = new;
    row
}

/// Numbers of the two platforms and of nowhere.
fn three(old: u64, new: u64, nowhere: u64) -> ByHome<u64> {
    let mut row = [0; PLATFORMS_MAX + 1];
    row[0] = old;
    row[1] = new;
    row[NOWHERE] = nowhere;
    row
}

fn flow(old: ByHome<u64>, new: ByHome<u64>, nowhere: ByHome<u64>) -> [ByHome<u64>; PLATFORMS_MAX + 1] {
    let mut rows = [[0; PLATFORMS_MAX + 1]; PLATFORMS_MAX + 1];
    rows[0] = old;
    rows[1] = new;
    rows[NOWHERE] = nowhere;
    rows
}

const NONE: ByHome<u64> = [0; PLATFORMS_MAX + 1];

pub fn record(replicate: u32) -> RunRecord {
    RunRecord {
        people: 1000,
        platforms: 2,
        days: DAYS,
        replicate,
        half_ties: 2300,
        daily: (0..u64::from(DAYS)).map(day).collect(),
        surveys: [0, 28, 56, 84, 112, 120].into_iter().enumerate().map(|(index, after_days)| survey(index, after_days)).collect(),
        tenure: tenure(),
    }
}

fn day(d: u64) -> DayRecord {
    let mut messages = [[0; PLATFORMS_MAX]; Layer::COUNT];
    messages[Layer::Kin.index()] = two(300, 0);
    messages[Layer::Friend.index()] = two(200, 100);
    messages[Layer::Acquaintance.index()] = two(100, 200);
    let mut silent = [0; Layer::COUNT];
    silent[Layer::Kin.index()] = 50;
    silent[Layer::Friend.index()] = 100;
    let mut invited = [[0; PLATFORMS_MAX + 1]; PLATFORMS_MAX];
    invited[1] = three(u64::from(!d.is_multiple_of(4)), u64::from(d.is_multiple_of(4)), u64::from(d < 20));
    let opened = two(500, 100 + d);
    DayRecord {
        opened,
        voluntary: two(450, 50 + d),
        lonely: two(45, 10),
        weekly: two(600, 250),
        monthly: two(800, 400),
        installed: two(900, 500),
        installs: two(0, 2),
        uninstalls: two(1, 3),
        ever: two(950, 600),
        presence: two(255 * 450, 255 * 80),
        opted_out: two(0, 50),
        minutes: two(opened[0] * 40 * MINUTE_PARTS, opened[1] * 20 * MINUTE_PARTS),
        messages,
        silent,
        shares: two(0, 150),
        shares_kept: two(0, 60),
        reply_delay: two(600 * DELAY_PARTS, 300 * 3 * DELAY_PARTS),
        promoted: two(0, u64::from(d < 10)),
        invited,
        group_messages: two(70, 5),
        group_joins: two(0, 5),
        kept: [
            two(0, u64::from(d >= 1) + u64::from(d >= 60)),
            two(0, u64::from(d >= 7)),
            two(0, u64::from(d >= 30)),
            two(0, u64::from(d >= 90 && d.is_multiple_of(3))),
        ],
        welfare: 500 * WEIGHT_PARTS as i64,
    }
}

/// People who opened the entrant in the month before each survey.
const USERS: [u64; 6] = [100, 200, 400, 400, 400, 400];
/// New, returned and churned people of the entrant, at each survey; 999 where there is no month to account for.
const MONTHS: [[u64; 3]; 6] = [[999; 3], [120, 10, 30], [220, 20, 40], [5, 5, 10], [0; 3], [999; 3]];

fn survey(index: usize, after_days: u32) -> SurveyRecord {
    let users = USERS[index];
    let mut opened_sets = vec![0; 128];
    opened_sets[0b00] = 200 - users / 2;
    opened_sets[0b01] = 800 - users / 2;
    opened_sets[0b10] = users / 2;
    opened_sets[0b11] = users / 2;
    let mut days_active = Vec::new();
    if after_days > 0 && after_days.is_multiple_of(28) {
        days_active = vec![two(0, 0); 29];
        days_active[0] = two(200, 600);
        days_active[1] = two(0, 100);
        days_active[21] = two(0, 300);
        days_active[28] = two(800, 0);
    }
    let [new, returned, churned] = MONTHS[index];
    let mut homes = [NONE; Layer::COUNT];
    homes[Layer::Kin.index()] = three(200, 0, 0);
    homes[Layer::Friend.index()] = three(600, 200, 50);
    homes[Layer::Acquaintance.index()] = three(0, 100, 0);
    let mut home_weights = [NONE; Layer::COUNT];
    home_weights[Layer::Kin.index()] = three(300, 0, 0);
    home_weights[Layer::Friend.index()] = three(300, 100, 40);
    home_weights[Layer::Acquaintance.index()] = three(0, 50, 0);
    let mut home_flow = [flow(NONE, NONE, NONE); Layer::COUNT];
    home_flow[Layer::Kin.index()] = flow(three(200, 0, 0), NONE, NONE);
    home_flow[Layer::Friend.index()] = flow(three(580, 150, 0), three(20, 50, 0), three(0, 0, 50));
    home_flow[Layer::Acquaintance.index()] = flow(three(0, 60, 0), three(0, 40, 0), NONE);
    SurveyRecord {
        after_days,
        opened_sets,
        days_active,
        month_new: two(0, new),
        month_returned: two(0, returned),
        month_churned: two(0, churned),
        main_flow: flow(three(600, 100, 0), three(0, 100, 0), three(0, 0, 200)),
        homes,
        home_weights,
        home_flow,
        ties_born: three(1100, 110, 50),
        born_acquaintances: three(30, 10, 0),
        history: two(800 * 102, 300 * 51),
        active_ties: two(700, users * users / 100),
        groups: groups(),
        core: two(CoreRecord::default(), CoreRecord { people: 50, coreness: 150, ties: 200, left_random: 180, left_targeted: 120 }),
        segments: vec![
            SegmentRecord { people: 300, daily: two(60, users / 4), monthly: two(240, users / 2), main: three(200, 50, 50) },
            SegmentRecord { people: 700, daily: two(350, 0), monthly: two(560, users / 2), main: three(500, 50, 150) },
        ],
    }
}

fn groups() -> Vec<TopicRecord> {
    let mut groups = vec![TopicRecord::default(); Topic::COUNT];
    groups[Topic::Family.index()] = TopicRecord {
        home_flow: flow(three(40, 0, 0), NONE, NONE),
        members: three(200, 0, 0),
        messages: three(1000, 0, 0),
        owner_messages: three(300, 0, 0),
        speakers: three(150, 0, 0),
        member_days: three(5000, 0, 0),
    };
    groups[Topic::Interest.index()] = TopicRecord {
        home_flow: flow(three(20, 10, 0), three(20, 10, 0), NONE),
        members: three(400, 300, 0),
        messages: three(1000, 150, 0),
        owner_messages: three(100, 60, 0),
        speakers: three(100, 60, 0),
        member_days: three(11_000, 6000, 0),
    };
    groups[Topic::Fan.index()] =
        TopicRecord { home_flow: flow(NONE, NONE, three(0, 0, 15)), members: three(0, 0, 99), ..TopicRecord::default() };
    groups
}

/// Four ages, of which the last stands for all longer ones, and eighteen weeks of installs.
fn tenure() -> TenureRecord {
    let row = |values: [u64; 4]| values.into_iter().map(|value| two(0, value)).collect::<Vec<_>>();
    let mut active = [two(0, 0); AGE_WEEKS];
    for (age, cell) in active.iter_mut().enumerate() {
        *cell = two(0, 14 - age.min(14) as u64);
    }
    TenureRecord {
        present: row([240, 200, 160, 9000]),
        opened: row([240, 100, 60, 8000]),
        left: row([0, 20, 8, 90]),
        reached: row([240, 200, 150, 0]),
        opened_within_month: row([180, 90, 30, 0]),
        reached_month: row([180, 120, 60, 0]),
        cohort_installs: vec![two(0, 14); 18],
        cohort_active: vec![active; 18],
    }
}
