//! Requests, built without sending anything.

use std::fmt;
use std::fmt::Write as _;

use crate::Right;

/// The HTTP method of a [`Request`].
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Method {
    /// Reads.
    Get,
    /// Makes something: a rollback at the endpoint, an object at the API server.
    Post,
    /// Writes an object in the place of the one that was read.
    Put,
}

/// The form that an answer is asked for in.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Accept {
    /// The whole object as JSON.
    Json,
    /// A list of metadata only, which leaves the payloads at the API server.
    MetadataList,
    /// One object's metadata, or a watch of metadata.
    Metadata,
}

impl Accept {
    /// The header's value. No fallback to `application/json`: an API server that cannot leave the
    /// payloads out should say so rather than send hundreds of megabytes.
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

/// JSON that is sent along. It may hold a token or a record, so `Debug` does not show it.
#[derive(Clone, PartialEq, Eq)]
pub struct Json(String);

impl Json {
    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Json {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Json({} bytes)", self.0.len())
    }
}

/// One request to the API server (or the endpoint), relative to its base.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Request {
    /// How.
    pub method: Method,
    /// Path and query, without a leading slash.
    pub target: String,
    /// In which form.
    pub accept: Accept,
    /// JSON to send along.
    pub body: Option<Json>,
    /// The right it needs, when it is one that RBAC knows.
    pub needs: Option<Right>,
}

impl Request {
    /// A read of `path`, whose segments are already safe (see [`segment`]).
    pub fn get(path: impl Into<String>, accept: Accept) -> Self {
        Self {
            method: Method::Get,
            target: path.into(),
            accept,
            body: None,
            needs: None,
        }
    }

    /// A POST of JSON to `path`.
    pub fn post(path: impl Into<String>, body: String) -> Self {
        Self {
            method: Method::Post,
            body: Some(Json(body)),
            ..Self::get(path, Accept::Json)
        }
    }

    /// A PUT of JSON to `path`.
    pub fn put(path: impl Into<String>, body: String) -> Self {
        Self {
            method: Method::Put,
            ..Self::post(path, body)
        }
    }

    /// Names the right that the request needs, so that a refusal can.
    #[must_use]
    pub fn needing(mut self, right: Right) -> Self {
        self.needs = Some(right);
        self
    }

    /// Adds a query parameter, escaped.
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
    fn what_is_sent_along_is_not_shown() {
        let request = Request::post("x", r#"{"token":"hunter2"}"#.to_owned());
        assert!(!format!("{request:?}").contains("hunter2"));
    }

    #[test]
    fn a_segment_cannot_leave_its_place() {
        assert_eq!(segment("../a?b#c/ä"), "..%2Fa%3Fb%23c%2F%C3%A4");
    }
}
