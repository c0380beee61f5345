//! Label and field selectors, as far as the page uses them: equalities.

use serde_json::Value;

/// A selector `a=b,c=d`, for labels or for fields.
#[derive(Clone, Default, Debug)]
pub(super) struct Selector(Vec<(String, String)>);

impl Selector {
    /// Parses a selector. A term that is not an equality matches nothing.
    pub(super) fn parse(text: &str) -> Self {
        let terms = text.split(',').filter(|term| !term.is_empty());
        let pairs = terms.map(|term| {
            let (key, value) = term.split_once('=').unwrap_or((term, "\0"));
            (key.to_owned(), value.trim_start_matches('=').to_owned())
        });
        Self(pairs.collect())
    }

    /// Whether the labels of the object match.
    pub(super) fn matches_labels(&self, object: &Value) -> bool {
        let labels = &object["metadata"]["labels"];
        self.0
            .iter()
            .all(|(key, value)| labels[key.as_str()] == value.as_str())
    }

    /// Whether the fields of the object match.
    pub(super) fn matches_fields(&self, object: &Value) -> bool {
        self.0.iter().all(|(path, value)| {
            let field = path.split('.').fold(object, |object, key| &object[key]);
            field == value.as_str()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn all_equalities_have_to_match() {
        let secret = json!({ "metadata": { "name": "x", "labels": { "owner": "helm", "name": "shop" } },
            "type": "helm.sh/release.v1" });
        let labels = |text| Selector::parse(text).matches_labels(&secret);
        assert!(labels("") && labels("owner=helm,name=shop") && labels("owner==helm"));
        assert!(!labels("owner=helm,name=other") && !labels("owner"));
        let fields = |text| Selector::parse(text).matches_fields(&secret);
        assert!(fields("type=helm.sh/release.v1,metadata.name=x") && !fields("type=Opaque"));
    }
}
