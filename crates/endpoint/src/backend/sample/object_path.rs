//! Which objects a path of the API means.

/// The objects of one resource: all of them, those of a namespace, or one.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) struct ObjectPath {
    /// Group, version and plural as in the path: `api/v1/secrets`, `apis/apps/v1/deployments`.
    pub(crate) resource: String,
    /// The namespace.
    pub(crate) namespace: Option<String>,
    /// The object.
    pub(crate) name: Option<String>,
}

impl ObjectPath {
    /// Reads a path; `None` when it is none of objects.
    pub(crate) fn read(path: &str) -> Option<Self> {
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

    /// Whether an object at `other`, which names one, is among these.
    pub(crate) fn holds(&self, other: &Self) -> bool {
        self.resource == other.resource
            && (self.namespace.is_none() || self.namespace == other.namespace)
            && (self.name.is_none() || self.name == other.name)
    }

    /// The plural alone, as messages name it.
    pub(crate) fn plural(&self) -> &str {
        self.resource.rsplit('/').next().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(path: &str) -> (String, Option<String>, Option<String>) {
        let place = ObjectPath::read(path).unwrap();
        (place.resource, place.namespace, place.name)
    }

    #[test]
    fn paths_are_read_as_the_api_server_reads_them() {
        let owned = |text: &str| Some(text.to_owned());
        assert_eq!(
            read("/api/v1/secrets"),
            ("api/v1/secrets".to_owned(), None, None)
        );
        assert_eq!(
            read("/api/v1/namespaces/kube-system"),
            ("api/v1/namespaces".to_owned(), None, owned("kube-system"))
        );
        assert_eq!(
            read("/apis/apps/v1/namespaces/shop/deployments/web"),
            (
                "apis/apps/v1/deployments".to_owned(),
                owned("shop"),
                owned("web")
            )
        );
        assert_eq!(ObjectPath::read("/version"), None);
        assert_eq!(ObjectPath::read("/api/v1/namespaces/a/pods/b/log"), None);
    }
}
