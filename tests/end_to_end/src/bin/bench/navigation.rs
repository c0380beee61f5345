//! Going to a comparison in an app that is loaded and idle, and timing what comes.

use end_to_end::{Browser, Failure, TestEnvironment};
use serde_json::json;

/// A page of no release, from which nothing has been fetched.
pub const EMPTY_PAGE: &str = "#/nothing/of-that-name";

/// Opens the app at [`NOWHERE`] and waits until it has loaded all of its code.
pub async fn open_idle_app(
    environment: &TestEnvironment,
    address: &str,
) -> Result<Browser, Failure> {
    let browser = Browser::open(environment, address).await?;
    browser.wait_for_text("main", "No release").await?;
    browser.wait_for_all_pages(environment).await?;
    Ok(browser)
}

/// Goes to a comparison and answers with milliseconds: until its answer has been drawn, until everything has been compared
/// and drawn, the longest task until then, and what decoding and comparing took by the app's own timings.
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
        // Drawn when the frame after the next one begins.
        requestAnimationFrame(() => setTimeout(() => then(performance.now() - start)));
    };
    drawn('#answer', answer => drawn('.virtual #answer', all => setTimeout(() =>
        done([answer, all, Math.max(0, ...tasks), sum('astern:decode'), sum('astern:compare')]), 500)));";

/// What [`NAVIGATE`] answers.
#[derive(Clone, Copy, Debug)]
pub struct NavigationTimings {
    /// Until the answer was drawn.
    pub answered: f64,
    /// Until everything was compared and drawn.
    pub complete: f64,
    /// The longest task until then.
    pub longest_task: f64,
    /// Of it, decoding both revisions.
    pub decoding: f64,
    /// Of it, comparing them.
    pub comparing: f64,
}

impl NavigationTimings {
    /// The same after other comparisons: a browser makes code fast that has run for a while, as criterion has it run
    /// before it measures.
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

    /// Goes to a comparison and waits until all of it is drawn.
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
