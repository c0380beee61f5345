//! What is served: on a loopback address, and in the cluster.

pub mod in_cluster;
pub mod loopback;
