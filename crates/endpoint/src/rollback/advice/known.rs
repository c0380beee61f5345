//! The errors of `helm rollback` that are known, by the words they come with.
//!
//! The words are those of Helm 3.22 and 4.3 and of the API server. Where in a rollback an error
//! comes up decides what the cluster holds afterwards, and so what to do.

#[cfg(test)]
mod tests;

/// One kind of error.
#[derive(Debug)]
pub(super) struct Known {
    words: Words,
    /// What happened.
    pub(super) happened: &'static str,
    /// What to do now.
    pub(super) advice: &'static str,
    /// It comes up in the middle of applying, object by object.
    pub(super) stops_midway: bool,
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
    &UNSERVED,
    &GONE,
    &UNBUILT,
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
    stops_midway: false,
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
    stops_midway: false,
};

const LOGIN: Known = Known {
    words: Any(&["getting credentials", "Unauthorized", "must be logged in"]),
    happened: "helm could not log in to the cluster.",
    advice: "Log in again in a terminal, as kubectl asks for it, and press again.",
    stops_midway: false,
};

/// In the cluster everybody's rollbacks run as the same account.
const ACCOUNT_FORBIDDEN: Known = Known {
    words: All(&["is forbidden", ":astern-rollback\""]),
    happened: "The account astern-rollback, as which rollbacks run here, lacks a right; helm's sentence \
        names the verb, the resource and the namespace.",
    advice: "Have that right granted to astern-rollback in this namespace, then press again: with \
        a role of its own, or by `rollback.clusterRole` in the values of astern's chart.",
    stops_midway: true,
};

const FORBIDDEN: Known = Known {
    words: Any(&["is forbidden", "cannot impersonate"]),
    happened: "A right is missing; helm's sentence names the verb, the resource and the \
        namespace.",
    advice: "Let somebody press who has the right, or have it granted.",
    stops_midway: true,
};

const NO_RELEASE: Known = Known {
    words: Any(&["release: not found", "no revision for release"]),
    happened: "helm found no such release.",
    advice: "It may have been uninstalled meanwhile; look at the list of releases.",
    stops_midway: false,
};

const NO_REVISION: Known = Known {
    words: All(&["has no ", " version"]),
    happened: "helm found no record of the target revision.",
    advice: "It may have been pruned meanwhile; choose another revision of the history.",
    stops_midway: false,
};

const RACE: Known = Known {
    words: Any(&["release: already exists", "another operation"]),
    happened: "Another helm made the next revision at the same moment, so this one changed nothing.",
    advice: "Look at the newest revision and who made it, then decide again.",
    stops_midway: false,
};

const UNSERVED: Known = Known {
    words: Any(&["no matches for kind", "resource mapping not found"]),
    happened: "A manifest holds a kind in an API version that this cluster does not serve, so nothing was applied.",
    advice: "helm's sentence says in which: the current release manifest or the new one, which is the \
        target's. With the target's, choose another revision. With the current one, no rollback works \
        until that kind is served again or the record is rewritten (the plugin helm-mapkubeapis does).",
    stops_midway: false,
};

const GONE: Known = Known {
    words: Any(&["could not find the requested resource"]),
    happened: "The cluster does not serve the kind of an object of the target, so applying stopped \
        there.",
    advice: "Choose a revision without that kind, or install its definition again and press again.",
    stops_midway: true,
};

const UNBUILT: Known = Known {
    words: Any(&[
        "unable to build kubernetes objects",
        "error validating data",
    ]),
    happened: "A manifest could not be read into objects, so nothing was applied.",
    advice: "Choose another revision; this one's manifest is not valid on this cluster.",
    stops_midway: false,
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
    stops_midway: true,
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
    stops_midway: true,
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
    stops_midway: true,
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
    stops_midway: false,
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
    stops_midway: false,
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
    stops_midway: true,
};

const DELETE: Known = Known {
    words: Any(&["unable to delete", "failed to delete", "failed to remove"]),
    happened: "Everything was applied, but an object that only the newer revision has could not be deleted.",
    advice: "Delete the object that helm names by hand.",
    stops_midway: false,
};
