//! Choosing objects by their labels and fields: the equalities that the page asks for.

use serde_json::Value;

/// `a=b,c=d`, on labels or on fields.
#[derive(Clone, Default, Debug)]
pub(super) struct Selector(Vec<(String, String)>);

impl Selector {
    /// Reads one; what is no equality chooses nothing.
    pub(super) fn read(text: &str) -> Self {
        let terms = text.split(',').filter(|term| !term.is_empty());
        let pairs = terms.map(|term| {
            let (key, value) = term.split_once('=').unwrap_or((term, "\0"));
            (key.to_owned(), value.trim_start_matches('=').to_owned())
        });
        Self(pairs.collect())
    }

    /// Whether the object's labels are those.
    pub(super) fn fits_labels(&self, object: &Value) -> bool {
        let labels = &object["metadata"]["labels"];
        self.0
            .iter()
            .all(|(key, value)| labels[key.as_str()] == value.as_str())
    }

    /// Whether the object's fields are those.
    pub(super) fn fits_fields(&self, object: &Value) -> bool {
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
    fn every_equality_has_to_hold() {
        let secret = json!({ "metadata": { "name": "x", "labels": { "owner": "helm", "name": "shop" } },
            "type": "helm.sh/release.v1" });
        let labels = |text| Selector::read(text).fits_labels(&secret);
        assert!(labels("") && labels("owner=helm,name=shop") && labels("owner==helm"));
        assert!(!labels("owner=helm,name=other") && !labels("owner"));
        let fields = |text| Selector::read(text).fits_fields(&secret);
        assert!(fields("type=helm.sh/release.v1,metadata.name=x") && !fields("type=Opaque"));
    }
}
