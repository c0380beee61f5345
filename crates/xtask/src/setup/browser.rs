//! Chromium and chromedriver, for the end-to-end tests.

use std::path::PathBuf;
use std::process::{Command, Stdio};

use super::{SetupError, on_path};
use crate::paths::Paths;
use crate::step::Step;

/// A browser and its WebDriver program.
#[derive(Clone, Debug)]
pub struct Browser {
    /// Chromium or Chrome.
    pub browser: PathBuf,
    /// chromedriver.
    pub driver: PathBuf,
}

/// Finds both on `PATH` under their usual names, else installs them with the system's package manager if this process
/// may (as root, or by `sudo` without a password).
///
/// # Errors
/// When they are missing and cannot be installed.
pub fn browser(paths: &Paths) -> Result<Browser, SetupError> {
    if let Some(found) = find() {
        return Ok(found);
    }
    let manager = PackageManager::ALL
        .into_iter()
        .find(|manager| on_path::find(&[manager.program]).is_some());
    let before = manager.as_ref().and_then(PackageManager::privilege);
    if let (Some(manager), Some(before)) = (&manager, before) {
        for (number, arguments) in manager.commands.iter().enumerate() {
            let title = format!(
                "Installing Chromium: {} {arguments} (about 1 minute)",
                manager.program
            );
            let command_line: Vec<&str> = before
                .iter()
                .copied()
                .chain([manager.program])
                .chain(arguments.split(' '))
                .collect();
            let name = format!("browser-{number}");
            Step {
                title: &title,
                logs: &paths.logs(),
                name: &name,
            }
            .run(
                Command::new(command_line[0])
                    .args(&command_line[1..])
                    .env("DEBIAN_FRONTEND", "noninteractive"),
            )?;
        }
    }
    find().ok_or_else(|| SetupError::Missing {
        tool: "Chromium or chromedriver".to_owned(),
        purpose: "for the end-to-end tests",
        advice: match manager {
            Some(manager) => format!("install both with {}", manager.as_typed()),
            None => "install both so that `chromium` and `chromedriver` are on PATH".to_owned(),
        },
    })
}

fn find() -> Option<Browser> {
    let browser = on_path::find(&[
        "chromium",
        "chromium-browser",
        "google-chrome",
        "google-chrome-stable",
        "chrome",
    ])?;
    let driver = on_path::find(&["chromedriver", "chromium.chromedriver"])?;
    Some(Browser { browser, driver })
}

struct PackageManager {
    program: &'static str,
    commands: &'static [&'static str],
    needs_root: bool,
}

impl PackageManager {
    const ALL: [Self; 4] = [
        Self {
            program: "apt-get",
            commands: &[
                "update",
                "install --yes --no-install-recommends chromium chromium-driver",
            ],
            needs_root: true,
        },
        Self {
            program: "dnf",
            commands: &["install --assumeyes chromium chromedriver"],
            needs_root: true,
        },
        // Arch's package includes chromedriver.
        Self {
            program: "pacman",
            commands: &["--sync --refresh --noconfirm chromium"],
            needs_root: true,
        },
        Self {
            program: "brew",
            commands: &["install --cask chromium chromedriver"],
            needs_root: false,
        },
    ];

    /// Returns the command prefix that grants root where the package manager needs it; `None` when there is none.
    fn privilege(&self) -> Option<&'static [&'static str]> {
        if !self.needs_root || rustix::process::geteuid().is_root() {
            return Some(&[]);
        }
        let mut sudo = Command::new("sudo");
        sudo.args(["-n", "true"])
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        sudo.status()
            .is_ok_and(|status| status.success())
            .then_some(&["sudo", "-n"])
    }

    /// Returns the commands as a user would type them.
    fn as_typed(&self) -> String {
        let sudo = if self.needs_root { "sudo " } else { "" };
        let typed: Vec<String> = self
            .commands
            .iter()
            .map(|command| format!("`{sudo}{} {command}`", self.program))
            .collect();
        typed.join(" and ")
    }
}
