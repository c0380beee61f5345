//! Containers that end or cannot be started.

use std::cmp::Ordering;

use astern_compare::Change;

use super::amounts::order;
use super::opinion::Opinion;
use crate::changed::Changed;
use crate::evidence::{Clarity, evidence};
use crate::place::Place;
use crate::scene::Scene;
use crate::words::{has_any, names};
use crate::{StartTrouble, Why};

/// The exit code of a shell that may not execute a program.
const NOT_EXECUTABLE: i32 = 126;
/// The exit code of a shell that does not find a program.
const NOT_FOUND: i32 = 127;
/// The exit code after `SIGKILL`, with which the kernel ends what needs too much memory.
const KILLED: i32 = 137;

/// Returns whether a change explains that a container cannot be started.
pub(super) fn judge_start(
    trouble: &StartTrouble,
    change: &Changed<'_>,
    place: &Place<'_>,
    scene: &Scene<'_>,
) -> Option<Opinion> {
    let program = match trouble {
        StartTrouble::NotFound { program } | StartTrouble::NotExecutable { program } => program,
        StartTrouble::WorkingDirectory { path } => path,
        StartTrouble::Other => "",
    };
    let names_it = [change.new_text(), change.old_text()]
        .into_iter()
        .flatten()
        .any(|value| !program.is_empty() && (value == program || names(&value, program)));
    let is_executable = matches!(trouble, StartTrouble::NotExecutable { .. });
    let is_directory = matches!(trouble, StartTrouble::WorkingDirectory { .. });
    if let Some(path) = place.in_container(scene.container) {
        return match path {
            ["workingDir"] if is_directory => Some(Opinion::certain(30, Why::DependsOnIt)),
            ["command" | "args", ..] if !is_directory => Some(match names_it {
                true => Opinion::certain(30, Why::NamedInMessage),
                false => Opinion::possible(25, Why::DependsOnIt),
            }),
            ["image"] => Some(Opinion::possible(20, Why::DependsOnIt)),
            ["volumeMounts", mount, ..] => {
                let hides = !program.is_empty() && program.starts_with(*mount);
                match (hides, trouble) {
                    (true, _) => Some(Opinion::certain(15, Why::DependsOnIt)),
                    (false, StartTrouble::Other) => Some(Opinion::possible(10, Why::DependsOnIt)),
                    _ => None,
                }
            }
            ["securityContext", ..] if is_executable || *trouble == StartTrouble::Other => {
                Some(Opinion::possible(10, Why::DependsOnIt))
            }
            ["resources", "limits", ..] if *trouble == StartTrouble::Other => {
                Some(Opinion::possible(5, Why::DependsOnIt))
            }
            _ => None,
        };
    }
    match place {
        Place::Pod(path) => match path.as_slice() {
            ["volumes", .., "defaultMode" | "mode"] if is_executable => {
                Some(Opinion::certain(25, Why::DependsOnIt))
            }
            ["securityContext", ..] if is_executable => {
                Some(Opinion::possible(10, Why::DependsOnIt))
            }
            ["runtimeClassName"] if *trouble == StartTrouble::Other => {
                Some(Opinion::possible(10, Why::DependsOnIt))
            }
            _ => None,
        },
        // A script that a volume brings.
        Place::Read(path) => {
            let file = path.get(1).copied().unwrap_or_default();
            let is_script = !file.is_empty() && program.ends_with(file);
            is_script.then(|| Opinion::certain(20, Why::NamedInMessage))
        }
        _ => None,
    }
}

/// Returns whether a change explains that a container ends.
pub(super) fn judge_end(
    exit_code: Option<i32>,
    change: &Changed<'_>,
    place: &Place<'_>,
    scene: &Scene<'_>,
) -> Option<Opinion> {
    let weight = weight(exit_code, change, place, scene)?;
    Some(with_evidence(weight, change, scene))
}

/// Returns an opinion about a change that a container notices: what it wrote decides how sure it is.
pub(super) fn with_evidence(weight: u32, change: &Changed<'_>, scene: &Scene<'_>) -> Opinion {
    match evidence(&scene.lines, change) {
        Some(found) => {
            let why = Why::NamedInLog {
                line: found.line.trim().to_owned(),
            };
            match found.clarity {
                Clarity::InError => Opinion::certain(weight + 50, why),
                Clarity::Mentioned => Opinion::possible(weight + 5, why),
            }
        }
        None => Opinion::possible(weight, Why::DependsOnIt),
    }
}

/// Returns the weight of a change that the container notices; `None` where it does not.
pub(super) fn weight(
    exit_code: Option<i32>,
    change: &Changed<'_>,
    place: &Place<'_>,
    scene: &Scene<'_>,
) -> Option<u32> {
    let writes = |phrases: &[&str]| scene.lines.iter().any(|line| has_any(line, phrases));
    if let Some(path) = place.in_container(scene.container) {
        return match path {
            ["command" | "args", ..] => Some(match exit_code {
                Some(NOT_EXECUTABLE | NOT_FOUND | 2 | 64) => 40,
                _ => 25,
            }),
            ["image"] => Some(22),
            // A variable that is gone is missed more often than one that is new is wrong.
            ["env" | "envFrom", ..] => Some(match change.change {
                Change::Removed => 28,
                _ => 24,
            }),
            ["volumeMounts", ..] => Some(15),
            ["workingDir"] => Some(20),
            ["securityContext", ..] => Some(security(path, change, exit_code, &writes)),
            ["resources", "limits", "memory"] if order(change) == Some(Ordering::Less) => {
                Some(match exit_code {
                    Some(KILLED) => 45,
                    _ => 5,
                })
            }
            ["lifecycle", "postStart", ..] => Some(10),
            ["ports", ..] if writes(&["address already in use", "EADDRINUSE"]) => Some(20),
            _ => None,
        };
    }
    match place {
        // Another container of the pods is another program.
        Place::Container { .. } | Place::PodMetadata(_) | Place::Workload(_) => None,
        Place::Pod(path) => match path.as_slice() {
            ["volumes", ..] => Some(15),
            ["securityContext", ..] => Some(security(path, change, exit_code, &writes)),
            ["serviceAccountName" | "serviceAccount" | "automountServiceAccountToken"] => {
                Some(if writes(&["forbidden", "unauthorized"]) {
                    40
                } else {
                    8
                })
            }
            [
                "hostNetwork" | "dnsPolicy" | "dnsConfig" | "hostAliases" | "hostname"
                | "subdomain",
                ..,
            ] => {
                let network = [
                    "no such host",
                    "address already in use",
                    "lookup",
                    "resolve",
                ];
                Some(if writes(&network) { 30 } else { 6 })
            }
            ["shareProcessNamespace" | "enableServiceLinks" | "runtimeClassName"] => Some(6),
            _ => None,
        },
        Place::Read(_) => Some(23),
        Place::Elsewhere(path) => elsewhere(path, change, scene),
    }
}

fn security(
    path: &[&str],
    change: &Changed<'_>,
    exit_code: Option<i32>,
    writes: &dyn Fn(&[&str]) -> bool,
) -> u32 {
    let read_only = path.last() == Some(&"readOnlyRootFilesystem") && change.is_now("true");
    match () {
        () if read_only && writes(&["read-only file system", "EROFS"]) => 80,
        () if writes(&[
            "permission denied",
            "operation not permitted",
            "EACCES",
            "EPERM",
        ]) =>
        {
            60
        }
        () if exit_code == Some(NOT_EXECUTABLE) => 30,
        () if read_only => 18,
        () => 12,
    }
}

/// What the container reaches by name: it is a suspect where the container wrote that it could not.
fn elsewhere(path: &[&str], change: &Changed<'_>, scene: &Scene<'_>) -> Option<u32> {
    let id = &change.object.id;
    // What bears the name now was there before only if it was neither added nor renamed.
    let former = change.object.renamed_from.as_ref().unwrap_or(id);
    let is_named = |line: &&String| names(line, &former.name);
    match id.kind.as_str() {
        // Gone, or another name or port.
        "Service" => {
            let reached = [
                "no such host",
                "lookup",
                "refused",
                "resolve",
                "not known",
                "unreachable",
                "getaddrinfo",
                "timed out",
                "timeout",
            ];
            let mut lines = scene.lines.iter().filter(is_named);
            let matters =
                path.is_empty() || matches!(path, ["spec", "ports" | "selector" | "type", ..]);
            let could_not = lines.any(|line| has_any(line, &reached));
            (matters && change.change != Change::Added && could_not).then_some(60)
        }
        "Role" | "ClusterRole" | "RoleBinding" | "ClusterRoleBinding" | "ServiceAccount" => {
            let refused = |line: &String| {
                has_any(
                    line,
                    &["is forbidden", "cannot list", "cannot get", "cannot watch"],
                )
            };
            let loses = change.change != Change::Added || !path.is_empty();
            (loses && scene.lines.iter().any(refused)).then_some(50)
        }
        _ => None,
    }
}
