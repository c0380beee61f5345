//! Pressing the button as a person does.

use serde_json::{Value, json};

use crate::{Browser, Failure, LaptopEndpoint, Scenario, TestEnvironment};

impl Browser {
    /// Opens the page before the press on a laptop.
    ///
    /// # Errors
    /// When the browser does not start, or the release is not there in time.
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

    /// Presses the button that rolls back, on the page before it: types what the page asks to confirm with, where it asks.
    ///
    /// # Errors
    /// When the button is not there, or is not lit in time.
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
