//! The API server as a pod's service account.

mod client;
mod credentials;
mod kubeconfig;

pub use client::ServiceAccountClient;
pub use credentials::{ServiceAccount, ServiceAccountError};

pub(crate) use kubeconfig::write_kubeconfig;
