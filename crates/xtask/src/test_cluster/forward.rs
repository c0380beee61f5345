//! Forwards a port of the developer's loopback into the network namespace of a test cluster, through a Unix socket.

use std::io::{self, Read, Write};
use std::net::{Ipv4Addr, Shutdown, TcpListener, TcpStream};
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::Path;
use std::thread;

use super::TestClusterError;

/// Outside the namespace: forwards every connection on 127.0.0.1:`port` to the socket. Returns only when listening
/// fails.
///
/// # Errors
/// When the port cannot be listened on.
pub fn from_port(port: u16, socket: &Path) -> Result<(), TestClusterError> {
    let listening = || TestClusterError::io(format!("listening on 127.0.0.1:{port}"));
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).map_err(listening())?;
    loop {
        let (outside, _) = listener.accept().map_err(listening())?;
        if let Ok(inside) = UnixStream::connect(socket) {
            join(outside, inside);
        }
    }
}

/// Inside the namespace: forwards every connection on the socket to 127.0.0.1:`port`, on a separate thread.
///
/// # Errors
/// When the socket cannot be created.
pub fn to_port(socket: &Path, port: u16) -> Result<(), TestClusterError> {
    let listener = UnixListener::bind(socket).map_err(TestClusterError::io(format!(
        "listening on {}",
        socket.display()
    )))?;
    thread::spawn(move || {
        while let Ok((outside, _)) = listener.accept() {
            if let Ok(inside) = TcpStream::connect((Ipv4Addr::LOCALHOST, port)) {
                join(inside, outside);
            }
        }
    });
    Ok(())
}

/// Copies in both directions until both are closed.
fn join(tcp: TcpStream, unix: UnixStream) {
    // Disable Nagle's algorithm, which would delay small messages.
    let _ = tcp.set_nodelay(true);
    if let (Ok(tcp_again), Ok(unix_again)) = (tcp.try_clone(), unix.try_clone()) {
        thread::spawn(move || copy(tcp, unix_again));
        thread::spawn(move || copy(unix, tcp_again));
    }
}

fn copy(mut from: impl Read, mut to: impl Write + HalfClose) {
    // A broken connection ends the copy like a closed one.
    let _ = io::copy(&mut from, &mut to);
    to.half_close();
}

trait HalfClose {
    fn half_close(&self);
}

impl HalfClose for TcpStream {
    fn half_close(&self) {
        let _ = self.shutdown(Shutdown::Write);
    }
}

impl HalfClose for UnixStream {
    fn half_close(&self) {
        let _ = self.shutdown(Shutdown::Write);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::test_cluster::free_port;

    #[test]
    fn bytes_are_forwarded_in_both_directions() {
        let socket = std::env::temp_dir().join(format!("astern-forward-{}", std::process::id()));
        let echo = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        to_port(&socket, echo.local_addr().unwrap().port()).unwrap();
        let outside = free_port().unwrap();
        let path = socket.clone();
        thread::spawn(move || from_port(outside, &path));
        thread::spawn(move || {
            let (mut stream, _) = echo.accept().unwrap();
            let mut received = Vec::new();
            stream.read_to_end(&mut received).unwrap();
            stream.write_all(&received).unwrap();
        });
        // The thread may not be listening yet.
        let deadline = std::time::Instant::now() + std::time::Duration::from_secs(10);
        let mut stream = loop {
            match TcpStream::connect((Ipv4Addr::LOCALHOST, outside)) {
                Ok(stream) => break stream,
                Err(error) => assert!(std::time::Instant::now() < deadline, "{error}"),
            }
        };
        stream.write_all(b"what changed").unwrap();
        stream.shutdown(Shutdown::Write).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        assert_eq!(answer, "what changed");
        std::fs::remove_file(socket).unwrap();
    }
}
