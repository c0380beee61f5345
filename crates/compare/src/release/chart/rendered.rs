//! The subcharts of which objects were rendered, with their versions.

use std::collections::HashMap;

use astern_manifest::Object;
use serde_json::Value;

/// The versions of the subcharts of which a release has objects, by name or alias; `None` where their objects do not tell it.
pub(in super::super) type RenderedSubcharts<'a> = HashMap<&'a str, Option<&'a str>>;

/// Returns the subcharts of which these objects were rendered. An object of a subchart has the template
/// `shop/charts/redis/templates/…`, and by Helm's best practices the label `helm.sh/chart: redis-18.1.0`.
pub(in super::super) fn rendered_subcharts(objects: &[Object]) -> RenderedSubcharts<'_> {
    let mut rendered = RenderedSubcharts::new();
    for object in objects {
        if let Some(name) = object.template.as_deref().and_then(subchart) {
            let version = rendered.entry(name).or_default();
            *version = version.or_else(|| labelled_version(object, name));
        }
    }
    rendered
}

/// Returns the name of the outermost subchart that a template belongs to.
fn subchart(template: &str) -> Option<&str> {
    let mut folders = template.split('/').skip(1);
    (folders.next() == Some("charts")).then(|| folders.next())?
}

fn labelled_version<'a>(object: &'a Object, name: &str) -> Option<&'a str> {
    let labels = object.value.get("metadata")?.get("labels")?;
    let label = ["helm.sh/chart", "chart"]
        .into_iter()
        .find_map(|label| labels.get(label));
    let version = label
        .and_then(Value::as_str)?
        .strip_prefix(name)?
        .strip_prefix('-')?;
    version
        .starts_with(|c: char| c.is_ascii_digit() || c == 'v')
        .then_some(version)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_is_the_one_of_the_label() {
        let manifest = astern_manifest::parse(
            "---\n# Source: shop/charts/redis/templates/a.yaml\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n\
             ---\n# Source: shop/charts/redis/charts/common/templates/b.yaml\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: b, labels: {helm.sh/chart: redis-18.1.0}}\n\
             ---\n# Source: shop/charts/db/templates/c.yaml\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: c, labels: {chart: db-ha-1.0.0}}\n\
             ---\n# Source: shop/templates/d.yaml\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: d, labels: {helm.sh/chart: shop-1.0.0}}\n",
        );
        assert_eq!(
            rendered_subcharts(&manifest.objects),
            HashMap::from([("redis", Some("18.1.0")), ("db", None)])
        );
    }
}
