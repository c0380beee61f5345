//! Rolling back in the cluster: the chart installed, the endpoint behind the API server's service proxy, people with
//! `kubectl proxy`.

mod browser;
mod crowd;
mod faults;
mod outages;
mod page;
mod phases;
mod refused;
mod rolling_back;
mod tokens;

use end_to_end::{
    Act, Failure, HelmVersion, Person, Press, Story, TestEnvironment, eventually, helm_history,
    journal_entry,
};
use serde_json::Value;

/// As the chart's README says: `edit` knows no custom resources until it is told of them.
const PROMOTIONS: &str = r#"
{"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "ClusterRole", "metadata": {"name": "promotions",
  "labels": {"rbac.authorization.k8s.io/aggregate-to-edit": "true"}},
 "rules": [{"apiGroups": ["shop.example"], "resources": ["promotions"], "verbs": ["*"]}]}
"#;

/// Revision 1 never becomes ready, revision 2 is well: a rollback to 1 waits until something happens to it.
fn never_ready(helm: HelmVersion, namespace: &'static str) -> Story {
    Story {
        helm,
        namespace,
        release: "sessions",
        chart: "cache",
        acts: &[
            Act::Deploy("1.0.0", &["fail=ImagePullBackOff"]),
            // Helm takes over the values of the revision before unless it is given one.
            Act::DeployAndWait("1.0.0", &["fail="]),
        ],
    }
}

/// Takes away what keeps the pods of revision 1 from becoming ready.
fn heal(environment: &TestEnvironment, story: &Story) -> Result<(), Failure> {
    let words = ["annotate", "pods", "--all", "astern.test/fail-"];
    let place = ["--namespace", story.namespace];
    environment.access.kubectl(words.into_iter().chain(place))?;
    Ok(())
}

/// The newest revision and its status.
fn newest(environment: &TestEnvironment, story: &Story) -> Result<(u64, String), Failure> {
    let history = helm_history(environment, story)?;
    let newest = history.into_iter().next_back();
    newest
        .map(|told| (told.revision, told.status))
        .ok_or_else(|| Failure::new("no revision"))
}

/// What the journal holds of a press.
fn entry(environment: &TestEnvironment, press: &Press) -> Result<Value, Failure> {
    journal_entry(environment, press)?.ok_or_else(|| Failure::new("nothing in the journal"))
}

/// Waits until helm has begun and waits itself.
fn in_the_middle(
    environment: &TestEnvironment,
    story: &Story,
    revision: u64,
) -> Result<(), Failure> {
    eventually("the revision that the rollback makes", || {
        let now = newest(environment, story)?;
        Ok((now == (revision, "pending-rollback".to_owned())).then_some(()))
    })
}

/// Presses to go back from revision 2 to 1, and waits until helm waits.
fn press_into_the_wait(
    person: &Person<'_>,
    environment: &TestEnvironment,
    story: &Story,
    token: &str,
    timeout_seconds: u64,
) -> Result<Press, Failure> {
    let press = Press {
        timeout_seconds,
        ..Press::new(story.namespace, story.release, 2, 1)
    };
    let started = person.press(&press, Some(token))?;
    assert_eq!(started.status, 202, "{}", started.text);
    in_the_middle(environment, story, 3)?;
    Ok(press)
}

/// Whether the outcome says of the newest revision what Helm's ledger says.
fn says_what_the_ledger_says(
    outcome: &Value,
    environment: &TestEnvironment,
    story: &Story,
) -> Result<(), Failure> {
    let (revision, status) = newest(environment, story)?;
    assert_eq!(outcome["recorded"]["revision"], revision, "{outcome}");
    assert_eq!(outcome["recorded"]["status"], *status, "{outcome}");
    Ok(())
}

/// Going back to `target`, whatever happened before.
fn a_retry_works(
    person: &Person<'_>,
    environment: &TestEnvironment,
    story: &Story,
    token: &str,
    target: u64,
) -> Result<(), Failure> {
    let (current, _) = newest(environment, story)?;
    let retry = Press::new(story.namespace, story.release, current, target);
    let started = person.press(&retry, Some(token))?;
    assert_eq!(started.status, 202, "{}", started.text);
    let outcome = person.outcome(&retry, token)?;
    assert_eq!(outcome["result"], "done", "{outcome}");
    assert_eq!(
        newest(environment, story)?,
        (current + 1, "deployed".to_owned())
    );
    assert_eq!(
        entry(environment, &retry)?["end"]["outcome"]["result"],
        "done"
    );
    Ok(())
}
