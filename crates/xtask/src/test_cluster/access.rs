//! Access to a test cluster: its kubeconfigs, kubectl and helm.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::TestClusterError;
use super::audit::Audit;
use super::binaries::Binaries;
use super::user::User;

/// The folder of a test cluster and its programs. Dropping it does not stop the test cluster.
#[derive(Clone, Debug)]
pub struct Access {
    dir: PathBuf,
    binaries: Binaries,
}

/// A version of helm. Both are released versions, built from Go modules.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HelmVersion {
    /// Helm 3.
    V3,
    /// Helm 4.
    V4,
}

impl HelmVersion {
    /// Returns the name of its program in the folder of the test cluster's programs.
    #[must_use]
    pub fn program(self) -> &'static str {
        match self {
            Self::V3 => "helm3",
            Self::V4 => "helm4",
        }
    }
}

/// The output of a command, and whether it succeeded.
#[derive(Clone, Debug)]
pub struct Output {
    /// Whether its exit status was 0.
    pub success: bool,
    /// Its standard output.
    pub stdout: String,
    /// Its standard error.
    pub stderr: String,
}

impl Access {
    /// Returns the access to a running test cluster whose folder is `dir`.
    #[must_use]
    pub fn new(dir: PathBuf, binaries: Binaries) -> Self {
        Self { dir, binaries }
    }

    /// Returns the folder of the test cluster, with its kubeconfigs and logs.
    #[must_use]
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// Returns the programs of the test cluster.
    #[must_use]
    pub fn binaries(&self) -> &Binaries {
        &self.binaries
    }

    /// Returns the path of the kubeconfig of `user`.
    #[must_use]
    pub fn kubeconfig(&self, user: User) -> PathBuf {
        self.dir.join(user.file())
    }

    /// Returns the requests that the API server has received.
    #[must_use]
    pub fn audit(&self) -> Audit {
        Audit::of(&self.dir)
    }

    /// Runs kubectl as the administrator and returns its standard output.
    ///
    /// # Errors
    /// When kubectl exits with a status other than 0.
    pub fn kubectl<'a>(
        &self,
        arguments: impl IntoIterator<Item = &'a str>,
    ) -> Result<String, TestClusterError> {
        run(self.command(User::Admin, "kubectl").args(arguments))
    }

    /// Applies a manifest as the administrator.
    ///
    /// # Errors
    /// When kubectl exits with a status other than 0.
    pub fn apply(&self, manifest: &str) -> Result<(), TestClusterError> {
        let mut command = self.command(User::Admin, "kubectl");
        command.args(["apply", "--filename", "-"]);
        run_with_input(&mut command, manifest).map(drop)
    }

    /// Creates the object of a manifest as the administrator, and returns the created object as JSON.
    ///
    /// # Errors
    /// When kubectl exits with a status other than 0.
    pub fn create(&self, manifest: &str) -> Result<String, TestClusterError> {
        let mut command = self.command(User::Admin, "kubectl");
        command.args(["create", "--output", "json", "--filename", "-"]);
        run_with_input(&mut command, manifest)
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
        run(self.command(User::Admin, version.program()).args(arguments))
    }

    /// Runs a program of the test cluster as `user` and returns its output, whatever its exit status.
    ///
    /// # Errors
    /// When it cannot be started.
    pub fn output<'a>(
        &self,
        user: User,
        program: &str,
        arguments: impl IntoIterator<Item = &'a str>,
    ) -> Result<Output, TestClusterError> {
        output(self.command(user, program).args(arguments))
    }

    /// Returns a command for a program of the test cluster, to be run as `user`: with a kubeconfig of the test cluster,
    /// and without the developer's settings.
    #[must_use]
    pub fn command(&self, user: User, program: &str) -> Command {
        let mut command = self.program(program);
        command
            .env("KUBECONFIG", self.kubeconfig(user))
            .env("KUBECACHEDIR", self.dir.join("kubectl"));
        for kind in ["CACHE", "CONFIG", "DATA"] {
            command.env(
                format!("HELM_{kind}_HOME"),
                self.dir.join("helm").join(program),
            );
        }
        command
    }

    pub(super) fn program(&self, name: &str) -> Command {
        let mut command = Command::new(self.binaries.program(name));
        for (variable, _) in std::env::vars_os() {
            if variable
                .to_str()
                .is_some_and(|name| name.starts_with("HELM_") || name.starts_with("KUBE"))
            {
                command.env_remove(variable);
            }
        }
        command
    }
}

pub(super) fn run(command: &mut Command) -> Result<String, TestClusterError> {
    let output = output(command)?;
    if output.success {
        Ok(output.stdout)
    } else {
        Err(failed(command, &output.stderr))
    }
}

fn output(command: &mut Command) -> Result<Output, TestClusterError> {
    let name = command.get_program().display().to_string();
    let output = command
        .stdin(Stdio::null())
        .output()
        .map_err(TestClusterError::io(format!("starting {name}")))?;
    Ok(Output {
        success: output.status.success(),
        stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
        stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
    })
}

fn run_with_input(command: &mut Command, input: &str) -> Result<String, TestClusterError> {
    let name = command.get_program().display().to_string();
    let starting = || TestClusterError::io(format!("starting {name}"));
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(starting())?;
    if let Some(mut stdin) = child.stdin.take() {
        // A program that exits before it has read its input reports the reason itself.
        let _ = stdin.write_all(input.as_bytes());
    }
    let output = child.wait_with_output().map_err(starting())?;
    if output.status.success() {
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    } else {
        Err(failed(command, &String::from_utf8_lossy(&output.stderr)))
    }
}

fn failed(command: &Command, stderr: &str) -> TestClusterError {
    let program = Path::new(command.get_program())
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    let arguments: Vec<_> = std::iter::once(program)
        .chain(command.get_args().map(|a| a.to_string_lossy().into_owned()))
        .collect();
    TestClusterError::Command {
        command: arguments.join(" "),
        stderr: stderr.trim().to_owned(),
    }
}
