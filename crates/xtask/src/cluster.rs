//! `cargo xtask cluster`: a test cluster that keeps running, for manual use and for `cargo xtask run`.

use std::io;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::paths::Paths;
use crate::setup::{self, SetupError};
use crate::step::print_line;
use crate::test_cluster::{
    Access, HelmVersion, Options, TestCluster, TestClusterError, TrackedProcess, User, all_running,
    end_all, forward, free_port, namespace, scenario,
};

/// The reason why the test cluster could not be started or stopped.
#[derive(Debug, thiserror::Error)]
pub enum ClusterError {
    /// A required tool is missing.
    #[error(transparent)]
    Setup(#[from] SetupError),
    /// The test cluster did not start or stop.
    #[error(transparent)]
    TestCluster(#[from] TestClusterError),
}

/// A test cluster that outlives the command. Its folder contains the folder of the test cluster, a socket, and the list
/// of the processes to end.
#[derive(Clone, Debug)]
pub struct Cluster {
    dir: PathBuf,
}

/// The name of the cluster when none is given.
pub const DEFAULT: &str = "default";

impl Cluster {
    /// Returns the cluster with this name without starting it.
    #[must_use]
    pub fn named(paths: &Paths, name: &str) -> Self {
        Self {
            dir: paths.cache.join("clusters").join(name),
        }
    }

    fn test_cluster(&self) -> PathBuf {
        self.dir.join("test-cluster")
    }

    fn socket(&self) -> PathBuf {
        self.dir.join("api.sock")
    }

    fn programs(&self) -> PathBuf {
        self.dir.join("programs")
    }

    fn ready(&self) -> PathBuf {
        self.dir.join("ready")
    }

    /// Starts it with the sample releases unless it is running already, and prints how to use it.
    ///
    /// # Errors
    /// When a tool is missing, the test cluster does not start, or helm fails. Everything that was started is ended.
    pub fn up(&self, paths: &Paths, xtask: &Path) -> Result<(), ClusterError> {
        namespace::check()?;
        let binaries = setup::control_plane(paths)?;
        let access = Access::new(self.test_cluster(), binaries);
        if self.is_running() {
            print_line("The test cluster runs already.");
        } else {
            self.down()?;
            let started = self
                .start(paths, xtask)
                .and_then(|()| install(&access, paths));
            if let Err(error) = started {
                // Report the first error, not one of cleaning up.
                let _ = self.down();
                return Err(error.into());
            }
            std::fs::write(self.ready(), "installed\n")
                .map_err(TestClusterError::io("noting that the cluster is ready"))?;
        }
        self.link_programs(&access)?;
        Ok(self.describe(&access)?)
    }

    /// Ends the processes that `up` started, and no others, and removes its state.
    ///
    /// # Errors
    /// When a process does not end.
    pub fn down(&self) -> Result<(), TestClusterError> {
        end_all(&self.test_cluster())?;
        end_all(&self.dir)
    }

    /// Returns whether every process that `up` started is running.
    #[must_use]
    pub fn is_running(&self) -> bool {
        all_running(&self.dir)
            && all_running(&self.test_cluster())
            && std::fs::read_to_string(self.ready()).is_ok_and(|text| text == "installed\n")
    }

    fn start(&self, paths: &Paths, xtask: &Path) -> Result<(), TestClusterError> {
        print_line("Starting etcd, the API server, the controllers and kwok (about 10 seconds) …");
        std::fs::create_dir_all(&self.dir).map_err(TestClusterError::io(format!(
            "making {}",
            self.dir.display()
        )))?;
        let port = free_port()?.to_string();
        let socket = self.socket();
        let mut command = namespace::command(xtask);
        command
            .arg("host-test-cluster")
            .arg(&self.dir)
            .arg(&port)
            .current_dir(&paths.root);
        let mut host = self.spawn("host", &mut command)?;
        self.spawn(
            "forwarder",
            Command::new(xtask).arg("forward").arg(&port).arg(&socket),
        )?;
        let wait = Duration::from_secs(150);
        let deadline = Instant::now() + wait;
        while !self.ready().exists() {
            let ended = host.try_wait().map_err(TestClusterError::io(
                "waiting for the cluster's host process",
            ))?;
            if ended.is_some() {
                return Err(self.last_error_line());
            }
            if Instant::now() > deadline {
                return Err(TestClusterError::Timeout {
                    what: "the test cluster".to_owned(),
                    waited: wait,
                    logs: self.test_cluster(),
                });
            }
            thread::sleep(Duration::from_millis(50));
        }
        Ok(())
    }

    /// Starts a process that outlives this one, in a process group of its own so that Ctrl-C does not reach it.
    fn spawn(&self, name: &str, command: &mut Command) -> Result<Child, TestClusterError> {
        use std::os::unix::process::CommandExt;
        let log = self.dir.join(format!("{name}.log"));
        let output = std::fs::File::create(&log)
            .map_err(TestClusterError::io(format!("writing {}", log.display())))?;
        let child = command
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(output)
            .process_group(0)
            .spawn()
            .map_err(TestClusterError::io(format!(
                "starting the cluster's {name}"
            )))?;
        if let Some(process) = i32::try_from(child.id())
            .ok()
            .and_then(|pid| TrackedProcess::find(pid, name))
        {
            process.record(&self.dir)?;
        }
        Ok(child)
    }

    /// Creates the folder of links for `PATH`: the programs of the test cluster under their usual names.
    fn link_programs(&self, access: &Access) -> Result<(), TestClusterError> {
        let folder = self.programs();
        let link_error =
            || TestClusterError::io(format!("linking programs into {}", folder.display()));
        if folder.exists() {
            std::fs::remove_dir_all(&folder).map_err(link_error())?;
        }
        std::fs::create_dir_all(&folder).map_err(link_error())?;
        for (name, program) in [
            ("kubectl", "kubectl"),
            ("helm", "helm4"),
            ("helm3", "helm3"),
            ("helm4", "helm4"),
        ] {
            std::os::unix::fs::symlink(access.binaries().program(program), folder.join(name))
                .map_err(link_error())?;
        }
        Ok(())
    }

    fn describe(&self, access: &Access) -> Result<(), TestClusterError> {
        let releases = access.helm(HelmVersion::V4, ["list", "--all-namespaces"])?;
        let [admin, oncall, nobody] = User::ALL.map(User::context);
        let kubeconfig = access.kubeconfig(User::Admin);
        let name = self.dir.file_name().unwrap_or_default().to_string_lossy();
        let down = if name == DEFAULT {
            String::new()
        } else {
            format!(" --name {name}")
        };
        println!("\nThe test cluster is up. These releases are in it:\n\n{releases}");
        println!(
            "shop/shop holds the incident: revision 3 was good, the pods of revision 4 do not start."
        );
        println!("The people: context {admin} may do everything, {oncall} and {nobody} nothing.\n");
        println!("    export KUBECONFIG={}", kubeconfig.display());
        println!("    export PATH={}:$PATH", self.programs().display());
        println!("                    # kubectl, helm (which is helm 4), helm3 and helm4\n");
        println!("`cargo xtask run --kubeconfig $KUBECONFIG` opens the app on it.");
        println!("`cargo xtask cluster down{down}` ends it.");
        Ok(())
    }

    fn last_error_line(&self) -> TestClusterError {
        let text = std::fs::read_to_string(self.dir.join("host.log")).unwrap_or_default();
        let last = text
            .lines()
            .last()
            .unwrap_or("it printed nothing")
            .trim_start_matches("xtask: ")
            .to_owned();
        TestClusterError::Io {
            what: "starting the test cluster".to_owned(),
            source: io::Error::other(last),
        }
    }
}

/// Runs inside the network namespace for as long as the cluster is up: `xtask host-test-cluster DIR PORT`.
///
/// # Errors
/// When the test cluster does not start, or one of its servers exits.
pub fn host_test_cluster(paths: &Paths, dir: PathBuf, port: u16) -> Result<(), ClusterError> {
    namespace::bring_up()?;
    let cluster = Cluster { dir };
    let options = Options {
        dir: cluster.test_cluster(),
        binaries: setup::control_plane(paths)?,
        stages: stages(paths),
        port: Some(port),
        subnet: 0,
    };
    let mut test_cluster = TestCluster::start(options)?;
    forward::to_port(&cluster.socket(), port)?;
    std::fs::write(cluster.ready(), "started\n").map_err(TestClusterError::io(
        "noting that the test cluster is ready",
    ))?;
    Err(test_cluster.watch().into())
}

/// Returns the folder of the kwok stages of this project.
#[must_use]
pub fn stages(paths: &Paths) -> PathBuf {
    paths.root.join("tests/cluster/stages")
}

/// Returns the folder of the sample charts.
#[must_use]
pub fn charts(paths: &Paths) -> PathBuf {
    paths.root.join("tests/charts")
}

fn install(access: &Access, paths: &Paths) -> Result<(), TestClusterError> {
    for scenario in scenario::FLEET {
        let helm = if scenario.helm == HelmVersion::V3 {
            "helm 3"
        } else {
            "helm 4"
        };
        print_line(&format!(
            "Installing {}/{} with {helm}: {} revisions …",
            scenario.namespace,
            scenario.release,
            scenario.actions.len()
        ));
        scenario.run(access, &charts(paths))?;
    }
    Ok(())
}
