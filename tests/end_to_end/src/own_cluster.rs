//! A test cluster for a single test that breaks servers which other tests would share.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU8, Ordering};
use std::thread;
use std::time::Duration;

use xtask::test_cluster::{Options, Pausable, TestCluster};

use crate::{Failure, TestEnvironment};

/// Starts a test cluster beside the shared one, with the same programs, and returns it with its environment.
///
/// # Errors
/// When a server does not start.
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

/// Makes etcd slow until it is dropped.
#[derive(Debug)]
pub struct SlowEtcd {
    stopped: Arc<AtomicBool>,
}

impl SlowEtcd {
    /// Lets etcd run for 50 of every 300 milliseconds.
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
