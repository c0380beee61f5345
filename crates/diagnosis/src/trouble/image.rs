//! Why an image cannot be pulled. Sources: `pkg/kubelet/images/image_manager.go`, and what containerd, CRI-O and registries
//! answer.

use crate::words::{has_any, quoted_after};

/// An image that cannot be pulled.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ImageTrouble {
    /// The image as the kubelet writes it.
    pub image: Option<String>,
    /// Why.
    pub failure: ImageFailure,
}

/// Why an image cannot be pulled.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ImageFailure {
    /// The registry does not have it.
    NotFound,
    /// The registry does not let the node have it: no pull secret, or a wrong one.
    Denied,
    /// The registry cannot be reached.
    Unreachable,
    /// The registry's certificate is not accepted.
    Certificate,
    /// The registry answers no more pulls for now.
    RateLimited,
    /// It is no valid name of an image.
    InvalidName,
    /// It is not on the node, and the pull policy is `Never`.
    NeverPulled,
    /// There is no such image for the node's platform.
    Platform,
    /// Its signature is not accepted.
    Signature,
    /// The cluster does not say.
    NotSaid,
}

impl ImageTrouble {
    /// Reads why an image cannot be pulled.
    pub(super) fn read(reason: &str, message: &str) -> Self {
        let image = [
            "pulling image ",
            "pull image ",
            "Container image ",
            "couldn't parse image name ",
            "unpack image ",
            "default image tag ",
            "parse image reference ",
        ]
        .into_iter()
        .find_map(|marker| quoted_after(message, marker));
        Self {
            image: image.map(str::to_owned),
            failure: failure(reason, message),
        }
    }
}

fn failure(reason: &str, message: &str) -> ImageFailure {
    let has = |phrases: &[&str]| has_any(message, phrases);
    match reason {
        "InvalidImageName" => return ImageFailure::InvalidName,
        "ErrImageNeverPull" => return ImageFailure::NeverPulled,
        "SignatureValidationFailed" => return ImageFailure::Signature,
        _ => {}
    }
    // A certificate that is not accepted and a host that is not found are told before what a registry answers: only who
    // reaches the registry gets an answer.
    if has(&["x509:", "tls: failed to verify", "certificate"]) {
        ImageFailure::Certificate
    } else if has(&[
        "no such host",
        "i/o timeout",
        "connection refused",
        "no route to host",
        "network is unreachable",
        "context deadline exceeded",
        "TLS handshake timeout",
        "server gave HTTP response to HTTPS client",
        "connection reset by peer",
        "503 Service",
        "502 Bad Gateway",
    ]) {
        ImageFailure::Unreachable
    } else if has(&["toomanyrequests", "429 Too Many", "rate limit"]) {
        ImageFailure::RateLimited
    } else if has(&[
        "no match for platform",
        "does not match the specified platform",
    ]) {
        ImageFailure::Platform
    } else if has(&["signature"]) {
        ImageFailure::Signature
    } else if has(&["invalid reference format", "couldn't parse image name"]) {
        ImageFailure::InvalidName
    } else if has(&["present with pull policy of Never"]) {
        ImageFailure::NeverPulled
    } else if has(&[
        "401 Unauthorized",
        "403 Forbidden",
        "pull access denied",
        "unauthorized",
        "authorization failed",
        "authentication required",
        "no basic auth credentials",
        "denied:",
        "insufficient_scope",
    ]) {
        ImageFailure::Denied
    } else if has(&["not found", "manifest unknown", "NotFound", "404"]) {
        ImageFailure::NotFound
    } else {
        ImageFailure::NotSaid
    }
}
