//! Limiting the memory of helm processes.
//!
//! helm decompresses every record of the release, however large it becomes, so without a limit one record of 1 MB could
//! exhaust the memory of the pod, and the kernel would end all of its processes.

use std::ffi::OsString;
use std::path::Path;

#[cfg(target_os = "linux")]
use rustix::process::{Pid, Resource, Rlimit, prlimit};
use tokio::process::Child;

/// What the endpoint itself may take of a container's memory.
const ENDPOINT: u64 = 128 << 20;

/// Where the kernel says how much memory the container has: for cgroup v2 and v1. See cgroups(7).
const CONTAINER_LIMITS: [&str; 2] = [
    "/sys/fs/cgroup/memory.max",
    "/sys/fs/cgroup/memory/memory.limit_in_bytes",
];

/// The memory that one helm process may take.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct MemoryLimit {
    bytes: u64,
}

impl MemoryLimit {
    /// The limit where no container sets one. helm usually takes up to a tenth of it.
    pub const DEFAULT: Self = Self { bytes: 1 << 30 };

    /// What a helm takes for a large release. With less, some rollbacks fail.
    pub const RECOMMENDED: Self = Self { bytes: 192 << 20 };

    /// Returns the limit with which so many processes fit into the memory of this container together.
    pub fn in_container(processes: usize) -> Self {
        let limits = CONTAINER_LIMITS.iter().map(Path::new);
        Self::share(limits.filter_map(container_limit).next(), processes)
    }

    /// Returns the limit for one of so many processes in a container with so many bytes.
    fn share(container: Option<u64>, processes: usize) -> Self {
        let processes = u64::try_from(processes).unwrap_or(u64::MAX).max(1);
        let share = container.map(|bytes| Self {
            bytes: bytes.saturating_sub(ENDPOINT) / processes,
        });
        share.map_or(Self::DEFAULT, |share| share.min(Self::DEFAULT))
    }

    /// Returns the limit in MiB.
    pub fn mebibytes(self) -> u64 {
        self.bytes >> 20
    }

    /// Returns the variable by which Go's garbage collector keeps below the limit.
    pub(super) fn variable(self) -> (OsString, OsString) {
        let target = self.bytes / 4 * 3;
        ("GOMEMLIMIT".into(), target.to_string().into())
    }

    /// Limits the data segment of a process that was just started. A failure is ignored, and the process runs without a
    /// limit.
    #[cfg(target_os = "linux")]
    pub(super) fn apply(self, helm: &Child) {
        let pid = helm.id().and_then(|pid| i32::try_from(pid).ok());
        let Some(pid) = pid.and_then(Pid::from_raw) else {
            return;
        };
        let limit = Rlimit {
            current: Some(self.bytes),
            maximum: Some(self.bytes),
        };
        let _ = prlimit(Some(pid), Resource::Data, limit);
    }

    /// Does nothing: only the pod of the chart needs the limit, and it runs on Linux.
    #[cfg(not(target_os = "linux"))]
    pub(super) fn apply(self, _: &Child) {}
}

/// Reads a limit; `None` where there is none.
fn container_limit(file: &Path) -> Option<u64> {
    // Without a limit, cgroup v2 says `max`, and v1 a number beyond any memory, which `share` bounds.
    std::fs::read_to_string(file).ok()?.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_processes_together_fit_into_the_container() {
        let chart = 2688 << 20;
        let share = MemoryLimit::share(Some(chart), 10);
        assert_eq!(share.mebibytes(), 256);
        assert!(share >= MemoryLimit::RECOMMENDED);
        for (container, processes) in [(64 << 20, 10), (1 << 30, 3), (u64::MAX, 1), (0, 0)] {
            let share = MemoryLimit::share(Some(container), processes);
            let together = share.bytes.saturating_mul(processes as u64);
            assert!(together <= container, "{container} {processes}");
            assert!(share <= MemoryLimit::DEFAULT);
        }
        assert_eq!(MemoryLimit::share(None, 10), MemoryLimit::DEFAULT);
    }

    #[test]
    fn a_file_without_a_number_is_no_limit() {
        let file = std::env::temp_dir().join(format!("astern-{}", std::process::id()));
        for (text, expected) in [("max\n", None), ("1073741824\n", Some(1 << 30)), ("", None)] {
            std::fs::write(&file, text).unwrap();
            assert_eq!(container_limit(&file), expected);
        }
        std::fs::remove_file(&file).unwrap();
        assert_eq!(container_limit(&file), None);
    }

    #[cfg(target_os = "linux")]
    #[tokio::test]
    async fn a_process_gets_the_limit() {
        let mut sleep = tokio::process::Command::new("sleep");
        let mut child = sleep.arg("60").kill_on_drop(true).spawn().unwrap();
        MemoryLimit::RECOMMENDED.apply(&child);
        let limits = format!("/proc/{}/limits", child.id().unwrap());
        let limits = std::fs::read_to_string(limits).unwrap();
        let data = limits
            .lines()
            .find(|line| line.starts_with("Max data size"));
        let bytes = MemoryLimit::RECOMMENDED.bytes.to_string();
        assert!(data.unwrap().contains(&bytes), "{limits}");
        child.kill().await.unwrap();
    }
}
