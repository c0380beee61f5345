//! What to do by hand about definitions that a rollback leaves as they are.

use astern_ledger::Driver;
use serde::Serialize;

use super::CrdChange;
use crate::{Comparison, Side};

/// One step of the cure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CrdManualStep {
    /// What it does, and why, in full sentences.
    pub what: String,
    /// The command line, for a POSIX shell with `kubectl`, and `gzip` and `jq` where it names them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub command: Option<String>,
}

impl Comparison {
    /// The steps that bring the cluster's definitions to those of one side's chart, in order; none when the `crds/` of both
    /// charts are the same. The definitions come from that revision's own record, which `driver` says where to find.
    #[must_use]
    pub fn crd_manual_steps(&self, target: Side, driver: Driver) -> Vec<CrdManualStep> {
        let mut steps = Vec::new();
        let has = |change: &&CrdChange| change.file.get(target).is_some();
        let (wanted, foreign): (Vec<_>, Vec<_>) = self.crds.changes.iter().partition(has);
        if !wanted.is_empty() {
            let names = words(wanted.iter().map(|change| change.name.as_str()));
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
                format!("kubectl get crd {names} -o jsonpath={}", quoted(stored)),
            ));
            for change in &wanted {
                steps.extend(move_storage(change, target));
            }
            let revision = self.revisions.get(target);
            steps.push(step(
                format!("Apply the definitions of revision {revision}, taken from its record. Fields that they do not have are dropped from objects the next time these are written."),
                self.apply(target, driver, &wanted),
            ));
        }
        for change in foreign {
            steps.push(CrdManualStep {
                what: format!(
                    "Leave {} where it is: the chart of revision {} does not have it, and deleting a definition deletes every object of its kind.",
                    change.name,
                    self.revisions.get(target)
                ),
                command: None,
            });
        }
        steps
    }

    /// The files out of the record and into the cluster.
    fn apply(&self, target: Side, driver: Driver, wanted: &[&CrdChange]) -> String {
        let kind = driver.kind();
        let decoded = match driver {
            Driver::Secret => "base64decode | base64decode",
            Driver::ConfigMap => "base64decode",
        };
        let mut files: Vec<String> = wanted
            .iter()
            .filter_map(|change| change.file.get(target).as_deref())
            .map(|file| serde_json::Value::from(file).to_string())
            .collect();
        astern_ledger::sort(&mut files);
        files.dedup();
        let filter = format!(
            ".chart.files[] | select(.name | IN({})) | \"---\\n\" + (.data | @base64d)",
            files.join(", ")
        );
        format!(
            "kubectl get {kind} -n {} sh.helm.release.v1.{}.v{} -o go-template='{{{{.data.release | {decoded}}}}}' | gzip -d | jq -r {} | kubectl apply --server-side --force-conflicts -f -",
            self.namespace,
            self.release,
            self.revisions.get(target),
            quoted(&filter),
        )
    }
}

/// The steps before a definition can be applied that lacks the version in which objects are stored now.
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
            what: format!(
                "{name} stores objects in {}, and the two charts share no version that could take them over. Export the objects before you change the definition.",
                missing.name
            ),
            command: None,
        }];
    };
    let filter = format!(
        ".spec.versions |= map(.storage = (.name == {}))",
        serde_json::Value::from(stored.name.as_str())
    );
    let status = serde_json::json!({"status": {"storedVersions": [stored.name]}}).to_string();
    let crd = quoted(name);
    vec![
        step(
            format!(
                "{name} stores objects in {}, which the definition to go to does not have. Store them in {} first.",
                missing.name, stored.name
            ),
            format!(
                "kubectl get crd {crd} -o json | jq {} | kubectl replace -f -",
                quoted(&filter)
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
                quoted(&status)
            ),
        ),
    ]
}

fn step(what: String, command: String) -> CrdManualStep {
    CrdManualStep {
        what,
        command: Some(command),
    }
}

fn words<'a>(texts: impl Iterator<Item = &'a str>) -> String {
    texts.map(quoted).collect::<Vec<_>>().join(" ")
}

/// A text as one word of a shell's command line.
fn quoted(text: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '/');
    match !text.is_empty() && !text.starts_with('-') && text.chars().all(is_plain) {
        true => text.to_owned(),
        false => format!("'{}'", text.replace('\'', "'\\''")),
    }
}
