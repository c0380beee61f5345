//! A sample cluster in this binary, for a first look: no cluster, no helm.
//!
//! [`Sample`] answers what an API server would answer to everything that the page asks, and
//! a rollback is played on it, in the same words and steps.

mod answer;
mod live;
mod place;
mod play;
mod recorded;
mod selector;
mod store;
mod times;
mod watch;

use std::sync::Arc;
use std::time::SystemTime;

use astern_protocol::{Address as Link, Helm, Mode, Session};

use crate::app::App;
use crate::assets::Assets;
use crate::cli::Failure;
use crate::cluster::Cluster;
use crate::guard::{Address, Launch, Token};
use crate::journal::Keeping;
use crate::loopback::{self, Loopback};
use crate::rollback::{Engine, Rollbacks};
use crate::serve::{self, Wire};
use crate::tell::tell;

pub use recorded::{Recorded, SampleError};
pub use store::Sample;

pub(crate) use play::play;

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
    let listener = serve::bind(options.port).await?;
    let recorded = Recorded::embedded()?;
    let nonce = (options.open && serve::browser_is_there())
        .then(Token::random)
        .transpose()?;
    let app = Arc::new(App {
        session: session(&recorded),
        rollbacks: Rollbacks::new(Engine::Played, Keeping::Nothing),
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
    tell("This is a sample: there is no cluster behind it, and its rollback is played.");
    let router = loopback::router(Arc::clone(&loopback));
    serve::announce(&loopback, nonce.as_ref()).map_err(Failure::Io)?;
    serve::until_ended(listener, Wire::Plain, router, None).await;
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
