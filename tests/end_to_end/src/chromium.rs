//! The capabilities of Chromium, and commands of chromedriver that are not part of WebDriver.

use std::path::Path;

use fantoccini::wd::WebDriverCompatibleCommand;
use serde_json::{Map, Value, json};

/// Returns the capabilities of a headless browser with a profile of its own, which records its console and makes no
/// requests of its own.
pub(crate) fn capabilities(browser: &Path, profile: &Path) -> Map<String, Value> {
    let arguments = [
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--window-size=1280,900",
    ];
    let arguments: Vec<String> = arguments
        .into_iter()
        .map(str::to_owned)
        .chain([format!("--user-data-dir={}", profile.display())])
        .collect();
    let mut all = Map::new();
    all.insert(
        "goog:chromeOptions".to_owned(),
        json!({ "binary": browser, "args": arguments }),
    );
    all.insert("goog:loggingPrefs".to_owned(), json!({ "browser": "ALL" }));
    all
}

/// Reads the entries of the console since the last call.
#[derive(Debug)]
pub(crate) struct Console;

impl WebDriverCompatibleCommand for Console {
    fn endpoint(
        &self,
        base: &url::Url,
        session: Option<&str>,
    ) -> Result<url::Url, url::ParseError> {
        base.join(&format!("session/{}/se/log", session.unwrap_or_default()))
    }

    fn method_and_body(&self, _: &url::Url) -> (http::Method, Option<String>) {
        (
            http::Method::POST,
            Some(json!({ "type": "browser" }).to_string()),
        )
    }
}

/// Emulates a CSS media type such as `print`; an empty one resets it.
#[derive(Debug)]
pub(crate) struct Media(pub(crate) &'static str);

impl WebDriverCompatibleCommand for Media {
    fn endpoint(
        &self,
        base: &url::Url,
        session: Option<&str>,
    ) -> Result<url::Url, url::ParseError> {
        let session = session.unwrap_or_default();
        base.join(&format!("session/{session}/goog/cdp/execute"))
    }

    fn method_and_body(&self, _: &url::Url) -> (http::Method, Option<String>) {
        let body = json!({ "cmd": "Emulation.setEmulatedMedia", "params": { "media": self.0 } });
        (http::Method::POST, Some(body.to_string()))
    }
}
