//! Someone in front of the endpoint in the cluster, without a browser: what the page would send, as they would send it.

use std::sync::atomic::{AtomicU64, Ordering};

use serde_json::{Value, json};

use crate::plain_http::{plain_request, plain_stream};
use crate::{Chart, Failure, Proxy, Response, User, eventually};

/// A person with a `kubectl proxy` of their own, through which they reach the chart's endpoint.
#[derive(Debug)]
pub struct EndpointClient<'a> {
    chart: &'a Chart<'a>,
    user: User,
    proxy: Proxy,
}

/// One press of the button.
#[derive(Clone, Debug)]
pub struct RollbackRequest {
    /// The request's id.
    pub id: String,
    /// Where the release is.
    pub namespace: String,
    /// The release.
    pub release: String,
    /// Where to go back to.
    pub target: u64,
    /// What was seen as current.
    pub expected_current: u64,
    /// For each hook and the wait.
    pub timeout_seconds: u64,
}

impl RollbackRequest {
    /// Of the button that takes `namespace/release` from one revision back to another, with an id of its own.
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
        }
    }

    fn body(&self) -> String {
        json!({
            "request_id": self.id,
            "namespace": self.namespace,
            "release": self.release,
            "target": self.target,
            "expected_current": self.expected_current,
            "options": {
                "wait": true,
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
    /// Starts their `kubectl proxy`.
    ///
    /// # Errors
    /// When kubectl does not start.
    pub fn connect(chart: &'a Chart<'a>, user: User) -> Result<Self, Failure> {
        let proxy = Proxy::start(chart.environment, user)?;
        Ok(Self { chart, user, proxy })
    }

    /// The page's address in their browser.
    #[must_use]
    pub fn page(&self) -> String {
        format!("{}{}/", self.proxy.base(), self.chart.path())
    }

    /// The address at which their proxy alone serves the app.
    #[must_use]
    pub fn read_only_page(&self) -> String {
        self.proxy.app("")
    }

    /// The same by another port of this machine, behind which is their proxy's.
    #[must_use]
    pub fn page_through(&self, port: u16) -> String {
        format!("http://127.0.0.1:{port}{}/", self.chart.path())
    }

    /// The port of their proxy.
    ///
    /// # Errors
    /// When its address has another form.
    pub fn port(&self) -> Result<u16, Failure> {
        Ok(self.host().rsplit(':').next().unwrap_or_default().parse()?)
    }

    /// A token of the account that rolls back in `namespace`, minted with their own rights as the page does it.
    ///
    /// # Errors
    /// When they may not: what kubectl said.
    pub fn mint(&self, namespace: &str) -> Result<String, Failure> {
        self.mint_for(namespace, "astern")
    }

    /// The same for another audience.
    ///
    /// # Errors
    /// When they may not: what kubectl said.
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

    /// Reads something below the page's address.
    ///
    /// # Errors
    /// When nobody answers.
    pub fn get(&self, path: &str, token: Option<&str>) -> Result<Response, Failure> {
        self.send("GET", path, token, "")
    }

    /// Presses the button.
    ///
    /// # Errors
    /// When nobody answers.
    pub fn start_rollback(
        &self,
        request: &RollbackRequest,
        token: Option<&str>,
    ) -> Result<Response, Failure> {
        self.send("POST", "astern/v1/rollbacks", token, &request.body())
    }

    /// What happened in a rollback, to its end.
    ///
    /// # Errors
    /// When it cannot be followed, or the stream breaks off before the end.
    pub fn follow(&self, request: &RollbackRequest, token: &str) -> Result<Vec<Value>, Failure> {
        self.follow_with(request, token, || ())
    }

    /// The same, calling `begun` when the first that happened is known.
    ///
    /// # Errors
    /// When it cannot be followed, or the stream breaks off before the end.
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

    /// What came of a rollback: the last event's outcome. As the page does, it asks again when the endpoint says that
    /// it cannot answer now.
    ///
    /// # Errors
    /// When it cannot be followed, or its last event is no end.
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

/// What a stream that ended holds.
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
