//! The servers of a test cluster.

use std::path::{Path, PathBuf};
use std::process::{Child, Command};

use super::error::{TestClusterError, keep_logs};
use super::processes;

/// The running servers, in the order of their start.
#[derive(Debug, Default)]
pub(super) struct Servers(Vec<Server>);

#[derive(Debug)]
struct Server {
    name: &'static str,
    log: PathBuf,
    child: Child,
}

impl Servers {
    /// Starts a server; its log and its process id are stored in the folder of the test cluster.
    pub(super) fn start(
        &mut self,
        name: &'static str,
        command: &mut Command,
        folder: &Path,
    ) -> Result<(), TestClusterError> {
        let log = folder.join(format!("{name}.log"));
        let child = processes::start(name, command, &log, folder)?;
        self.0.push(Server { name, log, child });
        Ok(())
    }

    /// Kills a server and waits until it has exited.
    pub(super) fn kill(&mut self, name: &'static str) -> Result<(), TestClusterError> {
        let child = self.process(name)?;
        let killed = child.kill().and_then(|()| child.wait());
        killed.map_err(TestClusterError::io(format!("killing {name}")))?;
        self.0.retain(|server| server.name != name);
        Ok(())
    }

    /// Returns the process of a server.
    pub(super) fn process(&mut self, name: &'static str) -> Result<&mut Child, TestClusterError> {
        let server = self.0.iter_mut().find(|server| server.name == name);
        match server {
            Some(server) => Ok(&mut server.child),
            None => Err(TestClusterError::Unsupported {
                missing: name,
                advice: "start it first",
            }),
        }
    }

    /// Returns the error of the first server that has exited. The logs are copied out of `folder`.
    pub(super) fn first_ended(&mut self, folder: &Path) -> Option<TestClusterError> {
        let mut servers = self.0.iter_mut();
        let server = servers.find_map(|server| match server.child.try_wait() {
            Ok(None) => None,
            Ok(Some(_)) | Err(_) => Some(&*server),
        })?;
        let text = std::fs::read_to_string(&server.log).unwrap_or_default();
        let last = text.lines().rfind(|line| !line.trim().is_empty());
        let log = keep_logs(folder).join(server.log.file_name().unwrap_or_default());
        Some(TestClusterError::ServerExited {
            name: server.name,
            log,
            last: last.unwrap_or("(nothing)").to_owned(),
        })
    }

    /// Kills all servers, newest first.
    pub(super) fn end(&mut self) {
        for server in self.0.iter_mut().rev() {
            // The data is removed with the folder, so no orderly shutdown is needed.
            let _ = server.child.kill();
            let _ = server.child.wait();
        }
        self.0.clear();
    }
}
