//! Pressing the button as a person does.

use serde_json::{Value, json};

use crate::{Browser, Failure, LaptopEndpoint, Scenario, TestEnvironment};

impl Browser {
    /// Opens the page before the press on a laptop.
    ///
    /// # Errors
    /// When the browser does not start, or the release is not there in time.
    pub async fn before_the_press(
        environment: &TestEnvironment,
        astern: &LaptopEndpoint,
        scenario: &Scenario,
        target: u32,
    ) -> Result<Self, Failure> {
        let browser = Self::open(environment, astern.address()).await?;
        browser.wait_for_text("main td", scenario.namespace).await?;
        let (namespace, release) = (scenario.namespace, scenario.release);
        let go =
            format!("location.hash = '#/{namespace}/{release}/rollback/{target}'; return true");
        browser.execute(&go, Vec::new()).await?;
        Ok(browser)
    }

    /// Presses the button that rolls back, on the page before it: types what the page asks to confirm with, where it asks.
    ///
    /// # Errors
    /// When the button is not there, or is not lit in time.
    pub async fn roll_back(&self) -> Result<(), Failure> {
        let ready = "return document.querySelector('#confirm') !== null
            || document.querySelector('#press')?.getAttribute('aria-disabled') === 'false'";
        self.wait_until("the button, or what to confirm it with", ready, Vec::new())
            .await?;
        let wanted = "return document.querySelector('label[for=confirm] .mono')?.innerText ?? null";
        if let Value::String(word) = self.execute(wanted, Vec::new()).await? {
            self.wait_until(
                "a button that is not lit yet",
                "return document.querySelector('#press').getAttribute('aria-disabled') === arguments[0]",
                vec![json!("true")],
            )
            .await?;
            self.type_into("#confirm", &word).await?;
        }
        self.click("#press").await
    }
}
