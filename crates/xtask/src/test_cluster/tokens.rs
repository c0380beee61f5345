//! The authentication tokens of the test cluster's users.

use std::io::Read;
use std::path::{Path, PathBuf};

use super::TestClusterError;
use super::private_file::write_private;
use super::user::User;

/// A random token for each user, written to the API server's token file.
pub(super) struct Tokens(pub(super) Vec<(User, String)>);

impl Tokens {
    /// Returns the path of the token file.
    pub(super) fn file(dir: &Path) -> PathBuf {
        dir.join("tokens.csv")
    }

    /// Creates tokens and writes the file.
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

fn random_hex() -> Result<String, TestClusterError> {
    let mut bytes = [0_u8; 16];
    std::fs::File::open("/dev/urandom")
        .and_then(|mut file| file.read_exact(&mut bytes))
        .map_err(TestClusterError::io("reading /dev/urandom"))?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}
