//! Ports on loopback.

use std::net::{Ipv4Addr, TcpListener};

use super::TestClusterError;

/// Where the ports of test clusters begin: below those that the system deals out, so that no connection holds one of them when a
/// server comes to listen. The namespace is the test clusters' own.
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
    /// Those of the test cluster in that subnet, with another one for the API server where that is asked for.
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

/// A port on loopback that nothing listens on now.
///
/// # Errors
/// When the system gives none.
pub fn free_port() -> Result<u16, TestClusterError> {
    TcpListener::bind((Ipv4Addr::LOCALHOST, 0))
        .and_then(|listener| listener.local_addr())
        .map(|address| address.port())
        .map_err(TestClusterError::io("asking for a port"))
}
