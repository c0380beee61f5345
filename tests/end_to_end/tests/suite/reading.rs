//! Tests of reading a comparison: version labels, layouts, links, the search, keys, secrets and the live state.

use end_to_end::{Browser, Failure, HelmVersion, Proxy, Scenario, TestEnvironment, User};
use serde_json::Value;

/// The passwords of revisions 2 and 3.
const PASSWORDS: [&str; 2] = ["correct-horse", "battery-staple"];

struct ComparisonPage {
    environment: TestEnvironment,
    namespace: &'static str,
    proxy: Proxy,
    browser: Browser,
}

impl ComparisonPage {
    /// Installs the incident in a namespace of its own and opens a comparison such as `3..4`.
    async fn open(namespace: &'static str, route: &str) -> Result<Self, Failure> {
        let environment = TestEnvironment::find()?;
        Scenario::incident(HelmVersion::V3, namespace)
            .run(&environment.access, &environment.charts)?;
        let proxy = Proxy::start(&environment, User::Admin)?;
        let address = proxy.app(&format!("#/{namespace}/shop/{route}"));
        let browser = Browser::open(&environment, &address).await?;
        browser.wait_for(".compare .blk").await?;
        Ok(Self {
            environment,
            namespace,
            proxy,
            browser,
        })
    }

    async fn until(&self, what: &str, script: &str) -> Result<(), Failure> {
        self.browser.wait_until(what, script, Vec::new()).await
    }

    /// Goes to the first object that differs. What is wrong with the current revision and what a rollback means stand above it.
    async fn go_to_first_object(&self) -> Result<(), Failure> {
        self.browser.wait_for_text(".tree", "changes").await?;
        self.browser.press("n").await?;
        self.browser.wait_for_text(".tree", "Change 1 of").await
    }

    /// Types a text into the search and goes to the first match.
    async fn search(&self, text: &str) -> Result<(), Failure> {
        self.browser.type_into("#search", text).await?;
        self.browser.wait_for_text(".tree", "Found in").await?;
        self.browser.press("\u{e007}").await
    }
}

#[tokio::test]
async fn version_labels_are_folded_and_counted_until_they_are_shown() -> Result<(), Failure> {
    let page = ComparisonPage::open("reading-noise", "3..4").await?;
    let browser = &page.browser;
    browser.enlarge().await?;
    let label = browser.text("label[for=noise]").await?;
    let number: usize = label
        .split(' ')
        .find_map(|word| word.parse().ok())
        .ok_or_else(|| Failure::new(format!("no number in {label:?}")))?;
    assert!(number > 0, "{label}");
    browser
        .wait_for_text("main", "version labels folded")
        .await?;
    browser.click("#noise").await?;
    browser.wait_for_text("main", "helm.sh/chart").await?;
    page.until(
        "nothing to be folded",
        "return !document.querySelector('main').innerText.includes('version labels folded')",
    )
    .await?;
    // The setting is stored.
    browser
        .execute("location.reload(); return true", Vec::new())
        .await?;
    page.until(
        "the switch as it was left",
        "return document.querySelector('#noise')?.checked === true",
    )
    .await
}

#[tokio::test]
async fn the_diff_can_be_shown_side_by_side() -> Result<(), Failure> {
    let page = ComparisonPage::open("reading-split", "3..4").await?;
    page.browser.enlarge().await?;
    page.browser
        .wait_for("table.diff:not(.diff--split)")
        .await?;
    page.browser.click_text("Side by side").await?;
    page.browser.wait_for("table.diff--split").await?;
    page.browser
        .wait_for_none("table.diff:not(.diff--split)")
        .await
}

#[tokio::test]
async fn a_link_opens_the_page_at_its_line() -> Result<(), Failure> {
    let page = ComparisonPage::open("reading-link", "3..4/Deployment.apps/shop-web:R2").await?;
    let marked = "return document.querySelector('tr.is-at')?.innerText.includes('apiVersion')";
    page.until("the line that the link names", marked).await?;
    let at_top = "const top = document.querySelector('tr.is-at')?.getBoundingClientRect().top;
        return top > 50 && top < 200";
    page.until("that line at the top of the window", at_top)
        .await?;
    // Clicking a line number changes the address.
    page.browser.click("tr.is-at + tr [data-line=R3]").await?;
    page.until(
        "the address of line 3",
        "return location.hash.includes('/Deployment.apps/shop-web:R3')",
    )
    .await
}

#[tokio::test]
async fn the_search_finds_what_is_not_rendered() -> Result<(), Failure> {
    let page = ComparisonPage::open("reading-search", "3..4").await?;
    page.browser.wait_for_text("main", "Objects").await?;
    page.search("PodDisruptionBudget").await?;
    page.browser.wait_for_text(".tree", "Place 1 of").await?;
    page
        .until(
            "the object in view",
            "return [...document.querySelectorAll('.obj__kind')].some(e => {
                const box = e.getBoundingClientRect();
                return e.innerText === 'PodDisruptionBudget' && box.top >= 0 && box.bottom <= innerHeight
            })",
        )
        .await
}

#[tokio::test]
async fn keys_lead_through_the_changes_and_swap_the_sides() -> Result<(), Failure> {
    let page = ComparisonPage::open("reading-keys", "3..4").await?;
    let browser = &page.browser;
    page.go_to_first_object().await?;
    browser.press("n").await?;
    browser.wait_for_text(".tree", "Change 2 of").await?;
    let focused = "return document.activeElement.id.startsWith('object-')";
    page.until("the focus on the object", focused).await?;
    browser.press("p").await?;
    browser.wait_for_text(".tree", "Change 1 of").await?;
    browser.press("x").await?;
    browser
        .wait_for_text("#answer", "the chart from 1.2.0 to 1.1.0")
        .await
}

#[tokio::test]
async fn a_secret_is_revealed_by_one_click_and_nowhere_else() -> Result<(), Failure> {
    let page = ComparisonPage::open("reading-secret", "2..3/Secret/shop-database").await?;
    let browser = &page.browser;
    browser.click_text("Show for 30 s").await?;
    let shown = browser.text(".revealed").await?;
    assert!(
        PASSWORDS.iter().any(|password| shown.contains(password)),
        "something else is shown"
    );
    // Intercept writes to the clipboard, which tests may not read.
    let catch = "window.copied = '';
        navigator.clipboard.writeText = text => { window.copied += text; return Promise.resolve(); };
        return true";
    browser.execute(catch, Vec::new()).await?;
    browser.click_text("of Secret/shop-database").await?;
    page.until("a copied diff", "return window.copied.includes('@@')")
        .await?;
    let text =
        "return [location.href, document.title, window.copied, JSON.stringify(localStorage)]";
    let text: Value = browser.execute(text, Vec::new()).await?;
    for password in PASSWORDS {
        assert!(
            !text.to_string().contains(password),
            "a password left its cell"
        );
    }
    Ok(())
}

#[tokio::test]
async fn changes_in_the_cluster_are_shown() -> Result<(), Failure> {
    let page = ComparisonPage::open("reading-live", "3..4").await?;
    let namespace = page.namespace;
    page.environment.access.kubectl([
        "--namespace",
        namespace,
        "annotate",
        "deployment/shop-web",
        "somebody=was-here",
    ])?;
    page.environment
        .access
        .kubectl(["--namespace", namespace, "delete", "service/shop"])?;
    let live = page.proxy.app(&format!("#/{namespace}/shop/4..live"));
    page.browser.goto(&live).await?;
    let browser = &page.browser;
    browser.wait_for_text("#answer", "missing").await?;
    browser.wait_for_text("main", "Missing").await?;
    browser
        .wait_for_text("main", "Others than helm added fields to")
        .await
}
