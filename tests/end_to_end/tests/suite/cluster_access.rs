//! Tests that helm reaches the cluster of the page, by whatever means kubectl reaches it, and no other.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use end_to_end::{
    Failure, HelmVersion, LaptopEndpoint, RevocableToken, RollbackRequest, Scenario,
    TestEnvironment, admins_kubeconfig, eventually, own_cluster, statuses,
};
use serde_json::{Value, json};

const HELMS: [(HelmVersion, &str); 2] = [
    (HelmVersion::V3, "access-helm3"),
    (HelmVersion::V4, "access-helm4"),
];

/// Returns a new folder among those of the test cluster.
fn folder(environment: &TestEnvironment, name: &str) -> Result<PathBuf, Failure> {
    let folder = environment.access.dir().join("kubeconfigs").join(name);
    fs::create_dir_all(&folder)?;
    Ok(folder)
}

fn write(path: &Path, kubeconfig: &Value) -> Result<(), Failure> {
    Ok(fs::write(path, kubeconfig.to_string())?)
}

/// As `aws eks update-kubeconfig`, k3s, kind and others do: the file is replaced, and the context has the same name.
#[tokio::test]
async fn a_kubeconfig_that_is_replaced_leads_helm_to_no_other_cluster() -> Result<(), Failure> {
    let (_other_cluster, other) = own_cluster()?;
    let environment = TestEnvironment::find()?;
    let (own, others) = (admins_kubeconfig(&environment)?, admins_kubeconfig(&other)?);
    for (helm, namespace) in HELMS {
        let scenario = Scenario::sessions(helm, namespace);
        for cluster in [&environment, &other] {
            scenario.run(&cluster.access, &cluster.charts)?;
        }
        let path = folder(&environment, namespace)?.join("replaced");
        write(&path, &own)?;
        let astern = LaptopEndpoint::start_as(&environment, &path, helm, &[])?;

        write(&path, &others)?;
        let response = astern.start_rollback(&RollbackRequest::new(namespace, "sessions", 2, 1))?;
        assert_eq!(response.status, 409, "{}", response.text);
        assert_eq!(response.json()?["code"], "other-cluster");
        for cluster in [&environment, &other] {
            assert_eq!(statuses(cluster, &scenario)?, ["superseded", "deployed"]);
        }

        write(&path, &own)?;
        let request = RollbackRequest::new(namespace, "sessions", 2, 1);
        let response = astern.start_rollback(&request)?;
        assert_eq!(response.status, 202, "{}", response.text);
        assert_eq!(astern.outcome(&request)?["result"], "done");
        assert_eq!(statuses(&other, &scenario)?, ["superseded", "deployed"]);
    }
    Ok(())
}

/// A login plugin beside the kubeconfig, with a variable that only the company knows.
#[tokio::test]
async fn what_kubectl_can_log_in_to_helm_can_roll_back() -> Result<(), Failure> {
    let environment = TestEnvironment::find()?;
    for (helm, namespace) in [
        (HelmVersion::V3, "plugin-helm3"),
        (HelmVersion::V4, "plugin-helm4"),
    ] {
        let scenario = Scenario::sessions(helm, namespace);
        scenario.run(&environment.access, &environment.charts)?;
        let folder = folder(&environment, namespace)?;
        let mut config = admins_kubeconfig(&environment)?;
        let token = config["users"][0]["user"]["token"].take();
        let credential = json!({
            "apiVersion": "client.authentication.k8s.io/v1",
            "kind": "ExecCredential",
            "status": { "token": token },
        });
        let plugin = folder.join("corp-login");
        let script =
            format!("#!/bin/sh\n[ \"$CORP_SESSION\" = open ] || exit 1\necho '{credential}'\n");
        fs::write(&plugin, script)?;
        fs::set_permissions(&plugin, fs::Permissions::from_mode(0o700))?;
        config["users"][0]["user"] = json!({ "exec": {
            "apiVersion": "client.authentication.k8s.io/v1",
            "command": "./corp-login",
            "interactiveMode": "IfAvailable",
        } });
        let path = folder.join("config");
        write(&path, &config)?;
        let session = [("CORP_SESSION", "open")];
        let astern = LaptopEndpoint::start_as(&environment, &path, helm, &session)?;
        let request = RollbackRequest::new(namespace, "sessions", 2, 1);
        let response = astern.start_rollback(&request)?;
        assert_eq!(response.status, 202, "{}", response.text);
        assert_eq!(astern.outcome(&request)?["result"], "done");
    }
    Ok(())
}

/// A login that expires, and somebody who logs in again: the kubeconfig has other credentials then.
#[tokio::test]
async fn whoever_logs_in_again_reads_again() -> Result<(), Failure> {
    let environment = TestEnvironment::find()?;
    let namespace = "login-again";
    let kubectl = |arguments: &[&str]| {
        let arguments = arguments.iter().copied();
        environment.access.kubectl(arguments)
    };
    kubectl(&["create", "namespace", namespace])?;
    kubectl(&["create", "serviceaccount", "jo", "--namespace", namespace])?;
    let token = RevocableToken::mint(&environment, namespace, "jo")?;
    let path = folder(&environment, namespace)?.join("config");
    let own = admins_kubeconfig(&environment)?;
    let mut expiring = own.clone();
    expiring["users"][0]["user"] = json!({ "token": token.reveal() });
    write(&path, &expiring)?;
    let astern = LaptopEndpoint::start_as(&environment, &path, HelmVersion::V4, &[])?;
    let status =
        || -> Result<u16, Failure> { Ok(astern.read("/api/v1/namespaces/login-again")?.status) };
    assert_eq!(status()?, 403);
    token.revoke(&environment)?;
    eventually("the end of the login", || {
        Ok((status()? == 401).then_some(()))
    })?;
    write(&path, &own)?;
    eventually("the new login", || Ok((status()? == 200).then_some(())))
}
