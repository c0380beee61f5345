//! Moving what was recorded into the recent past.

use std::collections::BTreeMap;

use astern_ledger::{Driver, HelmTime, RECORD_KEY, Release, Timestamp, decode, encode};
use serde_json::Value;

use super::Recorded;

/// The age of a revision that `ages` does not name: a day for each step back.
const DAY: i64 = 24 * 60;

/// When each release was first deployed, and last.
type Spans = BTreeMap<String, (Timestamp, Timestamp)>;

/// Moves every time, so that the revisions happened as long before `now` as `ages` says.
pub(crate) fn shift(recorded: &mut Recorded, now: Timestamp) {
    let mut revisions: BTreeMap<String, Vec<u32>> = BTreeMap::new();
    for object in &recorded.objects {
        if let Some((release, revision)) = revision(object) {
            revisions.entry(release).or_default().push(revision);
        }
    }
    let mut spans = Spans::new();
    for (release, revisions) in &mut revisions {
        revisions.sort_unstable_by(|a, b| b.cmp(a));
        let ages = recorded
            .ages
            .get(release)
            .map(Vec::as_slice)
            .unwrap_or_default();
        let (oldest, newest) = (age(ages, revisions.len() - 1), age(ages, 0));
        spans.insert(release.clone(), (ago(now, oldest), ago(now, newest)));
    }
    for object in &mut recorded.objects {
        if let Some((release, revision)) = self::revision(object) {
            let ages = recorded
                .ages
                .get(&release)
                .map(Vec::as_slice)
                .unwrap_or_default();
            let newer = revisions[&release]
                .iter()
                .filter(|other| **other > revision)
                .count();
            let made = ago(now, age(ages, newer));
            let (first, _) = spans[&release];
            shift_record(object, first, made);
        } else if let Some((first, last)) = owner(object).and_then(|release| spans.get(&release)) {
            object["metadata"]["creationTimestamp"] = text(*first);
            let conditions = object.pointer_mut("/status/conditions");
            for condition in conditions
                .and_then(Value::as_array_mut)
                .into_iter()
                .flatten()
            {
                for key in ["lastTransitionTime", "lastUpdateTime"] {
                    if condition[key].is_string() {
                        condition[key] = text(*last);
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

/// As the API server writes times: to the second.
pub(crate) fn text(moment: Timestamp) -> Value {
    Timestamp::from_second(moment.as_second())
        .to_string()
        .into()
}

/// `NAMESPACE/RELEASE` and the revision, when the object is a record of Helm's.
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

/// `NAMESPACE/RELEASE` that Helm made the object for.
pub(crate) fn owner(object: &Value) -> Option<String> {
    let annotations = &object["metadata"]["annotations"];
    let namespace = annotations["meta.helm.sh/release-namespace"].as_str()?;
    Some(format!(
        "{namespace}/{}",
        annotations["meta.helm.sh/release-name"].as_str()?
    ))
}

fn shift_record(object: &mut Value, first: Timestamp, made: Timestamp) {
    object["metadata"]["creationTimestamp"] = text(made);
    object["metadata"]["labels"]["createdAt"] = made.as_second().to_string().into();
    object["metadata"]["labels"]["modifiedAt"] = made.as_second().to_string().into();
    rewrite(object, |release| {
        let was = release
            .info
            .last_deployed
            .as_ref()
            .and_then(HelmTime::timestamp);
        let by = was.map_or(0, |was| made.as_second() - was.as_second());
        release.info.first_deployed = Some(first.into());
        release.info.last_deployed = Some(made.into());
        for run in release
            .hooks
            .iter_mut()
            .filter_map(|hook| hook.last_run.as_mut())
        {
            for time in [&mut run.started_at, &mut run.completed_at] {
                let moved = time.as_ref().and_then(HelmTime::timestamp);
                if let Some(moved) = moved {
                    *time = Some(moved.plus_seconds(by).into());
                }
            }
        }
    });
}

/// Changes the release inside a record's Secret. One that cannot be read stays as it is: the
/// sample may hold a corrupt record on purpose.
pub(crate) fn rewrite(object: &mut Value, change: impl FnOnce(&mut Release)) {
    let Some(mut release) = release(object) else {
        return;
    };
    change(&mut release);
    if let Ok(data) = encode(Driver::Secret, &release) {
        object["data"][RECORD_KEY] = data.into();
    }
}

/// The release inside a record's Secret.
pub(crate) fn release(object: &Value) -> Option<Release> {
    decode(Driver::Secret, object["data"][RECORD_KEY].as_str()?).ok()
}
