//! Asking the API server as astern's own service account, or as another one for which it may act.

use std::error::Error as _;
use std::fmt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::http::header::{AUTHORIZATION, HeaderName};
use axum::http::{HeaderValue, Request, Response, Uri};
use http_body_util::{BodyExt as _, Full};
use hyper_util::client::legacy;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use kube::client::{ClientBuilder, ConfigExt as _};
use kube::{Client, Config};

use crate::backend::kubectl_proxy::Unanswered;

/// Whom a request is to be judged as.
const ACT_AS: HeaderName = HeaderName::from_static("impersonate-user");

/// How long the API server may take to accept a connection.
const CONNECT_WAIT: Duration = Duration::from_secs(10);

/// What a pod is given to reach the API server with.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ServiceAccount {
    /// The folder with `token` and `ca.crt`; the kubelet writes a new token there before the old one
    /// is over.
    pub dir: PathBuf,
    /// Where the API server is.
    pub api_server: String,
}

/// The API server cannot be asked.
#[derive(Debug, thiserror::Error)]
pub enum ServiceAccountError {
    /// There is no token.
    #[error(
        "{path} cannot be read: {source}. `astern serve` runs in a pod that has its service account's \
         token; on your own machine, run `astern`"
    )]
    NoToken {
        /// Where it should be.
        path: String,
        /// Why it cannot be read.
        source: std::io::Error,
    },
    /// The address is none.
    #[error("{0} is no address of an API server; it begins with https:// and has no path")]
    Address(String),
    /// The connection cannot be prepared.
    #[error("the API server cannot be asked: {0}")]
    Client(#[from] Box<kube::Error>),
}

impl ServiceAccount {
    pub(crate) fn token(&self) -> PathBuf {
        self.dir.join("token")
    }

    pub(crate) fn authority(&self) -> PathBuf {
        self.dir.join("ca.crt")
    }
}

/// The API server, asked as a service account.
#[derive(Clone)]
pub struct Account {
    client: Client,
    /// The file with its token; the client has another way when there is none.
    token: Option<PathBuf>,
    act_as: Option<HeaderValue>,
}

impl Account {
    /// Astern's own. Nothing is sent yet.
    ///
    /// # Errors
    /// [`ServiceAccountError`].
    pub fn new(account: &ServiceAccount) -> Result<Self, ServiceAccountError> {
        let token = account.token();
        let found = std::fs::metadata(&token);
        found.map_err(|source| ServiceAccountError::NoToken {
            path: token.display().to_string(),
            source,
        })?;
        let no_address = || ServiceAccountError::Address(account.api_server.clone());
        let address: Uri = account.api_server.parse().map_err(|_| no_address())?;
        if address.scheme().is_none() || address.host().is_none() {
            return Err(no_address());
        }
        let mut config = Config::new(address);
        config.root_cert_file = Some(account.authority());
        Ok(Self {
            token: Some(token),
            ..Self::with(client(&config)?)
        })
    }

    /// Over a client that is there already.
    pub fn with(client: Client) -> Self {
        Self {
            client,
            token: None,
            act_as: None,
        }
    }

    /// The same connection, judged as that user. The groups of a service account come by themselves.
    ///
    /// `None` when the name cannot stand in a header.
    pub(crate) fn acting_as(&self, user: &str) -> Option<Self> {
        Some(Self {
            client: self.client.clone(),
            token: self.token.clone(),
            act_as: Some(HeaderValue::from_str(user).ok()?),
        })
    }

    /// Sends a request.
    pub(crate) async fn send(
        &self,
        request: Request<Full<Bytes>>,
    ) -> Result<Response<Body>, Unanswered> {
        let (mut head, body) = request.into_parts();
        if let Some(token) = &self.token {
            head.headers.insert(AUTHORIZATION, bearer(token)?);
        }
        if let Some(user) = &self.act_as {
            head.headers.insert(ACT_AS, user.clone());
        }
        let bytes = body.collect().await.map(|body| body.to_bytes());
        let body = kube::client::Body::from(bytes.unwrap_or_default());
        let answer = self.client.send(Request::from_parts(head, body)).await;
        Ok(answer.map_err(|error| unreached(&error))?.map(Body::new))
    }
}

impl fmt::Debug for Account {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Account").field(&self.act_as).finish()
    }
}

/// kube's own way to make one leaves Nagle's algorithm on, which keeps the body of a request back until its head is
/// acknowledged: 40 ms for each POST and PUT.
fn client(config: &Config) -> Result<Client, ServiceAccountError> {
    let mut connector = HttpConnector::new();
    connector.enforce_http(false);
    connector.set_nodelay(true);
    // Only for the connection: every answer is waited for with a limit of its own.
    connector.set_connect_timeout(Some(CONNECT_WAIT));
    let connector = config.rustls_https_connector_with_connector(connector);
    let connector = connector.map_err(Box::new)?;
    let service = legacy::Client::builder(TokioExecutor::new()).build(connector);
    let builder = ClientBuilder::new(service, &config.default_namespace);
    Ok(builder.with_layer(&config.base_uri_layer()).build())
}

/// What the token's file holds now: kube's client would remember it for a minute, and be refused for as long when a
/// token ends before its time.
fn bearer(token: &Path) -> Result<HeaderValue, Unanswered> {
    let unread = |why: String| Unanswered::Unreached(format!("{}: {why}", token.display()));
    let token = std::fs::read_to_string(token).map_err(|error| unread(error.to_string()))?;
    let bearer = HeaderValue::from_str(&format!("Bearer {}", token.trim()));
    let mut bearer = bearer.map_err(|_| unread("this is no token".to_owned()))?;
    bearer.set_sensitive(true);
    Ok(bearer)
}

/// The outermost sentence only says that there was an error; the innermost says which.
fn unreached(error: &kube::Error) -> Unanswered {
    let mut said = error.to_string();
    let mut source = error.source();
    while let Some(inner) = source {
        said = inner.to_string();
        source = inner.source();
    }
    Unanswered::Unreached(said)
}
