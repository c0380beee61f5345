//! The paths of the API server that are forwarded.
//!
//! A GET request is not always a read: behind `pods/NAME/exec`, `nodes/NAME/proxy` or
//! `virtualmachineinstances/NAME/portforward` the API server connects to something else, which may do anything. So only
//! paths of these forms are forwarded, and of the subresources only one, the log of a container, with the parameters that
//! bound it:
//!
//! | path | read |
//! | --- | --- |
//! | `/version`, `/api`, `/apis` | version and discovery |
//! | `BASE` | discovery of one API version |
//! | `BASE/PLURAL`, `BASE/namespaces/NAMESPACE/PLURAL` | list or watch |
//! | `BASE/PLURAL/NAME`, `BASE/namespaces/NAMESPACE/PLURAL/NAME` | one object |
//! | `/api/v1/namespaces/NAMESPACE/pods/NAME/log?container=…&tailLines=…&limitBytes=…` | the last lines of a log |
//!
//! `BASE` is `/api/v1` or `/apis/GROUP/VERSION`. Source: `RequestInfoFactory.NewRequestInfo` of
//! `k8s.io/apiserver/pkg/endpoints/request`.

use percent_encoding::percent_decode_str;

/// The parameters with which a log is read. Without `follow` the response ends, and the two limits bound it;
/// `insecureSkipTLSVerifyBackend` would let anyone answer for the kubelet.
const LOG_PARAMETERS: [&str; 4] = ["container", "tailLines", "limitBytes", "previous"];

/// The parameters without which a log is not read.
const LOG_LIMITS: [&str; 2] = ["tailLines", "limitBytes"];

/// Whether a path and a query, as they stand in the request, are those of a read.
///
/// It is decoded before it is split, as the API server does. Segments that are no valid name of an object (`.`, `..`, or
/// with a `%`, per `path.IsValidPathSegmentName`) and empty ones are refused, because proxies on the way may normalise
/// them to another path, and so are characters at which some of them end a segment (`;`, `\\`) or the path (`?`, `#`).
pub(super) fn is_allowed_read(path: &str, query: Option<&str>) -> bool {
    let Ok(path) = percent_decode_str(path).decode_utf8() else {
        return false;
    };
    let Some(path) = path.strip_prefix('/') else {
        return false;
    };
    let segments: Vec<&str> = path.split('/').collect();
    let is_log = matches!(
        segments.as_slice(),
        ["api", "v1", "namespaces", _, "pods", _, "log"]
    );
    segments.iter().all(|segment| is_name(segment))
        && (is_read(&segments) || (is_log && is_bounded(query.unwrap_or_default())))
}

/// Whether a query of a log has the two limits once each, and no parameter but those that the app sends.
fn is_bounded(query: &str) -> bool {
    let names: Vec<&str> = query
        .split('&')
        .filter_map(|parameter| Some(parameter.split_once('=')?.0))
        .collect();
    let once = |limit: &&str| names.iter().filter(|name| *name == limit).count() == 1;
    names.len() == query.split('&').count()
        && names.iter().all(|name| LOG_PARAMETERS.contains(name))
        && LOG_LIMITS.iter().all(once)
        && !query.contains(';')
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
    fn is_allowed_read(path: &str) -> bool {
        super::is_allowed_read(path, None)
    }

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

    #[test]
    fn of_subresources_only_a_bounded_log_is_allowed() {
        let is_allowed = |target: &str| {
            let (path, query) = target.split_once('?').unwrap_or((target, ""));
            super::is_allowed_read(path, Some(query))
        };
        let log = "/api/v1/namespaces/a/pods/x/log?container=web&tailLines=20&limitBytes=16384";
        assert!(is_allowed(log));
        assert!(is_allowed(&format!("{log}&previous=true")));
        for more in [
            "&follow=true",
            "&insecureSkipTLSVerifyBackend=true",
            "&tailLines=100000",
            "&stream=All",
            "&previous",
            ";follow=true",
            "&%66ollow=true",
        ] {
            assert!(!is_allowed(&format!("{log}{more}")), "{more}");
        }
        for other in [
            "/api/v1/namespaces/a/pods/x/log",
            "/api/v1/namespaces/a/pods/x/log?container=web&tailLines=20",
            "/api/v1/namespaces/a/pods/x/log?container=web&limitBytes=20",
            "/api/v1/namespaces/a/pods/x/exec?tailLines=20&limitBytes=16384",
            "/api/v1/namespaces/a/pods/x/log/y?tailLines=20&limitBytes=16384",
            "/apis/apps/v1/namespaces/a/deployments/x/log?tailLines=20&limitBytes=16384",
        ] {
            assert!(!is_allowed(other), "{other}");
        }
    }
}
