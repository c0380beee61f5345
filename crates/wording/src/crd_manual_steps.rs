//! The manual steps for definitions in `crds/`, which neither an upgrade nor a rollback changes.

use astern_compare::{Comparison, CrdChange, Side};
use astern_ledger::Driver;

use crate::shell;

/// One step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CrdManualStep {
    /// What it does, and why, in full sentences.
    pub description: String,
    /// The command line, for a POSIX shell with `kubectl`, and `gzip` and `jq` where it names them.
    pub command: Option<String>,
}

/// Returns the steps that bring the cluster's definitions to those of one side's chart, in order; none when the `crds/` of
/// both charts are the same. The definitions are read from that revision's record, which is in an object of `driver`.
#[must_use]
pub fn crd_manual_steps(
    comparison: &Comparison,
    target: Side,
    driver: Driver,
) -> Vec<CrdManualStep> {
    let mut steps = Vec::new();
    let is_in_target = |change: &&CrdChange| change.file.get(target).is_some();
    let (wanted, foreign): (Vec<_>, Vec<_>) =
        comparison.crds.changes.iter().partition(is_in_target);
    let revision = comparison.revisions.get(target);
    if !wanted.is_empty() {
        let names = shell::command(wanted.iter().map(|change| change.name.as_str()));
        let stored = match wanted.len() {
            1 => "{.status.storedVersions}",
            _ => "{range .items[*]}{.metadata.name} {.status.storedVersions}{\"\\n\"}{end}",
        };
        steps.push(step(
            "Keep a copy of the definitions as they are now.".to_owned(),
            format!("kubectl get crd {names} -o yaml > crds-before.yaml"),
        ));
        steps.push(step(
            "See in which versions objects are stored. A definition without one of them is refused.".to_owned(),
            format!("kubectl get crd {names} -o jsonpath={}", shell::quote(stored)),
        ));
        for change in &wanted {
            steps.extend(move_storage(change, target));
        }
        steps.push(step(
            format!("Apply the definitions of revision {revision}, taken from its record. Fields that they do not have are dropped from objects the next time these are written."),
            apply_command(comparison, target, driver, &wanted),
        ));
    }
    for change in foreign {
        steps.push(CrdManualStep {
            description: format!(
                "Leave {} where it is: the chart of revision {revision} does not have it, and deleting a definition deletes every object of its kind.",
                change.name,
            ),
            command: None,
        });
    }
    steps
}

/// Returns the command that reads the files from the record and applies them.
fn apply_command(
    comparison: &Comparison,
    target: Side,
    driver: Driver,
    wanted: &[&CrdChange],
) -> String {
    let kind = driver.kind();
    let decoded = match driver {
        Driver::Secret => "base64decode | base64decode",
        Driver::ConfigMap => "base64decode",
    };
    let mut files: Vec<String> = wanted
        .iter()
        .filter_map(|change| change.file.get(target).as_deref())
        .map(json_string)
        .collect();
    astern_ledger::sort(&mut files);
    files.dedup();
    let filter = format!(
        ".chart.files[] | select(.name | IN({})) | \"---\", (.data | @base64d)",
        files.join(", ")
    );
    format!(
        "kubectl get {kind} -n {} sh.helm.release.v1.{}.v{} -o go-template='{{{{.data.release | {decoded}}}}}' | gzip -d | jq -r {} | kubectl apply --server-side --force-conflicts -f -",
        comparison.namespace,
        comparison.release,
        comparison.revisions.get(target),
        shell::quote(&filter),
    )
}

/// Returns the steps before a definition can be applied that lacks the version in which objects are stored now.
fn move_storage(change: &CrdChange, target: Side) -> Vec<CrdManualStep> {
    let Some(missing) = change
        .versions
        .iter()
        .find(|version| version.storage_missing_on == Some(target))
    else {
        return Vec::new();
    };
    let stored = change
        .versions
        .iter()
        .find(|version| *version.storage.get(target) == Some(true));
    let name = &change.name;
    let Some(stored) =
        stored.filter(|version| version.storage.from.is_some() && version.storage.to.is_some())
    else {
        return vec![CrdManualStep {
            description: format!(
                "{name} stores objects in {}, and the two charts share no version that could take them over. Export the objects before you change the definition.",
                missing.name
            ),
            command: None,
        }];
    };
    let version = json_string(&stored.name);
    let filter = format!(".spec.versions |= map(.storage = (.name == {version}))");
    let status = format!("{{\"status\":{{\"storedVersions\":[{version}]}}}}");
    let crd = shell::quote(name);
    vec![
        step(
            format!(
                "{name} stores objects in {}, which the definition to go to does not have. Store them in {} first.",
                missing.name, stored.name
            ),
            format!(
                "kubectl get crd {crd} -o json | jq {} | kubectl replace -f -",
                shell::quote(&filter)
            ),
        ),
        step(
            "Write every object once, so that it is stored in that version.".to_owned(),
            format!("kubectl get {crd} --all-namespaces -o json | kubectl replace -f -"),
        ),
        step(
            format!("Say that none is left in {}.", missing.name),
            format!(
                "kubectl patch crd {crd} --subresource=status --type=merge -p {}",
                shell::quote(&status)
            ),
        ),
    ]
}

fn step(description: String, command: String) -> CrdManualStep {
    CrdManualStep {
        description,
        command: Some(command),
    }
}

fn json_string(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

#[cfg(test)]
mod tests {
    use astern_compare::compare;
    use astern_ledger::Release;
    use astern_masking::Masking;
    use serde_json::{Value, json};

    use super::*;

    fn version(name: &str, storage: bool) -> Value {
        json!({"name": name, "served": true, "storage": storage})
    }

    fn definition(plural: &str, versions: &[Value]) -> String {
        json!({
            "apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition",
            "metadata": {"name": format!("{plural}.shop.example")},
            "spec": {"group": "shop.example", "scope": "Namespaced", "names": {"kind": "Thing", "plural": plural},
                     "versions": versions},
        })
        .to_string()
    }

    fn release(revision: u32, files: &[(&str, &str)]) -> Release {
        use base64::Engine as _;
        let encode = |text: &str| base64::engine::general_purpose::STANDARD.encode(text);
        let files: Vec<Value> = files
            .iter()
            .map(|(name, text)| json!({"name": name, "data": encode(text)}))
            .collect();
        serde_json::from_value(json!({
            "name": "web", "namespace": "shop", "version": revision, "info": {"status": "deployed"}, "manifest": "",
            "chart": {"metadata": {"name": "web", "version": "1.0.0"}, "files": files},
        }))
        .unwrap()
    }

    /// The `kubectl` commands were run against an API server, in this order, and the `jq` filters with jq 1.6 in bash.
    #[test]
    fn each_step_is_a_sentence_and_a_command() {
        let old = definition("things", &[version("v1", true)]);
        let new = definition("things", &[version("v1", false), version("v2", true)]);
        let extra = definition("extras", &[version("v1", true)]);
        let comparison = compare(
            &release(9, &[("crds/a shop's.yaml", &old)]),
            &release(
                10,
                &[("crds/things.yaml", &new), ("crds/extras.yaml", &extra)],
            ),
            &Masking::new([7; 16]),
        );
        let steps = crd_manual_steps(&comparison, Side::From, Driver::Secret);
        let steps: Vec<(&str, &str)> = steps
            .iter()
            .map(|step| {
                let command = step.command.as_deref().unwrap_or_default();
                (step.description.as_str(), command)
            })
            .collect();
        let expected = [
            (
                "Keep a copy of the definitions as they are now.",
                "kubectl get crd things.shop.example -o yaml > crds-before.yaml",
            ),
            (
                "See in which versions objects are stored. A definition without one of them is refused.",
                "kubectl get crd things.shop.example -o jsonpath='{.status.storedVersions}'",
            ),
            (
                "things.shop.example stores objects in v2, which the definition to go to does not have. Store them in v1 first.",
                r#"kubectl get crd things.shop.example -o json | jq '.spec.versions |= map(.storage = (.name == "v1"))' | kubectl replace -f -"#,
            ),
            (
                "Write every object once, so that it is stored in that version.",
                "kubectl get things.shop.example --all-namespaces -o json | kubectl replace -f -",
            ),
            (
                "Say that none is left in v2.",
                r#"kubectl patch crd things.shop.example --subresource=status --type=merge -p '{"status":{"storedVersions":["v1"]}}'"#,
            ),
            (
                "Apply the definitions of revision 9, taken from its record. Fields that they do not have are dropped from objects the next time these are written.",
                r#"kubectl get secret -n shop sh.helm.release.v1.web.v9 -o go-template='{{.data.release | base64decode | base64decode}}' | gzip -d | jq -r ".chart.files[] | select(.name | IN(\"crds/a shop's.yaml\")) | \"---\", (.data | @base64d)" | kubectl apply --server-side --force-conflicts -f -"#,
            ),
            (
                "Leave extras.shop.example where it is: the chart of revision 9 does not have it, and deleting a definition deletes every object of its kind.",
                "",
            ),
        ];
        assert_eq!(steps, expected);

        let steps = crd_manual_steps(&comparison, Side::To, Driver::ConfigMap);
        let command = steps[2].command.as_deref().unwrap();
        assert!(
            command.contains("configmap -n shop sh.helm.release.v1.web.v10"),
            "{command}"
        );
        assert!(
            command.contains("'{{.data.release | base64decode}}'"),
            "{command}"
        );
    }
}
