//! The errors of `helm rollback` that are known, by the words they come with.
//!
//! The words are those of Helm 3.22 and 4.3 and of the API server. Where in a rollback an error
//! comes up decides what the cluster holds afterwards, and so what to do.

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
    &UNREACHABLE,
    &LOGIN,
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

#[cfg(test)]
mod tests {
    use super::*;

    /// What helm prints, as it was seen or as it stands in Helm's source.
    #[test]
    fn every_known_error_is_told_for_what_it_is() {
        let cases = [
            (
                "Error: Kubernetes cluster unreachable: Get \"https://127.0.0.1:1/version\": dial tcp 127.0.0.1:1: \
                connect: connection refused",
                &UNREACHABLE,
            ),
            (
                "Error: Kubernetes cluster unreachable: unknown",
                &UNREACHABLE,
            ),
            (
                "Error: getting credentials: exec: executable aws not found",
                &LOGIN,
            ),
            (
                "Error: query: failed to query with labels: secrets is forbidden: User \"jane\" cannot list resource \
                \"secrets\" in API group \"\" in the namespace \"shop\"",
                &FORBIDDEN,
            ),
            ("Error: release: not found", &NO_RELEASE),
            ("Error: release has no 7 version", &NO_REVISION),
            ("Error: release: already exists", &RACE),
            (
                "Error: unable to build kubernetes objects from new release manifest: resource mapping not found for name: \
                \"x\" namespace: \"\" from \"\": no matches for kind \"Ingress\" in version \"extensions/v1beta1\"",
                &UNSERVED,
            ),
            (
                "Error: failed to create resource: the server could not find the requested resource (post \
                things.example.com)",
                &GONE,
            ),
            (
                "Error: unable to build kubernetes objects from current release manifest: error parsing",
                &UNBUILT,
            ),
            (
                "Error: cannot patch \"shop-migrate\" with kind Job: Job.batch \"shop-migrate\" is invalid: spec.template: \
                Invalid value: field is immutable",
                &IMMUTABLE,
            ),
            (
                "Error: conflict occurred while applying object shop/shop-web apps/v1, Kind=Deployment: Apply failed with \
                1 conflict: conflict with \"hpa\": .spec.replicas",
                &CONFLICT,
            ),
            (
                "Error: cannot patch \"x\" with kind ConfigMap: admission webhook \"policy\" denied the request: no",
                &WEBHOOK,
            ),
            (
                "Error: job shop-migrate failed: BackoffLimitExceeded",
                &HOOK,
            ),
            (
                "Error: release shop failed: context deadline exceeded",
                &WAIT,
            ),
            (
                "Error: server-side apply failed for object shop/shop-web apps/v1, Kind=Deployment: invalid",
                &REFUSED,
            ),
        ];
        for (error, kind) in cases {
            let found = find(error, false).map(|known| known.happened);
            assert_eq!(found, Some(kind.happened), "{error}");
        }
        assert!(find("Error: flux capacitor", false).is_none());
    }

    #[test]
    fn a_time_that_ran_out_before_anything_was_applied_was_a_hooks() {
        let found = find("Error: timed out waiting for the condition", true);
        assert_eq!(found.map(|known| known.happened), Some(HOOK.happened));
    }
}
