//! Why a probe fails: the Event `Unhealthy`. Source: `pkg/kubelet/prober` and `pkg/probe`.

use crate::words::{after, between, has_any};

/// A probe that fails.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ProbeTrouble {
    /// Which probe.
    pub kind: ProbeKind,
    /// How it fails.
    pub failure: ProbeFailure,
    /// The port that it asks, where the message names it.
    pub port: Option<u16>,
    /// The path that it asks for over HTTP, where the message names it.
    pub path: Option<String>,
}

/// A probe of a container.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ProbeKind {
    /// `readinessProbe`: the pod gets no requests.
    Readiness,
    /// `livenessProbe`: the container is restarted.
    Liveness,
    /// `startupProbe`: the container is restarted.
    Startup,
}

/// How a probe fails.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum ProbeFailure {
    /// The HTTP response has this status.
    Status(u16),
    /// Nothing listens on the port.
    Refused,
    /// There is no answer in time.
    Timeout,
    /// The other side speaks TLS and the probe does not, or the reverse.
    Scheme,
    /// The command of the probe fails.
    Command,
    /// Another failure.
    Other,
}

impl ProbeKind {
    /// Returns the field of the container.
    #[must_use]
    pub fn field(self) -> &'static str {
        match self {
            Self::Readiness => "readinessProbe",
            Self::Liveness => "livenessProbe",
            Self::Startup => "startupProbe",
        }
    }
}

impl ProbeTrouble {
    /// Reads why a probe fails.
    pub(super) fn read(message: &str) -> Self {
        let kind = match message.split(' ').next() {
            Some("Liveness") => ProbeKind::Liveness,
            Some("Startup") => ProbeKind::Startup,
            _ => ProbeKind::Readiness,
        };
        let detail = after(message, "probe failed: ").or_else(|| after(message, "errored: "));
        let detail = detail.unwrap_or(message);
        let url = between(detail, "Get \"", "\"");
        let address = url.and_then(|url| after(url, "://"));
        let path = address.and_then(|address| address.split_once('/'));
        let host = address.map(|address| address.split('/').next().unwrap_or(address));
        // `dial tcp 10.0.0.7:8081: connect: …`, `failed to connect service "10.0.0.7:50051" within 1s`
        let dialled = after(detail, "dial tcp ").and_then(|rest| rest.split(": ").next());
        let service = between(detail, "connect service \"", "\"");
        let port = [host, dialled, service].into_iter().flatten();
        let mut port = port.filter_map(|address| address.rsplit(':').next()?.parse().ok());
        Self {
            kind,
            failure: failure(detail),
            port: port.next(),
            path: path.map(|(_, path)| format!("/{path}")),
        }
    }
}

fn failure(detail: &str) -> ProbeFailure {
    let status = after(detail, "statuscode: ");
    let status = status.and_then(|rest| rest.split(|c: char| !c.is_ascii_digit()).next());
    if let Some(status) = status.and_then(|status| status.parse().ok()) {
        return ProbeFailure::Status(status);
    }
    if has_any(detail, &["connection refused", "failed to connect service"]) {
        ProbeFailure::Refused
    } else if has_any(
        detail,
        &[
            "HTTP response to HTTPS client",
            "malformed HTTP",
            "first record does not look like a TLS",
            "http: server gave HTTP",
        ],
    ) {
        ProbeFailure::Scheme
    } else if has_any(
        detail,
        &["timed out", "timeout", "deadline exceeded", "i/o timeout"],
    ) {
        ProbeFailure::Timeout
    } else if has_any(
        detail,
        &["dial tcp", "EOF", "connection reset", "no route to host"],
    ) {
        ProbeFailure::Other
    } else {
        ProbeFailure::Command
    }
}
