//! Serving the app on a loopback address and opening it in a browser, as `astern` and `astern demo` do.

use std::io;
use std::sync::Arc;

use astern_protocol::{Address as Link, ContextPage};
use tokio::net::TcpListener;

use super::running_rollbacks::RunningRollbacks;
use super::{browser, shutdown};
use crate::backend::Cluster;
use crate::error::CommandError;
use crate::http::contexts::PageContexts;
use crate::http::guards::{LaunchToken, LoopbackAddress};
use crate::http::routers::loopback::{Loopback, router};
use crate::http::{AppState, ServerTransport, listen_on_loopback, serve};
use crate::launch_file::LaunchFile;
use crate::{stderr, stdout};

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
    /// The options of a context that a page asked for: that page leads the browser to it.
    pub(super) fn on_request() -> Self {
        Self {
            port: None,
            open_browser: false,
            link: None,
        }
    }

    /// Listens on the port.
    pub(super) async fn listen(&self) -> Result<TcpListener, CommandError> {
        Ok(listen_on_loopback(self.port).await?)
    }
}

/// A server that is ready to accept connections.
pub(super) struct LoopbackServer {
    listener: TcpListener,
    loopback: Loopback,
}

impl LoopbackServer {
    /// Prepares to serve the app at the listener's address.
    pub(super) fn new(
        listener: TcpListener,
        options: LoopbackOptions,
        app: AppState,
        cluster: Cluster,
        contexts: PageContexts,
    ) -> Result<Self, CommandError> {
        let port = listener.local_addr().map_err(CommandError::Io)?.port();
        let mut loopback = Loopback {
            app,
            cluster: Arc::new(cluster),
            contexts,
            address: LoopbackAddress::new(port),
            token: LaunchToken::random()?,
            launch_file: None,
            opens_at: options.link,
        };
        if options.open_browser && browser::has_display() {
            match LaunchFile::new(&loopback.page()) {
                Ok(file) => loopback.launch_file = Some(Arc::new(file)),
                Err(error) => stderr::write_line(format_args!(
                    "The browser is not opened, because the file that leads it here cannot be written: {error}."
                )),
            }
        }
        Ok(Self { listener, loopback })
    }

    /// The address of the list of releases, with the launch token.
    pub(super) fn context_page(&self) -> ContextPage {
        self.loopback.context_page()
    }

    /// Serves without a word in the terminal, because a page leads the browser here. Never returns.
    pub(super) async fn serve_on_request(self) {
        serve(self.listener, ServerTransport::Plain, router(self.loopback)).await;
    }

    /// Prints the address, opens the browser, and serves until a signal ends it and those of the `rollbacks` that are
    /// running are over.
    pub(super) async fn serve(self, rollbacks: &RunningRollbacks) -> Result<(), CommandError> {
        self.print_address().map_err(CommandError::Io)?;
        if let Some(file) = &self.loopback.launch_file {
            browser::open(&file.url());
            // One installed as a Snap or Flatpak does not read the folder for temporary files, one of Windows may not
            // find it.
            stderr::write_line(
                "A browser is opened. If it shows no page, open the address above: not every browser may read the \
                 file that leads it there (Snap, Flatpak, WSL).",
            );
        }
        let router = router(self.loopback);
        let transport = ServerTransport::Plain;
        shutdown::serve_until_ended(self.listener, transport, router, rollbacks).await
    }

    /// Prints the address on stdout, in one line that programs can read. Fails when stdout is closed: then nobody could
    /// learn the address.
    fn print_address(&self) -> io::Result<()> {
        stdout::print_line(&format!("Astern is at {}", self.loopback.page()))?;
        stderr::write_line("Press Ctrl-C to end it.");
        Ok(())
    }
}
