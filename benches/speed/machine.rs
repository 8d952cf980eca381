//! Where, with what and beside what a figure was measured.

use std::process::Command;

use serde::Serialize;

#[derive(Clone, Debug, Serialize)]
pub struct Machine {
    pub date: String,
    pub commit: String,
    #[serde(rename = "cpu")]
    pub processor_name: String,
    pub cores: usize,
    pub rustc: String,
    /// Programs that wanted to run on average over the minute before; `None` where the system does not tell.
    pub load: Option<f64>,
}

impl Machine {
    pub fn here() -> Machine {
        Machine {
            date: jiff::Timestamp::now().strftime("%Y-%m-%d").to_string(),
            commit: commit(),
            processor_name: processor_name().unwrap_or_else(|| "unknown processor".to_owned()),
            cores: std::thread::available_parallelism().map_or(1, std::num::NonZero::get),
            rustc: said_by("rustc", &["--version"]).unwrap_or_else(|| "unknown rustc".to_owned()),
            load: load(),
        }
    }
}

/// The commit, and whether what is measured differs from it.
fn commit() -> String {
    let Some(commit) = said_by("git", &["rev-parse", "--short", "HEAD"]) else { return "unknown".to_owned() };
    let changes = said_by("git", &["status", "--porcelain", "--", "src", "scenarios/bench", "benches/speed", "Cargo.toml", "Cargo.lock"]);
    if changes.is_some_and(|changes| !changes.is_empty()) { format!("{commit} with changes") } else { commit }
}

fn load() -> Option<f64> {
    std::fs::read_to_string("/proc/loadavg").ok()?.split_whitespace().next()?.parse().ok()
}

fn said_by(program: &str, arguments: &[&str]) -> Option<String> {
    let output = Command::new(program).args(arguments).current_dir(env!("CARGO_MANIFEST_DIR")).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

fn processor_name() -> Option<String> {
    let text = std::fs::read_to_string("/proc/cpuinfo").ok();
    let name = text.as_deref().and_then(|text| text.lines().find_map(|line| line.strip_prefix("model name")));
    match name {
        Some(name) => Some(name.trim_start_matches([' ', '\t', ':']).to_owned()),
        None => said_by("sysctl", &["-n", "machdep.cpu.brand_string"]),
    }
}
