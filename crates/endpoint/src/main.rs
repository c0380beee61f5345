//! `astern`: see `astern --help`.

use std::process::ExitCode;

fn main() -> ExitCode {
    astern_endpoint::cli::main()
}
