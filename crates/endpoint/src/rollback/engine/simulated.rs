//! A rollback, played: the steps and the words of the real one.

use std::time::{Duration, SystemTime};

use astern_ledger::{HelmTime, Operation, Record, Revision, Status, Timestamp};
use astern_protocol::{Happening, Outcome, Stream};
use serde_json::{Value, json};

use crate::backend::Cluster;
use crate::backend::sample::ObjectPath;
use crate::backend::sample::Sample;
use crate::backend::sample::timestamps::{owner, rewrite, text};
use crate::rollback::{Cleared, Ending, Run, command_line, judge};

/// The time between two steps.
const STEP: Duration = Duration::from_millis(700);

/// Plays it to its end.
pub(crate) async fn play(cluster: &Cluster, run: &Run, cleared: &Cleared) -> Outcome {
    let request = run.request();
    run.add(Happening::Begun {
        rollback: request.clone(),
        command: command_line(request),
    });
    let release = format!("{}/{}", request.namespace, request.release);
    let made = cleared.current.next();
    pause().await;
    if let Cluster::Sample(sample) = cluster {
        let stage = Stage { sample, run, made };
        stage.begin();
        if !request.options.wait {
            stage.finish();
        }
        come_back(sample, &release).await;
        if request.options.wait {
            stage.finish();
        }
    }
    run.add(Happening::Printed {
        stream: Stream::Out,
        line: "Rollback was a success! Happy Helming!".to_owned(),
    });
    judge(cluster, request, cleared, &Ending::Success, None).await
}

async fn pause() {
    tokio::time::sleep(STEP).await;
}

/// The ledger's side of it.
struct Stage<'a> {
    sample: &'a Sample,
    run: &'a Run,
    made: Revision,
}

impl Stage<'_> {
    /// The new revision, `pending-rollback`, a copy of the target.
    fn begin(&self) {
        let request = self.run.request();
        let Some(mut record) = self.record(request.target) else {
            return;
        };
        let now = Timestamp::from(SystemTime::now());
        let (made, target) = (self.made, request.target);
        let metadata = &mut record["metadata"];
        metadata["name"] = Record::object_name(&request.release, made).into();
        metadata["creationTimestamp"] = text(now);
        metadata["labels"]["version"] = made.to_string().into();
        metadata["labels"]["createdAt"] = now.as_second().to_string().into();
        metadata["uid"] = format!("00000000-0000-4000-8000-{:012}", made.get()).into();
        rewrite(&mut record, |release| {
            release.revision = made;
            release.info.last_deployed = Some(HelmTime::from(now));
            release.info.description = Some(format!("Rollback to {target}"));
        });
        set_status(&mut record, &Status::Pending(Operation::Rollback));
        self.sample.put(record);
    }

    /// What was deployed is superseded, and the new revision is deployed.
    fn finish(&self) {
        let there = self.place(None);
        for mut record in self.sample.objects(&there).0 {
            let labels = &record["metadata"]["labels"];
            let is_ours =
                labels["owner"] == "helm" && labels["name"] == self.run.request().release.as_str();
            if is_ours && labels["status"] == "deployed" {
                set_status(&mut record, &Status::Superseded);
                self.sample.put(record);
            }
        }
        if let Some(mut record) = self.record(self.made) {
            set_status(&mut record, &Status::Deployed);
            self.sample.put(record);
        }
    }

    fn record(&self, revision: Revision) -> Option<Value> {
        let name = Record::object_name(&self.run.request().release, revision);
        self.sample.objects(&self.place(Some(name))).0.pop()
    }

    fn place(&self, name: Option<String>) -> ObjectPath {
        ObjectPath {
            resource: "api/v1/secrets".to_owned(),
            namespace: Some(self.run.request().namespace.to_string()),
            name,
        }
    }
}

fn set_status(record: &mut Value, status: &Status) {
    record["metadata"]["labels"]["status"] = status.as_str().into();
    rewrite(record, |release| release.info.status = status.clone());
}

/// The release's workloads are replaced pod by pod until all are ready.
async fn come_back(sample: &Sample, release: &str) {
    let mut workloads = Vec::new();
    for resource in ["deployments", "statefulsets"] {
        let there = ObjectPath {
            resource: format!("apis/apps/v1/{resource}"),
            namespace: None,
            name: None,
        };
        let objects = sample.objects(&there).0;
        workloads.extend(
            objects
                .into_iter()
                .filter(|o| owner(o).as_deref() == Some(release)),
        );
    }
    for workload in &mut workloads {
        remove_pods(sample, workload);
        let generation = workload["metadata"]["generation"].as_i64().unwrap_or(1) + 1;
        workload["metadata"]["generation"] = generation.into();
        sample.put(workload.clone());
    }
    pause().await;
    let most = workloads.iter().map(wanted).max().unwrap_or_default();
    for ready in 0..=most {
        for workload in &mut workloads {
            if ready <= wanted(workload) {
                workload["status"] = status(workload, ready);
                sample.put(workload.clone());
            }
        }
        pause().await;
    }
}

/// The pods of before say nothing of those that come.
fn remove_pods(sample: &Sample, workload: &Value) {
    let there = ObjectPath {
        resource: "api/v1/pods".to_owned(),
        namespace: workload["metadata"]["namespace"]
            .as_str()
            .map(str::to_owned),
        name: None,
    };
    let wanted = workload["spec"]["selector"]["matchLabels"].as_object();
    sample.remove(&there, |pod| {
        let labels = &pod["metadata"]["labels"];
        wanted.is_some_and(|wanted| wanted.iter().all(|(key, value)| labels[key] == *value))
    });
}

fn wanted(workload: &Value) -> u64 {
    workload["spec"]["replicas"].as_u64().unwrap_or(1)
}

/// The status of a workload of whose new pods this many are ready.
fn status(workload: &Value, ready: u64) -> Value {
    let wanted = wanted(workload);
    let available = if ready == wanted { "True" } else { "False" };
    json!({
        "observedGeneration": workload["metadata"]["generation"],
        "replicas": wanted,
        "updatedReplicas": wanted,
        "readyReplicas": ready,
        "availableReplicas": ready,
        "conditions": [{ "type": "Available", "status": available,
            "lastTransitionTime": text(Timestamp::from(SystemTime::now())) }],
    })
}
