//! A client of the endpoint in the cluster: sends the requests of the page without a browser.

use std::sync::atomic::{AtomicU64, Ordering};

use serde_json::{Value, json};

use crate::plain_http::{plain_request, plain_stream};
use crate::{Chart, Failure, Proxy, Response, User, eventually};

/// A client that reaches the endpoint of a chart through a `kubectl proxy` of its own.
#[derive(Debug)]
pub struct EndpointClient<'a> {
    chart: &'a Chart<'a>,
    user: User,
    proxy: Proxy,
}

/// The body of a request to roll back.
#[derive(Clone, Debug)]
pub struct RollbackRequest {
    /// The id of the request.
    pub id: String,
    /// The namespace of the release.
    pub namespace: String,
    /// The name of the release.
    pub release: String,
    /// The revision to roll back to.
    pub target: u64,
    /// The revision that the user saw as current.
    pub expected_current: u64,
    /// The timeout of each hook and of the wait.
    pub timeout_seconds: u64,
    /// Whether helm waits until the objects are ready.
    pub wait: bool,
}

impl RollbackRequest {
    /// Creates a request for `namespace/release` with a new id.
    #[must_use]
    pub fn new(namespace: &str, release: &str, expected_current: u64, target: u64) -> Self {
        static NEXT_ID: AtomicU64 = AtomicU64::new(1);
        let number = NEXT_ID.fetch_add(1, Ordering::Relaxed);
        Self {
            id: format!("{number:032x}"),
            namespace: namespace.to_owned(),
            release: release.to_owned(),
            target,
            expected_current,
            timeout_seconds: 60,
            wait: true,
        }
    }

    /// Returns the body.
    pub(crate) fn body(&self) -> String {
        json!({
            "request_id": self.id,
            "namespace": self.namespace,
            "release": self.release,
            "target": self.target,
            "expected_current": self.expected_current,
            "options": {
                "wait": self.wait,
                "timeout_seconds": self.timeout_seconds,
                "cleanup_on_fail": true,
            },
            "reason": "checkout fails since the release",
            "claimed_by": "jane",
        })
        .to_string()
    }
}

impl<'a> EndpointClient<'a> {
    /// Starts `kubectl proxy`.
    ///
    /// # Errors
    /// When kubectl does not start.
    pub fn connect(chart: &'a Chart<'a>, user: User) -> Result<Self, Failure> {
        let proxy = Proxy::start(chart.environment, user)?;
        Ok(Self { chart, user, proxy })
    }

    /// Returns the address of the page for a browser.
    #[must_use]
    pub fn page(&self) -> String {
        format!("{}{}/", self.proxy.base(), self.chart.path())
    }

    /// Returns the address at which `kubectl proxy` itself serves the app.
    #[must_use]
    pub fn read_only_page(&self) -> String {
        self.proxy.app("")
    }

    /// Returns the address of the page through another port, which forwards to that of `kubectl proxy`.
    #[must_use]
    pub fn page_through(&self, port: u16) -> String {
        format!("http://127.0.0.1:{port}{}/", self.chart.path())
    }

    /// Returns the port of `kubectl proxy`.
    ///
    /// # Errors
    /// When its address has another form.
    pub fn port(&self) -> Result<u16, Failure> {
        Ok(self.host().rsplit(':').next().unwrap_or_default().parse()?)
    }

    /// Mints a token of the account that rolls back in `namespace`, with the rights of the user, as the page does.
    ///
    /// # Errors
    /// When the user may not: the error of kubectl.
    pub fn mint(&self, namespace: &str) -> Result<String, Failure> {
        self.mint_for(namespace, "astern")
    }

    /// Mints a token for another audience.
    ///
    /// # Errors
    /// When the user may not: the error of kubectl.
    pub fn mint_for(&self, namespace: &str, audience: &str) -> Result<String, Failure> {
        let audience = format!("--audience={audience}");
        let arguments = ["create", "token", "astern-rollback", &audience];
        let options = ["--duration=600s", "--namespace", namespace];
        let access = &self.chart.environment.access;
        let output = access.output(self.user, "kubectl", arguments.into_iter().chain(options))?;
        match output.success {
            true => Ok(output.stdout.trim().to_owned()),
            false => Err(Failure::new(output.stderr)),
        }
    }

    /// Sends a GET request for a path below that of the page.
    ///
    /// # Errors
    /// When there is no response.
    pub fn get(&self, path: &str, token: Option<&str>) -> Result<Response, Failure> {
        self.send("GET", path, token, "")
    }

    /// Sends a request to roll back.
    ///
    /// # Errors
    /// When there is no response.
    pub fn start_rollback(
        &self,
        request: &RollbackRequest,
        token: Option<&str>,
    ) -> Result<Response, Failure> {
        self.send("POST", "astern/v1/rollbacks", token, &request.body())
    }

    /// Reads the events of a rollback until it ends.
    ///
    /// # Errors
    /// When the request is refused, or the stream breaks off.
    pub fn follow(&self, request: &RollbackRequest, token: &str) -> Result<Vec<Value>, Failure> {
        self.follow_with(request, token, || ())
    }

    /// The same, and calls `on_first_event` when the first event has arrived.
    ///
    /// # Errors
    /// When the request is refused, or the stream breaks off.
    pub fn follow_with(
        &self,
        request: &RollbackRequest,
        token: &str,
        on_first_event: impl FnOnce(),
    ) -> Result<Vec<Value>, Failure> {
        events(self.stream(request, token, on_first_event)?)
    }

    fn stream(
        &self,
        request: &RollbackRequest,
        token: &str,
        on_first_event: impl FnOnce(),
    ) -> Result<Response, Failure> {
        let path = format!("astern/v1/rollbacks/{}?from=0", request.id);
        let path = format!("{}/{path}", self.chart.path());
        plain_stream(
            self.port()?,
            &path,
            &self.headers(Some(token)),
            on_first_event,
        )
    }

    /// Returns the outcome of a rollback, which is in the last event. Like the page it retries while the endpoint
    /// responds with 429 or 503.
    ///
    /// # Errors
    /// When the request is refused, or the last event is not the end.
    pub fn outcome(&self, request: &RollbackRequest, token: &str) -> Result<Value, Failure> {
        let events = eventually("the stream of what happens", || {
            let response = self.stream(request, token, || ())?;
            match response.status {
                429 | 503 => Ok(None),
                _ => events(response).map(Some),
            }
        })?;
        let last = events.last().map(|event| event["what"].clone());
        match last {
            Some(last) if last["kind"] == "ended" => Ok(last["outcome"].clone()),
            _ => Err(Failure::new(format!("no end: {events:?}"))),
        }
    }

    fn send(
        &self,
        method: &str,
        path: &str,
        token: Option<&str>,
        body: &str,
    ) -> Result<Response, Failure> {
        let path = format!("{}/{path}", self.chart.path());
        plain_request(self.port()?, method, &path, &self.headers(token), body)
    }

    fn host(&self) -> &str {
        self.proxy.base().trim_start_matches("http://")
    }

    fn headers<'h>(&'h self, token: Option<&'h str>) -> Vec<(&'h str, &'h str)> {
        let mut headers = vec![
            ("Host", self.host()),
            ("Origin", self.proxy.base()),
            ("Sec-Fetch-Site", "same-origin"),
            ("Content-Type", "application/json"),
        ];
        headers.extend(token.map(|token| ("X-Astern-Token", token)));
        headers
    }
}

/// Parses the events of a complete stream.
fn events(stream: Response) -> Result<Vec<Value>, Failure> {
    if stream.status != 200 {
        return Err(Failure::new(stream.text));
    }
    let events = stream.body()?;
    events
        .lines()
        .map(|line| Ok(serde_json::from_str(line)?))
        .collect()
}
