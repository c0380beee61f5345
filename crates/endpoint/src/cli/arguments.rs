//! What can be said on the command line.

use std::path::PathBuf;

use astern_protocol::{Address as Link, InvalidRoute};
use clap::{Args, Parser, Subcommand, ValueEnum};

use super::comparison_range::Ends;
use super::release_path::ReleasePath;
use super::serve_arguments::ServeArguments;
use crate::backend::kubectl_proxy::KubectlOptions;
use crate::modes::demo::Demo;
use crate::modes::laptop::Laptop;

/// What changed in a Helm release, and the way back.
///
/// Without a command: serves the app on this machine for the cluster of the current context, and
/// opens it in the browser.
#[derive(Parser, Debug)]
#[command(name = "astern", version)]
pub(super) struct Arguments {
    #[command(flatten)]
    pub(super) access: KubectlArguments,
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
}

#[derive(Args, Debug)]
pub(super) struct CompareArguments {
    /// The release
    #[arg(value_name = "NAMESPACE/RELEASE")]
    pub(super) release: ReleasePath,
    /// The revision to start from and the one to arrive at, such as 9..10; either may be `live`.
    /// With --live one revision, or none for the current one
    #[arg(value_name = "FROM..TO")]
    pub(super) ends: Option<Ends>,
    /// Compares a revision with what is in the cluster now: only what the revision sets
    #[arg(long)]
    pub(super) live: bool,
    /// In which form
    #[arg(short, long, value_enum, default_value_t)]
    pub(super) output: ComparisonForm,
    /// Lists what only a chart version's labels and checksums change
    #[arg(long)]
    pub(super) show_noise: bool,
    /// Exits with 1 when they differ
    #[arg(long)]
    pub(super) exit_code: bool,
}

/// The form of a comparison.
#[derive(ValueEnum, Clone, Copy, PartialEq, Eq, Default, Debug)]
pub(super) enum ComparisonForm {
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
    #[arg(long, value_name = "LINK", value_parser = link)]
    pub(super) link: Option<Link>,
}

/// The page that a link leads to, wherever it was copied.
fn link(text: &str) -> Result<Link, InvalidRoute> {
    let (_, page) = text.split_once('#').unwrap_or(("", text));
    page.parse()
}

impl From<KubectlArguments> for KubectlOptions {
    fn from(arguments: KubectlArguments) -> Self {
        Self {
            kubectl: arguments.kubectl,
            kubeconfig: arguments.kubeconfig,
            context: arguments.context,
        }
    }
}

impl From<LoopbackArguments> for Demo {
    fn from(arguments: LoopbackArguments) -> Self {
        Self {
            port: arguments.port,
            open: !arguments.no_open,
            link: arguments.link,
        }
    }
}

impl Arguments {
    /// What stands before a command and is for serving alone, so that it is not quietly ignored.
    pub(super) fn misplaced(&self) -> Option<&'static str> {
        let LaptopArguments { serve, helm } = &self.laptop;
        self.command.as_ref()?;
        let given = [
            (serve.port.is_some(), "--port"),
            (serve.no_open, "--no-open"),
            (serve.link.is_some(), "--link"),
            (helm.is_some(), "--helm"),
        ];
        let mut misplaced = given.into_iter().filter(|(is_given, _)| *is_given);
        misplaced.next().map(|(_, name)| name)
    }

    /// What says which cluster, where the pod's own service account does.
    pub(super) fn contradictory(&self) -> Option<&'static str> {
        let KubectlArguments {
            kubeconfig,
            context,
            ..
        } = &self.access;
        match (&self.command, kubeconfig, context) {
            (Some(Command::Serve(_)), Some(_), _) => Some("--kubeconfig"),
            (Some(Command::Serve(_)), None, Some(_)) => Some("--context"),
            _ => None,
        }
    }
}

impl LaptopArguments {
    /// Laptop mode with that access.
    pub(super) fn laptop(self, access: KubectlOptions) -> Laptop {
        Laptop {
            access,
            port: self.serve.port,
            open: !self.serve.no_open,
            link: self.serve.link,
            helm: self.helm.unwrap_or_else(|| PathBuf::from("helm")),
        }
    }
}
