//! `moat`: the command line. Everything it does is in the library.

fn main() -> std::process::ExitCode {
    moatsim::cli::main()
}
