//! Serving the app on a loopback address and opening it in a browser, as `astern` and `astern demo` do.

use std::io::{self, Write as _};
use std::sync::Arc;

use astern_protocol::Address as Link;
use tokio::net::TcpListener;

use super::{browser, shutdown};
use crate::backend::Cluster;
use crate::error::CommandError;
use crate::http::guards::{BrowserLaunch, LaunchToken, LoopbackAddress};
use crate::http::routers::loopback::{Loopback, router};
use crate::http::{AppState, ServerTransport, listen_on_loopback};
use crate::rollback::Rollbacks;
use crate::stderr;

/// The options of `astern` and `astern demo` about where the app is served.
#[derive(Clone, Debug)]
pub struct LoopbackOptions {
    /// `--port`.
    pub port: Option<u16>,
    /// Whether the browser is opened; `--no-open` turns it off.
    pub open_browser: bool,
    /// `--link`.
    pub link: Option<Link>,
}

impl LoopbackOptions {
    /// Listens on the port.
    pub(super) async fn listen(&self) -> Result<TcpListener, CommandError> {
        Ok(listen_on_loopback(self.port).await?)
    }
}

/// A server that is ready to accept connections.
pub(super) struct LoopbackServer {
    listener: TcpListener,
    loopback: Loopback,
    /// The nonce for the browser, if one is opened.
    nonce: Option<LaunchToken>,
}

impl LoopbackServer {
    /// Prepares to serve the app at the listener's address.
    pub(super) fn new(
        listener: TcpListener,
        options: LoopbackOptions,
        app: AppState,
        cluster: Cluster,
    ) -> Result<Self, CommandError> {
        let nonce = (options.open_browser && browser::has_display())
            .then(LaunchToken::random)
            .transpose()?;
        let port = listener.local_addr().map_err(CommandError::Io)?.port();
        let loopback = Loopback {
            app,
            cluster: Arc::new(cluster),
            address: LoopbackAddress::new(port),
            token: LaunchToken::random()?,
            launch: nonce
                .clone()
                .map_or_else(BrowserLaunch::disabled, BrowserLaunch::once),
            opens_at: options.link,
        };
        Ok(Self {
            listener,
            loopback,
            nonce,
        })
    }

    /// The rollbacks of the app that is served.
    pub(super) fn rollbacks(&self) -> Arc<Rollbacks> {
        Arc::clone(&self.loopback.app.rollbacks)
    }

    /// Prints the address, opens the browser, and serves until a signal ends it and those of the `rollbacks` that are
    /// running are over.
    pub(super) async fn serve(self, rollbacks: Option<&Rollbacks>) -> Result<(), CommandError> {
        self.print_address().map_err(CommandError::Io)?;
        if let Some(nonce) = &self.nonce {
            let url = self.loopback.address.url();
            browser::open(&format!("{url}/open/{}", nonce.reveal()));
        }
        let router = router(self.loopback);
        let transport = ServerTransport::Plain;
        shutdown::serve_until_ended(self.listener, transport, router, rollbacks).await
    }

    /// Prints the address on stdout, in one line that programs can read. Fails when stdout is closed: then nobody could
    /// learn the address.
    fn print_address(&self) -> io::Result<()> {
        let (url, page) = (self.loopback.address.url(), self.loopback.page());
        let mut stdout = io::stdout().lock();
        writeln!(stdout, "Astern is at {url}{page}")?;
        stdout.flush()?;
        stderr::write_line("Press Ctrl-C to end it.");
        Ok(())
    }
}
