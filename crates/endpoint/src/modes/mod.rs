//! The ways to run the endpoint: on the user's machine, with the sample, and in the cluster.

mod browser;
pub mod demo;
pub mod in_cluster;
pub mod laptop;
mod loopback_server;
mod running_rollbacks;
mod shutdown;
mod startup;

pub use loopback_server::LoopbackOptions;
