//! Ports on loopback.

use std::net::{Ipv4Addr, TcpListener};

use super::TestClusterError;

/// The first port of test clusters. It is below the ephemeral ports of the system, so that no connection occupies a
/// port of a server. The namespace is used by test clusters only.
const FIRST: u16 = 10_000;

/// The ports of one test cluster.
#[derive(Debug)]
pub(super) struct Ports {
    pub(super) api: u16,
    pub(super) etcd: u16,
    pub(super) etcd_peer: u16,
    pub(super) manager: u16,
    pub(super) scheduler: u16,
    pub(super) kwok: u16,
}

impl Ports {
    /// Returns the ports of the test cluster with that subnet; `api` overrides the port of the API server.
    pub(super) fn of(subnet: u8, api: Option<u16>) -> Self {
        let first = FIRST + u16::from(subnet) * 10;
        Self {
            api: api.unwrap_or(first),
            etcd: first + 1,
            etcd_peer: first + 2,
            manager: first + 3,
            scheduler: first + 4,
            kwok: first + 5,
        }
    }
}

/// Returns a port on loopback that is free now.
///
/// # Errors
/// When the system has none.
pub fn free_port() -> Result<u16, TestClusterError> {
    TcpListener::bind((Ipv4Addr::LOCALHOST, 0))
        .and_then(|listener| listener.local_addr())
        .map(|address| address.port())
        .map_err(TestClusterError::io("asking for a port"))
}
