//! A proxy that counts bytes.

use std::io::{Read, Write};
use std::net::{Ipv4Addr, Shutdown, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;

use crate::Failure;

/// A proxy between a browser and a plain HTTP server that counts the bytes of responses. For requests see
/// `Access::audit`, the log of the API server.
#[derive(Debug)]
pub struct CountingProxy {
    base: String,
    response_bytes: Arc<AtomicU64>,
}

impl CountingProxy {
    /// Starts a proxy to `base`, such as `http://127.0.0.1:8001`. Its threads end with the test program.
    ///
    /// # Errors
    /// When it cannot listen on a port.
    pub fn start(base: &str) -> Result<Self, Failure> {
        let target = base.trim_start_matches("http://").to_owned();
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        let base = format!("http://{}", listener.local_addr()?);
        let response_bytes = Arc::new(AtomicU64::new(0));
        let count = Arc::clone(&response_bytes);
        thread::spawn(move || {
            while let Ok((browser, _)) = listener.accept() {
                if let Ok(server) = TcpStream::connect(&target) {
                    forward(browser, server, &count);
                }
            }
        });
        Ok(Self {
            base,
            response_bytes,
        })
    }

    /// Returns its own address, without a trailing slash.
    #[must_use]
    pub fn base(&self) -> &str {
        &self.base
    }

    /// Returns the number of response bytes so far, including the HTTP headers.
    #[must_use]
    pub fn response_bytes(&self) -> u64 {
        self.response_bytes.load(Ordering::SeqCst)
    }
}

fn forward(browser: TcpStream, server: TcpStream, response_bytes: &Arc<AtomicU64>) {
    if let (Ok(browser_again), Ok(server_again)) = (browser.try_clone(), server.try_clone()) {
        let (request_bytes, response_bytes) = (Arc::default(), Arc::clone(response_bytes));
        thread::spawn(move || copy(browser, server_again, &request_bytes));
        thread::spawn(move || copy(server, browser_again, &response_bytes));
    }
}

fn copy(mut from: TcpStream, mut to: TcpStream, count: &AtomicU64) {
    let mut buffer = vec![0; 64 * 1024];
    while let Ok(read @ 1..) = from.read(&mut buffer) {
        count.fetch_add(read as u64, Ordering::SeqCst);
        if to.write_all(&buffer[..read]).is_err() {
            break;
        }
    }
    // The connection may be closed already.
    let _ = to.shutdown(Shutdown::Write);
}
