//! A test cluster for one test alone, in which it may break what all others share.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU8, Ordering};
use std::thread;
use std::time::Duration;

use xtask::test_cluster::{Options, Pausable, TestCluster};

use crate::{Failure, TestEnvironment};

/// Starts it, beside the shared one and with the same programs, and gives it with the environment that leads to it.
///
/// # Errors
/// When one of its servers does not start.
pub fn own_cluster() -> Result<(TestCluster, TestEnvironment), Failure> {
    /// The shared test cluster has subnet 0.
    static SUBNET: AtomicU8 = AtomicU8::new(1);
    let shared = TestEnvironment::find()?;
    let subnet = SUBNET.fetch_add(1, Ordering::Relaxed);
    let test_cluster = TestCluster::start(Options {
        dir: shared
            .access
            .dir()
            .with_file_name(format!("own-cluster-{subnet}")),
        binaries: shared.access.binaries().clone(),
        stages: shared.stages.clone(),
        port: None,
        subnet,
    })?;
    let environment = TestEnvironment {
        access: test_cluster.access().clone(),
        ..shared
    };
    Ok((test_cluster, environment))
}

/// An etcd that is slow for as long as this lives.
#[derive(Debug)]
pub struct SlowEtcd {
    stopped: Arc<AtomicBool>,
}

impl SlowEtcd {
    /// Lets it work for 50 of every 300 milliseconds.
    #[must_use]
    pub fn start(etcd: Pausable) -> Self {
        let stopped = Arc::new(AtomicBool::new(false));
        let is_stopped = Arc::clone(&stopped);
        thread::spawn(move || {
            while !is_stopped.load(Ordering::Relaxed) {
                let Ok(pause) = etcd.pause() else { return };
                thread::sleep(Duration::from_millis(250));
                drop(pause);
                thread::sleep(Duration::from_millis(50));
            }
        });
        Self { stopped }
    }
}

impl Drop for SlowEtcd {
    fn drop(&mut self) {
        self.stopped.store(true, Ordering::Relaxed);
    }
}
