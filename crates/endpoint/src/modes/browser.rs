//! Opening the user's browser.

use std::process::{Command, Stdio};

/// The programs that open a URL in the user's browser.
const OPENERS: &[&str] = if cfg!(target_os = "macos") {
    &["open"]
} else {
    &["wslview", "xdg-open"]
};

/// Whether there is a display to open a browser on.
pub(super) fn has_display() -> bool {
    let is_set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    let has_display = cfg!(target_os = "macos")
        || is_set("DISPLAY")
        || is_set("WAYLAND_DISPLAY")
        || is_set("WSL_DISTRO_NAME");
    has_display && !is_set("CI")
}

/// Opens the `file:` URL of a launch file. Other users of the machine can read it among the arguments of the processes that
/// this starts, so it must not let anybody in. Failure is ignored: the address is printed as well.
pub(super) fn open(url: &str) {
    for opener in OPENERS {
        let started = Command::new(opener)
            .arg(url)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn();
        if let Ok(mut child) = started {
            // It ends at once; waiting for it in a thread leaves no zombie process.
            std::thread::spawn(move || child.wait());
            return;
        }
    }
}
