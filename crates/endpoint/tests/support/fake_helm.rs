//! A fake helm, which ends as the test says.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::PathBuf;
use std::sync::LazyLock;

/// A script that prints its arguments and the names of its variables, waits for the file `RELEASE.go`, and runs it. All
/// tests share it, because a file that is open for writing cannot be executed.
pub static FAKE_HELM: LazyLock<PathBuf> = LazyLock::new(|| {
    let dir = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(std::process::id().to_string());
    fs::create_dir_all(&dir).unwrap();
    let helm = dir.join("helm");
    let script = r#"#!/bin/sh
if [ "$1" = version ]; then echo v4.3.1; exit; fi
for word; do before=$last; last=$word; done
echo "arguments: $*"
echo "variables: $(env | grep -v -e ^PWD= -e ^_= -e ^SHLVL= | sed 's/=.*//' | sort | tr '\n' ' ')"
go="$(dirname "$0")/$before.go"
while [ ! -e "$go" ]; do sleep 0.02; done
. "$go"
"#;
    fs::write(&helm, script).unwrap();
    fs::set_permissions(&helm, fs::Permissions::from_mode(0o700)).unwrap();
    helm
});

/// Ends the helm of a release with a shell command.
pub fn finish_helm(release: &str, command: &str) {
    let file = FAKE_HELM.with_file_name(release);
    fs::write(&file, command).unwrap();
    fs::rename(&file, file.with_extension("go")).unwrap();
}
