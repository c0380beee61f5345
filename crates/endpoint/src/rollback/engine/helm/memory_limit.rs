//! Limiting the memory of a helm process.

#[cfg(target_os = "linux")]
use rustix::process::{Pid, Resource, Rlimit, prlimit};
use tokio::process::Child;

/// The limit in bytes; helm usually takes up to a tenth of it. Helm decompresses every record of the release, however
/// large it becomes, so without a limit one record of 1 MB could exhaust the memory of the pod.
#[cfg(target_os = "linux")]
const LIMIT: u64 = 1 << 30;

/// Limits the data segment of a process that was just started. A failure is ignored, and the process runs without a limit.
#[cfg(target_os = "linux")]
pub(super) fn limit_memory(helm: &Child) {
    let pid = helm.id().and_then(|pid| i32::try_from(pid).ok());
    let Some(pid) = pid.and_then(Pid::from_raw) else {
        return;
    };
    let limit = Rlimit {
        current: Some(LIMIT),
        maximum: Some(LIMIT),
    };
    let _ = prlimit(Some(pid), Resource::Data, limit);
}

/// Does nothing: only the pod of the chart needs the limit, and it runs on Linux.
#[cfg(not(target_os = "linux"))]
pub(super) fn limit_memory(_: &Child) {}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_process_gets_the_limit() {
        let mut sleep = tokio::process::Command::new("sleep");
        let mut child = sleep.arg("60").kill_on_drop(true).spawn().unwrap();
        limit_memory(&child);
        let limits = format!("/proc/{}/limits", child.id().unwrap());
        let limits = std::fs::read_to_string(limits).unwrap();
        let data = limits
            .lines()
            .find(|line| line.starts_with("Max data size"));
        assert!(data.unwrap().contains(&LIMIT.to_string()), "{limits}");
        child.kill().await.unwrap();
    }
}
