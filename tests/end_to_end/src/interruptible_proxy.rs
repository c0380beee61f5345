//! A way to a server that can be blocked for a while.

use std::io;
use std::net::{Ipv4Addr, Shutdown, TcpListener, TcpStream};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use crate::Failure;

/// Stands between a program and a server on loopback, whatever they speak, and lets nothing through while it is blocked.
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
    /// In front of `127.0.0.1:PORT`. Its threads end with the test program.
    ///
    /// # Errors
    /// When there is no port to listen on.
    pub fn start(port: u16) -> Result<Self, Failure> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        let own_port = listener.local_addr()?.port();
        let connections = Arc::new(Mutex::new(Connections::default()));
        let shared = Arc::clone(&connections);
        thread::spawn(move || {
            while let Ok((client, _)) = listener.accept() {
                // A client that cannot be served is let go, which is what it would see of a server that is away.
                let _ = forward(client, port, &shared);
            }
        });
        Ok(Self {
            port: own_port,
            connections,
        })
    }

    /// Where it listens on 127.0.0.1.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Breaks every connection, and each new one as soon as it is made.
    pub fn block(&self) {
        let mut connections = self
            .connections
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        connections.blocked = true;
        for stream in connections.open.drain(..) {
            // One side may have gone by itself.
            let _ = stream.shutdown(Shutdown::Both);
        }
    }

    /// Lets everything through again.
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
            // Broken, or at its end: either way this direction is over.
            let _ = io::copy(&mut from, &mut to);
            let _ = to.shutdown(Shutdown::Write);
        });
    }
    connections.open.extend([client, server]);
    Ok(())
}
