//! The endpoint on a laptop.

use crate::{Failure, Program, Surroundings, User};

/// A running `astern`. It ends when this is dropped.
#[derive(Debug)]
pub struct Astern {
    program: Program,
    address: String,
}

impl Astern {
    /// Laptop mode, with the rights of `user`, with the bed's kubectl and the given helm on `PATH`.
    ///
    /// # Errors
    /// When it ends, or does not print its address within a minute.
    pub fn start(
        road: &Surroundings,
        user: User,
        helm: crate::HelmVersion,
    ) -> Result<Self, Failure> {
        let mut command = std::process::Command::new(&road.astern);
        let programs = tools_named_as_usual(road, helm)?;
        let path = std::env::var_os("PATH").unwrap_or_default();
        let folders = std::iter::once(programs).chain(std::env::split_paths(&path));
        command
            .env("PATH", std::env::join_paths(folders)?)
            .arg("--kubeconfig")
            .arg(road.access.kubeconfig(user))
            .args(["--no-open", "--port", "0"]);
        let mut program = Program::start("astern", &mut command)?;
        let address = program.wait_for_line(|line| {
            let from = line.find("http://")?;
            line[from..].split_whitespace().next().map(str::to_owned)
        })?;
        Ok(Self { program, address })
    }

    /// The address that it printed, with the launch token in its fragment.
    #[must_use]
    pub fn address(&self) -> &str {
        &self.address
    }

    /// Everything that it has printed so far.
    #[must_use]
    pub fn output(&self) -> String {
        self.program.output()
    }
}

/// A folder with `kubectl` and `helm` under the names by which people have them.
fn tools_named_as_usual(
    road: &Surroundings,
    helm: crate::HelmVersion,
) -> Result<std::path::PathBuf, Failure> {
    let folder = road.access.dir().join("path").join(helm.program());
    std::fs::create_dir_all(&folder)?;
    for (name, program) in [("kubectl", "kubectl"), ("helm", helm.program())] {
        match std::os::unix::fs::symlink(road.access.binaries().program(program), folder.join(name))
        {
            // Another test has made it.
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {}
            other => other?,
        }
    }
    Ok(folder)
}
