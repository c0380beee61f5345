//! A sample cluster in this binary, for a first look: no cluster, no helm.
//!
//! [`Sample`] answers what an API server would answer to everything that the page asks, and
//! a rollback is played on it, in the same words and steps.

use std::sync::Arc;
use std::time::SystemTime;

use astern_protocol::{Address as Link, Helm, Mode, Session};

use super::{announcement, browser, shutdown};
use crate::backend::Cluster;
use crate::backend::sample::{Recorded, Sample};
use crate::error::Failure;
use crate::http::App;
use crate::http::Assets;
use crate::http::guards::{Address, Launch, Token};
use crate::http::routers::loopback::{self, Loopback};
use crate::http::{self, ServerTransport};
use crate::journal::JournalPolicy;
use crate::rollback::{Engine, Rollbacks};
use crate::stderr;

/// What `astern demo` was told.
#[derive(Clone, Debug)]
pub struct Demo {
    /// `--port`.
    pub port: Option<u16>,
    /// Not `--no-open`.
    pub open: bool,
    /// `--link`.
    pub link: Option<Link>,
}

/// Serves the sample until a signal ends it.
///
/// # Errors
/// [`Failure`] when it cannot begin.
pub async fn demo(options: Demo) -> Result<(), Failure> {
    let listener = http::bind(options.port).await?;
    let recorded = Recorded::embedded()?;
    let nonce = (options.open && browser::is_there())
        .then(Token::random)
        .transpose()?;
    let app = Arc::new(App {
        session: session(&recorded),
        rollbacks: Rollbacks::new(Ok(Engine::Simulated), JournalPolicy::Disabled),
        assets: Assets::new(),
    });
    let loopback = Arc::new(Loopback {
        app,
        cluster: Arc::new(Cluster::Sample(Sample::new(
            recorded,
            astern_ledger::Timestamp::from(SystemTime::now()),
        ))),
        address: Address::new(listener.local_addr().map_err(Failure::Io)?.port()),
        token: Token::random()?,
        launch: nonce.clone().map_or_else(Launch::closed, Launch::once),
        opens_at: options.link,
    });
    stderr::write_line(
        "This is a sample: there is no cluster behind it, and its rollback is played.",
    );
    let router = loopback::router(Arc::clone(&loopback));
    announcement::announce(&loopback, nonce.as_ref()).map_err(Failure::Io)?;
    shutdown::serve_until_ended(listener, ServerTransport::Plain, router, None).await;
    Ok(())
}

/// What the page is told of it.
pub fn session(recorded: &Recorded) -> Session {
    Session {
        mode: Mode::Demo,
        cluster: Some(recorded.name.clone()),
        helm: Helm::Played,
        helm_flags: Vec::new(),
    }
}
