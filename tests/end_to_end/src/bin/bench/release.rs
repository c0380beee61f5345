//! The release whose two newest revisions are compared.

use std::fmt;
use std::path::Path;

use end_to_end::{Failure, HelmVersion, Scenario, TestEnvironment};
use serde_json::Value;

/// A release on the test cluster.
#[derive(Clone, Debug)]
pub struct BenchRelease {
    /// Its namespace.
    pub namespace: String,
    /// Its name.
    pub name: String,
    /// The second newest revision.
    pub from: u32,
    /// The newest revision.
    pub to: u32,
    /// Comparisons of older revisions, as routes after `#`; none of the revisions occurs twice.
    pub earlier: Vec<String>,
    /// Whether it comes from a file, which `cargo bench` has measured too.
    pub recorded: bool,
}

impl BenchRelease {
    /// Installs the sample incident.
    pub fn incident(environment: &TestEnvironment) -> Result<Self, Failure> {
        Scenario::incident(HelmVersion::V3, "bench")
            .run(&environment.access, &environment.charts)?;
        Ok(Self {
            namespace: "bench".to_owned(),
            name: "shop".to_owned(),
            from: 3,
            to: 4,
            earlier: Vec::new(),
            recorded: false,
        })
    }

    /// Restores a list of release Secrets from a file into its namespace.
    pub fn restored(environment: &TestEnvironment, file: &Path) -> Result<Self, Failure> {
        let list: Value = serde_json::from_slice(&std::fs::read(file)?)?;
        let label = |secret: &Value, name: &str| {
            secret["metadata"]["labels"][name]
                .as_str()
                .unwrap_or_default()
                .to_owned()
        };
        let secrets = list["items"].as_array().into_iter().flatten();
        let mut revisions: Vec<(u32, &Value)> = secrets
            .filter_map(|secret| Some((label(secret, "version").parse().ok()?, secret)))
            .collect();
        revisions.sort_by_key(|(revision, _)| *revision);
        let [older @ .., (from, _), (to, newest)] = revisions.as_slice() else {
            return Err(Failure::new(format!(
                "{} holds no two revisions of a release",
                file.display()
            )));
        };
        let namespace = newest["metadata"]["namespace"]
            .as_str()
            .unwrap_or("default")
            .to_owned();
        // The namespace may exist.
        let _ = environment
            .access
            .kubectl(["create", "namespace", &namespace]);
        let path = file.display().to_string();
        environment
            .access
            .kubectl(["apply", "--server-side", "--filename", &path])?;
        let name = label(newest, "name");
        let (pairs, _) = older.as_chunks::<2>();
        let earlier = pairs
            .iter()
            .map(|[(from, _), (to, _)]| address(&namespace, &name, *from, *to))
            .collect();
        Ok(Self {
            namespace,
            name,
            from: *from,
            to: *to,
            earlier,
            recorded: true,
        })
    }

    /// Returns the route of the comparison, after `#`.
    pub fn comparison(&self) -> String {
        address(&self.namespace, &self.name, self.from, self.to)
    }

    /// Returns the API path of a revision's Secret.
    pub fn record(&self, revision: u32) -> String {
        format!(
            "/api/v1/namespaces/{}/secrets/sh.helm.release.v1.{}.v{revision}",
            self.namespace, self.name
        )
    }

    /// Returns the API path of the list of its Secrets.
    pub fn list(&self) -> String {
        format!(
            "/api/v1/namespaces/{}/secrets?labelSelector=owner%3Dhelm%2Cname%3D{}&limit=500",
            self.namespace, self.name
        )
    }
}

fn address(namespace: &str, name: &str, from: u32, to: u32) -> String {
    format!("#/{namespace}/{name}/{from}..{to}")
}

impl fmt::Display for BenchRelease {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (from, to) = (self.from, self.to);
        write!(
            f,
            "{}/{}, revision {from} → {to}",
            self.namespace, self.name
        )
    }
}
