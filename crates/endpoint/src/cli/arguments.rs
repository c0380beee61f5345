//! What can be said on the command line.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use super::release_path::{ReleasePath, Span};
use crate::demo::Demo;
use crate::kubectl::Access;
use crate::laptop::Laptop;

/// What changed in a Helm release, and the way back.
///
/// Without a command: serves the app on this machine for the cluster of the current context, and
/// opens it in the browser.
#[derive(Parser, Debug)]
#[command(name = "astern", version, args_conflicts_with_subcommands = true)]
pub(super) struct Arguments {
    #[command(flatten)]
    pub(super) laptop: LaptopArguments,
    #[command(subcommand)]
    pub(super) command: Option<Command>,
}

#[derive(Subcommand, Debug)]
pub(super) enum Command {
    /// The app on an embedded sample: no cluster, no helm; its rollback is played
    Demo(ServeArguments),
    /// The recorded revisions of a release, newest first
    History(HistoryArguments),
    /// What two revisions of a release differ in; secrets stay masked
    Compare(CompareArguments),
}

#[derive(Args, Debug)]
pub(super) struct HistoryArguments {
    /// The release
    #[arg(value_name = "NAMESPACE/RELEASE")]
    pub(super) release: ReleasePath,
    /// In which form
    #[arg(short, long, value_enum, default_value_t)]
    pub(super) output: Form,
    #[command(flatten)]
    pub(super) access: AccessArguments,
}

#[derive(Args, Debug)]
pub(super) struct CompareArguments {
    /// The release
    #[arg(value_name = "NAMESPACE/RELEASE")]
    pub(super) release: ReleasePath,
    /// The revision to start from and the one to arrive at, such as 9..10
    #[arg(value_name = "FROM..TO")]
    pub(super) revisions: Span,
    /// In which form
    #[arg(short, long, value_enum, default_value_t)]
    pub(super) output: Form,
    #[command(flatten)]
    pub(super) access: AccessArguments,
}

/// The form of an answer.
#[derive(ValueEnum, Clone, Copy, PartialEq, Eq, Default, Debug)]
pub(super) enum Form {
    /// For people
    #[default]
    Text,
    /// For programs
    Json,
}

#[derive(Args, Debug)]
pub(super) struct LaptopArguments {
    #[command(flatten)]
    access: AccessArguments,
    #[command(flatten)]
    serve: ServeArguments,
    /// The helm that rollbacks are run with
    #[arg(long, value_name = "PATH", default_value = "helm")]
    helm: PathBuf,
}

#[derive(Args, Debug)]
pub(super) struct AccessArguments {
    /// The kubeconfig; without it, the one that kubectl finds
    #[arg(long, value_name = "FILE")]
    kubeconfig: Option<PathBuf>,
    /// The context of the kubeconfig; without it, the current one
    #[arg(long, value_name = "NAME")]
    context: Option<String>,
    /// The kubectl that the cluster is read with
    #[arg(long, value_name = "PATH", default_value = "kubectl")]
    kubectl: PathBuf,
}

#[derive(Args, Debug)]
pub(super) struct ServeArguments {
    /// The port on 127.0.0.1; without it 8090 where that is free, else any
    #[arg(long, value_name = "PORT")]
    pub(super) port: Option<u16>,
    /// Does not open the browser
    #[arg(long)]
    pub(super) no_open: bool,
}

impl From<AccessArguments> for Access {
    fn from(arguments: AccessArguments) -> Self {
        Self {
            kubectl: arguments.kubectl,
            kubeconfig: arguments.kubeconfig,
            context: arguments.context,
        }
    }
}

impl From<ServeArguments> for Demo {
    fn from(arguments: ServeArguments) -> Self {
        Self {
            port: arguments.port,
            open: !arguments.no_open,
        }
    }
}

impl From<LaptopArguments> for Laptop {
    fn from(arguments: LaptopArguments) -> Self {
        Self {
            access: arguments.access.into(),
            port: arguments.serve.port,
            open: !arguments.serve.no_open,
            helm: arguments.helm,
        }
    }
}
