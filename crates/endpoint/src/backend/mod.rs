//! The ways to reach a cluster.
//!
//! [`kubectl_proxy`] sends requests with the user's kubeconfig, [`service_account`] with the token of a pod, and
//! [`sample`] answers them from a recording. [`helm_relay`] leads a helm to the first of them. [`Cluster`] is any of these.

mod cluster;
mod error;
mod exchange;
pub mod helm_relay;
pub mod kubectl_proxy;
pub mod sample;
pub mod service_account;
mod transport;

pub use cluster::Cluster;
pub use error::BackendError;
