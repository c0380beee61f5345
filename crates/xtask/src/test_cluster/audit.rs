//! Reads the audit log of the API server.

use std::path::{Path, PathBuf};

use serde_json::Value;

use super::TestClusterError;

/// Records every request once, without bodies: a watch when its response begins, any other when it is answered.
pub(super) const POLICY: &str = "\
apiVersion: audit.k8s.io/v1
kind: Policy
omitStages: [RequestReceived]
rules:
- level: Metadata
";

pub(super) fn file(dir: &Path) -> PathBuf {
    dir.join("audit.log")
}

/// A request that the API server answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// The path with the query.
    pub uri: String,
    /// `get`, `list`, `watch`, `create`, `patch` …
    pub verb: String,
    /// The user.
    pub user: String,
    /// The impersonated user, if any.
    pub impersonated: Option<String>,
    /// The user agent.
    pub agent: String,
    /// The status code of the response.
    pub status: u64,
}

/// The audit log, from an offset.
#[derive(Clone, Debug)]
pub struct Audit {
    path: PathBuf,
    from: u64,
}

impl Audit {
    pub(super) fn of(dir: &Path) -> Self {
        Self {
            path: file(dir),
            from: 0,
        }
    }

    /// Returns the part of the log that is written from now on.
    #[must_use]
    pub fn from_now(self) -> Self {
        let from = std::fs::metadata(&self.path).map_or(0, |file| file.len());
        Self { from, ..self }
    }

    /// Returns the requests, oldest first. A watch is recorded when it begins; any other request when it is answered.
    ///
    /// # Errors
    /// When the log cannot be read.
    pub fn requests(&self) -> Result<Vec<Request>, TestClusterError> {
        let bytes = std::fs::read(&self.path).map_err(TestClusterError::io(format!(
            "reading {}",
            self.path.display()
        )))?;
        let from = usize::try_from(self.from)
            .unwrap_or(usize::MAX)
            .min(bytes.len());
        let text = String::from_utf8_lossy(&bytes[from..]);
        Ok(text.lines().filter_map(request).collect())
    }
}

fn request(line: &str) -> Option<Request> {
    // The last line may be incomplete, which is not valid JSON.
    let event: Value = serde_json::from_str(line).ok()?;
    let text = |path: &str| {
        event
            .pointer(path)
            .and_then(Value::as_str)
            .map(str::to_owned)
    };
    let verb = text("/verb")?;
    // A watch has a second entry when it ends.
    if verb == "watch" && text("/stage")? == "ResponseComplete" {
        return None;
    }
    Some(Request {
        uri: text("/requestURI")?,
        verb,
        user: text("/user/username").unwrap_or_default(),
        impersonated: text("/impersonatedUser/username"),
        agent: text("/userAgent").unwrap_or_default(),
        status: event
            .pointer("/responseStatus/code")
            .and_then(Value::as_u64)
            .unwrap_or_default(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIST: &str = r#"{"stage":"ResponseComplete","requestURI":"/api/v1/secrets?limit=500","verb":"list",
        "user":{"username":"oncall"},"userAgent":"helm/v3","responseStatus":{"code":403}}"#;

    #[test]
    fn a_request_is_read_with_its_answer() {
        let request = request(&LIST.replace('\n', "")).unwrap();
        assert_eq!(
            (request.verb.as_str(), request.user.as_str(), request.status),
            ("list", "oncall", 403)
        );
        assert_eq!(request.uri, "/api/v1/secrets?limit=500");
    }

    #[test]
    fn a_watch_counts_once_and_an_incomplete_line_is_ignored() {
        let begins = LIST
            .replace("list", "watch")
            .replace("ResponseComplete", "ResponseStarted");
        assert!(request(&begins).is_some());
        assert_eq!(request(&LIST.replace("list", "watch")), None);
        assert_eq!(request(&LIST[..40]), None);
    }
}
