//! `astern compare NAMESPACE/RELEASE 9..10`, `9..live` or `--live`.

mod diagnosis;
mod diff;
mod live;
mod markdown;
mod presentation;
mod report;
mod result;
mod revisions;
mod sides;
mod text;

use std::process::ExitCode;

use astern_masking::Masking;

use self::live::compare_with_cluster;
use self::presentation::{Extent, NoiseDisplay, Presentation};
use self::report::Report;
use self::result::ComparisonResult;
use self::revisions::compare_revisions;
use self::sides::Sides;
use super::arguments::{CompareArguments, ComparisonFormat};
use super::grant::print_grant;
use super::release_reader::ReleaseReader;
use crate::backend::kubectl_proxy::KubectlOptions;
use crate::error::CommandError;
use crate::stderr;
use crate::stdout::{OutputKind, print};

/// Prints the differences between two revisions, or between a revision and the cluster. Two revisions cost the metadata
/// list and two payloads, and the state of the workloads where the newer one is current; the cluster costs one request for each object of the revision.
pub(super) async fn compare(
    kubectl: KubectlOptions,
    arguments: CompareArguments,
) -> Result<ExitCode, CommandError> {
    let sides = Sides::from_arguments(&arguments);
    let sides = sides.map_err(CommandError::Usage)?;
    let mut presentation = Presentation {
        noise: match arguments.show_noise {
            true => NoiseDisplay::Listed,
            false => NoiseDisplay::Counted,
        },
        extent: match arguments.full {
            true => Extent::Full,
            false => Extent::Short,
        },
        context: None,
    };
    let mut key = [0; 16];
    getrandom::fill(&mut key)?;
    let masking = Masking::new(key);
    let reader = ReleaseReader::open(kubectl, arguments.release.path()?).await?;
    let result = match sides {
        Sides::Revisions { from, to } => compare_revisions(&reader, from, to, &masking).await,
        Sides::Live {
            revision,
            live_side,
        } => compare_with_cluster(&reader, revision, live_side, &masking).await,
    };
    presentation.context = reader.context().map(str::to_owned);
    reader.close().await;
    let result = result?;
    let output = render(&result, arguments.output, &presentation)?;
    print(&output, output_kind(arguments.output)).map_err(CommandError::Io)?;
    if arguments.output == ComparisonFormat::Diff {
        for warning in diff::warnings(&result) {
            stderr::write_line(format_args!("astern: {warning}"));
        }
    }
    if let ComparisonResult::Live { refusals, .. } = &result {
        print_grant("astern-live", refusals, None);
    }
    Ok(match arguments.exit_code {
        true => result.exit_code(),
        false => ExitCode::SUCCESS,
    })
}

fn output_kind(format: ComparisonFormat) -> OutputKind<'static> {
    let lines = |colored_indents| OutputKind::Lines { colored_indents };
    match format {
        ComparisonFormat::Text => lines(&text::INDENTS),
        ComparisonFormat::Diff => lines(&[""]),
        ComparisonFormat::Markdown => lines(&[]),
        ComparisonFormat::Json => OutputKind::Json,
    }
}

/// Renders the result in the format that was asked for.
fn render(
    result: &ComparisonResult,
    format: ComparisonFormat,
    presentation: &Presentation,
) -> Result<String, CommandError> {
    let report = || match result {
        ComparisonResult::Revisions {
            comparison,
            diagnosis,
        } => Report::of_comparison(comparison, diagnosis.as_ref(), presentation),
        ComparisonResult::Live { drift, .. } => Report::of_drift(drift, presentation),
    };
    Ok(match format {
        ComparisonFormat::Text => text::render(&report(), presentation.extent),
        ComparisonFormat::Markdown => markdown::render(&report(), presentation.extent),
        ComparisonFormat::Diff => diff::render(result),
        ComparisonFormat::Json => {
            let json = serde_json::to_string_pretty(result).map_err(CommandError::json)?;
            format!("{json}\n")
        }
    })
}

#[cfg(test)]
mod tests;
