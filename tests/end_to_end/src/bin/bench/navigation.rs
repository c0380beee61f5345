//! Opens a comparison in an app that is loaded and idle, and measures how long it takes.

use end_to_end::{Browser, Failure, TestEnvironment};
use serde_json::json;

/// The page of a release that does not exist, for which no records are loaded.
pub const EMPTY_PAGE: &str = "#/nothing/of-that-name";

/// Opens the app at [`EMPTY_PAGE`] and waits until it has loaded all of its code.
pub async fn open_idle_app(
    environment: &TestEnvironment,
    address: &str,
) -> Result<Browser, Failure> {
    let browser = Browser::open(environment, address).await?;
    browser.wait_for_text("main", "No release").await?;
    browser.wait_for_all_pages(environment).await?;
    Ok(browser)
}

/// Opens a comparison and returns milliseconds: until the answer is drawn, until everything is compared and drawn, the
/// longest task until then, and the app's own timings of decoding and comparing.
const NAVIGATE: &str = "
    const [hash, done] = arguments;
    const tasks = [];
    const observer = new PerformanceObserver(list => tasks.push(...list.getEntries().map(e => e.duration)));
    observer.observe({ type: 'longtask' });
    const start = performance.now();
    const sum = name => performance.getEntriesByName(name, 'measure')
        .reduce((all, e) => all + (e.startTime < start ? 0 : e.duration), 0);
    const before = document.querySelector('#answer');
    location.hash = hash;
    const drawn = (selector, then) => {
        const found = document.querySelector(selector);
        if (found === null || found === before) { requestAnimationFrame(() => drawn(selector, then)); return; }
        // The frame is drawn when the next one begins.
        requestAnimationFrame(() => setTimeout(() => then(performance.now() - start)));
    };
    drawn('#answer', answer => drawn('.virtual #answer', all => setTimeout(() =>
        done([answer, all, Math.max(0, ...tasks), sum('astern:decode'), sum('astern:compare')]), 500)));";

/// The result of [`NAVIGATE`], in milliseconds.
#[derive(Clone, Copy, Debug)]
pub struct NavigationTimings {
    /// Until the answer was drawn.
    pub answered: f64,
    /// Until everything was compared and drawn.
    pub complete: f64,
    /// The longest task until then.
    pub longest_task: f64,
    /// Decoding both revisions, as the app measures it.
    pub decoding: f64,
    /// Comparing them, as the app measures it.
    pub comparing: f64,
}

impl NavigationTimings {
    /// Measures after other comparisons: a browser optimises code that has run for a while, and criterion warms up too.
    pub async fn measure_after(
        browser: &Browser,
        others: &[String],
        comparison: &str,
    ) -> Result<Self, Failure> {
        for other in others {
            Self::measure(browser, other).await?;
        }
        Self::measure(browser, comparison).await
    }

    /// Opens a comparison and waits until all of it is drawn.
    pub async fn measure(browser: &Browser, comparison: &str) -> Result<Self, Failure> {
        let timings = browser
            .client()
            .execute_async(NAVIGATE, vec![json!(comparison)])
            .await?;
        let number = |index: usize| timings[index].as_f64().unwrap_or(f64::NAN);
        Ok(Self {
            answered: number(0),
            complete: number(1),
            longest_task: number(2),
            decoding: number(3),
            comparing: number(4),
        })
    }
}
