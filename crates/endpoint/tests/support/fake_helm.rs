//! A fake helm, which ends as the test says.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::PathBuf;
use std::sync::LazyLock;

/// A script that writes its arguments and the names of its variables to the files `RELEASE.arguments` and
/// `RELEASE.variables`, waits for the file `RELEASE.go`, and runs it. All
/// tests share it, because a file that is open for writing cannot be executed.
pub static FAKE_HELM: LazyLock<PathBuf> = LazyLock::new(|| {
    let dir = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(std::process::id().to_string());
    fs::create_dir_all(&dir).unwrap();
    let helm = dir.join("helm");
    let script = r#"#!/bin/sh
if [ "$1" = version ]; then echo v4.3.1; exit; fi
for word; do before=$last; last=$word; done
here="$(dirname "$0")"
echo "$*" > "$here/$before.arguments"
env | grep -v -e ^PWD= -e ^_= -e ^SHLVL= | sed 's/=.*//' | sort | tr '\n' ' ' > "$here/$before.variables"
go="$here/$before.go"
while [ ! -e "$go" ]; do sleep 0.02; done
. "$go"
"#;
    fs::write(&helm, script).unwrap();
    fs::set_permissions(&helm, fs::Permissions::from_mode(0o700)).unwrap();
    helm
});

/// Returns the arguments of the helm of a release, and the names of its variables.
pub fn helm_invocation(release: &str) -> (String, String) {
    let read = |what| fs::read_to_string(FAKE_HELM.with_file_name(format!("{release}.{what}")));
    let arguments = read("arguments").unwrap();
    (arguments.trim_end().to_owned(), read("variables").unwrap())
}

/// Ends the helm of a release with a shell command.
pub fn finish_helm(release: &str, command: &str) {
    let file = FAKE_HELM.with_file_name(release);
    fs::write(&file, command).unwrap();
    fs::rename(&file, file.with_extension("go")).unwrap();
}
