//! Requests to the API server as astern's own service account, or as another one that it may impersonate.

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

use super::{ServiceAccount, ServiceAccountError};
use crate::backend::BackendError;

/// The header that names the user to impersonate.
const IMPERSONATE_USER: HeaderName = HeaderName::from_static("impersonate-user");

/// How long the API server may take to accept a connection.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// A client of the API server that authenticates as a service account.
#[derive(Clone)]
pub struct ServiceAccountClient {
    client: Client,
    /// The file with its token; `None` when the client authenticates by itself.
    token_file: Option<PathBuf>,
    impersonated_user: Option<HeaderValue>,
}

impl ServiceAccountClient {
    /// A client for astern's own service account. Sends nothing yet.
    ///
    /// # Errors
    /// [`ServiceAccountError`].
    pub fn new(account: &ServiceAccount) -> Result<Self, ServiceAccountError> {
        let token_file = account.token_file();
        let metadata = std::fs::metadata(&token_file);
        metadata.map_err(|source| ServiceAccountError::NoToken {
            path: token_file.display().to_string(),
            source,
        })?;
        let invalid = || ServiceAccountError::Address(account.api_server.clone());
        let address: Uri = account.api_server.parse().map_err(|_| invalid())?;
        if address.scheme().is_none() || address.host().is_none() {
            return Err(invalid());
        }
        let mut config = Config::new(address);
        config.root_cert_file = Some(account.ca_file());
        Ok(Self {
            token_file: Some(token_file),
            ..Self::with_client(kube_client(&config)?)
        })
    }

    /// Sends requests with an existing client.
    pub fn with_client(client: Client) -> Self {
        Self {
            client,
            token_file: None,
            impersonated_user: None,
        }
    }

    /// The same connection, impersonating that user. The API server adds a service account's groups by itself.
    ///
    /// `None` when the name cannot stand in a header.
    pub(crate) fn impersonating(&self, user: &str) -> Option<Self> {
        Some(Self {
            client: self.client.clone(),
            token_file: self.token_file.clone(),
            impersonated_user: Some(HeaderValue::from_str(user).ok()?),
        })
    }

    /// Sends a request.
    pub(crate) async fn send(
        &self,
        request: Request<Full<Bytes>>,
    ) -> Result<Response<Body>, BackendError> {
        let (mut head, body) = request.into_parts();
        if let Some(path) = &self.token_file {
            head.headers.insert(AUTHORIZATION, bearer_token(path)?);
        }
        if let Some(user) = &self.impersonated_user {
            head.headers.insert(IMPERSONATE_USER, user.clone());
        }
        let bytes = body.collect().await.map(|body| body.to_bytes());
        let body = kube::client::Body::from(bytes.unwrap_or_default());
        let response = self.client.send(Request::from_parts(head, body)).await;
        Ok(response
            .map_err(|error| unreachable(&error))?
            .map(Body::new))
    }
}

impl fmt::Debug for ServiceAccountClient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("ServiceAccountClient")
            .field(&self.impersonated_user)
            .finish()
    }
}

/// Builds kube's client with Nagle's algorithm off. kube's own constructor leaves it on, which delays the body of a
/// request until its head is acknowledged: 40 ms for each POST and PUT.
fn kube_client(config: &Config) -> Result<Client, ServiceAccountError> {
    let mut connector = HttpConnector::new();
    connector.enforce_http(false);
    connector.set_nodelay(true);
    // Only for the connection: each response has a timeout of its own.
    connector.set_connect_timeout(Some(CONNECT_TIMEOUT));
    let connector = config.rustls_https_connector_with_connector(connector);
    let connector = connector.map_err(Box::new)?;
    let service = legacy::Client::builder(TokioExecutor::new()).build(connector);
    let builder = ClientBuilder::new(service, &config.default_namespace);
    Ok(builder.with_layer(&config.base_uri_layer()).build())
}

/// Reads the token from its file. kube's client would cache it for a minute, and be refused for as long when a token is
/// revoked.
fn bearer_token(path: &Path) -> Result<HeaderValue, BackendError> {
    let invalid = |why: String| BackendError::Unreachable(format!("{}: {why}", path.display()));
    let token = std::fs::read_to_string(path).map_err(|error| invalid(error.to_string()))?;
    let header = HeaderValue::from_str(&format!("Bearer {}", token.trim()));
    let mut header = header.map_err(|_| invalid("this is no token".to_owned()))?;
    header.set_sensitive(true);
    Ok(header)
}

/// Takes the message of the innermost source: the outermost only says that there was an error.
fn unreachable(error: &kube::Error) -> BackendError {
    let mut message = error.to_string();
    let mut source = error.source();
    while let Some(inner) = source {
        message = inner.to_string();
        source = inner.source();
    }
    BackendError::Unreachable(message)
}
