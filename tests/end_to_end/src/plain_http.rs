//! Requests as an attacker would write them: every header as given, nothing added.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::time::Duration;

use crate::Failure;

/// How long nothing may come: as long as a rollback of the tests may wait.
const SILENCE: Duration = Duration::from_secs(90);

/// What came back.
#[derive(Debug)]
pub struct Response {
    /// The HTTP status.
    pub status: u16,
    /// Headers and body, as text.
    pub text: String,
}

impl Response {
    /// The body, put together when it came in chunks.
    ///
    /// # Errors
    /// When it does not end where it says.
    pub fn body(&self) -> Result<String, Failure> {
        let cut = || Failure::new(format!("an answer that is cut short: {:?}", self.text));
        let (head, body) = self.text.split_once("\r\n\r\n").ok_or_else(cut)?;
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
            let end = end.ok_or_else(cut)?;
            let length = String::from_utf8_lossy(&rest[..end]).into_owned();
            let length = usize::from_str_radix(&length, 16).map_err(|_| cut())?;
            if length == 0 {
                return Ok(String::from_utf8_lossy(&whole).into_owned());
            }
            let chunk = rest.get(end + 2..end + 2 + length).ok_or_else(cut)?;
            whole.extend_from_slice(chunk);
            rest = rest.get(end + 4 + length..).ok_or_else(cut)?;
        }
    }

    /// The body as JSON.
    ///
    /// # Errors
    /// When it is none.
    pub fn json(&self) -> Result<serde_json::Value, Failure> {
        Ok(serde_json::from_str(&self.body()?)?)
    }
}

/// Sends one request to `127.0.0.1:PORT` and reads until the connection ends.
///
/// # Errors
/// When nobody answers, or not in HTTP.
pub fn plain_request(
    port: u16,
    method: &str,
    path: &str,
    headers: &[(&str, &str)],
    body: &str,
) -> Result<Response, Failure> {
    let mut stream = TcpStream::connect(("127.0.0.1", port))?;
    stream.set_read_timeout(Some(SILENCE))?;
    let mut request = format!("{method} {path} HTTP/1.1\r\nConnection: close\r\n");
    for (name, value) in headers {
        request.push_str(&format!("{name}: {value}\r\n"));
    }
    request.push_str(&format!("Content-Length: {}\r\n\r\n{body}", body.len()));
    stream.write_all(request.as_bytes())?;
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes)?;
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let status = text.split(' ').nth(1).and_then(|word| word.parse().ok());
    match status {
        Some(status) => Ok(Response { status, text }),
        None => Err(Failure::new(format!("no HTTP answer: {text:?}"))),
    }
}
