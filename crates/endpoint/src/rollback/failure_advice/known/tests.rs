//! Each kind of error, by words that were seen.

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
            "Error: Kubernetes cluster unreachable: Get \"https://10.0.0.1/version\": dial tcp",
            &UNREACHABLE,
        ),
        (
            "Error: getting cluster_access: exec: executable aws not found",
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
            &UNBUILT_TARGET,
        ),
        (
            "Error: failed to create resource: the server could not find the requested resource (post \
            things.example.com)",
            &GONE,
        ),
        (
            "Error: unable to build kubernetes objects from current release manifest: error parsing",
            &UNBUILT_CURRENT,
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
            "Error: Kubernetes cluster unreachable: unknown",
            &NOT_LET_IN,
        ),
        (
            "Error: pods is forbidden: User \"system:serviceaccount:shop:astern-rollback\" cannot get",
            &ACCOUNT_FORBIDDEN,
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
