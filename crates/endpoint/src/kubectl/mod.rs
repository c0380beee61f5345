//! The cluster through `kubectl proxy` on a private Unix socket.
//!
//! kubectl reads the kubeconfig and proves who asks, whatever way the cluster wants that; the
//! socket is out of reach of browsers and of other people on the machine.

mod access;
mod private_dir;
mod proxy;
mod socket;

pub use access::Access;
pub use private_dir::PrivateDir;
pub use proxy::{Proxy, ProxyError};
pub use socket::{Socket, Unanswered};
