//! A child process with its output.

use std::io::{BufRead, BufReader, Read};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};

use crate::Failure;

/// The maximum time of anything that is not the subject of a test.
const TIMEOUT: Duration = Duration::from_secs(120);

/// A running program and its output. It is ended when this is dropped.
#[derive(Debug)]
pub struct Program {
    name: String,
    child: Child,
    lines: Arc<Mutex<Vec<String>>>,
}

impl Program {
    /// Starts a program.
    ///
    /// # Errors
    /// When it cannot be started.
    pub fn start(name: &str, command: &mut Command) -> Result<Self, Failure> {
        command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut child = command
            .spawn()
            .map_err(|error| Failure::new(format!("starting {name}: {error}")))?;
        let lines = Arc::default();
        if let Some(pipe) = child.stdout.take() {
            collect_lines(pipe, Arc::clone(&lines));
        }
        if let Some(pipe) = child.stderr.take() {
            collect_lines(pipe, Arc::clone(&lines));
        }
        Ok(Self {
            name: name.to_owned(),
            child,
            lines,
        })
    }

    /// Returns its process id.
    #[must_use]
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Returns its output so far, standard output and standard error interleaved.
    #[must_use]
    pub fn output(&self) -> String {
        self.lines
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .join("\n")
    }

    /// Returns its child processes that are running.
    #[must_use]
    pub fn children(&self) -> Vec<Pid> {
        let own = i32::try_from(self.child.id()).ok().and_then(Pid::from_raw);
        own.map(children_of).unwrap_or_default()
    }

    /// Kills it with SIGKILL, so that it cannot clean up.
    ///
    /// # Errors
    /// When it cannot be killed.
    pub fn kill(&mut self) -> Result<(), Failure> {
        self.child.kill()?;
        self.child.wait()?;
        Ok(())
    }

    /// Sends SIGTERM.
    ///
    /// # Errors
    /// When it has exited.
    pub fn terminate(&self) -> Result<(), Failure> {
        let pid = i32::try_from(self.child.id()).ok().and_then(Pid::from_raw);
        let pid = pid.ok_or_else(|| Failure::new("a process without an id"))?;
        Ok(kill_process(pid, Signal::TERM)?)
    }

    /// Waits until it has exited, and returns whether its exit status was 0.
    ///
    /// # Errors
    /// When the deadline passes.
    pub fn wait_for_end(&mut self) -> Result<bool, Failure> {
        let child = &mut self.child;
        eventually("the end of a program", || {
            Ok(child.try_wait()?.map(|status| status.success()))
        })
    }

    /// Waits for a line for which `find` returns a value.
    ///
    /// # Errors
    /// When the program exits first, or the deadline passes.
    pub fn wait_for_line<T>(&mut self, find: impl Fn(&str) -> Option<T>) -> Result<T, Failure> {
        let deadline = Instant::now() + TIMEOUT;
        loop {
            // Check this before the output: a program may write its last lines and exit.
            let ended = self.child.try_wait()?;
            if let Some(found) = self.output().lines().find_map(&find) {
                return Ok(found);
            }
            if let Some(status) = ended {
                return Err(Failure::new(format!(
                    "{} ended ({status}):\n{}",
                    self.name,
                    self.output()
                )));
            }
            if Instant::now() > deadline {
                return Err(Failure::new(format!(
                    "{} never said what was waited for:\n{}",
                    self.name,
                    self.output()
                )));
            }
            thread::sleep(Duration::from_millis(20));
        }
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let pid = i32::try_from(self.child.id()).ok().and_then(Pid::from_raw);
        if let (Some(pid), Ok(None)) = (pid, self.child.try_wait()) {
            // SIGTERM first, so that it can end its own child processes.
            let _ = kill_process(pid, Signal::TERM);
        }
        let deadline = Instant::now() + Duration::from_secs(5);
        while matches!(self.child.try_wait(), Ok(None)) && Instant::now() < deadline {
            thread::sleep(Duration::from_millis(10));
        }
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn collect_lines(pipe: impl Read + Send + 'static, lines: Arc<Mutex<Vec<String>>>) {
    thread::spawn(move || {
        for line in BufReader::new(pipe).lines().map_while(Result::ok) {
            lines
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .push(line);
        }
    });
}

/// Calls `poll` repeatedly until it returns a value.
///
/// # Errors
/// When `poll` fails, or the deadline passes: `what` did not come.
pub fn eventually<T>(
    what: &str,
    mut poll: impl FnMut() -> Result<Option<T>, Failure>,
) -> Result<T, Failure> {
    let deadline = Instant::now() + TIMEOUT;
    loop {
        if let Some(answer) = poll()? {
            return Ok(answer);
        }
        if Instant::now() > deadline {
            return Err(Failure::new(format!(
                "{what} did not come within {} seconds",
                TIMEOUT.as_secs()
            )));
        }
        thread::sleep(Duration::from_millis(100));
    }
}

/// The state and the parent of a process.
struct Stat {
    runs: bool,
    parent: i32,
}

/// Reads the state of a process; `None` when it is gone.
fn stat(process: Pid) -> Option<Stat> {
    let stat = format!("/proc/{}/stat", process.as_raw_nonzero());
    let stat = std::fs::read_to_string(stat).ok()?;
    // The state and the parent's id follow the program's name, which may contain any character; see proc(5).
    let mut fields = stat.rsplit_once(") ")?.1.split(' ');
    Some(Stat {
        runs: fields.next()? != "Z",
        parent: fields.next()?.parse().ok()?,
    })
}

/// Returns whether a process runs. One that has ended and was not waited for does not.
#[must_use]
pub fn process_runs(process: Pid) -> bool {
    stat(process).is_some_and(|stat| stat.runs)
}

/// Returns the name of a process, at most 15 bytes of its program's; `None` when it is gone.
pub(crate) fn process_name(process: Pid) -> Option<String> {
    let name = format!("/proc/{}/comm", process.as_raw_nonzero());
    Some(std::fs::read_to_string(name).ok()?.trim_end().to_owned())
}

/// Returns the child processes of a process that are running.
pub(crate) fn children_of(parent: Pid) -> Vec<Pid> {
    let processes = std::fs::read_dir("/proc").into_iter().flatten().flatten();
    processes
        .filter_map(|entry| Pid::from_raw(entry.file_name().to_str()?.parse().ok()?))
        .filter(|process| {
            let stat = stat(*process);
            stat.is_some_and(|stat| stat.runs && stat.parent == parent.as_raw_nonzero().get())
        })
        .collect()
}
