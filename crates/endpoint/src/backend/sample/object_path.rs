//! The paths of objects in the Kubernetes API.

/// The path of the objects of a resource: of all, of those in a namespace, or of one.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) struct ObjectPath {
    /// Group, version and plural, such as `api/v1/secrets` or `apis/apps/v1/deployments`.
    pub(crate) resource: String,
    /// The namespace; `None` for all namespaces, and for objects that have none.
    pub(crate) namespace: Option<String>,
    /// The name of the object; `None` for all objects.
    pub(crate) name: Option<String>,
}

impl ObjectPath {
    /// Parses the path of a URL. Returns `None` when it is not a path of objects.
    pub(super) fn parse(path: &str) -> Option<Self> {
        let segments: Vec<&str> = path.trim_start_matches('/').split('/').collect();
        let (api, rest) = match segments.as_slice() {
            ["api", version, rest @ ..] => (format!("api/{version}"), rest),
            ["apis", group, version, rest @ ..] => (format!("apis/{group}/{version}"), rest),
            _ => return None,
        };
        let (namespace, plural, name) = match rest {
            ["namespaces", namespace, plural] => (Some(*namespace), plural, None),
            ["namespaces", namespace, plural, name] => (Some(*namespace), plural, Some(*name)),
            [plural] => (None, plural, None),
            [plural, name] => (None, plural, Some(*name)),
            _ => return None,
        };
        Some(Self {
            resource: format!("{api}/{plural}"),
            namespace: namespace.map(str::to_owned),
            name: name.map(str::to_owned),
        })
    }

    /// Whether the object with the path `other` is among these.
    pub(super) fn contains(&self, other: &Self) -> bool {
        self.resource == other.resource
            && (self.namespace.is_none() || self.namespace == other.namespace)
            && (self.name.is_none() || self.name == other.name)
    }

    /// Returns the plural without group and version.
    pub(super) fn plural(&self) -> &str {
        self.resource.rsplit('/').next().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(path: &str) -> (String, Option<String>, Option<String>) {
        let path = ObjectPath::parse(path).unwrap();
        (path.resource, path.namespace, path.name)
    }

    #[test]
    fn paths_are_parsed_as_the_api_server_parses_them() {
        let owned = |text: &str| Some(text.to_owned());
        assert_eq!(
            parse("/api/v1/secrets"),
            ("api/v1/secrets".to_owned(), None, None)
        );
        assert_eq!(
            parse("/api/v1/namespaces/kube-system"),
            ("api/v1/namespaces".to_owned(), None, owned("kube-system"))
        );
        assert_eq!(
            parse("/apis/apps/v1/namespaces/shop/deployments/web"),
            (
                "apis/apps/v1/deployments".to_owned(),
                owned("shop"),
                owned("web")
            )
        );
        assert_eq!(ObjectPath::parse("/version"), None);
        assert_eq!(ObjectPath::parse("/api/v1/namespaces/a/pods/b/log"), None);
    }
}
