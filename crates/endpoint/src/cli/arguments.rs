//! The arguments of the command line.

use std::ffi::OsString;
use std::path::PathBuf;

use astern_ledger::Namespace;
use astern_protocol::{Address as Link, InvalidRoute};
use clap::{Args, Parser, Subcommand, ValueEnum};

use super::comparison_range::ComparisonRange;
use super::release_path::ReleasePath;
use super::serve_arguments::ServeArguments;
use crate::backend::helm_relay::RELAY_COMMAND;
use crate::backend::kubectl_proxy::{KubectlOptions, SUPERVISOR_COMMAND};
use crate::error::CommandError;
use crate::modes::LoopbackOptions;
use crate::modes::laptop::LaptopOptions;

/// What changed in a Helm release, and the way back.
///
/// Without a command: serves the app on this machine for the cluster of the current context, and
/// opens it in the browser.
#[derive(Parser, Debug)]
#[command(name = "astern", version)]
pub(super) struct Arguments {
    #[command(flatten)]
    pub(super) kubectl: KubectlArguments,
    #[command(flatten)]
    pub(super) laptop: LaptopArguments,
    #[command(subcommand)]
    pub(super) command: Option<Command>,
}

#[derive(Subcommand, Debug)]
pub(super) enum Command {
    /// The app on an embedded sample: no cluster, no helm; its rollback is played
    Demo(LoopbackArguments),
    /// In a pod of the cluster: the app over https, and rollbacks for whoever holds a minted token
    Serve(ServeArguments),
    /// The releases with their current revisions, those that need attention first
    List(ListArguments),
    /// The recorded revisions of a release, newest first
    History(HistoryArguments),
    /// What two revisions of a release differ in; secrets stay masked
    Compare(CompareArguments),
    /// Runs kubectl until the astern that started this ends
    #[command(name = SUPERVISOR_COMMAND, hide = true)]
    Supervise(SuperviseArguments),
    /// Relays between a helm and kubectl until helm ends
    #[command(name = RELAY_COMMAND, hide = true)]
    Relay(RelayArguments),
}

#[derive(Args, Debug)]
pub(super) struct ListArguments {
    /// The namespace; without it all namespaces
    #[arg(short, long, value_name = "NAMESPACE")]
    pub(super) namespace: Option<Namespace>,
    /// In which form
    #[arg(short, long, value_enum, default_value_t)]
    pub(super) output: OutputFormat,
}

#[derive(Args, Debug)]
pub(super) struct HistoryArguments {
    #[command(flatten)]
    pub(super) release: ReleaseArguments,
    /// In which form
    #[arg(short, long, value_enum, default_value_t)]
    pub(super) output: OutputFormat,
}

/// The release that a command is about.
#[derive(Args, Debug)]
pub(super) struct ReleaseArguments {
    /// The release; without a namespace, in that of the kubeconfig's context
    #[arg(value_name = "[NAMESPACE/]RELEASE")]
    pub(super) path: ReleasePath,
    /// The namespace of the release
    #[arg(short, long, value_name = "NAMESPACE")]
    pub(super) namespace: Option<Namespace>,
}

impl ReleaseArguments {
    /// Returns the release with its namespace.
    ///
    /// # Errors
    /// When two namespaces are named.
    pub(super) fn path(self) -> Result<ReleasePath, CommandError> {
        let path = self.path.in_namespace(self.namespace);
        path.map_err(|error| CommandError::Usage(error.to_string()))
    }
}

#[derive(Args, Debug)]
pub(super) struct CompareArguments {
    #[command(flatten)]
    pub(super) release: ReleaseArguments,
    /// The revision to start from and the one to arrive at, such as 9..10; either may be `live`.
    /// With --live one revision, or none for the current one
    #[arg(value_name = "FROM..TO")]
    pub(super) range: Option<ComparisonRange>,
    /// Compares a revision with what is in the cluster now: only what the revision sets
    #[arg(long)]
    pub(super) live: bool,
    /// In which form
    #[arg(short, long, value_enum, default_value_t)]
    pub(super) output: ComparisonFormat,
    /// Lists what only a chart version's labels and checksums change
    #[arg(long)]
    pub(super) show_noise: bool,
    /// Prints everything, and not only what fits a screen or a message
    #[arg(long)]
    pub(super) full: bool,
    /// Exits with 1 when they differ
    #[arg(long)]
    pub(super) exit_code: bool,
}

#[derive(Args, Debug)]
pub(super) struct SuperviseArguments {
    /// The socket that is removed when kubectl has ended
    pub(super) socket: PathBuf,
    /// kubectl and its arguments
    #[arg(last = true, required = true)]
    pub(super) command: Vec<OsString>,
}

#[derive(Args, Debug)]
pub(super) struct RelayArguments {
    /// kubectl, and its options that choose the cluster
    #[arg(last = true, required = true)]
    pub(super) command: Vec<OsString>,
}

/// The output format of `astern compare`.
#[derive(ValueEnum, Clone, Copy, PartialEq, Eq, Default, Debug)]
pub(super) enum ComparisonFormat {
    /// For people
    #[default]
    Text,
    /// For programs
    Json,
    /// For an incident's channel or its report
    Markdown,
    /// The objects as a unified diff
    Diff,
}

/// The output format of other commands.
#[derive(ValueEnum, Clone, Copy, PartialEq, Eq, Default, Debug)]
pub(super) enum OutputFormat {
    /// For people
    #[default]
    Text,
    /// For programs
    Json,
}

#[derive(Args, Debug)]
pub(super) struct LaptopArguments {
    #[command(flatten)]
    serve: LoopbackArguments,
    /// The helm that rollbacks are run with; without it, `helm` on PATH
    #[arg(long, value_name = "PATH")]
    helm: Option<PathBuf>,
}

#[derive(Args, Debug)]
pub(super) struct KubectlArguments {
    /// The kubeconfig; without it, the one that kubectl finds
    #[arg(long, global = true, value_name = "FILE")]
    kubeconfig: Option<PathBuf>,
    /// The context of the kubeconfig; without it, the current one
    #[arg(long, global = true, value_name = "NAME")]
    context: Option<String>,
    /// The kubectl that the cluster is read with
    #[arg(long, global = true, value_name = "PATH", default_value = "kubectl")]
    kubectl: PathBuf,
}

#[derive(Args, Debug)]
pub(super) struct LoopbackArguments {
    /// The port on 127.0.0.1; without it 8090 where that is free, else any
    #[arg(long, value_name = "PORT")]
    pub(super) port: Option<u16>,
    /// Does not open the browser
    #[arg(long)]
    pub(super) no_open: bool,
    /// Opens at a link that somebody copied; only what stands behind its # counts
    #[arg(long, value_name = "LINK", value_parser = parse_link)]
    pub(super) link: Option<Link>,
}

/// Parses the fragment of a link, wherever it was copied.
fn parse_link(text: &str) -> Result<Link, InvalidRoute> {
    let (_, fragment) = text.split_once('#').unwrap_or(("", text));
    fragment.parse()
}

impl From<KubectlArguments> for KubectlOptions {
    fn from(arguments: KubectlArguments) -> Self {
        Self {
            kubectl: arguments.kubectl,
            supervisor: std::env::current_exe().unwrap_or_else(|_| PathBuf::from("astern")),
            kubeconfig: arguments.kubeconfig,
            context: arguments.context,
        }
    }
}

impl From<LoopbackArguments> for LoopbackOptions {
    fn from(arguments: LoopbackArguments) -> Self {
        Self {
            port: arguments.port,
            open_browser: !arguments.no_open,
            link: arguments.link,
        }
    }
}

impl Arguments {
    /// Returns an option that is for serving the app and stands before a command, where it would have no effect.
    pub(super) fn misplaced_option(&self) -> Option<&'static str> {
        let LaptopArguments { serve, helm } = &self.laptop;
        self.command.as_ref()?;
        let options = [
            (serve.port.is_some(), "--port"),
            (serve.no_open, "--no-open"),
            (serve.link.is_some(), "--link"),
            (helm.is_some(), "--helm"),
        ];
        let mut misplaced = options.into_iter().filter(|(is_set, _)| *is_set);
        misplaced.next().map(|(_, name)| name)
    }

    /// Returns an option that chooses a cluster although the pod's service account does.
    pub(super) fn contradictory_option(&self) -> Option<&'static str> {
        let KubectlArguments {
            kubeconfig,
            context,
            ..
        } = &self.kubectl;
        match (&self.command, kubeconfig, context) {
            (Some(Command::Serve(_)), Some(_), _) => Some("--kubeconfig"),
            (Some(Command::Serve(_)), None, Some(_)) => Some("--context"),
            _ => None,
        }
    }
}

impl LaptopArguments {
    /// The options of laptop mode.
    pub(super) fn options(self, kubectl: KubectlOptions) -> LaptopOptions {
        LaptopOptions {
            kubectl,
            serve: self.serve.into(),
            helm: self.helm.unwrap_or_else(|| PathBuf::from("helm")),
        }
    }
}
