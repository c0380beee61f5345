//! A simulated rollback on the sample cluster: the same events, records and statuses as with helm.

use std::time::{Duration, SystemTime};

use astern_ledger::{HelmTime, Operation, Record, Revision, Status, Timestamp};
use astern_protocol::{EventKind, Stream};
use serde_json::{Value, json};

use super::helm::command_line;
use crate::backend::Cluster;
use crate::backend::sample::ObjectPath;
use crate::backend::sample::Sample;
use crate::backend::sample::timestamps::{api_time, owning_release, update_release};
use crate::rollback::Run;
use crate::rollback::helm_exit::HelmExit;
use crate::rollback::outcome::{self, Ending};
use crate::rollback::preconditions::CheckedRequest;

/// The time between two steps.
const STEP: Duration = Duration::from_millis(700);

/// Simulates a rollback to its end.
pub(super) async fn roll_back(cluster: &Cluster, run: &Run, checked: &CheckedRequest) -> Ending {
    let request = run.request();
    run.add(EventKind::Begun {
        rollback: request.clone(),
        command: command_line(request, Some(checked.max_history)),
    });
    let release = format!("{}/{}", request.namespace, request.release);
    let new_revision = checked.current.next();
    pause().await;
    if let Cluster::Sample(sample) = cluster {
        let simulation = Simulation {
            sample,
            run,
            new_revision,
        };
        simulation.create_record();
        if !request.options.wait {
            simulation.deploy_record();
        }
        replace_pods(sample, &release).await;
        if request.options.wait {
            simulation.deploy_record();
        }
    }
    run.add(EventKind::Printed {
        stream: Stream::Out,
        line: "Rollback was a success! Happy Helming!".to_owned(),
    });
    outcome::determine(cluster, request, checked, &HelmExit::Success, None).await
}

async fn pause() {
    tokio::time::sleep(STEP).await;
}

/// The changes to the release's records.
struct Simulation<'a> {
    sample: &'a Sample,
    run: &'a Run,
    new_revision: Revision,
}

impl Simulation<'_> {
    /// Adds the new revision, a copy of the target in `pending-rollback`.
    fn create_record(&self) {
        let request = self.run.request();
        let Some(mut record) = self.record(request.target) else {
            return;
        };
        let now = Timestamp::from(SystemTime::now());
        let (revision, target) = (self.new_revision, request.target);
        update_release(&mut record, |release| {
            release.revision = revision;
            release.info.last_deployed = Some(HelmTime::from(now));
            release.info.description = Some(format!("Rollback to {target}"));
        });
        let metadata = &mut record["metadata"];
        metadata["name"] = Record::object_name(&request.release, revision).into();
        metadata["creationTimestamp"] = api_time(now);
        metadata["labels"]["version"] = revision.to_string().into();
        metadata["labels"]["createdAt"] = now.as_second().to_string().into();
        metadata["uid"] = format!("00000000-0000-4000-8000-{:012}", revision.get()).into();
        set_status(&mut record, &Status::Pending(Operation::Rollback));
        self.sample.put(record);
    }

    /// Marks deployed revisions as superseded, and the new one as deployed.
    fn deploy_record(&self) {
        for mut record in self.sample.objects(&self.record_path(None)).0 {
            let labels = &record["metadata"]["labels"];
            let is_of_release =
                labels["owner"] == "helm" && labels["name"] == self.run.request().release.as_str();
            if is_of_release && labels["status"] == "deployed" {
                set_status(&mut record, &Status::Superseded);
                self.sample.put(record);
            }
        }
        if let Some(mut record) = self.record(self.new_revision) {
            set_status(&mut record, &Status::Deployed);
            self.sample.put(record);
        }
    }

    fn record(&self, revision: Revision) -> Option<Value> {
        let name = Record::object_name(&self.run.request().release, revision);
        self.sample.objects(&self.record_path(Some(name))).0.pop()
    }

    fn record_path(&self, name: Option<String>) -> ObjectPath {
        ObjectPath {
            resource: "api/v1/secrets".to_owned(),
            namespace: Some(self.run.request().namespace.to_string()),
            name,
        }
    }
}

fn set_status(record: &mut Value, status: &Status) {
    record["metadata"]["labels"]["status"] = status.as_str().into();
    update_release(record, |release| release.info.status = status.clone());
}

/// Replaces the pods of the release's workloads one by one, until all are ready.
async fn replace_pods(sample: &Sample, release: &str) {
    let mut workloads = Vec::new();
    for resource in ["deployments", "statefulsets"] {
        let path = ObjectPath {
            resource: format!("apis/apps/v1/{resource}"),
            namespace: None,
            name: None,
        };
        let objects = sample.objects(&path).0;
        workloads.extend(
            objects
                .into_iter()
                .filter(|object| owning_release(object).as_deref() == Some(release)),
        );
    }
    for workload in &mut workloads {
        remove_pods(sample, workload);
        let generation = workload["metadata"]["generation"].as_i64().unwrap_or(1) + 1;
        workload["metadata"]["generation"] = generation.into();
        sample.put(workload.clone());
    }
    pause().await;
    let most_replicas = workloads.iter().map(replicas).max().unwrap_or_default();
    for ready in 0..=most_replicas {
        for workload in &mut workloads {
            if ready <= replicas(workload) {
                workload["status"] = workload_status(workload, ready);
                sample.put(workload.clone());
            }
        }
        pause().await;
    }
}

/// Removes the pods that the workload's selector matches.
fn remove_pods(sample: &Sample, workload: &Value) {
    let path = ObjectPath {
        resource: "api/v1/pods".to_owned(),
        namespace: workload["metadata"]["namespace"]
            .as_str()
            .map(str::to_owned),
        name: None,
    };
    let selector = workload["spec"]["selector"]["matchLabels"].as_object();
    sample.remove(&path, |pod| {
        let labels = &pod["metadata"]["labels"];
        selector.is_some_and(|selector| selector.iter().all(|(key, value)| labels[key] == *value))
    });
}

fn replicas(workload: &Value) -> u64 {
    workload["spec"]["replicas"].as_u64().unwrap_or(1)
}

/// Returns the status of a workload with so many ready pods.
fn workload_status(workload: &Value, ready: u64) -> Value {
    let replicas = replicas(workload);
    let available = if ready == replicas { "True" } else { "False" };
    json!({
        "observedGeneration": workload["metadata"]["generation"],
        "replicas": replicas,
        "updatedReplicas": replicas,
        "readyReplicas": ready,
        "availableReplicas": ready,
        "conditions": [{ "type": "Available", "status": available,
            "lastTransitionTime": api_time(Timestamp::from(SystemTime::now())) }],
    })
}
