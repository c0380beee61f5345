//! The command line of `cargo xtask`.

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;

use lexopt::prelude::{Long, Short, Value};
use xtask::bench;
use xtask::build;
use xtask::cluster::{self, Cluster};
use xtask::end_to_end;
use xtask::paths::Paths;
use xtask::run::{self, Mode};
use xtask::split;
use xtask::test::{self, Scope};
use xtask::test_cluster::forward;

const HELP: &str = "\
cargo xtask run [--kubeconfig FILE] [--context NAME] [--port PORT]
    Builds Astern and runs it: on a sample cluster, or on the cluster of that kubeconfig or context.
cargo xtask build [--target TRIPLE]
    Builds the program that is installed, with the app inside, and prints where it is.
cargo xtask test [--end-to-end [NAME ...]]
    Every check and test, or only the end-to-end tests, or those of them whose names contain a NAME.
    The last line is `N passed, N failed`.
cargo xtask cluster [up|down] [--name NAME]
    A real Kubernetes control plane on this machine, with sample releases and an incident; or its end.
cargo xtask bench [--ledger FILE]
    Astern beside helm and diff, as ratios in one run. FILE holds release Secrets, as
    `kubectl get secrets --selector owner=helm --output json` prints them.
";

/// An error to print.
type Failure = Box<dyn std::error::Error>;

fn main() -> ExitCode {
    match dispatch() {
        Ok(code) => code,
        Err(failure) => {
            eprintln!("xtask: {failure}");
            ExitCode::FAILURE
        }
    }
}

fn dispatch() -> Result<ExitCode, Failure> {
    let paths = Paths::find();
    // Read the path now: after cargo has rebuilt this program, the path of the running executable is no longer valid.
    let xtask = std::env::current_exe()?;
    let mut arguments = lexopt::Parser::from_env();
    let command = match arguments.next()? {
        Some(Value(command)) => command.to_string_lossy().into_owned(),
        Some(Long("help") | Short('h')) | None => {
            print!("{HELP}");
            return Ok(ExitCode::SUCCESS);
        }
        Some(other) => return Err(other.unexpected().into()),
    };
    match command.as_str() {
        "run" => match run::run(&paths, &mode(arguments)?)? {},
        "build" => {
            let target = optional_value(arguments, "target")?;
            println!("{}", build::build(&paths, target.as_deref())?.display());
            Ok(ExitCode::SUCCESS)
        }
        "test" => {
            let scope = scope(arguments)?;
            Ok(test::test(&paths, &xtask, &scope))
        }
        "cluster" => {
            let (action, cluster) = cluster(arguments, &paths)?;
            match action {
                Action::Up => cluster.up(&paths, &xtask)?,
                Action::Down => cluster.down()?,
            }
            Ok(ExitCode::SUCCESS)
        }
        "bench" => {
            let ledger = optional_value(arguments, "ledger")?;
            Ok(bench::bench(&paths, &xtask, ledger.as_deref()))
        }
        // Called by Trunk while it builds the app.
        "split" => {
            split::split(&paths)?;
            Ok(ExitCode::SUCCESS)
        }
        // The remaining commands are internal: the commands above start them.
        "host-test-cluster" => {
            let dir: PathBuf = arguments.value()?.into();
            let port = arguments.value()?.to_string_lossy().parse()?;
            cluster::host_test_cluster(&paths, dir, port)?;
            Ok(ExitCode::SUCCESS)
        }
        "forward" => {
            let port = arguments.value()?.to_string_lossy().parse()?;
            let socket: PathBuf = arguments.value()?.into();
            forward::from_port(port, &socket)?;
            Ok(ExitCode::SUCCESS)
        }
        "run-on-test-cluster" => {
            let program: PathBuf = arguments.value()?.into();
            let rest: Vec<_> = arguments.raw_args()?.collect();
            end_to_end::run_program(&paths, &program, &rest).map_err(Into::into)
        }
        other => {
            Err(format!("there is no command `{other}`; `cargo xtask --help` lists them").into())
        }
    }
}

fn mode(mut arguments: lexopt::Parser) -> Result<Mode, lexopt::Error> {
    let mut mode = Mode::default();
    while let Some(argument) = arguments.next()? {
        match argument {
            Long("kubeconfig") => mode.kubeconfig = Some(arguments.value()?),
            Long("context") => mode.context = Some(arguments.value()?),
            Long("port") => mode.port = Some(arguments.value()?),
            other => return Err(other.unexpected()),
        }
    }
    Ok(mode)
}

#[derive(Clone, Copy)]
enum Action {
    Up,
    Down,
}

fn cluster(mut arguments: lexopt::Parser, paths: &Paths) -> Result<(Action, Cluster), Failure> {
    let mut action = Action::Up;
    let mut name = cluster::DEFAULT.to_owned();
    while let Some(argument) = arguments.next()? {
        match argument {
            Value(value) if value == "up" => action = Action::Up,
            Value(value) if value == "down" => action = Action::Down,
            Long("name") => {
                name = arguments.value()?.to_string_lossy().into_owned();
                if name.is_empty() || !name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-') {
                    return Err("a cluster's name holds letters, digits and dashes only".into());
                }
            }
            other => return Err(other.unexpected().into()),
        }
    }
    Ok((action, Cluster::named(paths, &name)))
}

/// Returns the value of `option`, the only option that the command takes.
fn optional_value(
    mut arguments: lexopt::Parser,
    option: &str,
) -> Result<Option<OsString>, lexopt::Error> {
    match arguments.next()? {
        None => Ok(None),
        Some(Long(name)) if name == option => Ok(Some(arguments.value()?)),
        Some(other) => Err(other.unexpected()),
    }
}

fn scope(mut arguments: lexopt::Parser) -> Result<Scope, lexopt::Error> {
    match arguments.next()? {
        None => Ok(Scope::Everything),
        Some(Long("end-to-end")) => {
            let mut names = Vec::new();
            while let Some(argument) = arguments.next()? {
                match argument {
                    Value(name) => names.push(name),
                    other => return Err(other.unexpected()),
                }
            }
            Ok(Scope::EndToEnd(names))
        }
        Some(other) => Err(other.unexpected()),
    }
}
