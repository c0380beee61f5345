//! A headless Chromium for one test.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::PathBuf;
use std::process::Command;
use std::sync::atomic::{AtomicU16, Ordering};
use std::time::{Duration, Instant};

use fantoccini::error::{CmdError, ErrorStatus};
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};

use crate::chromium::{Console, Media, capabilities};
use crate::{Failure, Program, TestEnvironment};

/// The maximum time for a page to show something.
const TIMEOUT: Duration = Duration::from_secs(20);

/// A browser with one window. It is closed when this is dropped.
///
/// Every wait has a deadline. When it passes, the failure contains the text of the page, the output of its console, and
/// the path of a screenshot.
#[derive(Debug)]
pub struct Browser {
    client: Client,
    session: String,
    port: u16,
    profile: PathBuf,
    screenshots: PathBuf,
    // The last field, so that it is dropped after the session is closed.
    _driver: Program,
}

impl Browser {
    /// Starts a browser and opens an address.
    ///
    /// # Errors
    /// When chromedriver or Chromium does not start.
    pub async fn open(environment: &TestEnvironment, address: &str) -> Result<Self, Failure> {
        /// Below the ephemeral ports of the system, like the ports of the test clusters: a port that chromedriver chooses
        /// itself may be in use.
        const FIRST_PORT: u16 = 20_000;
        static NUMBER: AtomicU16 = AtomicU16::new(0);
        let number = NUMBER.fetch_add(1, Ordering::SeqCst);
        let port = FIRST_PORT + number;
        let profile =
            std::env::temp_dir().join(format!("astern-browser-{}-{number}", std::process::id()));
        let mut driver = Program::start(
            "chromedriver",
            Command::new(&environment.chromedriver).arg(format!("--port={port}")),
        )?;
        driver.wait_for_line(|line| line.contains("started successfully").then_some(()))?;
        let client = ClientBuilder::new(HttpConnector::new())
            .capabilities(capabilities(&environment.browser, &profile))
            .connect(&format!("http://127.0.0.1:{port}"))
            .await?;
        let session = client
            .session_id()
            .await?
            .ok_or_else(|| Failure::new("chromedriver began no session"))?;
        let screenshots = environment.screenshots.clone();
        let browser = Self {
            client,
            session,
            port,
            profile,
            screenshots,
            _driver: driver,
        };
        browser.goto(address).await?;
        Ok(browser)
    }

    /// Returns the WebDriver client, for operations that this type does not wrap.
    #[must_use]
    pub fn client(&self) -> &Client {
        &self.client
    }

    /// Opens an address and waits until it has loaded.
    ///
    /// # Errors
    /// When the address cannot be loaded.
    pub async fn goto(&self, address: &str) -> Result<(), Failure> {
        Ok(self.client.goto(address).await?)
    }

    /// Returns the current address of the page.
    ///
    /// # Errors
    /// When the browser has exited.
    pub async fn address(&self) -> Result<String, Failure> {
        Ok(self.client.current_url().await?.to_string())
    }

    /// Waits until an element exists.
    ///
    /// # Errors
    /// When the deadline passes.
    pub async fn wait_for(&self, selector: &str) -> Result<(), Failure> {
        let script = "return document.querySelector(arguments[0]) !== null";
        self.wait_until(&format!("`{selector}`"), script, vec![json!(selector)])
            .await
    }

    /// Waits until no such element exists.
    ///
    /// # Errors
    /// When the deadline passes.
    pub async fn wait_for_none(&self, selector: &str) -> Result<(), Failure> {
        let script = "return document.querySelector(arguments[0]) === null";
        self.wait_until(
            &format!("the end of `{selector}`"),
            script,
            vec![json!(selector)],
        )
        .await
    }

    /// Waits until the text of one of the elements contains this text.
    ///
    /// # Errors
    /// When the deadline passes.
    pub async fn wait_for_text(&self, selector: &str, text: &str) -> Result<(), Failure> {
        let script = "return [...document.querySelectorAll(arguments[0])].some(e => e.innerText.includes(arguments[1]))";
        self.wait_until(
            &format!("“{text}” in `{selector}`"),
            script,
            vec![json!(selector), json!(text)],
        )
        .await
    }

    /// Waits until a script returns `true`.
    ///
    /// # Errors
    /// When the deadline passes; the message says that `what` did not come.
    pub async fn wait_until(
        &self,
        what: &str,
        script: &str,
        arguments: Vec<Value>,
    ) -> Result<(), Failure> {
        let deadline = Instant::now() + TIMEOUT;
        loop {
            match self.client.execute(script, arguments.clone()).await {
                Ok(Value::Bool(true)) => return Ok(()),
                Ok(_) => {}
                // The page is being replaced by the next one.
                Err(CmdError::Standard(error)) if error.error == ErrorStatus::JavascriptError => {}
                Err(error) => return Err(error.into()),
            }
            if Instant::now() > deadline {
                return Err(self
                    .explain(&format!(
                        "{what} did not come within {} s",
                        TIMEOUT.as_secs()
                    ))
                    .await);
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// Waits until the code of all pages is loaded, which the app does while it is idle.
    ///
    /// # Errors
    /// When the deadline passes.
    pub async fn wait_for_all_pages(&self, environment: &TestEnvironment) -> Result<(), Failure> {
        let mut parts = 0;
        for entry in std::fs::read_dir(&environment.dist)? {
            let name = entry?.file_name();
            parts += usize::from(name.to_string_lossy().ends_with(".wasm"));
        }
        let script = "const wasm = performance.getEntriesByType('resource').filter(e => e.name.endsWith('.wasm'));
            return new Set(wasm.map(e => e.name)).size === arguments[0]";
        self.wait_until("the code of every page", script, vec![json!(parts)])
            .await
    }

    /// Returns the visible texts of all such elements.
    ///
    /// # Errors
    /// When the browser has exited.
    pub async fn texts(&self, selector: &str) -> Result<Vec<String>, Failure> {
        let script =
            "return [...document.querySelectorAll(arguments[0])].map(e => e.innerText.trim())";
        let answer = self.client.execute(script, vec![json!(selector)]).await?;
        Ok(serde_json::from_value(answer)?)
    }

    /// Waits for an element and returns its text.
    ///
    /// # Errors
    /// When the deadline passes.
    pub async fn text(&self, selector: &str) -> Result<String, Failure> {
        self.wait_for(selector).await?;
        let texts = self.texts(selector).await?;
        texts
            .into_iter()
            .next()
            .ok_or_else(|| Failure::new(format!("`{selector}` went away again")))
    }

    /// Waits until the first such element is enabled, and clicks it.
    ///
    /// # Errors
    /// When the deadline passes, or another element covers it.
    pub async fn click(&self, selector: &str) -> Result<(), Failure> {
        let script = "const e = document.querySelector(arguments[0]);
            return e !== null && !e.disabled && e.getAttribute('aria-disabled') !== 'true'";
        self.wait_until(
            &format!("`{selector}` to click"),
            script,
            vec![json!(selector)],
        )
        .await?;
        let element = self.client.find(Locator::Css(selector)).await?;
        match element.click().await {
            Ok(()) => Ok(()),
            Err(error) => Err(self
                .explain(&format!("`{selector}` could not be clicked: {error}"))
                .await),
        }
    }

    /// Clicks the first link or button that contains this text.
    ///
    /// # Errors
    /// When the deadline passes, or another element covers it.
    pub async fn click_text(&self, text: &str) -> Result<(), Failure> {
        let script = "const e = [...document.querySelectorAll('a, button, [role=tab], summary')]
                .find(e => e.innerText.includes(arguments[0]) && !e.disabled);
            e?.setAttribute('data-end-to-end', 'click');
            return e !== undefined";
        self.wait_until(
            &format!("something to click that says “{text}”"),
            script,
            vec![json!(text)],
        )
        .await?;
        self.click("[data-end-to-end=click]").await?;
        let remove_mark =
            "document.querySelector('[data-end-to-end=click]')?.removeAttribute('data-end-to-end')";
        self.client.execute(remove_mark, Vec::new()).await?;
        Ok(())
    }

    /// Waits for an element and types into it.
    ///
    /// # Errors
    /// When the deadline passes.
    pub async fn type_into(&self, selector: &str, text: &str) -> Result<(), Failure> {
        self.wait_for(selector).await?;
        Ok(self
            .client
            .find(Locator::Css(selector))
            .await?
            .send_keys(text)
            .await?)
    }

    /// Makes the window so tall that what a page draws only in view is in the document.
    ///
    /// # Errors
    /// When the browser has exited.
    pub async fn enlarge(&self) -> Result<(), Failure> {
        Ok(self.client.set_window_size(1280, 4000).await?)
    }

    /// Sends keys to the focused element; `fantoccini::key::Key` has those without a letter.
    ///
    /// # Errors
    /// When the browser has exited.
    pub async fn press(&self, keys: &str) -> Result<(), Failure> {
        Ok(self.client.active_element().await?.send_keys(keys).await?)
    }

    /// Runs a script in the page and returns its result.
    ///
    /// # Errors
    /// When the script throws.
    pub async fn execute(&self, script: &str, arguments: Vec<Value>) -> Result<Value, Failure> {
        Ok(self.client.execute(script, arguments).await?)
    }

    /// Returns the text of the page as it is printed, and shows the page for screens again.
    ///
    /// # Errors
    /// When the browser has exited.
    pub async fn print_text(&self) -> Result<String, Failure> {
        self.client.issue_cmd(Media("print")).await?;
        let begin = "dispatchEvent(new Event('beforeprint')); return true";
        self.client.execute(begin, Vec::new()).await?;
        // The page handles the event before the next task, which this call is.
        let read = "const text = document.body.innerText; dispatchEvent(new Event('afterprint')); return text";
        let text = self.client.execute(read, Vec::new()).await?;
        self.client.issue_cmd(Media("")).await?;
        Ok(serde_json::from_value(text)?)
    }

    /// Saves a screenshot as `NAME.png` in the folder of screenshots.
    ///
    /// # Errors
    /// When it cannot be taken or written.
    pub async fn screenshot(&self, name: &str) -> Result<PathBuf, Failure> {
        let picture = self.client.screenshot().await?;
        std::fs::create_dir_all(&self.screenshots)?;
        let path = self.screenshots.join(format!("{name}.png"));
        std::fs::write(&path, picture)?;
        Ok(path)
    }

    /// Returns what the page has written to its console since the last call, one line for each entry: `LEVEL message`.
    ///
    /// # Errors
    /// When the browser has exited.
    pub async fn console(&self) -> Result<Vec<String>, Failure> {
        let entries = self.client.issue_cmd(Console).await?;
        let line = |entry: &Value| {
            Some(format!(
                "{} {}",
                entry["level"].as_str()?,
                entry["message"].as_str()?
            ))
        };
        Ok(entries
            .as_array()
            .map(|entries| entries.iter().filter_map(line).collect())
            .unwrap_or_default())
    }

    /// Returns a failure with the state of the page.
    async fn explain(&self, what: &str) -> Failure {
        let picture = self.screenshot(&format!("failed-{}", self.session)).await;
        let address = self.address().await.unwrap_or_default();
        let body = self.texts("body").await.unwrap_or_default().join("\n");
        let console = self.console().await.unwrap_or_default().join("\n");
        let shown = picture.map_or_else(|_| "none".to_owned(), |path| path.display().to_string());
        let body: String = body.chars().take(2_000).collect();
        Failure::new(format!(
            "{what}\nat: {address}\nscreenshot: {shown}\nconsole:\n{console}\nthe page says:\n{body}"
        ))
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // Chromium outlives a chromedriver that is killed, so the session is closed first. `drop` cannot be
        // asynchronous.
        let close = || -> std::io::Result<()> {
            let mut stream = TcpStream::connect(("127.0.0.1", self.port))?;
            stream.set_read_timeout(Some(Duration::from_secs(10)))?;
            let (session, port) = (&self.session, self.port);
            write!(
                stream,
                "DELETE /session/{session} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n"
            )?;
            stream.read_to_end(&mut Vec::new()).map(drop)
        };
        // If chromedriver has exited, there is no session to close.
        let _ = close();
        let _ = std::fs::remove_dir_all(&self.profile);
    }
}
