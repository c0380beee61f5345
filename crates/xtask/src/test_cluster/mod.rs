//! The test cluster: a real control plane on this machine, without containers. etcd, the API server, the controllers
//! and the scheduler run unmodified; kwok simulates the kubelet, so Deployments, Jobs and hooks become ready (or fail,
//! if an annotation of the pod says so).
//!
//! It runs in a network namespace of its own ([`namespace`]), where the address of every pod is an address of this
//! machine: a process that listens there answers for any pod.

mod access;
mod api_server;
mod audit;
mod binaries;
mod controllers;
mod error;
mod etcd;
pub mod forward;
mod kubeconfig;
mod kwok;
pub mod namespace;
mod node;
mod pausable;
mod ports;
mod private_file;
mod processes;
pub mod scenario;
mod servers;
mod tokens;
mod user;

use std::path::PathBuf;
use std::process::Command;
use std::thread;
use std::time::{Duration, Instant};

use error::keep_logs;
use servers::Servers;

pub use access::{Access, HelmVersion, Output};
pub use audit::{Audit, Request};
pub use binaries::Binaries;
pub use error::TestClusterError;
pub use kwok::STAGES as KWOK_STAGES;
pub use pausable::Pausable;
pub use ports::free_port;
pub use processes::{TrackedProcess, all_running, end_all};
pub use user::User;

/// The options of a test cluster.
#[derive(Clone, Debug)]
pub struct Options {
    /// The folder of the test cluster; it is created, and removed when the test cluster stops.
    pub dir: PathBuf,
    /// The programs of the control plane.
    pub binaries: Binaries,
    /// The folder of the project's kwok stages.
    pub stages: PathBuf,
    /// The port of the API server on loopback; `None` for the default of the subnet.
    pub port: Option<u16>,
    /// The subnet of the pods: 10.0.SUBNET.0/24. Test clusters in one namespace need different ones.
    pub subnet: u8,
}

const ETCD: &str = "etcd";
const API_SERVER: &str = "kube-apiserver";
const CONTROLLERS: [&str; 3] = ["kube-controller-manager", "kube-scheduler", "kwok"];

/// A running test cluster. Dropping it ends its processes and removes its folder.
#[derive(Debug)]
pub struct TestCluster {
    access: Access,
    ports: ports::Ports,
    subnet: u8,
    stages: PathBuf,
    servers: Servers,
}

impl TestCluster {
    /// Starts all servers and waits until the cluster can run pods: about five seconds.
    ///
    /// # Errors
    /// When a server cannot be started, exits, or is not ready within two minutes. All processes and files are removed.
    pub fn start(options: Options) -> Result<Self, TestClusterError> {
        let dir = options.dir;
        end_all(&dir)?;
        std::fs::create_dir_all(&dir)
            .map_err(TestClusterError::io(format!("making {}", dir.display())))?;
        let ports = ports::Ports::of(options.subnet, options.port);
        let access = Access::new(dir, options.binaries);
        // From here on an error drops the test cluster, which ends its processes.
        let mut test_cluster = Self {
            access,
            ports,
            subnet: options.subnet,
            stages: options.stages,
            servers: Servers::default(),
        };
        test_cluster.start_server(
            ETCD,
            &mut etcd::command(&test_cluster.access, &test_cluster.ports),
        )?;
        test_cluster.wait("etcd's key", |access| Ok(etcd::key(access).exists()))?;
        let tokens = tokens::Tokens::make(test_cluster.access.dir())?;
        test_cluster.start_server(
            API_SERVER,
            &mut api_server::command(&test_cluster.access, &test_cluster.ports)?,
        )?;
        test_cluster.wait("the API server's certificate", |access| {
            Ok(api_server::certificate(access).exists())
        })?;
        // The file exists before it is complete: wait until it contains the certificate and its issuer.
        test_cluster.wait("the API server's certificate", |access| {
            api_server::certificate_is_whole(access)
        })?;
        kubeconfig::write_all(&test_cluster.access, &tokens, test_cluster.ports.api)?;
        test_cluster.wait("the API server", api_server::is_ready)?;
        test_cluster.start_controllers()?;
        test_cluster.access.apply(node::MANIFEST)?;
        test_cluster.wait("the node", node::is_ready)?;
        test_cluster.wait("the first service account", |access| {
            Ok(access
                .kubectl(["get", "serviceaccount", "default", "--namespace", "default"])
                .is_ok())
        })?;
        Ok(test_cluster)
    }

    /// Returns the access to the cluster: kubeconfigs, kubectl, helm.
    #[must_use]
    pub fn access(&self) -> &Access {
        &self.access
    }

    /// Returns the path of the kubeconfig of `user`.
    #[must_use]
    pub fn kubeconfig(&self, user: User) -> PathBuf {
        self.access.kubeconfig(user)
    }

    /// Runs kubectl as the administrator and returns its standard output.
    ///
    /// # Errors
    /// When kubectl exits with a status other than 0.
    pub fn kubectl<'a>(
        &self,
        arguments: impl IntoIterator<Item = &'a str>,
    ) -> Result<String, TestClusterError> {
        self.access.kubectl(arguments)
    }

    /// Runs helm as the administrator and returns its standard output.
    ///
    /// # Errors
    /// When helm exits with a status other than 0.
    pub fn helm<'a>(
        &self,
        version: HelmVersion,
        arguments: impl IntoIterator<Item = &'a str>,
    ) -> Result<String, TestClusterError> {
        self.access.helm(version, arguments)
    }

    /// Kills the API server, as a power failure of its node would.
    ///
    /// # Errors
    /// When it is not running.
    pub fn kill_api_server(&mut self) -> Result<(), TestClusterError> {
        self.servers.kill(API_SERVER)
    }

    /// Starts the API server again with the data of etcd, and waits until it is ready.
    ///
    /// # Errors
    /// When it cannot be started, or is not ready within two minutes.
    pub fn start_api_server_again(&mut self) -> Result<(), TestClusterError> {
        let mut command = api_server::command(&self.access, &self.ports)?;
        self.start_server(API_SERVER, &mut command)?;
        self.wait("the API server", api_server::is_ready)
    }

    /// Kills the controllers and starts them again. After a long time without an API server they retry at long
    /// intervals only.
    ///
    /// # Errors
    /// When one is not running, or cannot be started.
    pub fn restart_controllers(&mut self) -> Result<(), TestClusterError> {
        for name in CONTROLLERS {
            self.servers.kill(name)?;
        }
        self.start_controllers()
    }

    fn start_controllers(&mut self) -> Result<(), TestClusterError> {
        let (access, ports) = (&self.access, &self.ports);
        let commands = [
            controllers::manager(access, ports),
            controllers::scheduler(access, ports),
            kwok::command(access, ports, self.subnet, &self.stages)?,
        ];
        for (name, mut command) in CONTROLLERS.into_iter().zip(commands) {
            self.start_server(name, &mut command)?;
        }
        Ok(())
    }

    /// Returns etcd as a process that can be paused.
    ///
    /// # Errors
    /// When it is not running.
    pub fn etcd(&mut self) -> Result<Pausable, TestClusterError> {
        Ok(Pausable::of(self.servers.process(ETCD)?))
    }

    /// Ends every process of the cluster and removes its folder.
    ///
    /// # Errors
    /// When a process does not end, or the folder cannot be removed.
    pub fn stop(mut self) -> Result<(), TestClusterError> {
        self.end()
    }

    /// Blocks until a server exits, and returns the error.
    #[must_use]
    pub fn watch(&mut self) -> TestClusterError {
        loop {
            if let Some(ended) = self.servers.first_ended(self.access.dir()) {
                return ended;
            }
            thread::sleep(Duration::from_secs(1));
        }
    }

    fn start_server(
        &mut self,
        name: &'static str,
        command: &mut Command,
    ) -> Result<(), TestClusterError> {
        self.servers.start(name, command, self.access.dir())
    }

    fn wait(
        &mut self,
        what: &str,
        is_ready: impl Fn(&Access) -> Result<bool, TestClusterError>,
    ) -> Result<(), TestClusterError> {
        const WAIT: Duration = Duration::from_secs(120);
        let deadline = Instant::now() + WAIT;
        while !is_ready(&self.access)? {
            if let Some(ended) = self.servers.first_ended(self.access.dir()) {
                return Err(ended);
            }
            if Instant::now() > deadline {
                let logs = keep_logs(self.access.dir());
                return Err(TestClusterError::Timeout {
                    what: what.to_owned(),
                    waited: WAIT,
                    logs,
                });
            }
            thread::sleep(Duration::from_millis(50));
        }
        Ok(())
    }

    fn end(&mut self) -> Result<(), TestClusterError> {
        self.servers.end();
        end_all(self.access.dir())
    }
}

impl Drop for TestCluster {
    fn drop(&mut self) {
        // A failing test reports its own error; the next start removes what is left.
        let _ = self.end();
    }
}
