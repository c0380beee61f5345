//! Records the sample of `astern demo` from a real cluster:
//!
//! ```sh
//! cargo xtask cluster up
//! export KUBECONFIG=…    # as it says
//! cargo run -p astern --example record_sample > crates/endpoint/sample/cluster.json
//! ```
//!
//! The cluster has to be one of samples: everything in its releases becomes public.
#![allow(
    clippy::unwrap_used,
    reason = "who records sees the panic and tries again"
)]

use std::process::Command;

use serde_json::{Value, json};

/// Labels that Helm, or a chart as Helm makes it, puts on everything it made.
const RELEASES: &str = "owner=helm";
const MADE_BY_HELM: &str = "app.kubernetes.io/managed-by=Helm";

fn main() {
    let mut objects = vec![get(&["namespace", "kube-system"])];
    objects.extend(list(&["secrets", "-l", RELEASES]));
    for workload in ["deployments", "statefulsets", "daemonsets", "jobs"] {
        objects.extend(list(&[workload, "-l", MADE_BY_HELM]));
    }
    // A test cluster runs no others.
    objects.extend(list(&["pods"]));
    for object in &mut objects {
        object["metadata"]
            .as_object_mut()
            .unwrap()
            .remove("managedFields");
    }
    let version: Value = serde_json::from_slice(&kubectl(&["get", "--raw", "/version"])).unwrap();
    let recorded = json!({ "name": "sample", "version": version, "objects": objects });
    println!("{}", serde_json::to_string_pretty(&recorded).unwrap());
}

fn list(what: &[&str]) -> Vec<Value> {
    let mut everywhere = what.to_vec();
    everywhere.push("--all-namespaces");
    let mut list = get(&everywhere);
    serde_json::from_value(list["items"].take()).unwrap()
}

fn get(what: &[&str]) -> Value {
    let mut arguments = vec!["get", "-o", "json"];
    arguments.extend(what);
    serde_json::from_slice(&kubectl(&arguments)).unwrap()
}

fn kubectl(arguments: &[&str]) -> Vec<u8> {
    let output = Command::new("kubectl").args(arguments).output().unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    output.stdout
}
