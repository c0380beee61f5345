//! The paths of the API server that are forwarded.
//!
//! A GET request is not always a read: behind `pods/NAME/exec`, `nodes/NAME/proxy` or
//! `virtualmachineinstances/NAME/portforward` the API server connects to something else, which may do anything. So only
//! paths of these forms are forwarded, and no subresource, since the app reads none:
//!
//! | path | read |
//! | --- | --- |
//! | `/version`, `/api`, `/apis` | version and discovery |
//! | `BASE` | discovery of one API version |
//! | `BASE/PLURAL`, `BASE/namespaces/NAMESPACE/PLURAL` | list or watch |
//! | `BASE/PLURAL/NAME`, `BASE/namespaces/NAMESPACE/PLURAL/NAME` | one object |
//!
//! `BASE` is `/api/v1` or `/apis/GROUP/VERSION`. Source: `RequestInfoFactory.NewRequestInfo` of
//! `k8s.io/apiserver/pkg/endpoints/request`.

use percent_encoding::percent_decode_str;

/// Whether a path, as it stands in the request, is one of a read.
///
/// It is decoded before it is split, as the API server does. Segments that are no valid name of an object (`.`, `..`, or
/// with a `%`, per `path.IsValidPathSegmentName`) and empty ones are refused, because proxies on the way may normalise
/// them to another path, and so are characters at which some of them end a segment (`;`, `\\`) or the path (`?`, `#`).
pub(super) fn is_allowed_read(path: &str) -> bool {
    let Ok(path) = percent_decode_str(path).decode_utf8() else {
        return false;
    };
    let Some(path) = path.strip_prefix('/') else {
        return false;
    };
    let segments: Vec<&str> = path.split('/').collect();
    segments.iter().all(|segment| is_name(segment)) && is_read(&segments)
}

fn is_name(segment: &str) -> bool {
    !matches!(segment, "" | "." | "..")
        && !segment.contains(|c: char| matches!(c, '%' | '\\' | ';' | '?' | '#') || c.is_control())
}

fn is_read(segments: &[&str]) -> bool {
    match segments {
        ["version" | "api" | "apis"] => true,
        ["api", "v1", resource @ ..] | ["apis", _, _, resource @ ..] => is_list_or_object(resource),
        _ => false,
    }
}

/// Whether what follows an API version is nothing, a list or an object.
fn is_list_or_object(segments: &[&str]) -> bool {
    match segments {
        // `watch/…` and `proxy/…` are old forms of the verbs. `namespaces/NAME/status` and `…/finalize` are
        // subresources of the namespace, not lists in it.
        ["watch" | "proxy", ..] | ["namespaces", _, "status" | "finalize", ..] => false,
        [] | [_] | [_, _] => true,
        ["namespaces", _, _] | ["namespaces", _, _, _] => true,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::is_allowed_read;

    #[test]
    fn discovery_lists_and_objects_are_allowed() {
        for path in [
            "/version",
            "/api",
            "/api/v1",
            "/apis",
            "/apis/apps/v1",
            "/api/v1/secrets",
            "/api/v1/nodes/n",
            "/api/v1/namespaces",
            "/api/v1/namespaces/shop",
            "/api/v1/namespaces/shop/pods",
            "/api/v1/namespaces/shop/secrets/sh.helm.release.v1.shop.v4",
            "/apis/rbac.authorization.k8s.io/v1/clusterroles/system%3Anode",
            "/apis/rbac.authorization.k8s.io/v1/clusterroles/system:node",
            "/apis/apps/v1/namespaces/shop/deployments/web",
        ] {
            assert!(is_allowed_read(path), "{path}");
        }
    }

    #[test]
    fn names_that_are_also_subresources_are_allowed() {
        for path in [
            "/api/v1/namespaces/a/pods/proxy",
            "/api/v1/namespaces/proxy/pods",
            "/api/v1/namespaces/proxy/pods/x",
            "/api/v1/namespaces/services/configmaps/proxy",
            "/apis/apps/v1/namespaces/proxy/deployments",
            "/apis/apps/v1/namespaces/proxy/deployments/x",
            "/apis/apps/v1/namespaces/a/deployments/exec",
            "/api/v1/namespaces/status",
            "/api/v1/namespaces/status/pods",
        ] {
            assert!(is_allowed_read(path), "{path}");
        }
    }

    #[test]
    fn no_subresource_is_allowed() {
        for path in [
            "/api/v1/namespaces/a/pods/x/proxy",
            "/api/v1/namespaces/a/pods/x/proxy/",
            "/api/v1/namespaces/a/services/x:80/proxy/any",
            "/api/v1/nodes/n/proxy",
            "/api/v1/nodes/n/proxy/runningpods",
            "/api/v1/namespaces/a/pods/x/exec",
            "/api/v1/namespaces/a/pods/x/attach",
            "/api/v1/namespaces/a/pods/x/portforward",
            "/api/v1/namespaces/a/pods/x/log",
            "/api/v1/namespaces/a/status",
            "/api/v1/namespaces/a/finalize",
            "/apis/apps/v1/namespaces/a/deployments/x/scale",
            "/apis/apps/v1/namespaces/a/deployments/x/status",
            "/apis/subresources.kubevirt.io/v1/namespaces/a/virtualmachineinstances/x/portforward",
            "/apis/subresources.kubevirt.io/v1/namespaces/a/virtualmachineinstances/x/vnc",
            "/api/v1/watch/namespaces/a/pods",
            "/api/v1/watch/pods",
            "/api/v1/proxy/x",
            "/api/v1/proxy/nodes/n",
        ] {
            assert!(!is_allowed_read(path), "{path}");
        }
    }

    #[test]
    fn the_path_is_decoded_before_it_is_split() {
        for path in [
            "/api/v1/namespaces/a/pods/x%2fproxy",
            "/api/v1/namespaces/a/pods/x/%70roxy",
            "/api/v1/namespaces/a/pods%2fx%2fexec",
            "/api/v1/namespaces/a/pods/x%252fproxy",
            "/api/v1/namespaces/a/%ff",
            "/api/v1/namespaces/a/pods/x%00",
        ] {
            assert!(!is_allowed_read(path), "{path}");
        }
    }

    #[test]
    fn dot_segments_and_empty_segments_are_refused() {
        for path in [
            "",
            "/",
            "api",
            "//api/v1/pods",
            "/api/",
            "/api//v1/pods",
            "/api/v1/namespaces/a//pods/x",
            "/api/v1/namespaces/a//pods/x//attach",
            "/api/v1/namespaces/a/pods/../../../../logs",
            "/api/v1/namespaces/a/pods/..",
            "/api/v1/namespaces/a/pods/%2e%2e",
            "/api/v1/namespaces/./pods",
            "/api/v1/namespaces/a/pods/x%5c..",
        ] {
            assert!(!is_allowed_read(path), "{path}");
        }
    }

    #[test]
    fn nothing_else_of_the_api_server_is_allowed() {
        for path in [
            "/api/v2",
            "/api/v1beta1/pods",
            "/apis/apps",
            "/apis/apps/v1/a/b/c",
            "/metrics",
            "/logs/kube-apiserver.log",
            "/openapi/v2",
            "/debug/pprof",
            "/version/x",
        ] {
            assert!(!is_allowed_read(path), "{path}");
        }
    }
}
