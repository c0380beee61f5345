//! A proxy that can be blocked.

use std::io;
use std::net::{Ipv4Addr, Shutdown, TcpListener, TcpStream};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use crate::Failure;

/// A proxy between a program and a server on loopback, for any protocol, which forwards nothing while it is blocked.
#[derive(Debug)]
pub struct InterruptibleProxy {
    port: u16,
    connections: Arc<Mutex<Connections>>,
}

#[derive(Debug, Default)]
struct Connections {
    blocked: bool,
    open: Vec<TcpStream>,
}

impl InterruptibleProxy {
    /// Starts a proxy to `127.0.0.1:PORT`. Its threads end with the test program.
    ///
    /// # Errors
    /// When it cannot listen on a port.
    pub fn start(port: u16) -> Result<Self, Failure> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        let own_port = listener.local_addr()?.port();
        let connections = Arc::new(Mutex::new(Connections::default()));
        let shared = Arc::clone(&connections);
        thread::spawn(move || {
            while let Ok((client, _)) = listener.accept() {
                // If the server cannot be reached, the connection is closed, as the client would see it without the
                // proxy.
                let _ = forward(client, port, &shared);
            }
        });
        Ok(Self {
            port: own_port,
            connections,
        })
    }

    /// Returns its port on 127.0.0.1.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Closes all connections, and from now on every new one.
    pub fn block(&self) {
        let mut connections = self
            .connections
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        connections.blocked = true;
        for stream in connections.open.drain(..) {
            // One side may have closed the connection already.
            let _ = stream.shutdown(Shutdown::Both);
        }
    }

    /// Forwards new connections again.
    pub fn unblock(&self) {
        self.connections
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .blocked = false;
    }
}

fn forward(client: TcpStream, port: u16, connections: &Mutex<Connections>) -> io::Result<()> {
    let mut connections = connections.lock().unwrap_or_else(PoisonError::into_inner);
    if connections.blocked {
        return client.shutdown(Shutdown::Both);
    }
    let server = TcpStream::connect((Ipv4Addr::LOCALHOST, port))?;
    for (from, to) in [(&client, &server), (&server, &client)] {
        let (mut from, mut to) = (from.try_clone()?, to.try_clone()?);
        thread::spawn(move || {
            // This direction has ended, with or without an error.
            let _ = io::copy(&mut from, &mut to);
            let _ = to.shutdown(Shutdown::Write);
        });
    }
    connections.open.extend([client, server]);
    Ok(())
}
