//! The end of `kubectl proxy`: it does not outlive the astern that started it, in whatever way that one ends.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should panic")]
#![cfg(target_os = "linux")]

#[path = "support/wait.rs"]
mod wait;

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::os::unix::fs::PermissionsExt as _;
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use astern_endpoint::private_dir::PrivateDir;

use wait::wait_until;

/// The variable with the socket of [`kubectl_of_other_tests`].
const SOCKET: &str = "ASTERN_TEST_KUBECTL_SOCKET";

/// What `kubectl config view` prints.
const VIEW: &str = r#"{"current-context":"test","contexts":[{"name":"test","context":{"cluster":"c"}}],"clusters":[{"name":"c","cluster":{"server":"http://127.0.0.1:9"}}]}"#;

/// Not a test: the `kubectl proxy` of the tests below, which are the parents of this process. Responds to every request with 503.
#[test]
fn kubectl_of_other_tests() {
    let Some(socket) = std::env::var_os(SOCKET) else {
        return;
    };
    let listener = UnixListener::bind(socket).unwrap();
    for stream in listener.incoming() {
        let mut stream = stream.unwrap();
        let _ = stream.read(&mut [0; 4096]);
        let _ = stream.write_all(
            b"HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
        );
    }
}

/// What the kubectl is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Kubectl {
    /// The program itself.
    Program,
    /// A script that starts another program and waits for it.
    Script,
}

/// A laptop's `astern` with that kubectl.
struct Astern {
    child: Child,
    kubectl: Process,
    socket: PathBuf,
    _dir: PrivateDir,
}

/// A process of another program.
struct Process(u32);

impl Process {
    /// Whether it runs. A process that has ended and was not waited for does not.
    fn runs(&self) -> bool {
        self.stat().is_some_and(|(state, _)| state != 'Z')
    }

    fn group(&self) -> u32 {
        self.stat().unwrap().1
    }

    /// The state and the process group, which follow the program's name; see proc_pid_stat(5).
    fn stat(&self) -> Option<(char, u32)> {
        let stat = fs::read_to_string(format!("/proc/{}/stat", self.0)).ok()?;
        let mut fields = stat.rsplit_once(") ")?.1.split(' ');
        let state = fields.next()?.chars().next()?;
        Some((state, fields.nth(1)?.parse().ok()?))
    }
}

fn program(path: &Path, script: &str) {
    fs::write(path, format!("#!/bin/sh\n{script}")).unwrap();
    fs::set_permissions(path, fs::Permissions::from_mode(0o700)).unwrap();
}

impl Astern {
    /// Starts it, and waits until it serves.
    fn start() -> Self {
        Self::start_with(Kubectl::Program)
    }

    fn start_with(kind: Kubectl) -> Self {
        let dir = PrivateDir::new().unwrap();
        let kubectl = dir.path().join("kubectl");
        let own = std::env::current_exe().unwrap();
        // `exec` keeps the process id that is written.
        let script = format!(
            "if [ \"$1\" = config ]; then echo '{VIEW}'; exit; fi\n\
             printf '%s\\n%s\\n' $$ \"$3\" > '{dir}/started'\n\
             {SOCKET}=\"$3\" {exec} '{own}' --exact kubectl_of_other_tests --nocapture\n",
            dir = dir.path().display(),
            own = own.display(),
            exec = match kind {
                Kubectl::Program => "exec",
                Kubectl::Script => "",
            }
        );
        program(&kubectl, &script);
        let mut child = Command::new(env!("CARGO_BIN_EXE_astern"))
            .args([
                "--no-open",
                "--port",
                "0",
                "--helm",
                "/nowhere/helm",
                "--kubectl",
            ])
            .arg(&kubectl)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap())
            .read_line(&mut line)
            .unwrap();
        assert!(line.starts_with("Astern is at http://"), "{line}");
        let started = fs::read_to_string(dir.path().join("started")).unwrap();
        let mut lines = started.lines();
        let kubectl = Process(lines.next().unwrap().parse().unwrap());
        let socket = PathBuf::from(lines.next().unwrap());
        assert!(kubectl.runs() && socket.exists());
        Self {
            child,
            kubectl,
            socket,
            _dir: dir,
        }
    }

    fn signal(&mut self, signal: &str) {
        let pid = self.child.id().to_string();
        let sent = Command::new("kill").args([signal, &pid]).status();
        assert!(sent.unwrap().success());
        wait_until(&format!("{signal}: the end of astern"), || {
            self.child.try_wait().unwrap().is_some()
        });
    }

    fn wait_for_end_of_kubectl(&self, how: &str) {
        let folder = self.socket.parent().unwrap();
        wait_until(&format!("{how}: the end of kubectl"), || {
            !self.kubectl.runs() && !folder.exists()
        });
    }
}

impl Drop for Astern {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn kubectl_ends_with_an_astern_that_is_killed_aborted_or_ended() {
    for signal in ["-KILL", "-ABRT", "-QUIT", "-INT", "-TERM", "-HUP"] {
        let mut astern = Astern::start();
        astern.signal(signal);
        astern.wait_for_end_of_kubectl(signal);
    }
}

/// As `killall -9 astern` and `pkill -9 astern` do.
#[test]
fn kubectl_ends_when_all_processes_that_are_named_astern_are_killed() {
    let mut astern = Astern::start();
    let supervisor = fs::read_dir("/proc")
        .unwrap()
        .flatten()
        .find(|process| {
            let arguments = fs::read(process.path().join("cmdline")).unwrap_or_default();
            let socket = astern.socket.as_os_str().as_encoded_bytes();
            arguments.windows(socket.len()).any(|part| part == socket)
                && arguments.windows(9).any(|part| part == b"supervise")
        })
        .unwrap();
    let name = fs::read_to_string(supervisor.path().join("comm")).unwrap();
    assert_eq!(name, "kubectl-guard\n");
    // Signals that would end a process which does not handle them.
    for signal in ["-INT", "-TERM", "-HUP"] {
        let pid = supervisor.file_name();
        let sent = Command::new("kill").arg(signal).arg(pid).status();
        assert!(sent.unwrap().success());
    }
    assert!(astern.kubectl.runs());
    astern.signal("-KILL");
    astern.wait_for_end_of_kubectl("killed by its name");
}

/// Ctrl-C goes to the process group in the foreground. A rollback that runs still reads the cluster then.
#[test]
fn ctrl_c_does_not_reach_kubectl() {
    let astern = Astern::start();
    let own = Process(astern.child.id());
    assert_ne!(astern.kubectl.group(), own.group());
}

/// A wrapper around kubectl is not all that has to end.
#[test]
fn what_a_kubectl_that_is_a_script_has_started_ends_with_it() {
    let mut astern = Astern::start_with(Kubectl::Script);
    let socket = astern.socket.clone();
    assert!(UnixStream::connect(&socket).is_ok());
    // The socket's file is removed; a server that was left behind would keep it open.
    let kept = astern.socket.with_extension("kept");
    fs::hard_link(&socket, &kept).unwrap();
    let elsewhere = PrivateDir::new().unwrap();
    let kept_elsewhere = elsewhere.path().join("s");
    fs::rename(&kept, &kept_elsewhere).unwrap();
    astern.signal("-KILL");
    astern.wait_for_end_of_kubectl("a script");
    wait_until("the end of the script's program", || {
        UnixStream::connect(&kept_elsewhere).is_err()
    });
}
