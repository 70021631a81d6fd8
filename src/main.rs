//! Picks the face: a command goes to the command line, no command opens the window.

use std::process::ExitCode;

fn main() -> ExitCode {
    loadline::cli::main()
}
