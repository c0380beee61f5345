//! `astern compare NAMESPACE/RELEASE 9..10`, `9..live` or `--live`.

mod live;
mod markdown;
mod report;
mod sides;
mod text;

use std::process::ExitCode;

use astern_cluster::{PayloadError, Refusal};
use astern_compare::{
    Cause, Classification, Comparison, ComparisonBuilder, Drift, ObjectChange, Step, patch,
};
use astern_ledger::{Record, Release, Revision};
use astern_masking::Masking;
use serde::Serialize;

use super::arguments::{CompareArguments, ComparisonFormat};
use super::color;
use super::grant::print_grant;
use super::release_reader::ReleaseReader;
use super::stdout::print;
use crate::backend::kubectl_proxy::KubectlOptions;
use crate::error::CommandError;

use self::live::drift;
use self::report::Report;
use self::sides::Sides;

/// Unchanged lines around each change, as `diff -u` has them.
const CONTEXT: usize = 3;

/// The exit status of `--exit-code` when something differs, as of `diff`.
const DIFFERENT: u8 = 1;

/// The exit status of `--exit-code` when nothing is known to differ and something could not be compared.
const UNKNOWN: u8 = 2;

/// Prints what two revisions differ in, or a revision and the cluster. Two revisions cost the metadata list and two
/// payloads; the cluster costs one request for each object of the revision.
pub(super) async fn compare(
    kubectl: KubectlOptions,
    arguments: CompareArguments,
) -> Result<ExitCode, CommandError> {
    let sides = Sides::from_arguments(&arguments);
    let sides = sides.map_err(|message| CommandError::Usage(message.to_owned()))?;
    let mut key = [0; 16];
    getrandom::fill(&mut key)?;
    let masking = Masking::new(key);
    let reader = ReleaseReader::open(kubectl, arguments.release).await?;
    let found = match sides {
        Sides::Revisions { from, to } => recorded(&reader, from, to, &masking).await,
        Sides::Live {
            revision,
            live_side,
        } => drift(&reader, revision, live_side, &masking).await,
    };
    reader.close().await;
    let found = found?;
    let mut written = written(&found, &masking, arguments.output, arguments.show_noise)?;
    let indents: &[&str] = match arguments.output {
        ComparisonFormat::Text => &text::INDENTS,
        ComparisonFormat::Diff => &[""],
        ComparisonFormat::Json | ComparisonFormat::Markdown => &[],
    };
    if color::is_enabled() {
        written = color::colorize(&written, indents);
    }
    print(&written)?;
    if let Found::Drift { refusals, .. } = &found {
        print_grant("astern-live", refusals);
    }
    Ok(match arguments.exit_code {
        true => found.exit_code(),
        false => ExitCode::SUCCESS,
    })
}

/// What was found.
#[derive(Serialize)]
#[serde(untagged)]
enum Found {
    Comparison(Box<Comparison>),
    Drift {
        #[serde(flatten)]
        drift: Box<Drift>,
        /// What the cluster refused on the way.
        #[serde(skip)]
        refusals: Vec<Refusal>,
    },
}

impl Found {
    /// The objects that differ.
    fn objects(&self) -> Vec<&ObjectChange> {
        match self {
            Self::Comparison(comparison) => comparison.objects.iter().collect(),
            Self::Drift { drift, .. } => drift.changes().collect(),
        }
    }

    fn exit_code(&self) -> ExitCode {
        let (differs, unknown) = match self {
            Self::Comparison(comparison) => (
                comparison.classification != Classification::None
                    && comparison.cause != Some(Cause::Unreadable),
                !comparison.unreadable.is_empty(),
            ),
            Self::Drift { drift, .. } => (
                !drift.is_empty(),
                !(drift.unavailable.is_empty() && drift.unreadable.is_empty()),
            ),
        };
        match (differs, unknown) {
            (true, _) => ExitCode::from(DIFFERENT),
            (false, true) => ExitCode::from(UNKNOWN),
            (false, false) => ExitCode::SUCCESS,
        }
    }
}

async fn recorded(
    reader: &ReleaseReader,
    from: Revision,
    to: Revision,
    masking: &Masking,
) -> Result<Found, CommandError> {
    let (from, to) = (reader.record(from)?, reader.record(to)?);
    let (from, to) = tokio::join!(read(reader, from), read(reader, to));
    let (from, to) = (from?, to?);
    let mut comparing = ComparisonBuilder::new(&from, &to, masking);
    in_steps(|| comparing.step()).await;
    Ok(Found::Comparison(Box::new(comparing.finish())))
}

/// Goes through a comparison so that a signal can end it between any two steps.
async fn in_steps(mut step: impl FnMut() -> Step) {
    while step() == Step::More {
        tokio::task::yield_now().await;
    }
}

async fn read(reader: &ReleaseReader, record: &Record) -> Result<Release, CommandError> {
    reader.payload(record).await.map_err(|error| match error {
        PayloadError::Cluster(error) => CommandError::Cluster(error),
        error => CommandError::Payload(error),
    })
}

fn written(
    found: &Found,
    masking: &Masking,
    form: ComparisonFormat,
    show_noise: bool,
) -> Result<String, CommandError> {
    let report = || match found {
        Found::Comparison(comparison) => Report::of_comparison(comparison, show_noise),
        Found::Drift { drift, .. } => Report::of_drift(drift, show_noise),
    };
    Ok(match form {
        ComparisonFormat::Text => text::write(&report()),
        ComparisonFormat::Markdown => markdown::write(&report()),
        ComparisonFormat::Diff => patch(found.objects(), masking, CONTEXT).to_string(),
        ComparisonFormat::Json => {
            let json = serde_json::to_string_pretty(found).map_err(CommandError::json)?;
            format!("{json}\n")
        }
    })
}

#[cfg(test)]
mod tests;
