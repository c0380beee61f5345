//! Why kubectl is not logged in to the cluster.

use std::fmt;

use astern_cluster::ClusterError;

use super::options::KubectlOptions;

/// The user that the API server takes a request without credentials for.
const ANONYMOUS: &str = "system:anonymous";

/// Why kubectl is not logged in. The sentences are those of client-go (`plugin/pkg/client/auth/exec`).
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum LoginFailure {
    /// The API server does not accept the credentials.
    Rejected,
    /// No credentials arrive at the API server.
    Anonymous,
    /// The login plugin asks its user, and kubectl has no terminal here.
    PluginNeedsTerminal,
    /// The login plugin is not installed.
    PluginMissing {
        /// Its command.
        plugin: String,
    },
    /// The login plugin failed.
    PluginFailed {
        /// Its command.
        plugin: String,
        /// How it ended.
        end: String,
    },
    /// The login plugin gave no credentials, for another reason.
    Plugin {
        /// What kubectl says.
        message: String,
    },
}

impl LoginFailure {
    /// Returns the failure that kubectl reports, if that is why it got no response.
    pub(super) fn of_proxy_error(message: &str) -> Option<Self> {
        let (_, cause) = message.split_once("getting credentials: ")?;
        let cause = cause.lines().next().unwrap_or_default().trim();
        if cause.contains("interactive mode") {
            return Some(Self::PluginNeedsTerminal);
        }
        let failure = cause.strip_prefix("exec: executable ").and_then(|rest| {
            if let Some(plugin) = rest.strip_suffix(" not found") {
                let plugin = plugin.to_owned();
                return Some(Self::PluginMissing { plugin });
            }
            let (plugin, end) = rest.split_once(" failed with ")?;
            Some(Self::PluginFailed {
                plugin: plugin.to_owned(),
                end: end.to_owned(),
            })
        });
        failure.or_else(|| {
            let message = cause.to_owned();
            Some(Self::Plugin { message })
        })
    }

    /// Returns the failure that the API server reports.
    pub(crate) fn of_cluster_error(error: &ClusterError) -> Option<Self> {
        match error {
            ClusterError::Unauthorized(_) => Some(Self::Rejected),
            ClusterError::NotLoggedIn { .. } => Some(Self::Anonymous),
            _ => None,
        }
    }
}

/// A login that failed, and how to see whether it works.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FailedLogin {
    failure: LoginFailure,
    /// The command that answers whoever is logged in.
    check: String,
}

impl FailedLogin {
    /// The login to the cluster of these options failed.
    pub(crate) fn new(failure: LoginFailure, options: &KubectlOptions) -> Self {
        let check = options.command(&["auth", "whoami"]);
        Self { failure, check }
    }
}

/// What happened, and what to do.
impl fmt::Display for FailedLogin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { failure, check } = self;
        write!(
            f,
            "{failure}. Log in as you do for kubectl, until `{check}` answers in a terminal"
        )
    }
}

/// What happened.
impl fmt::Display for LoginFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("kubectl is not logged in: ")?;
        match self {
            Self::Rejected => f.write_str("the API server does not accept its credentials")?,
            Self::Anonymous => write!(
                f,
                "no credentials arrive at the API server, which takes you for {ANONYMOUS}"
            )?,
            Self::PluginNeedsTerminal => f.write_str(
                "its login plugin wants to ask you something in a terminal, and has none here",
            )?,
            Self::PluginMissing { plugin } => {
                write!(f, "its login plugin {plugin} is not installed")?;
            }
            Self::PluginFailed { plugin, end } => write!(
                f,
                "its login plugin {plugin} failed with {end}; what it printed is in the terminal of astern"
            )?,
            Self::Plugin { message } => {
                write!(f, "its login plugin gave no credentials: {message}")?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_client_go_says_of_a_plugin_is_recognised() {
        let said = |message: &str| LoginFailure::of_proxy_error(message);
        assert_eq!(
            said("getting credentials: exec: executable /k/ask failed with exit code 3\n"),
            Some(LoginFailure::PluginFailed {
                plugin: "/k/ask".to_owned(),
                end: "exit code 3".to_owned()
            })
        );
        assert_eq!(
            said(
                "getting credentials: exec: executable corp-none not found\n\nIt looks like you are trying"
            ),
            Some(LoginFailure::PluginMissing {
                plugin: "corp-none".to_owned()
            })
        );
        assert_eq!(
            said(
                "getting credentials: exec plugin cannot support interactive mode: standard input is not a terminal"
            ),
            Some(LoginFailure::PluginNeedsTerminal)
        );
        assert!(matches!(
            said("getting credentials: exec plugin didn't return a status field"),
            Some(LoginFailure::Plugin { .. })
        ));
        assert_eq!(
            said("dial tcp 127.0.0.1:9: connect: connection refused"),
            None
        );
    }
}
