//! Who may talk to the test cluster, and the kubeconfigs they do it with.

use std::io::Read;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::access::Access;
use super::{TestClusterError, api_server};

/// The people of the test cluster.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum User {
    /// Member of `system:masters`: may do everything.
    Admin,
    /// `oncall`, in the group `oncall`: has the rights that a test grants, and none before.
    OnCall,
    /// `nobody`: has no rights, ever.
    Nobody,
}

impl User {
    /// Everybody.
    pub const ALL: [Self; 3] = [Self::Admin, Self::OnCall, Self::Nobody];

    /// The name as RBAC knows it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Admin => "admin",
            Self::OnCall => "oncall",
            Self::Nobody => "nobody",
        }
    }

    /// The context in every kubeconfig of the test cluster that acts as this person.
    #[must_use]
    pub fn context(self) -> &'static str {
        match self {
            Self::Admin => "astern-test",
            Self::OnCall => "astern-test-oncall",
            Self::Nobody => "astern-test-nobody",
        }
    }

    /// The file in the test cluster's folder.
    pub(super) fn file(self) -> &'static str {
        match self {
            Self::Admin => "kubeconfig",
            Self::OnCall => "kubeconfig-oncall",
            Self::Nobody => "kubeconfig-nobody",
        }
    }

    fn groups(self) -> &'static str {
        match self {
            Self::Admin => "system:masters",
            Self::OnCall => "oncall",
            Self::Nobody => "",
        }
    }
}

/// A random token for each person, in the API server's token file.
pub(super) struct Tokens(Vec<(User, String)>);

impl Tokens {
    pub(super) fn file(dir: &Path) -> PathBuf {
        dir.join("tokens.csv")
    }

    pub(super) fn make(dir: &Path) -> Result<Self, TestClusterError> {
        let mut tokens = Vec::new();
        let mut lines = String::new();
        for user in User::ALL {
            let (name, groups, token) = (user.name(), user.groups(), random_hex()?);
            lines.push_str(&format!("{token},{name},{name}-uid,\"{groups}\"\n"));
            tokens.push((user, token));
        }
        write_private(&Self::file(dir), &lines)?;
        Ok(Self(tokens))
    }
}

/// Writes one kubeconfig for each person. Each holds everybody's context and stands on its own person's.
pub(super) fn write_all(
    access: &Access,
    tokens: &Tokens,
    port: u16,
) -> Result<(), TestClusterError> {
    let path = api_server::certificate(access);
    let certificate = std::fs::read(&path)
        .map_err(TestClusterError::io(format!("reading {}", path.display())))?;
    let authority = STANDARD.encode(certificate);
    let mut users = String::new();
    let mut contexts = String::new();
    for (user, token) in &tokens.0 {
        let (name, context) = (user.name(), user.context());
        users.push_str(&format!(
            "- {{name: {name}, user: {{token: \"{token}\"}}}}\n"
        ));
        contexts.push_str(&format!(
            "- {{name: {context}, context: {{cluster: astern-test, user: {name}}}}}\n"
        ));
    }
    for user in User::ALL {
        let text = format!(
            "apiVersion: v1\nkind: Config\ncurrent-context: {}\nclusters:\n- name: astern-test\n  cluster:\n    \
             server: https://127.0.0.1:{port}\n    certificate-authority-data: {authority}\n\
             users:\n{users}contexts:\n{contexts}",
            user.context()
        );
        write_private(&access.kubeconfig(user), &text)?;
    }
    Ok(())
}

fn random_hex() -> Result<String, TestClusterError> {
    let mut bytes = [0_u8; 16];
    std::fs::File::open("/dev/urandom")
        .and_then(|mut file| file.read_exact(&mut bytes))
        .map_err(TestClusterError::io("reading /dev/urandom"))?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

fn write_private(path: &Path, text: &str) -> Result<(), TestClusterError> {
    use std::io::Write;
    std::fs::OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .mode(0o600)
        .open(path)
        .and_then(|mut file| file.write_all(text.as_bytes()))
        .map_err(TestClusterError::io(format!("writing {}", path.display())))
}
