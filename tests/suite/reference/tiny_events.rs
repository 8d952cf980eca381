//! Every verb of events, against results by hand.

use moatsim::ids::{Layer, Topic};
use moatsim::scenario::{Act, AttributeChange, Audience};

use super::bridge::{Reach, reach};
use super::model::Standing;
use super::tiny::{P, Q, event, heavy, platform, scenario, set_presence, world};
use super::today::{Phase, Today};

#[test]
fn who_obeys_installs_and_opens() {
    let mut scenario = scenario(2, vec![platform("P", 0.0)]);
    scenario.events = vec![event(1, Act::Mandate { platform: P, share: 1.0, contacts: 0, layer: None, bonus: 0.0 })];
    let mut run = world(&scenario, &[], Vec::new());
    assert_eq!(run.live_day().installs(0), 0);
    assert_eq!(run.live_day().obeyed[0], 2);
    assert_eq!(run.live_day().voluntary[0], 2, "whatever the utility is");
}

#[test]
fn who_is_mandated_brings_contacts_on_the_first_day() {
    let mut scenario = scenario(3, vec![platform("P", 0.0)]);
    let mut mandate = event(1, Act::Mandate { platform: P, share: 1.0, contacts: 2, layer: None, bonus: 0.0 });
    mandate.to = Audience { followers_of_creators: true, ..Audience::default() };
    scenario.events = vec![mandate];
    let ties = [(0, 1, heavy(Layer::Friend)), (1, 2, heavy(Layer::Friend))];
    let mut run = world(&scenario, &ties, vec![(Topic::Fan, 0, vec![0, 1])]);
    run.live_day();
    assert_eq!(run.live_day().brought[0], 2, "the fan has two ties and brings both; nobody brings the fan");
    assert!(run.world.has(1, 0));
}

#[test]
fn who_does_not_obey_brings_nobody() {
    let mut scenario = scenario(3, vec![platform("P", 0.0)]);
    scenario.events = vec![event(1, Act::Mandate { platform: P, share: 0.0, contacts: 2, layer: None, bonus: 0.0 })];
    let ties = [(0, 1, heavy(Layer::Friend)), (1, 2, heavy(Layer::Friend))];
    let mut run = world(&scenario, &ties, Vec::new());
    run.live_day();
    assert_eq!(run.live_day().brought[0], 0);
}

#[test]
fn a_mandate_draws_ties_of_its_layer() {
    let mut scenario = scenario(2, vec![platform("P", 1.0), platform("Q", 1.0)]);
    scenario.events = vec![event(0, Act::Mandate { platform: Q, share: 0.0, contacts: 0, layer: Some(Layer::Work), bonus: 50.0 })];
    for (layer, moved) in [(Layer::Work, true), (Layer::Kin, false)] {
        scenario.platforms[0].attributes.fit = [50.0; 5];
        let mut run = world(&scenario, &[(0, 1, heavy(layer))], Vec::new());
        let counts = run.live_day();
        assert_eq!(counts.messages[layer.index()], if moved { [0, 1] } else { [1, 0] });
    }
}

#[test]
fn an_outage_stops_everything_for_a_day() {
    let mut scenario = scenario(2, vec![platform("P", 1.0)]);
    let mut outage = event(1, Act::Outage { platform: P, share: 1.0 });
    outage.until = Some(2);
    scenario.events = vec![outage];
    let mut run = world(&scenario, &[(0, 1, heavy(Layer::Friend))], Vec::new());
    let messages: Vec<u64> = (0..3).map(|_| run.live_day()).map(|day| day.messages[Layer::Friend.index()][0] + day.opened[0]).collect();
    assert_eq!(messages, [3, 0, 3]);
}

#[test]
fn a_closed_platform_is_gone_for_good() {
    let mut scenario = scenario(2, vec![platform("P", 1.0)]);
    scenario.platforms[0].attributes.awareness = 1e9;
    scenario.events = vec![event(1, Act::Close { platform: P })];
    let mut run = world(&scenario, &[(0, 1, heavy(Layer::Friend))], Vec::new());
    run.live_day();
    assert_eq!(run.live_day().removed[0], 2);
    assert_eq!(run.world.use_of(0, 0).standing, Standing::Left);
    assert_eq!(run.live_day().installs(0), 0);
    assert_eq!(run.world.links[&(0, 1)].home, P, "ties remember where they lived");
}

#[test]
fn a_blocked_invitation_does_not_arrive() {
    let mut scenario = scenario(2, vec![platform("P", 0.0), platform("Q", 1.0)]);
    scenario.behaviour.word_of_mouth = 1e9;
    scenario.events = vec![event(0, Act::Block { platform: P, on: Q, share: 1.0 })];
    let mut run = world(&scenario, &[(0, 1, heavy(Layer::Friend))], Vec::new());
    set_presence(&mut run, 0, P, 255);
    assert_eq!(run.live_day().installs(0), 0);
}

#[test]
fn a_blocked_share_is_not_sent() {
    let mut scenario = scenario(2, vec![platform("P", 0.0), platform("Q", 1.0)]);
    scenario.platforms[0].attributes.share_rate = 1.0;
    let lived = |scenario: &_| {
        let mut run = world(scenario, &[(0, 1, heavy(Layer::Friend))], Vec::new());
        set_presence(&mut run, 0, P, 255);
        run.world.people[0].opened_yesterday[0] = true;
        run.live_day().shares[0]
    };
    assert_eq!(lived(&scenario), 1);
    scenario.events = vec![event(0, Act::Block { platform: P, on: Q, share: 1.0 })];
    assert_eq!(lived(&scenario), 0);
}

#[test]
fn a_wipe_takes_history_and_an_export_carries_it() {
    let mut scenario = scenario(2, vec![platform("P", 1.0), platform("Q", 1.0)]);
    scenario.behaviour.rate_friend = 0.0;
    let acts = [Act::Wipe { platform: P, share: 0.75 }, Act::Export { from: P, to: Q, share: 0.5 }];
    scenario.events = acts.map(|act| event(0, act)).to_vec();
    let mut run = world(&scenario, &[(0, 1, heavy(Layer::Friend))], Vec::new());
    let link = run.world.links.get_mut(&(0, 1)).unwrap();
    (link.home, link.history) = (P, 200);
    run.live_day();
    assert_eq!((run.world.links[&(0, 1)].home, run.world.links[&(0, 1)].history), (Q, 25), "in the order of the file");
}

#[test]
fn imported_contacts_invite() {
    let mut scenario = scenario(2, vec![platform("P", 0.0), platform("Q", 1.0)]);
    scenario.behaviour.import_invite = 1e9;
    scenario.events = vec![event(1, Act::ImportContacts { platform: P, of: Q, share: 1.0 })];
    let mut run = world(&scenario, &[(0, 1, heavy(Layer::Friend))], Vec::new());
    set_presence(&mut run, 0, P, 255);
    assert_eq!(run.live_day().installs(0), 0);
    assert_eq!(run.live_day().invited[0][Q.index()], 1);
}

#[test]
fn attributes_change_and_change_back() {
    let mut scenario = scenario(1, vec![platform("P", 0.0)]);
    let change = AttributeChange { awareness: Some(1e9), ..AttributeChange::default() };
    let mut set = event(1, Act::Set { platform: P, change });
    set.until = Some(2);
    scenario.events = vec![set];
    let mut run = world(&scenario, &[], Vec::new());
    let mut installs = Vec::new();
    for _ in 0..3 {
        set_presence(&mut run, 0, P, 0);
        installs.push(run.live_day().installs(0));
    }
    assert_eq!(installs, [0, 1, 0]);
}

#[test]
fn nobody_was_alone_before_there_was_conversation() {
    let mut scenario = scenario(1, vec![platform("P", 1.0)]);
    scenario.platforms[0].attributes.solo = 100.0;
    scenario.platforms[0].attributes.fit = [-4.0; Layer::COUNT];
    let change = AttributeChange { fit: [None, Some(-1.0), None, None, None], ..AttributeChange::default() };
    scenario.events = vec![event(3, Act::Set { platform: P, change })];
    let mut run = world(&scenario, &[], Vec::new());
    let mut lonely = Vec::new();
    for _ in 0..5 {
        run.live_day();
        lonely.push(run.world.use_of(0, 0).lonely);
    }
    assert_eq!(lonely, [0, 0, 0, 1, 2]);
}

#[test]
fn a_platform_starts_on_its_day() {
    let mut scenario = scenario(1, vec![platform("P", 1.0)]);
    scenario.platforms[0].opens = 2;
    scenario.platforms[0].attributes.awareness = 1e9;
    let mut run = world(&scenario, &[], Vec::new());
    let installs: Vec<u64> = (0..3).map(|_| run.live_day().installs(0)).collect();
    assert_eq!(installs, [0, 0, 1]);
}

#[test]
fn a_bridge_lets_somebody_be_met_from_elsewhere() {
    let mut scenario = scenario(2, vec![platform("P", 0.0), platform("Q", 0.0)]);
    scenario.events = vec![event(0, Act::Interop { from: P, to: Q, share: 0.5 })];
    let mut run = world(&scenario, &[(0, 1, heavy(Layer::Friend))], Vec::new());
    set_presence(&mut run, 0, P, 255);
    set_presence(&mut run, 1, Q, 204);
    let mut today = Today::plain(&run.scene, &run.world.closed, 0, Phase::Lived);
    assert_eq!(reach(&run.world, &today, 1, 0), None);
    today.crossing[0][1] = 0.5;
    assert_eq!(reach(&run.world, &today, 1, 0), Some(Reach { presence: 0.4, called_to: 1, crossing: 0.5 }));
    let counts = run.live_day();
    assert_eq!((counts.messages[Layer::Friend.index()][0], counts.opened.as_slice()), (1, [1, 1].as_slice()), "each reads it at home");
}
