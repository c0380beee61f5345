//! The address of a relay, with the secret path that opens it.

use std::fmt;
use std::net::Ipv4Addr;

use axum::body::Bytes;
use axum::http::{HeaderValue, Request, Response, Uri, header};
use http_body_util::Full;
use hyper::body::Incoming;
use serde::{Deserialize, Serialize};
use subtle::ConstantTimeEq as _;
use tokio::net::TcpStream;

use crate::backend::BackendError;
use crate::backend::exchange::exchange;
use crate::random::hex_digits;

/// The address of a relay on the loopback interface. Its path is 256 random bits, without which the relay passes nothing on:
/// every user of the machine can connect to the port.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RelayAddress {
    port: u16,
    secret: String,
}

impl RelayAddress {
    /// Makes a secret for a relay at that port.
    ///
    /// # Errors
    /// When the system provides no random numbers.
    pub(super) fn random(port: u16) -> Result<Self, getrandom::Error> {
        let secret = hex_digits::<32>()?;
        Ok(Self { port, secret })
    }

    /// Returns the address as the server of a kubeconfig.
    pub(super) fn url(&self) -> String {
        let Self { port, secret } = self;
        format!("http://{}:{port}/{secret}", Ipv4Addr::LOCALHOST)
    }

    /// Returns path and query as kubectl gets them, if the path begins with the secret. Compares in constant time.
    pub(super) fn target(&self, uri: &Uri) -> Option<Uri> {
        let path = uri.path_and_query()?.as_str().strip_prefix('/')?;
        let (secret, target) = path.split_at_checked(self.secret.len())?;
        let is_known: bool = self.secret.as_bytes().ct_eq(secret.as_bytes()).into();
        if is_known && target.starts_with('/') {
            target.parse().ok()
        } else {
            None
        }
    }

    /// Sends a request to the cluster as helm reaches it.
    ///
    /// # Errors
    /// [`BackendError`] when there is no response.
    pub(in crate::backend) async fn send(
        &self,
        mut request: Request<Full<Bytes>>,
    ) -> Result<Response<Incoming>, BackendError> {
        let stream = TcpStream::connect((Ipv4Addr::LOCALHOST, self.port))
            .await
            .map_err(BackendError::Connect)?;
        let target = request
            .uri()
            .path_and_query()
            .map_or("/", |path| path.as_str());
        let invalid = |_| BackendError::Unreachable("the path is invalid".to_owned());
        *request.uri_mut() = format!("/{}{target}", self.secret)
            .parse()
            .map_err(invalid)?;
        let host = HeaderValue::from_static("localhost");
        request.headers_mut().insert(header::HOST, host);
        Ok(exchange(stream, request).await?)
    }

    /// Returns what helm printed without this address, so that errors name the API server's paths only.
    pub fn remove_from(&self, text: &str) -> String {
        text.replace(&self.url(), "").replace(&self.secret, "")
    }
}

/// Without the secret.
impl fmt::Debug for RelayAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RelayAddress({})", self.port)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_secret_opens_it() {
        let address = RelayAddress::random(4711).unwrap();
        let secret = address.secret.clone();
        let target = |path: &str| address.target(&path.parse().unwrap());
        let passed = target(&format!("/{secret}/api/v1/pods?watch=true")).unwrap();
        assert_eq!(passed, "/api/v1/pods?watch=true");
        let other = RelayAddress::random(4711).unwrap().secret;
        for refused in [
            "/".to_owned(),
            "/api".to_owned(),
            format!("/{secret}"),
            format!("/{secret}api"),
            format!("/{}/api", &secret[..63]),
            format!("//{secret}/api"),
            format!("/{other}/api"),
            format!("/api?{secret}/"),
        ] {
            assert_eq!(target(&refused), None, "{refused}");
        }
    }

    #[test]
    fn what_is_shown_holds_no_secret() {
        let address = RelayAddress::random(4711).unwrap();
        assert!(!format!("{address:?}").contains(&address.secret));
        let printed = format!(
            "Get \"{}/version\": EOF ({})",
            address.url(),
            address.secret
        );
        assert_eq!(address.remove_from(&printed), "Get \"/version\": EOF ()");
    }
}
