//! `cargo bench`: what a day, a world and a byte cost, beside what the machine can do at most in the same run.

mod adoption;
mod arguments;
mod bound;
mod clock;
mod day;
mod machine;
mod making;
mod memory;
mod report;
mod rules;

use std::process::ExitCode;

use clap::Parser;

use arguments::{Arguments, What};
use bound::Bound;
use clock::pools;
use report::Report;

/// What stands in a way is told in words.
type Outcome<T> = Result<T, String>;

fn main() -> ExitCode {
    match run(&Arguments::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("error: {why}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &Arguments) -> Outcome<()> {
    if let Some(kind) = arguments.grow {
        return memory::grow(kind, arguments.people[0]);
    }
    if let Some(path) = &arguments.edges {
        return adoption::write_edges(path, arguments.people[0]);
    }
    // Before anything else, because of the load.
    let machine = machine::Machine::here();
    let pools = pools(&arguments.threads)?;
    let mut report = Report::default();
    for &people in &arguments.people {
        let bound = Bound::measure(people, &pools, &mut report);
        if arguments.measures(What::Day) {
            day::measure(people, arguments, &pools, &bound, &mut report)?;
        }
        if arguments.measures(What::Rules) {
            rules::measure(people, &pools[0], &bound, &mut report)?;
        }
        if arguments.measures(What::Making) {
            making::measure(people, arguments, &pools, &bound, &mut report)?;
        }
        if arguments.measures(What::Adoption) {
            adoption::measure(people, arguments, &pools, &bound, &mut report)?;
        }
        if arguments.measures(What::Memory) {
            memory::measure(people, &mut report)?;
        }
    }
    report.print(&machine);
    match &arguments.save {
        Some(path) => report.save(&machine, path),
        None => Ok(()),
    }
}
