//! The errors of `helm rollback` that are known, by the words they come with.
//!
//! The words are those of Helm 3.22 and 4.3 and of the API server. Where in a rollback an error
//! comes up decides what the cluster holds afterwards, and so what to do.

#[cfg(test)]
mod tests;

use astern_protocol::Stage;

/// One kind of error.
#[derive(Debug)]
pub(super) struct Known {
    words: Words,
    /// What happened.
    pub(super) happened: &'static str,
    /// What to do now.
    pub(super) advice: &'static str,
    /// Where in a rollback it comes up, when it can only be there.
    pub(super) stage: Option<Stage>,
}

#[derive(Debug)]
enum Words {
    Any(&'static [&'static str]),
    All(&'static [&'static str]),
}
use Words::{All, Any};

/// The kind of an error. `pending`: the new revision is stuck in `pending-rollback`, so nothing of
/// the manifest was applied, and a time that ran out was a hook's.
pub(super) fn find(error: &str, pending: bool) -> Option<&'static Known> {
    if pending && WAIT.fits(error) {
        return Some(&HOOK);
    }
    KNOWN.iter().copied().find(|known| known.fits(error))
}

impl Known {
    fn fits(&self, error: &str) -> bool {
        match &self.words {
            Any(words) => words.iter().any(|word| error.contains(word)),
            All(words) => words.iter().all(|word| error.contains(word)),
        }
    }
}

/// The first that fits is told: what says why comes before what only says that time ran out.
const KNOWN: &[&Known] = &[
    &WEBHOOK,
    &NOT_LET_IN,
    &UNREACHABLE,
    &LOGIN,
    &ACCOUNT_FORBIDDEN,
    &FORBIDDEN,
    &NO_RELEASE,
    &NO_REVISION,
    &RACE,
    &UNBUILT_CURRENT,
    &UNBUILT_TARGET,
    &GONE,
    &IMMUTABLE,
    &CONFLICT,
    &HOOK,
    &WAIT,
    &REFUSED,
    &DELETE,
];

/// What the API server's refusal of impersonation comes to in helm's words.
const NOT_LET_IN: Known = Known {
    words: Any(&["cluster unreachable: unknown"]),
    happened: "The API server did not let helm act as another account, which it was to do.",
    advice: "In the cluster, add the namespace to `namespaces` in the values of astern's chart, and upgrade it. \
        On a laptop, see whether `kubectl auth whoami` answers in a terminal.",
    stage: None,
};

const UNREACHABLE: Known = Known {
    words: Any(&[
        "cluster unreachable",
        "connection refused",
        "no such host",
        "i/o timeout",
    ]),
    happened: "helm could not reach the cluster.",
    advice: "See whether `kubectl version` answers in a terminal. If helm lost the connection on the way, the \
        release's history tells how far it came.",
    stage: None,
};

const LOGIN: Known = Known {
    words: Any(&[
        "getting cluster_access",
        "Unauthorized",
        "must be logged in",
    ]),
    happened: "helm could not log in to the cluster.",
    advice: "Log in again in a terminal, as kubectl asks for it, and press again.",
    stage: None,
};

/// In the cluster everybody's rollbacks run as the same account.
const ACCOUNT_FORBIDDEN: Known = Known {
    words: All(&["is forbidden", ":astern-rollback\""]),
    happened: "The account astern-rollback, as which rollbacks run here, lacks a right; helm's sentence \
        names the verb, the resource and the namespace.",
    advice: "Have that right granted to astern-rollback in this namespace, then press again: with \
        a role of its own, or by `rollback.clusterRole` in the values of astern's chart.",
    stage: Some(Stage::Apply),
};

const FORBIDDEN: Known = Known {
    words: Any(&["is forbidden", "cannot impersonate"]),
    happened: "A right is missing; helm's sentence names the verb, the resource and the \
        namespace.",
    advice: "Let somebody press who has the right, or have it granted.",
    stage: Some(Stage::Apply),
};

const NO_RELEASE: Known = Known {
    words: Any(&["release: not found", "no revision for release"]),
    happened: "helm found no such release.",
    advice: "It may have been uninstalled meanwhile; look at the list of releases.",
    stage: None,
};

const NO_REVISION: Known = Known {
    words: All(&["has no ", " version"]),
    happened: "helm found no record of the target revision.",
    advice: "It may have been pruned meanwhile; choose another revision of the history.",
    stage: None,
};

const RACE: Known = Known {
    words: Any(&["release: already exists", "another operation"]),
    happened: "Another helm made the next revision at the same moment, so this one changed nothing.",
    advice: "Look at the newest revision and who made it, then decide again.",
    stage: None,
};

/// Seen with Helm 3.22 and 4.3: each press makes a record with its target's manifest, and the next one reads that record
/// first.
const UNBUILT_CURRENT: Known = Known {
    words: Any(&["from current release manifest"]),
    happened: "The manifest of the newest revision could not be read into objects on this cluster, so nothing was applied.",
    advice: "Press once more: helm reads the newest record first, and that is now one with the target's manifest. Afterwards \
        delete by hand what only the newer revision had, for helm does not know of it any more.",
    stage: Some(Stage::CurrentManifest),
};

const UNBUILT_TARGET: Known = Known {
    words: Any(&[
        "from new release manifest",
        "no matches for kind",
        "resource mapping not found",
        "unable to build kubernetes objects",
        "error validating data",
    ]),
    happened: "The target's manifest could not be read into objects on this cluster, so nothing was applied.",
    advice: "Choose another revision: this one holds what the cluster does not serve, or not in that form.",
    stage: Some(Stage::TargetManifest),
};

const GONE: Known = Known {
    words: Any(&["could not find the requested resource"]),
    happened: "The cluster does not serve the kind of an object of the target, so applying stopped \
        there.",
    advice: "Choose a revision without that kind, or install its definition again and press again.",
    stage: Some(Stage::Apply),
};

const IMMUTABLE: Known = Known {
    words: Any(&[
        "is immutable",
        "updates to statefulset spec",
        "may not be changed",
        "can not be less than",
    ]),
    happened: "The target sets a field that cannot be changed on the live object, so applying \
        stopped there.",
    advice: "Choose a revision in which that field is the same; or delete the object that helm \
        names, when that loses no data, and press again.",
    stage: Some(Stage::Apply),
};

const CONFLICT: Known = Known {
    words: Any(&[
        "conflict occurred while applying",
        "conflicts with",
        "Apply failed with",
    ]),
    happened: "Somebody else owns a field that the target sets, often an autoscaler, so applying \
        stopped there.",
    advice: "When the target's value is to win, run the rollback in a terminal with \
        `--force-conflicts`.",
    stage: Some(Stage::Apply),
};

const WEBHOOK: Known = Known {
    words: Any(&[
        "admission webhook",
        "failed calling webhook",
        "denied the request",
    ]),
    happened: "A webhook of the cluster refused an object of the target, so applying stopped \
        there.",
    advice: "helm's sentence says which webhook and why.",
    stage: Some(Stage::Apply),
};

const HOOK: Known = Known {
    words: Any(&[
        "BackoffLimitExceeded",
        "DeadlineExceeded",
        "hooks failed",
        "hook failed",
    ]),
    happened: "A hook of the target revision did not succeed.",
    advice: "Look at the log of the hook's Job. After a pre-rollback hook that failed nothing was applied; after a \
        post-rollback hook that failed everything was.",
    stage: Some(Stage::Hook),
};

const WAIT: Known = Known {
    words: Any(&[
        "context deadline exceeded",
        "timed out waiting",
        "not ready",
    ]),
    happened: "helm applied the target and stopped waiting when its time was up: not everything is ready.",
    advice: "The cluster holds the target's objects. When the workloads become ready, the service is back although \
        the record says failed; when they do not, choose another revision.",
    stage: Some(Stage::Wait),
};

const REFUSED: Known = Known {
    words: Any(&[
        "cannot patch",
        "server-side apply failed",
        "failed to create resource",
        "failed to replace",
    ]),
    happened: "The API server refused an object of the target, so applying stopped there.",
    advice: "helm's sentence names the object and the reason. Choose another revision, or put \
        the object right and press again.",
    stage: Some(Stage::Apply),
};

const DELETE: Known = Known {
    words: Any(&["unable to delete", "failed to delete", "failed to remove"]),
    happened: "Everything was applied, but an object that only the newer revision has could not be deleted.",
    advice: "Delete the object that helm names by hand.",
    stage: Some(Stage::Delete),
};
