//! That many may press at once.

use std::thread;

use end_to_end::{
    Action, Chart, EndpointClient, Failure, HelmVersion, InClusterEndpoint, RollbackRequest,
    Scenario, TestEnvironment, User, eventually,
};
use serde_json::Value;

use super::{never_ready, newest};

/// One is taken on; the other is told, whoever comes first.
#[test]
fn of_two_people_at_once_one_rolls_back() -> Result<(), Failure> {
    let environment = TestEnvironment::find()?;
    let scenario = never_ready(HelmVersion::V3, "two-people-a");
    scenario.play(&environment.access, &environment.charts)?;
    let chart = Chart::install(
        &environment,
        scenario.helm,
        "two-people",
        &[scenario.namespace],
    )?;
    chart.let_in(User::OnCall)?;
    chart.let_roll_back(User::OnCall, scenario.namespace)?;
    let _endpoint = InClusterEndpoint::start(&chart, scenario.helm)?;
    let people = [
        EndpointClient::connect(&chart, User::Admin)?,
        EndpointClient::connect(&chart, User::OnCall)?,
    ];
    let mut presses = Vec::new();
    for person in &people {
        let press = RollbackRequest {
            timeout_seconds: 5,
            ..RollbackRequest::new(scenario.namespace, scenario.release, 2, 1)
        };
        presses.push((person, person.mint(scenario.namespace)?, press));
    }
    let answers = thread::scope(|scope| {
        let at_once: Vec<_> = presses
            .iter()
            .map(|(person, token, press)| scope.spawn(move || person.press(press, Some(token))))
            .collect();
        at_once
            .into_iter()
            .map(joined)
            .collect::<Result<Vec<_>, _>>()
    })?;
    let mut statuses: Vec<u16> = answers.iter().map(|answer| answer.status).collect();
    statuses.sort_unstable();
    assert_eq!(statuses, [202, 409]);
    for ((person, token, press), answer) in presses.iter().zip(&answers) {
        if answer.status == 202 {
            assert_eq!(person.outcome(press, token)?["result"], "failed");
        } else {
            let code = answer.json()?["code"].clone();
            assert!(
                code == "already-running" || code == "current-moved",
                "{code}"
            );
        }
    }
    assert_eq!(newest(&environment, &scenario)?, (3, "failed".to_owned()));
    Ok(())
}

/// Whoever is told that too many run asks again with the same id, as the page does.
#[test]
fn fifty_releases_are_rolled_back_at_once() -> Result<(), Failure> {
    const NAMES: [&str; 50] = [
        "r01", "r02", "r03", "r04", "r05", "r06", "r07", "r08", "r09", "r10", "r11", "r12", "r13",
        "r14", "r15", "r16", "r17", "r18", "r19", "r20", "r21", "r22", "r23", "r24", "r25", "r26",
        "r27", "r28", "r29", "r30", "r31", "r32", "r33", "r34", "r35", "r36", "r37", "r38", "r39",
        "r40", "r41", "r42", "r43", "r44", "r45", "r46", "r47", "r48", "r49", "r50",
    ];
    let environment = TestEnvironment::find()?;
    let open = "fifty-a";
    let scenario = |release| Scenario {
        helm: HelmVersion::V4,
        namespace: open,
        release,
        chart: "cache",
        actions: &[Action::Deploy("1.0.0", &[]), Action::Deploy("1.1.0", &[])],
    };
    for release in NAMES {
        scenario(release).play(&environment.access, &environment.charts)?;
    }
    let chart = Chart::install(&environment, HelmVersion::V4, "fifty", &[open])?;
    let _endpoint = InClusterEndpoint::start(&chart, HelmVersion::V4)?;
    let person = EndpointClient::connect(&chart, User::Admin)?;
    let token = person.mint(open)?;
    thread::scope(|scope| {
        let (person, token) = (&person, token.as_str());
        let at_once: Vec<_> = NAMES
            .into_iter()
            .map(|release| {
                scope.spawn(move || -> Result<(), Failure> {
                    let press = RollbackRequest {
                        timeout_seconds: 300,
                        ..RollbackRequest::new(open, release, 2, 1)
                    };
                    eventually("a place for the rollback", || {
                        let answer = person.press(&press, Some(token))?;
                        match answer.status {
                            202 => Ok(Some(())),
                            429 => Ok(None),
                            _ => Err(Failure::new(answer.text)),
                        }
                    })?;
                    let outcome = person.outcome(&press, token)?;
                    assert_eq!(outcome["result"], "done", "{release}: {outcome}");
                    Ok(())
                })
            })
            .collect();
        at_once.into_iter().try_for_each(joined)
    })?;
    for release in NAMES {
        assert_eq!(
            newest(&environment, &scenario(release))?,
            (3, "deployed".to_owned()),
            "{release}"
        );
    }
    let journal = environment.access.kubectl([
        "get",
        "configmap",
        "astern-journal",
        "--namespace",
        open,
        "--output",
        "json",
    ])?;
    let journal: Value = serde_json::from_str(&journal)?;
    let entries: Vec<Value> = journal["data"]
        .as_object()
        .into_iter()
        .flat_map(|data| data.values())
        .filter_map(|entry| serde_json::from_str(entry.as_str()?).ok())
        .collect();
    assert_eq!(entries.len(), NAMES.len());
    assert!(
        entries
            .iter()
            .all(|entry: &Value| entry["end"]["outcome"]["result"] == "done")
    );
    Ok(())
}

fn joined<T>(thread: thread::ScopedJoinHandle<'_, Result<T, Failure>>) -> Result<T, Failure> {
    thread
        .join()
        .unwrap_or_else(|_| Err(Failure::new("a thread panicked")))
}
