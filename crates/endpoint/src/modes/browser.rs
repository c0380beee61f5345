//! Opening a browser.

use std::process::{Command, Stdio};

/// The programs that open an address in the person's browser.
const OPENERS: &[&str] = if cfg!(target_os = "macos") {
    &["open"]
} else {
    &["wslview", "xdg-open"]
};

/// Whether there is a screen to open one on.
pub(crate) fn is_there() -> bool {
    let set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    let screen = cfg!(target_os = "macos")
        || set("DISPLAY")
        || set("WAYLAND_DISPLAY")
        || set("WSL_DISTRO_NAME");
    screen && !set("CI")
}

/// Opens an address. The one that was printed is there for when it does not work.
pub(crate) fn open(url: &str) {
    for opener in OPENERS {
        let started = Command::new(opener)
            .arg(url)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn();
        if let Ok(mut child) = started {
            // It ends at once; waiting for it elsewhere leaves no zombie.
            std::thread::spawn(move || child.wait());
            return;
        }
    }
}
