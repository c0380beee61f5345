//! Free ports on loopback.

use std::net::{Ipv4Addr, TcpListener};

use super::BedError;

/// The ports of one bed.
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
    /// All held at once while they are looked for, so that no two are the same.
    pub(super) fn find(api: Option<u16>) -> Result<Self, BedError> {
        let mut held = Vec::new();
        if let Some(port) = api {
            held.push(listen(port)?);
        }
        while held.len() < 6 {
            held.push(listen(0)?);
        }
        let mut found = Vec::new();
        for listener in &held {
            found.push(port_of(listener)?);
        }
        match found[..] {
            [api, etcd, etcd_peer, manager, scheduler, kwok] => Ok(Self {
                api,
                etcd,
                etcd_peer,
                manager,
                scheduler,
                kwok,
            }),
            _ => Err(BedError::Unsupported {
                missing: "six free ports",
                advice: "end what holds them",
            }),
        }
    }
}

/// A port on loopback that nothing listens on now.
///
/// # Errors
/// When the system gives none.
pub fn free_port() -> Result<u16, BedError> {
    port_of(&listen(0)?)
}

fn listen(port: u16) -> Result<TcpListener, BedError> {
    TcpListener::bind((Ipv4Addr::LOCALHOST, port))
        .map_err(BedError::io(format!("listening on 127.0.0.1:{port}")))
}

fn port_of(listener: &TcpListener) -> Result<u16, BedError> {
    listener
        .local_addr()
        .map(|address| address.port())
        .map_err(BedError::io("asking for a port"))
}
