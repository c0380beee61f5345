//! Operates the rollback page in a browser.

use serde_json::{Value, json};

use crate::{Browser, Failure, LaptopEndpoint, Scenario, TestEnvironment};

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
        let browser = Self::open(environment, astern.address()).await?;
        browser.wait_for_text("main td", scenario.namespace).await?;
        let (namespace, release) = (scenario.namespace, scenario.release);
        let navigate =
            format!("location.hash = '#/{namespace}/{release}/rollback/{target}'; return true");
        browser.execute(&navigate, Vec::new()).await?;
        Ok(browser)
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
}
