//! Operates the rollback page in a browser.

use serde_json::{Value, json};

use crate::{Browser, Failure, LaptopEndpoint, Scenario, TestEnvironment, plain_request};

impl Browser {
    /// Opens the rollback page of a laptop endpoint.
    ///
    /// # Errors
    /// When the browser does not start, or the release is not listed in time.
    pub async fn open_rollback_page(
        environment: &TestEnvironment,
        astern: &LaptopEndpoint,
        scenario: &Scenario,
        target: u32,
    ) -> Result<Self, Failure> {
        let page = format!("/rollback/{target}");
        Self::open_page_of(environment, astern, scenario, &page).await
    }

    /// Clicks the rollback button, after typing the confirmation if the page asks for one.
    ///
    /// # Errors
    /// When the button does not appear, or is not enabled in time.
    pub async fn roll_back(&self) -> Result<(), Failure> {
        let is_ready = "return document.querySelector('#confirm') !== null
            || document.querySelector('#press')?.getAttribute('aria-disabled') === 'false'";
        self.wait_until(
            "the button, or what to confirm it with",
            is_ready,
            Vec::new(),
        )
        .await?;
        let confirmation =
            "return document.querySelector('label[for=confirm] .mono')?.innerText ?? null";
        if let Value::String(text) = self.execute(confirmation, Vec::new()).await? {
            self.wait_until(
                "a button that is not lit yet",
                "return document.querySelector('#press').getAttribute('aria-disabled') === arguments[0]",
                vec![json!("true")],
            )
            .await?;
            self.type_into("#confirm", &text).await?;
        }
        self.click("#press").await
    }

    /// Starts a rollback `[from, to]` with a limit of some seconds, which the page does not offer, and follows it.
    ///
    /// # Errors
    /// When the endpoint refuses it.
    pub async fn follow_rollback(
        &self,
        astern: &LaptopEndpoint,
        scenario: &Scenario,
        [from, to]: [u32; 2],
        timeout_seconds: u32,
    ) -> Result<(), Failure> {
        const ID: &str = "00000000000000000000000000000e4d";
        let (port, token) = astern.port_and_token()?;
        let (namespace, release) = (scenario.namespace, scenario.release);
        let body = json!({
            "request_id": ID, "namespace": namespace, "release": release, "target": to,
            "expected_current": from, "options": { "timeout_seconds": timeout_seconds },
        });
        let headers = [
            ("Host", &*format!("127.0.0.1:{port}")),
            ("Content-Type", "application/json"),
            ("X-Astern-Token", token),
        ];
        let path = "/astern/v1/rollbacks";
        let started = plain_request(port, "POST", path, &headers, &body.to_string())?;
        if started.status != 202 {
            return Err(Failure::new(started.text));
        }
        let follow =
            format!("location.hash = '#/{namespace}/{release}/rollback/{to}/{ID}'; return true");
        self.execute(&follow, Vec::new()).await?;
        Ok(())
    }
}
