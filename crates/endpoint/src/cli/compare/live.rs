//! A revision beside what is in the cluster.

use std::io::IsTerminal as _;

use astern_cluster::{ClusterError, LiveObject, Refusal, Unasked, live_objects};
use astern_compare::{ExpectedStateBuilder, LiveResponse, Side};
use astern_ledger::Revision;
use astern_masking::Masking;

use super::super::release_reader::ReleaseReader;
use super::{Found, in_steps, read};
use crate::error::CommandError;
use crate::stderr;

/// Asks for everything that the revision names, and compares. `revision` is the current one when it is `None`.
///
/// The current revision is read too where another one is meant: what that one set and this one does not is no default of
/// the API server.
pub(super) async fn drift(
    reader: &ReleaseReader,
    revision: Option<Revision>,
    live_side: Side,
    masking: &Masking,
) -> Result<Found, CommandError> {
    let current = reader.found().history.current();
    let record = match revision {
        Some(revision) => reader.record(revision)?,
        None => current,
    };
    let is_other = record.revision != current.revision;
    let (release, current) = tokio::join!(read(reader, record), async {
        match is_other {
            true => Some(read(reader, current).await),
            false => None,
        }
    });
    let release = release?;
    let current = match current {
        Some(Err(error)) => {
            stderr::write_line(format_args!(
                "astern: what only the current revision sets is not compared: {error}"
            ));
            None
        }
        Some(Ok(current)) => Some(current),
        None => None,
    };
    let expected = ExpectedStateBuilder::new(&release, current.as_ref()).finish();
    let shows = std::io::stderr().is_terminal();
    let objects = expected.objects();
    let answers = live_objects(
        reader.cluster(),
        expected.namespace(),
        &objects,
        |done, all| {
            if shows {
                stderr::rewrite_line(format_args!("{done} of {all} objects read"));
            }
        },
    );
    let answers = answers.await;
    if shows {
        stderr::rewrite_line("");
    }
    let refusals = answers.iter().filter_map(refusal).cloned().collect();
    let answers: Vec<LiveResponse> = answers.into_iter().map(told).collect();
    let mut drifting = expected.compare(answers, live_side, masking);
    in_steps(|| drifting.step()).await;
    let drift = drifting.finish();
    Ok(Found::Drift {
        drift: Box::new(drift),
        refusals,
    })
}

fn refusal(answer: &LiveObject) -> Option<&Refusal> {
    match answer {
        LiveObject::Unasked(Unasked::Cluster(ClusterError::Forbidden(refusal))) => Some(refusal),
        _ => None,
    }
}

fn told(answer: LiveObject) -> LiveResponse {
    match answer {
        LiveObject::There(object) => LiveResponse::Found(object),
        LiveObject::Missing => LiveResponse::NotFound,
        LiveObject::Unasked(why) => LiveResponse::Unavailable(why.to_string()),
    }
}
