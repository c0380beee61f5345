//! Shows the progress of a step: the elapsed time and the last line of output.

use std::fs::File;
use std::io::{self, BufRead, BufReader, IsTerminal, Read, Write};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use super::terminal::print_line;

/// The output of a step: the log file and the last line.
pub(super) struct Output {
    file: Mutex<File>,
    last: Mutex<String>,
}

impl Output {
    pub(super) fn to(file: File) -> Arc<Self> {
        Arc::new(Self {
            file: Mutex::new(file),
            last: Mutex::new(String::new()),
        })
    }
}

/// Copies a pipe line by line until it is closed.
pub(super) fn copy_lines(
    pipe: impl Read + Send + 'static,
    to: Arc<Output>,
) -> thread::JoinHandle<()> {
    thread::spawn(move || {
        let mut reader = BufReader::new(pipe);
        let mut line = Vec::new();
        while reader
            .read_until(b'\n', &mut line)
            .is_ok_and(|read| read > 0)
        {
            let _ = to
                .file
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .write_all(&line);
            let text = String::from_utf8_lossy(&line).trim().to_owned();
            if !text.is_empty() {
                *to.last.lock().unwrap_or_else(PoisonError::into_inner) = text;
            }
            line.clear();
        }
    })
}

/// Reports the progress of a step: every second on a terminal, every 30 seconds elsewhere.
pub(super) struct ProgressTicker {
    stop: mpsc::Sender<()>,
    thread: thread::JoinHandle<()>,
}

impl ProgressTicker {
    pub(super) fn start(title: String, started: Instant, output: Arc<Output>) -> Self {
        let (stop, stopped) = mpsc::channel();
        let terminal = io::stderr().is_terminal();
        let interval = Duration::from_secs(if terminal { 1 } else { 30 });
        if terminal {
            let _ = write!(io::stderr(), "{title} …");
        } else {
            print_line(&format!("{title} …"));
        }
        let thread = thread::spawn(move || {
            while stopped.recv_timeout(interval) == Err(RecvTimeoutError::Timeout) {
                let last = output
                    .last
                    .lock()
                    .unwrap_or_else(PoisonError::into_inner)
                    .clone();
                let elapsed = started.elapsed().as_secs();
                if terminal {
                    let last: String = last.chars().filter(|c| !c.is_control()).take(60).collect();
                    let _ = write!(io::stderr(), "\r\x1b[2K{title} … {elapsed} s  {last}");
                } else {
                    print_line(&format!("    … {elapsed} s: {last}"));
                }
            }
        });
        Self { stop, thread }
    }

    pub(super) fn stop(self) {
        let _ = self.stop.send(());
        let _ = self.thread.join();
    }
}

/// Formats a duration: `4.2 s`, `3 min 5 s`.
pub(super) fn format_seconds(time: Duration) -> String {
    let all = time.as_secs();
    if all < 60 {
        format!("{:.1} s", time.as_secs_f64())
    } else {
        format!("{} min {} s", all / 60, all % 60)
    }
}
