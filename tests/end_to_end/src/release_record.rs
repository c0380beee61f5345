//! Release records that no helm wrote, for manifests that helm could not have applied.

use std::io::Write as _;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::{Value, json};

use crate::Failure;

/// A revision of a release, as it is recorded in a Secret.
#[derive(Clone, Debug)]
pub struct ReleaseRecord<'a> {
    /// The namespace.
    pub namespace: &'a str,
    /// The name of the release.
    pub release: &'a str,
    /// The number of the revision.
    pub revision: u32,
    /// Its status, such as `deployed`.
    pub status: &'a str,
    /// Its manifest.
    pub manifest: &'a str,
    /// How Helm 4 applied it: `ssa` or `csa`. Helm 3 does not record it.
    pub apply_method: Option<&'a str>,
}

impl ReleaseRecord<'_> {
    /// Returns the Secret.
    ///
    /// # Errors
    /// When the payload cannot be compressed.
    pub fn secret(&self) -> Result<Value, Failure> {
        let at = "2026-11-28T10:00:00Z";
        let mut release = json!({
            "name": self.release,
            "info": { "first_deployed": at, "last_deployed": at, "deleted": "", "status": self.status,
                "description": "Upgrade complete" },
            "chart": { "metadata": { "name": "shop", "version": "1.0.0", "apiVersion": "v2" }, "templates": [],
                "values": {} },
            "manifest": self.manifest,
            "hooks": [],
            "version": self.revision,
            "namespace": self.namespace,
        });
        if let Some(method) = self.apply_method {
            release["apply_method"] = method.into();
        }
        let mut gzip = GzEncoder::new(Vec::new(), Compression::fast());
        gzip.write_all(release.to_string().as_bytes())?;
        let payload = BASE64_STANDARD.encode(gzip.finish()?);
        let name = format!("sh.helm.release.v1.{}.v{}", self.release, self.revision);
        Ok(json!({
            "apiVersion": "v1",
            "kind": "Secret",
            "type": "helm.sh/release.v1",
            "metadata": {
                "name": name,
                "namespace": self.namespace,
                "labels": { "owner": "helm", "name": self.release, "status": self.status,
                    "version": self.revision.to_string() },
            },
            "data": { "release": BASE64_STANDARD.encode(payload) },
        }))
    }
}
