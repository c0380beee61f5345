//! The kubeconfig for helm in the cluster.

use std::io::{self, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;

use serde_json::json;

use super::ServiceAccount;

/// Writes a kubeconfig that names the files of the service account. It holds no secret, no token is on a command line,
/// and helm finds a token that was renewed.
pub(crate) fn write_kubeconfig(path: &Path, account: &ServiceAccount) -> io::Result<()> {
    let kubeconfig = json!({
        "apiVersion": "v1",
        "kind": "Config",
        "clusters": [{ "name": "cluster", "cluster": {
            "server": account.api_server,
            "certificate-authority": account.ca_file(),
        } }],
        "users": [{ "name": "astern", "user": { "tokenFile": account.token_file() } }],
        "contexts": [{ "name": "astern", "context": { "cluster": "cluster", "user": "astern" } }],
        "current-context": "astern",
    });
    let mut file = std::fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path)?;
    file.write_all(kubeconfig.to_string().as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::private_dir::PrivateDir;

    #[test]
    fn it_holds_paths_and_no_secret() {
        let dir = PrivateDir::new().unwrap();
        std::fs::write(dir.path().join("token"), "hunter2").unwrap();
        let account = ServiceAccount {
            dir: dir.path().to_owned(),
            api_server: "https://10.96.0.1:443".to_owned(),
        };
        let path = dir.path().join("kubeconfig");
        write_kubeconfig(&path, &account).unwrap();
        let text = std::fs::read_to_string(&path).unwrap();
        assert!(!text.contains("hunter2"));
        let kubeconfig: serde_json::Value = serde_json::from_str(&text).unwrap();
        let user = &kubeconfig["users"][0]["user"];
        assert_eq!(
            user["tokenFile"],
            dir.path().join("token").to_str().unwrap()
        );
        assert!(
            write_kubeconfig(&path, &account).is_err(),
            "never over another's file"
        );
    }
}
