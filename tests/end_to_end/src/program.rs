//! A program that a test starts, listens to, and ends.

use std::io::{BufRead, BufReader, Read};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};

use crate::Failure;

/// How long anything may take that is not a test's own subject.
const TIMEOUT: Duration = Duration::from_secs(120);

/// A running program and what it has written. It is ended when this is dropped.
#[derive(Debug)]
pub struct Program {
    name: String,
    child: Child,
    lines: Arc<Mutex<Vec<String>>>,
}

impl Program {
    /// Starts it.
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

    /// Its process id.
    #[must_use]
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Everything that it has written so far, standard output and standard error together.
    #[must_use]
    pub fn output(&self) -> String {
        self.lines
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .join("\n")
    }

    /// The processes that it has started and that have not ended.
    #[must_use]
    pub fn children(&self) -> Vec<Pid> {
        let own = self.child.id();
        let processes = std::fs::read_dir("/proc").into_iter().flatten().flatten();
        processes
            .filter_map(|entry| {
                let id = entry.file_name().to_str()?.parse().ok()?;
                let stat = std::fs::read_to_string(entry.path().join("stat")).ok()?;
                // Behind the program's name, which may hold anything, stand its state and its parent (proc(5)).
                let mut fields = stat.rsplit_once(") ")?.1.split(' ');
                let runs = fields.next()? != "Z";
                let parent: u32 = fields.next()?.parse().ok()?;
                (runs && parent == own).then(|| Pid::from_raw(id))?
            })
            .collect()
    }

    /// Kills it, so that it can neither say nor put away anything.
    ///
    /// # Errors
    /// When the system does not let it be killed.
    pub fn kill(&mut self) -> Result<(), Failure> {
        self.child.kill()?;
        self.child.wait()?;
        Ok(())
    }

    /// Asks it to end.
    ///
    /// # Errors
    /// When it has ended already.
    pub fn terminate(&self) -> Result<(), Failure> {
        let pid = i32::try_from(self.child.id()).ok().and_then(Pid::from_raw);
        let pid = pid.ok_or_else(|| Failure::new("a process without an id"))?;
        Ok(kill_process(pid, Signal::TERM)?)
    }

    /// Waits until it has ended by itself, and says whether its exit status was 0.
    ///
    /// # Errors
    /// When a minute passes.
    pub fn wait_for_end(&mut self) -> Result<bool, Failure> {
        let child = &mut self.child;
        eventually("the end of a program", || {
            Ok(child.try_wait()?.map(|status| status.success()))
        })
    }

    /// Waits for a line in which `find` finds something.
    ///
    /// # Errors
    /// When the program ends first, or a minute passes.
    pub fn wait_for_line<T>(&mut self, find: impl Fn(&str) -> Option<T>) -> Result<T, Failure> {
        let deadline = Instant::now() + TIMEOUT;
        loop {
            // Before its lines are read: a program may write its last ones and end.
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
            // Asked first, so that it can end what it started itself.
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

/// Asks again and again until the answer is something, for a minute.
///
/// # Errors
/// When `ask` fails, or a minute passes: `what` did not come.
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
