//! The API server as a pod's service account.

mod client;
mod credentials;
mod kubeconfig;
mod rollback_user;

pub use client::ServiceAccountClient;
pub use credentials::{ServiceAccount, ServiceAccountError};

pub(crate) use kubeconfig::write_kubeconfig;
pub(crate) use rollback_user::{rollback_namespace, rollback_user};
