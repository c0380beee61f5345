//! Requests to the API server, without sending them.

use std::fmt;
use std::fmt::Write as _;

use crate::Right;

/// The HTTP method of a [`Request`].
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Method {
    /// Reads.
    Get,
    /// Creates an object, or starts a rollback.
    Post,
    /// Replaces an object.
    Put,
}

/// The requested representation of a response.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Accept {
    /// The whole object as JSON.
    Json,
    /// A list of metadata only, without payloads.
    MetadataList,
    /// One object's metadata, or a watch of metadata.
    Metadata,
}

impl Accept {
    /// Returns the value of the header. There is no fallback to `application/json`: an API server that cannot leave out
    /// payloads must refuse rather than send hundreds of megabytes.
    pub fn header(self) -> &'static str {
        match self {
            Self::Json => "application/json",
            Self::MetadataList => {
                "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1"
            }
            Self::Metadata => "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1",
        }
    }
}

/// The JSON body of a request. `Debug` does not print it: it may contain a token or a record.
#[derive(Clone, PartialEq, Eq)]
pub struct Json(String);

impl Json {
    /// Returns the text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Json {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Json({} bytes)", self.0.len())
    }
}

/// Whether a request changes something, so that it must not be sent twice by itself.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Effect {
    /// It changes nothing: a GET, or a review, of which the API server stores nothing.
    Read,
    /// It may change something.
    Write,
}

/// One request to the API server (or the endpoint), relative to its base.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Request {
    /// The method.
    pub method: Method,
    /// Path and query, without a leading slash.
    pub target: String,
    /// The requested representation.
    pub accept: Accept,
    /// The body.
    pub body: Option<Json>,
    /// Whether it changes something.
    pub effect: Effect,
    /// The right that the request needs, if RBAC has one.
    pub needs: Option<Right>,
}

impl Request {
    /// Creates a GET of `path`, whose segments are already escaped (see [`segment`]).
    pub fn get(path: impl Into<String>, accept: Accept) -> Self {
        Self {
            method: Method::Get,
            target: path.into(),
            accept,
            body: None,
            effect: Effect::Read,
            needs: None,
        }
    }

    /// Creates a POST of JSON to `path`.
    pub fn post(path: impl Into<String>, body: String) -> Self {
        Self {
            method: Method::Post,
            body: Some(Json(body)),
            effect: Effect::Write,
            ..Self::get(path, Accept::Json)
        }
    }

    /// Creates a POST of JSON that asks a question, such as a SelfSubjectAccessReview: it changes nothing.
    pub fn review(path: impl Into<String>, body: String) -> Self {
        Self {
            effect: Effect::Read,
            ..Self::post(path, body)
        }
    }

    /// Creates a PUT of JSON to `path`.
    pub fn put(path: impl Into<String>, body: String) -> Self {
        Self {
            method: Method::Put,
            ..Self::post(path, body)
        }
    }

    /// Sets the right that the request needs, for the error when it is refused.
    #[must_use]
    pub fn needing(mut self, right: Right) -> Self {
        self.needs = Some(right);
        self
    }

    /// Adds and escapes a query parameter.
    #[must_use]
    pub fn query(mut self, name: &str, value: &str) -> Self {
        self.target
            .push(if self.target.contains('?') { '&' } else { '?' });
        self.target.push_str(name);
        self.target.push('=');
        self.target.push_str(&segment(value));
        self
    }
}

/// Escapes text so that it is one path segment or one query value and nothing more.
pub(crate) fn segment(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for byte in text.bytes() {
        // RFC 3986's unreserved characters; a lone "." or ".." cannot come from a valid name.
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            escaped.push(char::from(byte));
        } else {
            // Writing to a String cannot fail.
            let _ = write!(escaped, "%{byte:02X}");
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_is_escaped() {
        let request = Request::get("api/v1/secrets", Accept::MetadataList)
            .query("labelSelector", "owner=helm,name=a.b")
            .query("limit", "500");
        assert_eq!(
            request.target,
            "api/v1/secrets?labelSelector=owner%3Dhelm%2Cname%3Da.b&limit=500"
        );
    }

    #[test]
    fn debug_output_does_not_contain_the_body() {
        let request = Request::post("x", r#"{"token":"hunter2"}"#.to_owned());
        assert!(!format!("{request:?}").contains("hunter2"));
    }

    #[test]
    fn a_segment_cannot_contain_separators() {
        assert_eq!(segment("../a?b#c/ä"), "..%2Fa%3Fb%23c%2F%C3%A4");
    }
}
