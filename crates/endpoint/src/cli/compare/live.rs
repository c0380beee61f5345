//! Comparing a revision with the objects in the cluster.

use astern_cluster::{ClusterError, LiveObject, Refusal, Unavailable, live_objects};
use astern_compare::{Deployed, ExpectedStateBuilder, LiveResponse, Side, UnreadReason};
use astern_ledger::Revision;
use astern_masking::Masking;

use astern_wording::why_record_is_unread;

use super::result::ComparisonResult;
use super::revisions::{read_payload, run_steps};
use crate::cli::release_reader::ReleaseReader;
use crate::error::CommandError;
use crate::stderr;

/// Reads every object of the revision from the cluster and compares. `None` is the current revision.
///
/// For another revision the current one is read too: a field that only the current one sets is no default of the API
/// server.
pub(super) async fn compare_with_cluster(
    reader: &ReleaseReader,
    revision: Option<Revision>,
    live_side: Side,
    masking: &Masking,
) -> Result<ComparisonResult, CommandError> {
    let found = reader.found();
    let current = found.history.current();
    let record = match revision {
        Some(revision) => reader.record(revision)?,
        None => current,
    };
    let is_other = record.revision != current.revision;
    let (release, current) = tokio::join!(read_payload(reader, record), async {
        match is_other {
            true => Some(reader.payload(current).await),
            false => None,
        }
    });
    let release = release?;
    let deployed = match &current {
        None => Deployed::Same,
        Some(Ok(current)) => Deployed::Other(current),
        Some(Err(error)) => Deployed::Unread {
            revision: found.history.current().revision,
            reason: why_record_is_unread(error),
        },
    };
    let mut expected = ExpectedStateBuilder::new(&release, deployed);
    for record in &found.invalid {
        let reason = UnreadReason::Invalid(record.fault.to_string());
        expected.add_unread_record(record.object.clone(), reason);
    }
    let expected = expected.finish();
    let shows_progress = stderr::is_terminal();
    let objects = expected.objects();
    let responses = live_objects(
        reader.cluster(),
        expected.namespace(),
        &objects,
        |read, total| {
            if shows_progress {
                stderr::rewrite_line(format_args!("{read} of {total} objects read"));
            }
        },
    );
    let responses = responses.await;
    if shows_progress {
        stderr::rewrite_line("");
    }
    let refusals = responses.iter().filter_map(refusal).cloned().collect();
    let responses: Vec<LiveResponse> = responses.into_iter().map(live_response).collect();
    let mut comparison = expected.compare(responses, live_side, masking);
    run_steps(|| comparison.step()).await;
    let drift = comparison.finish();
    Ok(ComparisonResult::Live {
        drift: Box::new(drift),
        refusals,
    })
}

fn refusal(object: &LiveObject) -> Option<&Refusal> {
    match object {
        LiveObject::Unavailable(Unavailable::Cluster(ClusterError::Forbidden(refusal))) => {
            Some(refusal)
        }
        _ => None,
    }
}

fn live_response(object: LiveObject) -> LiveResponse {
    match object {
        LiveObject::Present(object) => LiveResponse::Found(object),
        LiveObject::Missing => LiveResponse::NotFound,
        LiveObject::Unavailable(why) => LiveResponse::Unavailable(why.to_string()),
    }
}
