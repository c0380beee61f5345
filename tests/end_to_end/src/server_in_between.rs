//! A server between astern and the API server that fails chosen requests, or goes silent for a while.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;

use serde_json::{Value, json};

use crate::{Failure, Proxy, TestEnvironment, User};

/// How a request fails.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum FailedRequest {
    /// 429 with `Retry-After: 1`, as an API server answers that has too many requests.
    Throttled,
    /// 502 with a page of HTML, as a load balancer answers.
    BadGateway,
    /// The connection is closed before an answer.
    Reset,
    /// 403 for somebody without credentials, as an API server answers where they were lost on the way.
    Anonymous,
}

/// How often requests fail.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Times {
    /// So many requests.
    Next(usize),
    /// Until [`ServerInBetween::pass_all`].
    All,
}

#[derive(Debug)]
struct Rule {
    path: String,
    failure: FailedRequest,
    times: Times,
}

/// A plain HTTP server in front of a `kubectl proxy`. Its threads end with the test program.
#[derive(Debug)]
pub struct ServerInBetween {
    port: u16,
    rules: Arc<Mutex<Vec<Rule>>>,
    sleep: Arc<Sleep>,
    kubeconfig: PathBuf,
    _proxy: Proxy,
}

impl ServerInBetween {
    /// Starts a server that passes requests on with the rights of `user`, and writes a kubeconfig with which it is the API
    /// server.
    ///
    /// # Errors
    /// When kubectl does not start, no port is free, or the kubeconfig cannot be written.
    pub fn start(environment: &TestEnvironment, user: User) -> Result<Self, Failure> {
        let proxy = Proxy::start(environment, user)?;
        let base = proxy.base();
        let target = base.trim_start_matches("http://").to_owned();
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        let port = listener.local_addr()?.port();
        let rules = Arc::<Mutex<Vec<Rule>>>::default();
        let sleep = Arc::<Sleep>::default();
        let shared = (Arc::clone(&rules), Arc::clone(&sleep));
        thread::spawn(move || {
            while let Ok((client, _)) = listener.accept() {
                let (target, (rules, sleep)) = (target.clone(), shared.clone());
                // Whoever sent the request sees its end.
                thread::spawn(move || answer(client, &target, &rules, &sleep).is_ok());
            }
        });
        let kubeconfig = environment.access.dir().join(format!("between-{port}"));
        std::fs::write(&kubeconfig, kubeconfig_of(port, None).to_string())?;
        Ok(Self {
            port,
            rules,
            sleep,
            kubeconfig,
            _proxy: proxy,
        })
    }

    /// Returns the kubeconfig.
    #[must_use]
    pub fn kubeconfig(&self) -> &Path {
        &self.kubeconfig
    }

    /// Names a namespace in the kubeconfig's context.
    ///
    /// # Errors
    /// When the kubeconfig cannot be written.
    pub fn set_context_namespace(&self, namespace: &str) -> Result<(), Failure> {
        let kubeconfig = kubeconfig_of(self.port, Some(namespace));
        Ok(std::fs::write(&self.kubeconfig, kubeconfig.to_string())?)
    }

    /// Fails requests whose path contains this text.
    pub fn fail(&self, path: &str, failure: FailedRequest, times: Times) {
        lock(&self.rules).push(Rule {
            path: path.to_owned(),
            failure,
            times,
        });
    }

    /// Goes silent, as the network of a laptop that sleeps: nothing more arrives on open connections, which stay open, and new
    /// ones are answered after [`Self::wake`].
    pub fn sleep(&self) {
        let mut state = self.sleep.state();
        state.is_asleep = true;
        state.count += 1;
    }

    /// Answers new connections again. Those that were open before stay silent for ever.
    pub fn wake(&self) {
        self.sleep.state().is_asleep = false;
        self.sleep.changed.notify_all();
    }

    /// Passes all requests on from now on.
    pub fn pass_all(&self) {
        lock(&self.rules).clear();
    }
}

#[derive(Debug, Default)]
struct Sleep {
    state: Mutex<SleepState>,
    changed: Condvar,
}

#[derive(Debug, Default)]
struct SleepState {
    is_asleep: bool,
    /// How often it has slept.
    count: usize,
}

impl Sleep {
    fn state(&self) -> MutexGuard<'_, SleepState> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits until it is awake, and returns how often it has slept.
    fn wait(&self) -> usize {
        let awake = self
            .changed
            .wait_while(self.state(), |state| state.is_asleep);
        awake.unwrap_or_else(PoisonError::into_inner).count
    }
}

fn lock(rules: &Mutex<Vec<Rule>>) -> std::sync::MutexGuard<'_, Vec<Rule>> {
    rules.lock().unwrap_or_else(PoisonError::into_inner)
}

fn kubeconfig_of(port: u16, namespace: Option<&str>) -> Value {
    let server = format!("http://127.0.0.1:{port}");
    json!({
        "apiVersion": "v1", "kind": "Config", "current-context": "between",
        "clusters": [{ "name": "between", "cluster": { "server": server } }],
        "users": [{ "name": "between", "user": { "token": "none" } }],
        "contexts": [{ "name": "between", "context": {
            "cluster": "between", "user": "between", "namespace": namespace } }],
    })
}

/// Answers one request of a connection, which is closed afterwards.
fn answer(
    client: TcpStream,
    target: &str,
    rules: &Mutex<Vec<Rule>>,
    sleep: &Sleep,
) -> std::io::Result<()> {
    let slept = sleep.wait();
    let mut reader = BufReader::new(client.try_clone()?);
    let mut head = Vec::new();
    let mut length = 0;
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line)? == 0 || line == "\r\n" {
            break;
        }
        let lower = line.to_ascii_lowercase();
        if let Some(value) = lower.strip_prefix("content-length:") {
            length = value.trim().parse().unwrap_or_default();
        }
        let is_dropped = ["connection:", "authorization:", "host:"]
            .iter()
            .any(|name| lower.starts_with(name));
        if !is_dropped {
            head.push(line);
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body)?;
    let Some(request) = head.first().cloned() else {
        return Ok(());
    };
    let mut client = client;
    match failure_of(&request, rules) {
        Some(FailedRequest::Reset) => return Ok(()),
        Some(failure) => return client.write_all(failed(failure).as_bytes()),
        None => {}
    }
    let mut server = TcpStream::connect(target)?;
    server.write_all(head.concat().as_bytes())?;
    server.write_all(format!("Host: {target}\r\nConnection: close\r\n\r\n").as_bytes())?;
    server.write_all(&body)?;
    let mut buffer = [0; 16 * 1024];
    loop {
        let length = server.read(&mut buffer)?;
        if sleep.state().count != slept {
            // The connection is dead, and neither side is told.
            loop {
                thread::park();
            }
        }
        if length == 0 {
            return Ok(());
        }
        client.write_all(&buffer[..length])?;
    }
}

/// Returns how a request is to fail, and counts it.
fn failure_of(request: &str, rules: &Mutex<Vec<Rule>>) -> Option<FailedRequest> {
    let mut rules = lock(rules);
    let rule = rules
        .iter_mut()
        .find(|rule| request.contains(&rule.path) && rule.times != Times::Next(0))?;
    if let Times::Next(left) = &mut rule.times {
        *left -= 1;
    }
    Some(rule.failure)
}

fn failed(failure: FailedRequest) -> String {
    let (status, more, kind, body) = match failure {
        FailedRequest::Throttled => (
            "429 Too Many Requests",
            "Retry-After: 1\r\n",
            "application/json",
            json!({ "kind": "Status", "code": 429, "message": "Too many requests, please try again later." })
                .to_string(),
        ),
        FailedRequest::BadGateway | FailedRequest::Reset => (
            "502 Bad Gateway",
            "",
            "text/html",
            "<html><body><h1>gateway-html</h1></body></html>".to_owned(),
        ),
        FailedRequest::Anonymous => (
            "403 Forbidden",
            "",
            "application/json",
            json!({ "kind": "Status", "code": 403, "message":
                "secrets is forbidden: User \"system:anonymous\" cannot list resource \"secrets\" in API group \"\" at the cluster scope" })
                .to_string(),
        ),
    };
    format!(
        "HTTP/1.1 {status}\r\n{more}Content-Type: {kind}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
        body.len()
    )
}
