//! Which path leads through which guards to which handler, on the user's machine and in the cluster.

mod api;
pub mod in_cluster;
pub mod loopback;
mod route;

pub use route::{Access, Route};
