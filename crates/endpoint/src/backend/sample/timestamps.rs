//! Moving the times of a recording into the recent past, and changing the release in a record.

use std::collections::BTreeMap;

use astern_ledger::{Driver, HelmTime, RECORD_KEY, Record, Release, Timestamp, decode, encode};
use serde_json::Value;

use super::Recording;

/// The age in minutes for each step back, of a revision that `ages` does not list.
const DAY: i64 = 24 * 60;

/// The first and the last deployment of each release.
type Deployments = BTreeMap<String, (Timestamp, Timestamp)>;

/// Moves every time, so that the revisions are as old at `now` as `ages` says.
pub(crate) fn shift(recording: &mut Recording, now: Timestamp) {
    let mut revisions: BTreeMap<String, Vec<u32>> = BTreeMap::new();
    for object in &recording.objects {
        if let Some((release, revision)) = revision(object) {
            revisions.entry(release).or_default().push(revision);
        }
    }
    let mut deployments = Deployments::new();
    for (release, revisions) in &mut revisions {
        revisions.sort_unstable_by(|a, b| b.cmp(a));
        let ages = recording
            .ages
            .get(release)
            .map(Vec::as_slice)
            .unwrap_or_default();
        let (oldest, newest) = (age(ages, revisions.len() - 1), age(ages, 0));
        deployments.insert(release.clone(), (ago(now, oldest), ago(now, newest)));
    }
    for object in &mut recording.objects {
        if let Some((release, revision)) = self::revision(object) {
            let ages = recording
                .ages
                .get(&release)
                .map(Vec::as_slice)
                .unwrap_or_default();
            let newer = revisions[&release]
                .iter()
                .filter(|other| **other > revision)
                .count();
            let deployed = ago(now, age(ages, newer));
            let (first, _) = deployments[&release];
            shift_record(object, first, deployed);
        } else if let Some((first, last)) =
            owning_release(object).and_then(|release| deployments.get(&release))
        {
            object["metadata"]["creationTimestamp"] = api_time(*first);
            let conditions = object.pointer_mut("/status/conditions");
            for condition in conditions
                .and_then(Value::as_array_mut)
                .into_iter()
                .flatten()
            {
                for key in ["lastTransitionTime", "lastUpdateTime"] {
                    if condition[key].is_string() {
                        condition[key] = api_time(*last);
                    }
                }
            }
        }
    }
}

fn age(ages: &[i64], steps_back: usize) -> i64 {
    let steps = i64::try_from(steps_back).unwrap_or_default();
    ages.get(steps_back).copied().unwrap_or(DAY * (steps + 1))
}

fn ago(now: Timestamp, minutes: i64) -> Timestamp {
    now.plus_seconds(-60 * minutes)
}

/// Returns a time as the API server writes it, to the second.
pub(crate) fn api_time(moment: Timestamp) -> Value {
    Timestamp::from_second(moment.as_second())
        .to_string()
        .into()
}

/// Returns `NAMESPACE/RELEASE` and the revision of an object that is a record of Helm.
fn revision(object: &Value) -> Option<(String, u32)> {
    let labels = &object["metadata"]["labels"];
    if labels["owner"] != "helm" {
        return None;
    }
    let namespace = object["metadata"]["namespace"].as_str()?;
    let name = labels["name"].as_str()?;
    Some((
        format!("{namespace}/{name}"),
        labels["version"].as_str()?.parse().ok()?,
    ))
}

/// Returns the `NAMESPACE/RELEASE` that an object belongs to.
pub(crate) fn owning_release(object: &Value) -> Option<String> {
    let annotations = &object["metadata"]["annotations"];
    let namespace = annotations["meta.helm.sh/release-namespace"].as_str()?;
    Some(format!(
        "{namespace}/{}",
        annotations["meta.helm.sh/release-name"].as_str()?
    ))
}

fn shift_record(object: &mut Value, first: Timestamp, deployed: Timestamp) {
    object["metadata"]["creationTimestamp"] = api_time(deployed);
    object["metadata"]["labels"]["createdAt"] = deployed.as_second().to_string().into();
    object["metadata"]["labels"]["modifiedAt"] = deployed.as_second().to_string().into();
    update_release(object, |release| {
        let recorded = release
            .info
            .last_deployed
            .as_ref()
            .and_then(HelmTime::timestamp);
        let shift = recorded.map_or(0, |recorded| deployed.as_second() - recorded.as_second());
        release.info.first_deployed = Some(first.into());
        release.info.last_deployed = Some(deployed.into());
        for run in release
            .hooks
            .iter_mut()
            .filter_map(|hook| hook.last_run.as_mut())
        {
            for time in [&mut run.started_at, &mut run.completed_at] {
                let moved = time.as_ref().and_then(HelmTime::timestamp);
                if let Some(moved) = moved {
                    *time = Some(moved.plus_seconds(shift).into());
                }
            }
        }
    });
}

/// Changes the release in a record. A record that cannot be decoded stays as it is, because the sample may have a corrupt
/// one on purpose.
pub(crate) fn update_release(object: &mut Value, change: impl FnOnce(&mut Release)) {
    let Some(mut release) = decode_release(object) else {
        return;
    };
    change(&mut release);
    if let Ok(data) = encode(Driver::Secret, &release) {
        object["data"][RECORD_KEY] = data.into();
    }
}

/// Decodes the release in a record.
pub(crate) fn decode_release(object: &Value) -> Option<Release> {
    let metadata = &object["metadata"];
    let record = Record::expected(
        metadata["namespace"].as_str()?.parse().ok()?,
        metadata["labels"]["name"].as_str()?.parse().ok()?,
        metadata["labels"]["version"].as_str()?.parse().ok()?,
    );
    decode(&record, object["data"][RECORD_KEY].as_str()?).ok()
}
