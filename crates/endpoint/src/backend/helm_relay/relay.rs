//! The process that relays between one helm and its `kubectl proxy`.

use std::ffi::{OsStr, OsString};
use std::io;
use std::net::Ipv4Addr;
use std::os::fd::AsFd as _;

use tokio::io::AsyncReadExt as _;
use tokio::net::{TcpListener, UnixStream};

use super::RelayAddress;
use super::announcement::Announcement;
use super::kubeconfig;
use super::kubectl::Kubectl;
use super::server::{Relay, serve};
use crate::backend::kubectl_proxy::name_process;
use crate::private_dir::PrivateDir;
use crate::signals::Signals;
use crate::stderr;
use crate::stdout::{self, OutputKind};

/// The command of `astern` that runs a relay. It is hidden from the help.
pub const COMMAND: &str = "relay-helm";

/// Runs a relay until the other end of its standard input is closed: first astern holds it, then helm. Prints the address
/// and the folder when it is ready; both end with it.
///
/// # Errors
/// When kubectl cannot be run. Every other failure is a line on standard error.
pub async fn relay(kubectl: &OsStr, options: &[OsString]) -> io::Result<()> {
    name_process();
    // Signals are for astern and for helm, whose end ends this.
    let _signals = Signals::new();
    let (listener, address, dir, mut client) = match prepare().await {
        Ok(prepared) => prepared,
        Err(error) => {
            stderr::write_line(format_args!("error: {error}"));
            return Ok(());
        }
    };
    let mut kubectl = Kubectl::start(kubectl, options, &dir.path().join("s"))?;
    let socket = tokio::select! {
        listening = kubectl.listening() => listening,
        () = closed(&mut client) => return Ok(()),
    };
    // kubectl has said why it ended.
    let Ok(socket) = socket else { return Ok(()) };
    let announcement = Announcement {
        address: address.clone(),
        folder: dir.path().to_owned(),
    };
    if let Err(error) = announce(&announcement) {
        stderr::write_line(format_args!("error: {error}"));
        return Ok(());
    }
    tokio::select! {
        () = serve(listener, Relay { address, socket }) => {}
        () = kubectl.keep_running() => {}
        () = closed(&mut client) => {}
    }
    Ok(())
}

async fn prepare() -> io::Result<(TcpListener, RelayAddress, PrivateDir, UnixStream)> {
    let stdin = io::stdin().as_fd().try_clone_to_owned()?;
    let client = std::os::unix::net::UnixStream::from(stdin);
    // helm finds the end of its standard input at once.
    client.shutdown(std::net::Shutdown::Write)?;
    client.set_nonblocking(true)?;
    let client = UnixStream::from_std(client)?;
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
    let port = listener.local_addr()?.port();
    let address =
        RelayAddress::random(port).map_err(|error| io::Error::other(error.to_string()))?;
    let dir = PrivateDir::new()?;
    kubeconfig::write(dir.path(), &address)?;
    Ok((listener, address, dir, client))
}

fn announce(announcement: &Announcement) -> io::Result<()> {
    let line = serde_json::to_string(announcement)?;
    stdout::print(&format!("{line}\n"), OutputKind::Json)
}

/// Waits until the other end of the socket is closed. Nothing is ever written to it.
async fn closed(client: &mut UnixStream) {
    let mut buffer = [0; 64];
    while client.read(&mut buffer).await.is_ok_and(|read| read > 0) {}
}
