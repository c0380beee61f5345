//! Raw HTTP requests with exactly the given headers, as an attacker would send them.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::time::Duration;

use crate::Failure;

/// The read timeout: longer than the tests' rollbacks wait, even when the API server cannot be reached at their end.
const READ_TIMEOUT: Duration = Duration::from_secs(120);

/// A response.
#[derive(Debug)]
pub struct Response {
    /// The status code.
    pub status: u16,
    /// The headers and the body.
    pub text: String,
}

impl Response {
    /// Returns the body, decoded if it is chunked.
    ///
    /// # Errors
    /// When it is truncated.
    pub fn body(&self) -> Result<String, Failure> {
        let truncated = || Failure::new(format!("an answer that is cut short: {:?}", self.text));
        let (head, body) = self.text.split_once("\r\n\r\n").ok_or_else(truncated)?;
        if !head
            .to_ascii_lowercase()
            .contains("transfer-encoding: chunked")
        {
            return Ok(body.to_owned());
        }
        let mut whole = Vec::new();
        let mut rest = body.as_bytes();
        loop {
            let end = rest.windows(2).position(|pair| pair == b"\r\n");
            let end = end.ok_or_else(truncated)?;
            let length = String::from_utf8_lossy(&rest[..end]).into_owned();
            let length = usize::from_str_radix(&length, 16).map_err(|_| truncated())?;
            if length == 0 {
                return Ok(String::from_utf8_lossy(&whole).into_owned());
            }
            let chunk = rest.get(end + 2..end + 2 + length).ok_or_else(truncated)?;
            whole.extend_from_slice(chunk);
            rest = rest.get(end + 4 + length..).ok_or_else(truncated)?;
        }
    }

    /// Parses the body as JSON.
    ///
    /// # Errors
    /// When it is not JSON.
    pub fn json(&self) -> Result<serde_json::Value, Failure> {
        Ok(serde_json::from_str(&self.body()?)?)
    }
}

/// Sends a request to `127.0.0.1:PORT` and reads until the connection is closed.
///
/// # Errors
/// When there is no HTTP response.
pub fn plain_request(
    port: u16,
    method: &str,
    path: &str,
    headers: &[(&str, &str)],
    body: &str,
) -> Result<Response, Failure> {
    let request = format_request(method, path, headers, body);
    send(port, &request, || ())
}

/// Sends a GET request, and calls `on_first_bytes` when the body begins.
///
/// # Errors
/// When there is no HTTP response.
pub fn plain_stream(
    port: u16,
    path: &str,
    headers: &[(&str, &str)],
    on_first_bytes: impl FnOnce(),
) -> Result<Response, Failure> {
    send(
        port,
        &format_request("GET", path, headers, ""),
        on_first_bytes,
    )
}

fn format_request(method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> String {
    let mut request = format!("{method} {path} HTTP/1.1\r\nConnection: close\r\n");
    for (name, value) in headers {
        request.push_str(&format!("{name}: {value}\r\n"));
    }
    request.push_str(&format!("Content-Length: {}\r\n\r\n{body}", body.len()));
    request
}

fn send(port: u16, request: &str, on_first_bytes: impl FnOnce()) -> Result<Response, Failure> {
    let mut stream = TcpStream::connect(("127.0.0.1", port))?;
    stream.set_read_timeout(Some(READ_TIMEOUT))?;
    stream.write_all(request.as_bytes())?;
    let mut bytes = Vec::new();
    let mut on_first_bytes = Some(on_first_bytes);
    let mut chunk = [0; 4096];
    loop {
        let read = stream.read(&mut chunk)?;
        bytes.extend_from_slice(&chunk[..read]);
        let end_of_head = bytes.windows(4).position(|four| four == b"\r\n\r\n");
        if end_of_head.is_some_and(|end| bytes.len() > end + 4)
            && let Some(on_first_bytes) = on_first_bytes.take()
        {
            on_first_bytes();
        }
        if read == 0 {
            break;
        }
    }
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let status = text.split(' ').nth(1).and_then(|word| word.parse().ok());
    match status {
        Some(status) => Ok(Response { status, text }),
        None => Err(Failure::new(format!("no HTTP answer: {text:?}"))),
    }
}
