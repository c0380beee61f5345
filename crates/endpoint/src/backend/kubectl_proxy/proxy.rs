//! The `kubectl proxy` that belongs to this run.

use std::collections::VecDeque;
use std::io;
use std::path::Path;
use std::process::Stdio;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use axum::http::Request;
use http_body_util::Full;
use tokio::io::{AsyncBufReadExt as _, AsyncRead, BufReader};
use tokio::process::{Child, Command};

use super::{Access, Socket};
use crate::private_dir::PrivateDir;
use crate::stderr::tell;

/// How long kubectl may take to listen. Reading a kubeconfig takes milliseconds.
const PATIENCE: Duration = Duration::from_secs(20);

/// How many of kubectl's last lines are kept, to tell why it ended.
const KEPT_LINES: usize = 20;

/// The child, its socket and its folder; all gone when it is dropped.
#[derive(Debug)]
pub struct Proxy {
    // Dropped in this order: the process first, then its folder.
    child: Child,
    socket: Socket,
    _dir: PrivateDir,
}

/// Why there is no `kubectl proxy`.
#[derive(Debug, thiserror::Error)]
pub enum ProxyError {
    /// There is no such program.
    #[error(
        "{kubectl} cannot be run: {source}. Astern reads the cluster through kubectl: install it, or \
         say where it is with --kubectl"
    )]
    NoKubectl {
        /// What was tried.
        kubectl: String,
        /// Why not.
        source: io::Error,
    },
    /// It could not be given a place to listen.
    #[error("no folder for kubectl proxy's socket: {0}")]
    NoFolder(#[source] io::Error),
    /// It ended at once.
    #[error("kubectl proxy ended: {said}")]
    Ended {
        /// The last thing that it said.
        said: String,
    },
    /// The kubeconfig has no such context.
    #[error("there is no context {context}; {}", contexts(there))]
    NoContext {
        /// The one that was said.
        context: String,
        /// Those that there are.
        there: Vec<String>,
    },
    /// It does not listen.
    #[error("kubectl proxy did not begin to listen within {} seconds", PATIENCE.as_secs())]
    Late,
}

fn contexts(there: &[String]) -> String {
    match there {
        [] => "the kubeconfig has none".to_owned(),
        [one] => format!("there is only {one}"),
        many => format!("there are {}", many.join(", ")),
    }
}

impl ProxyError {
    /// What kubectl's last words come to.
    async fn ended(access: &Access, said: String) -> Self {
        match &access.context {
            Some(context) if said.contains("does not exist") && said.contains(context) => {
                Self::NoContext {
                    context: context.clone(),
                    there: access.contexts().await,
                }
            }
            _ => Self::Ended { said },
        }
    }

    pub(super) fn no_kubectl(kubectl: &Path, source: io::Error) -> Self {
        let kubectl = kubectl.display().to_string();
        Self::NoKubectl { kubectl, source }
    }
}

impl Proxy {
    /// Starts it and waits until it listens.
    ///
    /// # Errors
    /// [`ProxyError`], most often that kubectl is missing or that there is no such context.
    pub async fn start(access: &Access) -> Result<Self, ProxyError> {
        let dir = PrivateDir::new().map_err(ProxyError::NoFolder)?;
        let path = dir.path().join("s");
        let mut child = Command::new(&access.kubectl)
            .arg("proxy")
            .arg("--unix-socket")
            .arg(&path)
            .args(access.kubectl_flags())
            // A kubeconfig's server may have a path of its own, as Rancher's do.
            .arg("--append-server-path")
            // The router passes only reads on; what astern itself writes is its journal and events.
            .arg(r"--accept-paths=^/(version$|apis?(/|$))")
            .arg("--reject-methods=^(PATCH|DELETE|CONNECT)$")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            // Ctrl-C in the terminal is astern's to answer: a rollback that runs still needs this.
            .process_group(0)
            .kill_on_drop(true)
            .spawn()
            .map_err(|source| ProxyError::no_kubectl(&access.kubectl, source))?;
        let said = Said::default();
        let listening = child
            .stderr
            .take()
            .map(|stderr| tokio::spawn(said.clone().listen(stderr)));
        let socket = Socket::new(path);
        let deadline = Instant::now() + PATIENCE;
        loop {
            // `/` is refused by the filter above, so this asks kubectl and not the cluster.
            let probe = socket.send(Request::new(Full::default())).await;
            if probe.is_ok() {
                let _dir = dir;
                return Ok(Self {
                    child,
                    socket,
                    _dir,
                });
            }
            if let Ok(Some(_)) = child.try_wait() {
                if let Some(listening) = listening {
                    let _ = listening.await;
                }
                return Err(ProxyError::ended(access, said.last()).await);
            }
            if Instant::now() > deadline {
                return Err(ProxyError::Late);
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }

    /// Where it listens.
    pub fn socket(&self) -> Socket {
        self.socket.clone()
    }

    /// Its process id, while it runs.
    pub fn pid(&self) -> Option<u32> {
        self.child.id()
    }

    /// Ends it and waits until it is gone.
    pub async fn end(mut self) {
        // It fails only when the process is gone already.
        let _ = self.child.kill().await;
    }
}

/// What kubectl said.
#[derive(Clone, Default)]
struct Said(Arc<Mutex<VecDeque<String>>>);

impl Said {
    /// Keeps the last lines, and shows those that are meant for the person: a login plugin asks
    /// there to open a page and enter a code.
    async fn listen(self, stderr: impl AsyncRead + Unpin) {
        let mut lines = BufReader::new(stderr).lines();
        while let Ok(Some(line)) = lines.next_line().await {
            let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            let is_error = line.starts_with("error:");
            if !is_log(&line) && !is_error {
                tell(format_args!("kubectl: {line}"));
            }
            if kept.len() == KEPT_LINES {
                kept.pop_front();
            }
            kept.push_back(line);
        }
    }

    fn last(&self) -> String {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let errors = |line: &&String| line.starts_with("error:");
        let line = kept.iter().rev().find(errors).or_else(|| kept.back());
        match line {
            Some(line) => line.trim_start_matches("error:").trim().to_owned(),
            None => "it said nothing".to_owned(),
        }
    }
}

/// Whether it is a line of klog (`E1122 16:43:05.123456 …`): every request that fails makes one,
/// and whoever asked hears of it anyway.
fn is_log(line: &str) -> bool {
    let bytes = line.as_bytes();
    matches!(bytes.first(), Some(b'I' | b'W' | b'E' | b'F'))
        && bytes.len() > 5
        && bytes[1..5].iter().all(u8::is_ascii_digit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_login_prompt_is_shown_and_a_log_line_is_not() {
        assert!(is_log(
            "E1122 16:43:05.1 1 proxy_server.go:144] Error while proxying request"
        ));
        assert!(!is_log(
            "To sign in, open https://example.com and enter the code ABCD"
        ));
        assert!(!is_log("Enter"));
    }
}
