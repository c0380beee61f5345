//! How much memory a helm may take.

#[cfg(target_os = "linux")]
use rustix::process::{Pid, Resource, Rlimit, prlimit};
use tokio::process::Child;

/// In bytes; a helm takes up to a tenth. It reads every record of the release and does not look how large they unzip, so one
/// record of 1 MB could take the whole pod down, and everybody's rollbacks with it.
#[cfg(target_os = "linux")]
const LIMIT: u64 = 1 << 30;

/// Bounds a helm that has just begun. Where the system does not allow that, it runs without.
#[cfg(target_os = "linux")]
pub(super) fn bound(helm: &Child) {
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

/// The chart's pod, where it matters, runs on Linux.
#[cfg(not(target_os = "linux"))]
pub(super) fn bound(_: &Child) {}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_helm_gets_no_more_memory_than_that() {
        let mut sleep = tokio::process::Command::new("sleep");
        let mut child = sleep.arg("60").kill_on_drop(true).spawn().unwrap();
        bound(&child);
        let limits = format!("/proc/{}/limits", child.id().unwrap());
        let limits = std::fs::read_to_string(limits).unwrap();
        let data = limits
            .lines()
            .find(|line| line.starts_with("Max data size"));
        assert!(data.unwrap().contains(&LIMIT.to_string()), "{limits}");
        child.kill().await.unwrap();
    }
}
