//! Measures the bytes from the API server for a comparison, and the minimum that it takes.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;

use end_to_end::{CountingProxy, Failure, Proxy, TestEnvironment, User};
use serde_json::json;

use crate::navigation::{EMPTY_PAGE, open_idle_app};
use crate::release::BenchRelease;

/// The header that browsers send; the API server compresses responses larger than 128 kB.
const ACCEPT_ENCODING: &str = "Accept-Encoding: gzip, deflate, br, zstd";
const METADATA: &str = "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1";

/// Measures the app, then the three necessary requests alone, through one counting proxy.
pub async fn measure(environment: &TestEnvironment, release: &BenchRelease) -> Result<(), Failure> {
    let proxy = Proxy::start(environment, User::Admin)?;
    let counting = CountingProxy::start(proxy.base())?;
    let start = format!("{}/astern/{EMPTY_PAGE}", counting.base());
    let browser = open_idle_app(environment, &start).await?;
    let before = counting.response_bytes();
    let go = "location.hash = arguments[0]";
    browser
        .execute(go, vec![json!(release.comparison())])
        .await?;
    browser.wait_for("#answer").await?;
    let app = counting.response_bytes() - before;
    drop(browser);

    let before = counting.response_bytes();
    get(counting.base(), &release.list(), METADATA)?;
    for revision in [release.from, release.to] {
        get(
            counting.base(),
            &release.record(revision),
            "application/json",
        )?;
    }
    let minimum = counting.response_bytes() - before;
    println!("\nBytes from the API server for the comparison, HTTP's own words included");
    println!("  Astern                        {app}");
    println!("  one metadata list, two records {minimum}");
    #[expect(clippy::cast_precision_loss, reason = "far below 2^52")]
    let over = (app as f64 / minimum as f64 - 1.0) * 100.0;
    println!("  over the floor                {over:.1} %");
    Ok(())
}

/// Sends one request on a new connection and reads the response to its end.
fn get(base: &str, path: &str, accept: &str) -> Result<(), Failure> {
    let host = base.trim_start_matches("http://");
    let mut stream = TcpStream::connect(host)?;
    write!(
        stream,
        "GET {path} HTTP/1.1\r\nHost: {host}\r\nAccept: {accept}\r\n{ACCEPT_ENCODING}\r\nConnection: close\r\n\r\n"
    )?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer)?;
    if answer.starts_with(b"HTTP/1.1 200") {
        Ok(())
    } else {
        Err(Failure::new(format!(
            "GET {path} was not answered with 200"
        )))
    }
}
