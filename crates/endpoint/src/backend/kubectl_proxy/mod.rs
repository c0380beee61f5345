//! The cluster through `kubectl proxy` on a private Unix socket.
//!
//! kubectl reads the kubeconfig and authenticates the user in whatever way the cluster requires. Browsers and other
//! users of the machine cannot connect to the socket.

mod access;
mod proxy;
mod unix_socket;

pub use access::Access;
pub use proxy::{Proxy, ProxyError};
pub use unix_socket::{Socket, Unanswered};
