//! helm's way to the cluster: kubectl's own connection.
//!
//! helm speaks TCP only, and `kubectl proxy` has no credential of its own to ask for. So a `kubectl proxy` of this one helm
//! listens on a private Unix socket, and a relay on the loopback interface passes on what comes with a secret path. helm gets
//! a kubeconfig with that address and nothing else. kubectl reads the kubeconfig, runs login plugins and uses proxies; helm
//! needs none of that, and cannot reach another cluster than kubectl does.
//!
//! The relay is a process of its own, which starts and ends kubectl. One end of a pair of sockets is its standard input, the
//! other one becomes helm's. The kernel closes helm's end when helm ends; so both live as long as helm, also when astern is
//! killed meanwhile.

mod address;
mod announcement;
mod connection;
mod kubeconfig;
mod kubectl;
mod relay;
mod server;

pub use address::RelayAddress;
pub use connection::HelmConnection;
pub use relay::{COMMAND as RELAY_COMMAND, relay};
