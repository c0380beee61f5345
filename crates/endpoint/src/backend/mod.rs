//! The ways to reach a cluster.
//!
//! [`kubectl_proxy`] sends requests with the user's kubeconfig, [`service_account`] with the token of a pod, and
//! [`sample`] answers them from a recording. [`Cluster`] is any of the three.

mod cluster;
mod error;
pub mod kubectl_proxy;
pub mod sample;
pub mod service_account;

pub use cluster::Cluster;
pub use error::BackendError;
