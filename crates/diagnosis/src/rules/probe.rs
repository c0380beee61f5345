//! Probes that fail.

use std::cmp::Ordering;

use astern_compare::Change;

use super::amounts::order;
use super::ending::{weight, with_evidence};
use super::opinion::Opinion;
use crate::changed::Changed;
use crate::place::Place;
use crate::scene::Scene;
use crate::words::names;
use crate::{Certainty, ProbeFailure, ProbeKind, ProbeTrouble, Why};

/// Returns whether a change explains that a probe fails.
pub(super) fn judge(
    trouble: &ProbeTrouble,
    change: &Changed<'_>,
    place: &Place<'_>,
    scene: &Scene<'_>,
) -> Option<Opinion> {
    if let Some(path) = place.in_container(scene.container)
        && let Some(opinion) = own_field(trouble, change, path)
    {
        return Some(opinion);
    }
    if let Some(path) = place.in_container(scene.container)
        && path.first().is_some_and(|field| field.ends_with("Probe"))
    {
        return None;
    }
    if let Some(opinion) = moved_away(trouble, change, place, scene) {
        return Some(opinion);
    }
    let weight = weight(None, change, place, scene)?;
    let opinion = with_evidence(weight, change, scene);
    // What the container wrote counts; that it could matter counts little beside the probe itself.
    Some(match opinion.certainty {
        Certainty::AlmostCertain => Opinion::certain(weight + 10, opinion.why),
        _ => opinion,
    })
}

/// A field of the probe, or of what it depends on in the container.
fn own_field(trouble: &ProbeTrouble, change: &Changed<'_>, path: &[&str]) -> Option<Opinion> {
    let removed = change.change == Change::Removed;
    let depends = |weight| Some(Opinion::certain(weight, Why::DependsOnIt));
    match path {
        [probe, rest @ ..] if *probe == trouble.kind.field() => {
            let fits = match (rest, &trouble.failure) {
                (["timeoutSeconds"], failure) => *failure == ProbeFailure::Timeout,
                (
                    [
                        "periodSeconds"
                        | "failureThreshold"
                        | "initialDelaySeconds"
                        | "successThreshold"
                        | "terminationGracePeriodSeconds",
                    ],
                    _,
                ) => {
                    // A probe that waits longer does not fail for that.
                    return (order(change) == Some(Ordering::Less))
                        .then(|| Opinion::possible(12, Why::AllowsLess));
                }
                (["httpGet", "scheme"], failure) => {
                    matches!(failure, ProbeFailure::Scheme | ProbeFailure::Status(400))
                        || *failure == ProbeFailure::Other
                }
                (["httpGet", "path"], failure) => {
                    !matches!(failure, ProbeFailure::Refused | ProbeFailure::Scheme)
                }
                (["httpGet" | "tcpSocket" | "grpc", "port"], failure) => {
                    !matches!(failure, ProbeFailure::Command)
                }
                (["exec", ..], failure) => {
                    matches!(failure, ProbeFailure::Command | ProbeFailure::Timeout)
                }
                _ => true,
            };
            let weight = match rest {
                ["httpGet" | "tcpSocket" | "grpc", "port"] | ["httpGet", "path"] => 40,
                ["exec", ..] => 40,
                _ => 35,
            };
            match (fits, removed) {
                (true, false) => depends(weight),
                // Without the field the default of Kubernetes applies.
                (true, true) => depends(20),
                (false, _) => None,
            }
        }
        // Without it, the liveness probe counts from the start.
        ["startupProbe", ..] if trouble.kind == ProbeKind::Liveness && removed => depends(30),
        ["ports", port, ..] if names_port(trouble, change, port) => depends(30),
        ["resources", "limits", "cpu"]
            if trouble.failure == ProbeFailure::Timeout
                && order(change) != Some(Ordering::Greater) =>
        {
            Some(Opinion::possible(20, Why::AllowsLess))
        }
        _ => None,
    }
}

/// Returns whether a change of a container's ports is about the port that the probe asks.
fn names_port(trouble: &ProbeTrouble, change: &Changed<'_>, port: &str) -> bool {
    let asked = trouble.port.map(|port| port.to_string());
    let values = [change.old_text(), change.new_text(), Some(port.to_owned())];
    values
        .into_iter()
        .flatten()
        .any(|value| Some(value) == asked)
}

/// A setting by which the program left the port or path that the probe asks: the old value holds it, the new one does not.
fn moved_away(
    trouble: &ProbeTrouble,
    change: &Changed<'_>,
    place: &Place<'_>,
    scene: &Scene<'_>,
) -> Option<Opinion> {
    let is_noticed = match place {
        Place::Read(_) => true,
        _ => matches!(
            place.in_container(scene.container),
            Some(["env" | "args" | "command", ..])
        ),
    };
    let refused = matches!(
        trouble.failure,
        ProbeFailure::Refused | ProbeFailure::Timeout
    );
    let old = change.old_text()?;
    let new = change.new_text().unwrap_or_default();
    let left = |what: &str| names(&old, what) && !names(&new, what);
    let left_port = trouble
        .port
        .is_some_and(|port| refused && left(&port.to_string()));
    let left_path = trouble.failure == ProbeFailure::Status(404)
        && trouble.path.as_deref().is_some_and(|path| {
            let old = old.trim_end_matches('/');
            old.len() > 1 && path.starts_with(old)
        });
    (is_noticed && (left_port || left_path)).then(|| Opinion::certain(38, Why::NamedInMessage))
}
