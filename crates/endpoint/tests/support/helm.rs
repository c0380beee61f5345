//! A helm that does what the test wants.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::PathBuf;
use std::sync::LazyLock;

/// A helm that tells how it was called, waits until the file `RELEASE.go` is there, and ends with
/// what that file says. One for all tests: a script that is still being written cannot be run.
pub static HELM: LazyLock<PathBuf> = LazyLock::new(|| {
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

/// Lets the helm of that release end.
pub fn go(release: &str, how: &str) {
    let file = HELM.with_file_name(release);
    fs::write(&file, how).unwrap();
    fs::rename(&file, file.with_extension("go")).unwrap();
}
