//! The API server as a pod's service account.

mod client;
mod kubeconfig;

pub use client::{Account, ServiceAccount, ServiceAccountError};

pub(crate) use kubeconfig::write as write_kubeconfig;
