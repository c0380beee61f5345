//! Measures a generated release of 2,000 objects and 100,000 lines: the time to the answer, the longest task, and the
//! number of elements while scrolling through the page.

use astern_fixtures::{Size, pair};
use astern_ledger::{Driver, Namespace, Record, Release, encode};
use end_to_end::{Failure, Proxy, TestEnvironment, User};
use serde_json::json;

use crate::native::{self, BrowserTimings};
use crate::navigation::{EMPTY_PAGE, NavigationTimings, open_idle_app};
use crate::statistics::{ROUNDS, Statistics};

const NAMESPACE: &str = "bench-large";

/// The number of copies of the pair of revisions, so that each comparison can load records that have not been loaded.
const PAIRS: u32 = 3;

/// Scrolls through the page in steps of one and a half windows. Returns the maximum number of elements, the number of
/// steps at which the middle of the window was blank, the number of steps, and the longest task.
const SCROLL: &str = "
    const done = arguments[0];
    const tasks = [];
    const observer = new PerformanceObserver(list => tasks.push(...list.getEntries().map(e => e.duration)));
    observer.observe({ type: 'longtask' });
    let most = 0, blank = 0, steps = 0;
    const step = () => {
        most = Math.max(most, document.querySelectorAll('*').length);
        const middle = document.elementFromPoint(innerWidth * 0.6, innerHeight / 2);
        blank += middle === null || middle.closest('[data-gap]') !== null;
        const end = scrollY + innerHeight >= document.documentElement.scrollHeight - 2;
        if (end || steps >= 400) { setTimeout(() => done([most, blank, steps, Math.max(0, ...tasks)]), 200); return; }
        steps += 1;
        scrollBy(0, innerHeight * 1.5);
        // The user sees what is drawn in the frame of the scroll.
        requestAnimationFrame(() => requestAnimationFrame(step));
    };
    step();";

/// Opens the release, measures, and scrolls.
pub async fn measure(environment: &TestEnvironment) -> Result<(), Failure> {
    store(environment)?;
    let proxy = Proxy::start(environment, User::Admin)?;
    let pairs: Vec<String> = (0..PAIRS)
        .map(|pair| format!("#/{NAMESPACE}/shop/{}..{}", 2 * pair + 1, 2 * pair + 2))
        .collect();
    let [comparison, others @ ..] = pairs.as_slice() else {
        return Err(Failure::new("there is no pair to compare"));
    };
    let (mut first, mut later) = (Vec::new(), Vec::new());
    let mut scrolled = None;
    for _ in 0..ROUNDS {
        let browser = open_idle_app(environment, &proxy.app(EMPTY_PAGE)).await?;
        first.push(NavigationTimings::measure(&browser, comparison).await?);
        if scrolled.is_none() {
            scrolled = Some(browser.client().execute_async(SCROLL, Vec::new()).await?);
        }
        let browser = open_idle_app(environment, &proxy.app(EMPTY_PAGE)).await?;
        later.push(NavigationTimings::measure_after(&browser, others, comparison).await?);
    }
    let scrolled = scrolled.unwrap_or_default();
    let number = |index: usize| scrolled[index].as_f64().unwrap_or(f64::NAN);
    println!("\n2,000 objects and 100,000 lines, {ROUNDS} rounds");
    println!(
        "  from navigation to the answer {}",
        Statistics::from_runs(&first, |run| run.answered)
    );
    println!(
        "  to everything compared        {}",
        Statistics::from_runs(&first, |run| run.complete)
    );
    println!(
        "  longest task until then       {}",
        Statistics::from_runs(&first, |run| run.longest_task)
    );
    println!("  scrolled through              {} steps", number(2));
    println!("  elements in the page at most  {}", number(0));
    println!("  steps that met a blank middle {}", number(1));
    println!("  longest task while scrolling  {:.0} ms", number(3));
    let page = BrowserTimings {
        first: &first,
        later: &later,
    };
    native::compare("generated", page)
}

/// Stores the revisions as Helm does.
fn store(environment: &TestEnvironment) -> Result<(), Failure> {
    // The namespace may exist.
    let _ = environment
        .access
        .kubectl(["create", "namespace", NAMESPACE]);
    let namespace: Namespace = NAMESPACE.parse()?;
    let made = pair(Size::LARGE);
    let revisions = (1..=2 * PAIRS).zip(made.iter().cycle());
    for (number, made) in revisions {
        let release = Release {
            namespace: namespace.clone(),
            revision: number.try_into()?,
            ..made.clone()
        };
        let file = environment
            .access
            .dir()
            .join(format!("large-{}.json", release.revision));
        std::fs::write(&file, secret(&release)?.to_string())?;
        let file = file.display().to_string();
        environment
            .access
            .kubectl(["apply", "--server-side", "--filename", &file])?;
    }
    Ok(())
}

fn secret(release: &Release) -> Result<serde_json::Value, Failure> {
    Ok(json!({
        "apiVersion": "v1",
        "kind": "Secret",
        "type": "helm.sh/release.v1",
        "metadata": {
            "name": Record::object_name(&release.name, release.revision),
            "namespace": release.namespace,
            "labels": {
                "owner": "helm",
                "name": release.name,
                "status": release.info.status,
                "version": release.revision.to_string(),
            },
        },
        "data": { "release": encode(Driver::Secret, release)? },
    }))
}
