//! Records the processes of a test cluster in a file, so that exactly these can be ended later.

use std::fs::{File, OpenOptions};
use std::io::Write;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};

use super::TestClusterError;

/// The name of the file in the test cluster's folder: a line `PID START NAME` for each process.
const FILE: &str = "processes";

/// A process, identified by its id and its start time, because ids are reused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrackedProcess {
    pid: i32,
    start: u64,
    name: String,
}

impl TrackedProcess {
    /// Returns the running process with this id, if any.
    #[must_use]
    pub fn find(pid: i32, name: &str) -> Option<Self> {
        let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
        // The second field, the name of the program in parentheses, may contain spaces and parentheses.
        let (_, rest) = stat.rsplit_once(") ")?;
        let mut fields = rest.split(' ');
        let ended = matches!(fields.next()?, "Z" | "X");
        // `starttime` is field 22 in proc(5), hence the 19th after the state.
        let start = fields.nth(18)?.parse().ok()?;
        (!ended).then(|| Self {
            pid,
            start,
            name: name.to_owned(),
        })
    }

    /// Returns whether this process is running.
    #[must_use]
    pub fn is_running(&self) -> bool {
        Self::find(self.pid, &self.name).is_some_and(|current| current.start == self.start)
    }

    /// Appends it to the processes of the test cluster in `dir`.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn record(&self, dir: &Path) -> Result<(), TestClusterError> {
        let path = dir.join(FILE);
        let line = format!("{} {} {}\n", self.pid, self.start, self.name);
        let written = OpenOptions::new().append(true).create(true).open(&path);
        written
            .and_then(|mut file| file.write_all(line.as_bytes()))
            .map_err(TestClusterError::io(format!("writing {}", path.display())))
    }

    fn parse(line: &str) -> Option<Self> {
        let mut fields = line.splitn(3, ' ');
        let pid = fields.next()?.parse().ok()?;
        let start = fields.next()?.parse().ok()?;
        Some(Self {
            pid,
            start,
            name: fields.next()?.to_owned(),
        })
    }

    fn end(&self) {
        if let Some(pid) = Pid::from_raw(self.pid).filter(|_| self.is_running()) {
            // It may have exited in between, which is fine.
            let _ = kill_process(pid, Signal::KILL);
        }
    }
}

/// Starts a program with its output in a file, and records it.
pub(super) fn start(
    name: &'static str,
    command: &mut Command,
    log: &Path,
    dir: &Path,
) -> Result<Child, TestClusterError> {
    let output =
        File::create(log).map_err(TestClusterError::io(format!("writing {}", log.display())))?;
    let errors = output
        .try_clone()
        .map_err(TestClusterError::io(format!("writing {}", log.display())))?;
    command.stdin(Stdio::null()).stdout(output).stderr(errors);
    let child = command
        .spawn()
        .map_err(TestClusterError::io(format!("starting {name}")))?;
    if let Some(process) = i32::try_from(child.id())
        .ok()
        .and_then(|pid| TrackedProcess::find(pid, name))
    {
        process.record(dir)?;
    }
    Ok(child)
}

fn read_all(dir: &Path) -> Vec<TrackedProcess> {
    let text = std::fs::read_to_string(dir.join(FILE)).unwrap_or_default();
    text.lines().filter_map(TrackedProcess::parse).collect()
}

/// Returns whether all processes of the test cluster in `dir` are running; `false` if there are none.
#[must_use]
pub fn all_running(dir: &Path) -> bool {
    let processes = read_all(dir);
    !processes.is_empty() && processes.iter().all(TrackedProcess::is_running)
}

/// Ends the processes of the test cluster in `dir`, newest first, and no others, and removes the folder. Does nothing
/// if the folder does not exist.
///
/// # Errors
/// When a process is still running after ten seconds, or the folder cannot be removed.
pub fn end_all(dir: &Path) -> Result<(), TestClusterError> {
    let processes = read_all(dir);
    for process in processes.iter().rev() {
        process.end();
    }
    let wait = Duration::from_secs(10);
    let deadline = Instant::now() + wait;
    while let Some(process) = processes.iter().find(|process| process.is_running()) {
        if Instant::now() > deadline {
            let what = format!("the end of {} (process {})", process.name, process.pid);
            return Err(TestClusterError::Timeout {
                what,
                waited: wait,
                logs: dir.to_path_buf(),
            });
        }
        thread::sleep(Duration::from_millis(20));
    }
    match std::fs::remove_dir_all(dir) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(TestClusterError::io(
            format!("removing {}", dir.display()),
        )(error)),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_recorded_process_differs_from_a_later_one_with_its_id() {
        let own =
            TrackedProcess::find(i32::try_from(std::process::id()).unwrap(), "this test").unwrap();
        assert!(own.is_running());
        let later = TrackedProcess {
            start: own.start + 1,
            ..own
        };
        assert!(!later.is_running());
    }

    #[test]
    fn a_line_of_the_file_is_parsed() {
        let process = TrackedProcess {
            pid: 42,
            start: 7,
            name: "kube-apiserver".to_owned(),
        };
        assert_eq!(TrackedProcess::parse("42 7 kube-apiserver"), Some(process));
        assert_eq!(TrackedProcess::parse("42"), None);
    }

    #[test]
    fn ending_ends_the_process_and_removes_the_folder() {
        let dir = std::env::temp_dir().join(format!("astern-processes-{}", std::process::id()));
        std::fs::create_dir_all(&dir).unwrap();
        let mut child = start(
            "sleep",
            Command::new("sleep").arg("600"),
            &dir.join("log"),
            &dir,
        )
        .unwrap();
        assert!(all_running(&dir));
        end_all(&dir).unwrap();
        assert!(!child.wait().unwrap().success());
        assert!(!dir.exists());
    }
}
