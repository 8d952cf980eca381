//! What events and platforms do to people who have nothing to do with them: nothing; and what two events of one day do to one tie.

use std::path::Path;

use moatsim::engine::Life;
use moatsim::ids::PlatformId;
use moatsim::metrics::record::RunRecord;
use moatsim::scenario::{Scenario, parse_scenario};

use crate::parity;

const TOWN: &str = r#"
[run]
people = 600
days = 20
settle_days = 7

[[platform]]
name = "Chat"
users = 0.9
fit = "par"

[[platform]]
name = "Clips"
users = 0.8
solo = 2
share_rate = 0.3
share_fit = "better"
"#;

fn scenario(more: &str) -> Scenario {
    parse_scenario(&format!("{TOWN}{more}"), "test", Path::new("")).unwrap_or_else(|problems| panic!("{problems}"))
}

fn lived(more: &str) -> RunRecord {
    parity::lived(&scenario(more), 0)
}

/// Names come in another order for chance than in the file, so all of these come before and after the other platform.
#[test]
fn what_nobody_opens_takes_no_share_from_another() {
    for name in ["A", "B", "C", "D", "E"] {
        let never = |rate: f64| lived(&format!("\n[[platform]]\nname = \"{name}\"\nopens = \"never\"\nsolo = 2\nshare_rate = {rate}\n"));
        let (none, much) = (never(0.0), never(10.0));
        assert!(none.daily.iter().any(|day| day.shares[1] > 0), "clips are shared");
        assert!(none.daily == much.daily, "shares beside {name}");
    }
}

#[test]
fn an_outage_fails_everybody_whomever_its_event_is_for() {
    let down = |to: &str| {
        lived(&format!(
            "\n[[event]]\nname = \"down\"\nfrom = 10\nuntil = 15\nplatform = \"Chat\"\n{to}outage = 1\npromote = {{ awareness = 0, bonus = 0 }}\n"
        ))
    };
    let (of_some, of_all) = (down("to = { share = 0.3 }\n"), down(""));
    assert_eq!(of_some.daily[10].opened[0], 0, "nobody opens what is down");
    assert!(of_some.daily == of_all.daily);
}

/// Half of a half is a quarter, on average: one draw for both would round twice in the same direction.
#[test]
fn two_events_of_one_day_round_apart() {
    let wipe = |name: &str| format!("\n[[event]]\nname = \"{name}\"\non = 0\nplatform = \"Chat\"\nwipe = 0.5\n");
    let text =
        format!("\n[behaviour]\nhistory_cap = 3\nhistory_years = 50\ntalk = \"none\"\npull_weight = 0\n{}{}", wipe("one"), wipe("other"));
    let scenario = scenario(&text);
    let mut life = Life::begin(&scenario, 0).expect("a world is made");
    let stored = |life: &Life| -> Vec<u32> {
        let here = life.world.graph.tie.iter().filter(|tie| !tie.is_empty() && tie.home() == PlatformId(0));
        here.map(|tie| tie.history()).collect()
    };
    let before = stored(&life);
    assert!(before.len() > 1000 && before.iter().all(|history| *history == 3), "{} ties live there", before.len());
    life.live_day();
    let after = stored(&life);
    let mean = f64::from(after.iter().sum::<u32>()) / after.len() as f64;
    // Of 3 a half is 1.5, 1 or 2; of these ½ or 1. A draw of each halves what is left of 1 apart: variance ¼ · ½ + 1/16.
    let tolerance = 4.0 * (0.1875 / (after.len() as f64 / 2.0)).sqrt();
    assert!((mean - 0.75).abs() < tolerance, "{mean} is left of 3, not 0.75 ± {tolerance}");
}
