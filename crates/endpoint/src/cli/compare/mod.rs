//! `astern compare NAMESPACE/RELEASE 9..10`, `9..live` or `--live`.

mod live;
mod markdown;
mod report;
mod text;

use std::process::ExitCode;

use astern_cluster::{PayloadError, Refusal};
use astern_compare::{
    Cause, Classification, Comparison, ComparisonBuilder, Drift, ObjectChange, Step, patch,
};
use astern_ledger::{Record, Release, Revision};
use astern_masking::Masking;
use serde::Serialize;

use super::arguments::{CompareArguments, ComparisonForm};
use super::color as paint;
use super::comparison_range::{Compared, compared};
use super::grant::tell_grant;
use super::release_reader::Reading;
use super::stdout::print;
use crate::backend::kubectl_proxy::KubectlOptions;
use crate::error::Failure;

use self::live::drift;
use self::report::Report;

/// Unchanged lines around each change, as `diff -u` has them.
const CONTEXT: usize = 3;

/// The exit status of `--exit-code` when something differs, as of `diff`.
const DIFFERENT: u8 = 1;

/// The exit status of `--exit-code` when nothing is known to differ and something could not be compared.
const UNKNOWN: u8 = 2;

/// Prints what two revisions differ in, or a revision and the cluster. Two revisions cost the metadata list and two
/// payloads; the cluster costs one request for each object of the revision.
pub(super) async fn compare(
    access: KubectlOptions,
    said: CompareArguments,
) -> Result<ExitCode, Failure> {
    let what = compared(said.ends, said.live).map_err(|why| Failure::Usage(why.to_owned()))?;
    let mut key = [0; 16];
    getrandom::fill(&mut key)?;
    let masking = Masking::new(key);
    let reading = Reading::begin(access, said.release).await?;
    let found = match what {
        Compared::Recorded { from, to } => recorded(&reading, from, to, &masking).await,
        Compared::Live {
            revision,
            live_side,
        } => drift(&reading, revision, live_side, &masking).await,
    };
    reading.end().await;
    let found = found?;
    let mut written = written(&found, &masking, said.output, said.show_noise)?;
    let indents: &[&str] = match said.output {
        ComparisonForm::Text => &text::INDENTS,
        ComparisonForm::Diff => &[""],
        ComparisonForm::Json | ComparisonForm::Markdown => &[],
    };
    if paint::is_wanted() {
        written = paint::paint(&written, indents);
    }
    print(&written)?;
    if let Found::Drift { refusals, .. } = &found {
        tell_grant("astern-live", refusals);
    }
    Ok(match said.exit_code {
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
    reading: &Reading,
    from: Revision,
    to: Revision,
    masking: &Masking,
) -> Result<Found, Failure> {
    let (from, to) = (reading.record(from)?, reading.record(to)?);
    let (from, to) = tokio::join!(read(reading, from), read(reading, to));
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

async fn read(reading: &Reading, record: &Record) -> Result<Release, Failure> {
    reading.payload(record).await.map_err(|error| match error {
        PayloadError::Cluster(error) => Failure::Cluster(error),
        error => Failure::Payload(error),
    })
}

fn written(
    found: &Found,
    masking: &Masking,
    form: ComparisonForm,
    show_noise: bool,
) -> Result<String, Failure> {
    let report = || match found {
        Found::Comparison(comparison) => Report::of_comparison(comparison, show_noise),
        Found::Drift { drift, .. } => Report::of_drift(drift, show_noise),
    };
    Ok(match form {
        ComparisonForm::Text => text::write(&report()),
        ComparisonForm::Markdown => markdown::write(&report()),
        ComparisonForm::Diff => patch(found.objects(), masking, CONTEXT).to_string(),
        ComparisonForm::Json => {
            let json = serde_json::to_string_pretty(found).map_err(Failure::json)?;
            format!("{json}\n")
        }
    })
}

#[cfg(test)]
mod tests;
