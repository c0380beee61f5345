//! The known errors of `helm rollback`, by substrings of their messages.
//!
//! The messages are those of Helm 3.22 and 4.3 and of the API server. The stage at which an error occurs decides what the
//! cluster holds afterwards, and so what to do.

use astern_protocol::Stage;

/// A known error.
#[derive(Debug)]
pub(super) struct KnownError {
    pattern: Pattern,
    /// What happened.
    pub(super) message: &'static str,
    /// What to do now.
    pub(super) advice: &'static str,
    /// The stage at which it occurs, when there is only one.
    pub(super) stage: Option<Stage>,
}

/// The substrings of a message by which an error is recognised.
#[derive(Debug)]
enum Pattern {
    Any(&'static [&'static str]),
    All(&'static [&'static str]),
}
use Pattern::{All, Any};

/// Returns the known error that a message is about.
pub(super) fn find(message: &str) -> Option<&'static KnownError> {
    KNOWN_ERRORS
        .iter()
        .copied()
        .find(|error| error.matches(message))
}

/// Returns the known error that a message is about while the new revision is still `pending-rollback`. Nothing of the
/// manifest was applied then, so a timeout is a hook's.
pub(super) fn find_while_pending(message: &str) -> Option<&'static KnownError> {
    if WAIT_TIMEOUT.matches(message) {
        return Some(&HOOK_FAILED);
    }
    find(message)
}

impl KnownError {
    fn matches(&self, message: &str) -> bool {
        match &self.pattern {
            Any(parts) => parts.iter().any(|part| message.contains(part)),
            All(parts) => parts.iter().all(|part| message.contains(part)),
        }
    }
}

/// In order of precedence: an error that names a cause comes before a timeout.
const KNOWN_ERRORS: &[&KnownError] = &[
    &WEBHOOK_DENIED,
    &OUT_OF_MEMORY,
    &IMPERSONATION_REFUSED,
    &REFUSED_FOR_ITS_SIZE,
    // helm says that the cluster is unreachable whatever the reason is.
    &LOGIN_FAILED,
    &CLUSTER_UNREACHABLE,
    &SERVICE_ACCOUNT_FORBIDDEN,
    &FORBIDDEN,
    &RELEASE_NOT_FOUND,
    &REVISION_NOT_FOUND,
    &CONCURRENT_OPERATION,
    &CURRENT_MANIFEST_NOT_BUILT,
    &TARGET_MANIFEST_NOT_BUILT,
    &KIND_NOT_SERVED,
    &IMMUTABLE_FIELD,
    &FIELD_CONFLICT,
    &HOOK_FAILED,
    &WAIT_TIMEOUT,
    &OBJECT_REFUSED,
    &DELETE_FAILED,
];

/// Go's runtime at the limit of its memory. helm reads every record of the release before it does anything else.
const OUT_OF_MEMORY: KnownError = KnownError {
    pattern: Any(&[
        "fatal error: out of memory",
        "fatal error: runtime: out of memory",
        "cannot allocate memory",
    ]),
    message: "helm needed more memory than it may take.",
    advice: "See whether a record of this release is unusually large. In the cluster, raise `resources.limits.memory` or \
        lower `rollback.atOnce` in the values of astern's chart, and press again.",
    stage: None,
};

/// The message of helm when the API server refuses impersonation.
const IMPERSONATION_REFUSED: KnownError = KnownError {
    pattern: Any(&["cluster unreachable: unknown"]),
    message: "The API server did not let helm act as another account, which it was to do.",
    advice: "In the cluster, add the namespace to `namespaces` in the values of astern's chart, and upgrade it. \
        On a laptop, see whether `kubectl auth whoami` answers in a terminal.",
    stage: None,
};

const CLUSTER_UNREACHABLE: KnownError = KnownError {
    pattern: Any(&[
        "cluster unreachable",
        "connection refused",
        "no such host",
        "i/o timeout",
    ]),
    message: "helm could not reach the cluster.",
    advice: "See whether `kubectl version` answers in a terminal. If helm lost the connection on the way, the \
        release's history tells how far it came.",
    stage: None,
};

/// The words are those of client-go: of its login plugins, and of 401 in the two forms in which it arrives.
const LOGIN_FAILED: KnownError = KnownError {
    pattern: Any(&[
        "getting credentials",
        "kubectl is not logged in",
        "exec plugin",
        "credential plugin",
        "Unauthorized",
        "must be logged in",
        "asked for the client to provide credentials",
    ]),
    message: "The login to the cluster failed or has expired.",
    advice: "Log in again in a terminal, as you do for kubectl, until `kubectl auth whoami` answers; then press again.",
    stage: None,
};

/// An API server takes 3 MiB, a Secret 1 MiB; what stands in front of it often less. See `backend/helm_relay/server.rs`.
const REFUSED_FOR_ITS_SIZE: KnownError = KnownError {
    pattern: Any(&["Request Entity Too Large: a proxy", "status code 413"]),
    message: "A proxy between here and the API server, such as an ingress in front of it, takes no requests of this size: most \
        likely it is the record of the release.",
    advice: "Have its limit for request bodies raised (ingress-nginx: `nginx.ingress.kubernetes.io/proxy-body-size`), or use a \
        context that leads to the API server directly.",
    stage: None,
};

/// In the cluster all rollbacks of a namespace run as the same service account.
const SERVICE_ACCOUNT_FORBIDDEN: KnownError = KnownError {
    pattern: All(&["is forbidden", ":astern-rollback\""]),
    message: "The account astern-rollback, as which rollbacks run here, lacks a right; helm's sentence \
        names the verb, the resource and the namespace.",
    advice: "Have that right granted to astern-rollback in this namespace, then press again: with \
        a role of its own, or by `rollback.clusterRole` in the values of astern's chart.",
    stage: Some(Stage::Apply),
};

const FORBIDDEN: KnownError = KnownError {
    pattern: Any(&["is forbidden", "cannot impersonate"]),
    message: "A right is missing; helm's sentence names the verb, the resource and the \
        namespace.",
    advice: "Let somebody press who has the right, or have it granted.",
    stage: Some(Stage::Apply),
};

const RELEASE_NOT_FOUND: KnownError = KnownError {
    pattern: Any(&["release: not found", "no revision for release"]),
    message: "helm found no such release.",
    advice: "It may have been uninstalled meanwhile; look at the list of releases.",
    stage: None,
};

const REVISION_NOT_FOUND: KnownError = KnownError {
    pattern: All(&["has no ", " version"]),
    message: "helm found no record of the target revision.",
    advice: "It may have been pruned meanwhile; choose another revision of the history.",
    stage: None,
};

const CONCURRENT_OPERATION: KnownError = KnownError {
    pattern: Any(&["release: already exists", "another operation"]),
    message: "Another helm made the next revision at the same moment, so this one changed nothing.",
    advice: "Look at the newest revision and who made it, then decide again.",
    stage: None,
};

/// Seen with Helm 3.22 and 4.3: each rollback creates a record with its target's manifest, and the next one reads that
/// record first.
const CURRENT_MANIFEST_NOT_BUILT: KnownError = KnownError {
    pattern: Any(&["from current release manifest"]),
    message: "The manifest of the newest revision could not be read into objects on this cluster, so nothing was applied.",
    advice: "Press once more: helm reads the newest record first, and that is now one with the target's manifest. Afterwards \
        delete by hand what only the newer revision had, for helm does not know of it any more.",
    stage: Some(Stage::CurrentManifest),
};

const TARGET_MANIFEST_NOT_BUILT: KnownError = KnownError {
    pattern: Any(&[
        "from new release manifest",
        "no matches for kind",
        "resource mapping not found",
        "unable to build kubernetes objects",
        "error validating data",
    ]),
    message: "The target's manifest could not be read into objects on this cluster, so nothing was applied.",
    advice: "Choose another revision: this one holds what the cluster does not serve, or not in that form.",
    stage: Some(Stage::TargetManifest),
};

const KIND_NOT_SERVED: KnownError = KnownError {
    pattern: Any(&["could not find the requested resource"]),
    message: "The cluster does not serve the kind of an object of the target, so applying stopped \
        there.",
    advice: "Choose a revision without that kind, or install its definition again and press again.",
    stage: Some(Stage::Apply),
};

const IMMUTABLE_FIELD: KnownError = KnownError {
    pattern: Any(&[
        "is immutable",
        "updates to statefulset spec",
        "may not be changed",
        "can not be less than",
    ]),
    message: "The target sets a field that cannot be changed on the live object, so applying \
        stopped there.",
    advice: "Choose a revision in which that field is the same; or delete the object that helm \
        names, when that loses no data, and press again.",
    stage: Some(Stage::Apply),
};

const FIELD_CONFLICT: KnownError = KnownError {
    pattern: Any(&[
        "conflict occurred while applying",
        "conflicts with",
        "Apply failed with",
    ]),
    message: "Somebody else owns a field that the target sets, often an autoscaler, so applying \
        stopped there.",
    advice: "When the target's value is to win, run the rollback in a terminal with \
        `--force-conflicts`.",
    stage: Some(Stage::Apply),
};

const WEBHOOK_DENIED: KnownError = KnownError {
    pattern: Any(&[
        "admission webhook",
        "failed calling webhook",
        "denied the request",
    ]),
    message: "A webhook of the cluster refused an object of the target, so applying stopped \
        there.",
    advice: "helm's sentence says which webhook and why.",
    stage: Some(Stage::Apply),
};

const HOOK_FAILED: KnownError = KnownError {
    pattern: Any(&[
        "BackoffLimitExceeded",
        "DeadlineExceeded",
        "hooks failed",
        "hook failed",
    ]),
    message: "A hook of the target revision did not succeed.",
    advice: "Look at the log of the hook's Job. After a pre-rollback hook that failed nothing was applied; after a \
        post-rollback hook that failed everything was.",
    stage: Some(Stage::Hook),
};

const WAIT_TIMEOUT: KnownError = KnownError {
    pattern: Any(&[
        "context deadline exceeded",
        "timed out waiting",
        "not ready",
    ]),
    message: "helm applied the target and stopped waiting when its time was up: not everything is ready.",
    advice: "The cluster holds the target's objects. When the workloads become ready, the service is back although \
        the record says failed; where one does not, see what holds it up before choosing another revision.",
    stage: Some(Stage::Wait),
};

const OBJECT_REFUSED: KnownError = KnownError {
    pattern: Any(&[
        "cannot patch",
        "server-side apply failed",
        "failed to create resource",
        "failed to replace",
    ]),
    message: "The API server refused an object of the target, so applying stopped there.",
    advice: "helm's sentence names the object and the reason. Choose another revision, or put \
        the object right and press again.",
    stage: Some(Stage::Apply),
};

const DELETE_FAILED: KnownError = KnownError {
    pattern: Any(&["unable to delete", "failed to delete", "failed to remove"]),
    message: "Everything was applied, but an object that only the newer revision has could not be deleted.",
    advice: "Delete the object that helm names by hand.",
    stage: Some(Stage::Delete),
};

#[cfg(test)]
mod tests {
    use super::*;

    /// The messages are as seen, or from Helm's source.
    #[test]
    fn messages_of_helm_are_recognised() {
        let cases = [
            (
                "Error: Kubernetes cluster unreachable: Get \"https://127.0.0.1:1/version\": dial tcp 127.0.0.1:1: \
            connect: connection refused",
                &CLUSTER_UNREACHABLE,
            ),
            (
                "Error: Kubernetes cluster unreachable: Get \"https://10.0.0.1/version\": dial tcp",
                &CLUSTER_UNREACHABLE,
            ),
            (
                "Error: getting credentials: exec: executable aws not found",
                &LOGIN_FAILED,
            ),
            (
                "Error: Kubernetes cluster unreachable: Get \"https://10.0.0.1/version\": getting credentials: exec: executable \
            ./corp-login failed with exit code 1",
                &LOGIN_FAILED,
            ),
            (
                "Error: Kubernetes cluster unreachable: the server has asked for the client to provide credentials",
                &LOGIN_FAILED,
            ),
            (
                "Error: create: failed to create: Request Entity Too Large: a proxy between kubectl and the API server refuses a \
            request of 244 kB",
                &REFUSED_FOR_ITS_SIZE,
            ),
            (
                "Error: create: failed to create: the server responded with the status code 413 but did not return more \
            information (post secrets)",
                &REFUSED_FOR_ITS_SIZE,
            ),
            (
                "Error: query: failed to query with labels: secrets is forbidden: User \"jane\" cannot list resource \
            \"secrets\" in API group \"\" in the namespace \"shop\"",
                &FORBIDDEN,
            ),
            ("Error: release: not found", &RELEASE_NOT_FOUND),
            ("fatal error: runtime: out of memory", &OUT_OF_MEMORY),
            ("Error: release has no 7 version", &REVISION_NOT_FOUND),
            ("Error: release: already exists", &CONCURRENT_OPERATION),
            (
                "Error: unable to build kubernetes objects from new release manifest: resource mapping not found for name: \
            \"x\" namespace: \"\" from \"\": no matches for kind \"Ingress\" in version \"extensions/v1beta1\"",
                &TARGET_MANIFEST_NOT_BUILT,
            ),
            (
                "Error: failed to create resource: the server could not find the requested resource (post \
            things.example.com)",
                &KIND_NOT_SERVED,
            ),
            (
                "Error: unable to build kubernetes objects from current release manifest: error parsing",
                &CURRENT_MANIFEST_NOT_BUILT,
            ),
            (
                "Error: cannot patch \"shop-migrate\" with kind Job: Job.batch \"shop-migrate\" is invalid: spec.template: \
            Invalid value: field is immutable",
                &IMMUTABLE_FIELD,
            ),
            (
                "Error: conflict occurred while applying object shop/shop-web apps/v1, Kind=Deployment: Apply failed with \
            1 conflict: conflict with \"hpa\": .spec.replicas",
                &FIELD_CONFLICT,
            ),
            (
                "Error: Kubernetes cluster unreachable: unknown",
                &IMPERSONATION_REFUSED,
            ),
            (
                "Error: pods is forbidden: User \"system:serviceaccount:shop:astern-rollback\" cannot get",
                &SERVICE_ACCOUNT_FORBIDDEN,
            ),
            (
                "Error: cannot patch \"x\" with kind ConfigMap: admission webhook \"policy\" denied the request: no",
                &WEBHOOK_DENIED,
            ),
            (
                "Error: job shop-migrate failed: BackoffLimitExceeded",
                &HOOK_FAILED,
            ),
            (
                "Error: release shop failed: context deadline exceeded",
                &WAIT_TIMEOUT,
            ),
            (
                "Error: server-side apply failed for object shop/shop-web apps/v1, Kind=Deployment: invalid",
                &OBJECT_REFUSED,
            ),
        ];
        for (message, expected) in cases {
            let found = find(message).map(|error| error.message);
            assert_eq!(found, Some(expected.message), "{message}");
            // What is left out of a message does not change what is found.
            let masked = astern_masking::helm_output::mask_helm_error(message);
            let found = find(&masked).map(|error| error.message);
            assert_eq!(found, Some(expected.message), "{masked}");
        }
        assert!(find("Error: flux capacitor").is_none());
    }

    #[test]
    fn a_timeout_while_the_revision_is_pending_is_a_hooks() {
        let found = find_while_pending("Error: timed out waiting for the condition");
        assert_eq!(found.map(|error| error.message), Some(HOOK_FAILED.message));
    }
}
