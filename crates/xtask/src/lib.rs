//! The commands of `cargo xtask`: `run`, `build`, `test`, `cluster`, `bench`, `split`, and the setup of the tools that
//! they need.
//!
//! The [`test_cluster`] module is also a library for the end-to-end tests: a real Kubernetes control plane on this
//! machine, without containers.

pub mod bench;
pub mod build;
pub mod bundle_size;
pub mod cluster;
pub mod end_to_end;
pub mod paths;
pub mod run;
pub mod setup;
pub mod split;
pub mod step;
pub mod test;
pub mod test_cluster;
