//! The cluster through `kubectl proxy` on a private Unix socket.
//!
//! kubectl reads the kubeconfig and authenticates the user in whatever way the cluster requires. Browsers and other
//! users of the machine cannot connect to the socket. A supervisor ends it together with astern.

mod connection;
mod error;
mod filter;
mod identify;
mod known_context;
mod kubeconfig;
mod kubeconfig_error;
mod kubeconfig_watch;
mod login;
mod options;
mod process_group;
mod proxy;
mod stderr_log;
mod supervisor;
mod unix_socket;

pub use connection::KubectlConnection;
pub use error::ProxyError;
pub(super) use error::START_TIMEOUT;
pub(super) use filter::ProxyClient;
pub use identify::{IdentifyError, identify};
pub(crate) use known_context::kubeconfig_change;
pub use known_context::{Destination, KnownContext};
pub use kubeconfig_error::KubeconfigError;
pub use login::{FailedLogin, LoginFailure};
pub(super) use options::proxy_arguments;
pub use options::{ChosenCluster, KubectlOptions};
pub(super) use process_group::ProcessGroup;
pub use proxy::KubectlProxy;
pub(super) use stderr_log::StderrLog;
pub(super) use supervisor::name_process;
pub use supervisor::{COMMAND as SUPERVISOR_COMMAND, supervise};
pub use unix_socket::ProxySocket;
pub(super) use unix_socket::send_over;
