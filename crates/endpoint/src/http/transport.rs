//! What connections are transported over: plain TCP on a loopback address, TLS in the cluster.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::pem::{self, PemObject as _};
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use tokio_rustls::rustls::{self, ServerConfig};

/// What connections are transported over.
#[derive(Clone)]
pub enum ServerTransport {
    /// Plain TCP, for a loopback address. A connection carries many requests.
    Plain,
    /// TLS, with one request a connection, so that bytes smuggled in behind a request are never read.
    Tls(TlsAcceptor),
}

/// The certificate of the server.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Certificate {
    /// A self-signed one, made at the start. The API server's service proxy does not verify it.
    SelfSigned,
    /// PEM files.
    Files {
        /// The certificate, followed by its issuers.
        certificate: PathBuf,
        /// Its private key.
        key: PathBuf,
    },
}

/// Why there is no certificate to serve with.
#[derive(Debug, thiserror::Error)]
pub enum CertificateError {
    /// A file cannot be read.
    #[error("{path} cannot be read as PEM: {source}")]
    File {
        /// The path of the file.
        path: String,
        /// Why it cannot be read.
        source: pem::Error,
    },
    /// No certificate can be made.
    #[error("no certificate can be made: {0}")]
    Make(#[from] rcgen::Error),
    /// Certificate and key do not belong together, or are of an unsupported kind.
    #[error("the certificate cannot be used: {0}")]
    Use(#[from] rustls::Error),
}

impl ServerTransport {
    /// TLS with that certificate.
    ///
    /// # Errors
    /// [`CertificateError`].
    pub fn tls(certificate: &Certificate) -> Result<Self, CertificateError> {
        let (chain, key) = match certificate {
            Certificate::SelfSigned => self_signed()?,
            Certificate::Files { certificate, key } => (
                chain(certificate)?,
                PrivateKeyDer::from_pem_file(key).map_err(unreadable(key))?,
            ),
        };
        let mut config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()?
            .with_no_client_auth()
            .with_single_cert(chain, key)?;
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        Ok(Self::Tls(TlsAcceptor::from(Arc::new(config))))
    }
}

type ChainAndKey = (Vec<CertificateDer<'static>>, PrivateKeyDer<'static>);

fn self_signed() -> Result<ChainAndKey, rcgen::Error> {
    let pair = rcgen::generate_simple_self_signed(["astern".to_owned()])?;
    let key = PrivatePkcs8KeyDer::from(pair.signing_key.serialize_der());
    Ok((vec![pair.cert.der().clone()], key.into()))
}

fn chain(path: &Path) -> Result<Vec<CertificateDer<'static>>, CertificateError> {
    let read = || CertificateDer::pem_file_iter(path)?.collect::<Result<Vec<_>, _>>();
    let chain = read().map_err(unreadable(path))?;
    match chain.is_empty() {
        true => Err(unreadable(path)(pem::Error::NoItemsFound)),
        false => Ok(chain),
    }
}

fn unreadable(path: &Path) -> impl FnOnce(pem::Error) -> CertificateError {
    let path = path.display().to_string();
    |source| CertificateError::File { path, source }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_certificate_is_made_and_a_missing_file_is_named() {
        assert!(ServerTransport::tls(&Certificate::SelfSigned).is_ok());
        let missing = Certificate::Files {
            certificate: "/nowhere/tls.crt".into(),
            key: "/nowhere/tls.key".into(),
        };
        let error = ServerTransport::tls(&missing).err().unwrap().to_string();
        assert!(
            error.starts_with("/nowhere/tls.crt cannot be read"),
            "{error}"
        );
    }
}
