//! The cluster through `kubectl proxy` on a private Unix socket.
//!
//! kubectl reads the kubeconfig and authenticates the user in whatever way the cluster requires. Browsers and other
//! users of the machine cannot connect to the socket. A supervisor ends it together with astern.

mod error;
mod options;
mod proxy;
mod stderr_log;
mod supervisor;
mod unix_socket;

pub use error::ProxyError;
pub use options::KubectlOptions;
pub use proxy::KubectlProxy;
pub use supervisor::{COMMAND as SUPERVISOR_COMMAND, supervise};
pub use unix_socket::ProxySocket;
