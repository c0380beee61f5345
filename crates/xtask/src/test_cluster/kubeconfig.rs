//! Writes the kubeconfigs of the test cluster's users.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::access::Access;
use super::private_file::write_private;
use super::tokens::Tokens;
use super::user::User;
use super::{TestClusterError, api_server};

/// Writes one kubeconfig for each user. Each contains the contexts of all users; its own user's context is the current
/// one.
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
