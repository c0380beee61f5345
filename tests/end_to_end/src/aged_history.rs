//! Records that say that their operations began earlier than they did, so that revisions were live for long.

use std::io::{Read as _, Write as _};
use std::time::{SystemTime, UNIX_EPOCH};

use astern_ledger::Timestamp;
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use serde_json::{Value, json};

use crate::{Failure, Scenario, TestEnvironment};

/// Makes the records of the scenario's release say that its operations began so many seconds ago, oldest revision first.
///
/// # Errors
/// When kubectl fails, or a record is none of helm's.
pub fn age_history(
    environment: &TestEnvironment,
    scenario: &Scenario,
    seconds_ago: &[i64],
) -> Result<(), Failure> {
    let now = SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs();
    let now = i64::try_from(now)?;
    for (revision, seconds) in (1..).zip(seconds_ago) {
        let name = format!("sh.helm.release.v1.{}.v{revision}", scenario.release);
        let secret = ["get", "secret", &name, "--namespace", scenario.namespace];
        let output = secret.into_iter().chain(["--output", "json"]);
        let secret: Value = serde_json::from_str(&environment.access.kubectl(output)?)?;
        let encoded = secret["data"]["release"].as_str().unwrap_or_default();
        let payload = BASE64_STANDARD.decode(BASE64_STANDARD.decode(encoded)?)?;
        let mut json_text = String::new();
        GzDecoder::new(payload.as_slice()).read_to_string(&mut json_text)?;
        let mut release: Value = serde_json::from_str(&json_text)?;
        release["info"]["last_deployed"] = Timestamp::from_second(now - seconds).to_string().into();
        let mut gzip = GzEncoder::new(Vec::new(), Compression::fast());
        gzip.write_all(release.to_string().as_bytes())?;
        let payload = BASE64_STANDARD.encode(gzip.finish()?);
        let patch = json!({ "data": { "release": BASE64_STANDARD.encode(payload) } }).to_string();
        let patch = [
            "patch",
            "secret",
            &name,
            "--namespace",
            scenario.namespace,
            "--patch",
            &patch,
        ];
        environment.access.kubectl(patch)?;
    }
    Ok(())
}
