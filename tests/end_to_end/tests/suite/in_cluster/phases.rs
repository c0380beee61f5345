//! Tests that kill the endpoint or helm in each phase of a rollback, and compare with killing a helm that runs alone.

use end_to_end::{
    Action, Chart, EndpointClient, Failure, HangingWebhook, HelmVersion, InClusterEndpoint,
    PausableHelm, PausePoint, Program, RollbackRequest, Scenario, TestEnvironment,
    UnresponsiveServer, User, api_server, eventually,
};

use super::{assert_retry_succeeds, entry, newest_revision};

/// A phase of a rollback.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Phase {
    /// The journal has an entry, and helm has not begun.
    Accepted,
    /// A hook is running.
    Hook,
    /// The first object is being updated.
    Apply,
    /// Everything is applied, and helm waits for readiness.
    Wait,
    /// helm has exited, and the journal entry is not complete.
    HelmEnded,
}

/// The reason that keeps pods from becoming ready.
const POD_FAILURE: &str = "ImagePullBackOff";

impl Phase {
    /// Returns a release whose rollback to revision 1 can be paused in this phase.
    fn scenario(self, helm: HelmVersion, namespace: &'static str) -> Scenario {
        let (release, actions): (_, &[Action]) = match self {
            Self::Accepted => ("taken-on", PLAIN),
            Self::Hook => ("hook", STUCK_IN_HOOK),
            Self::Apply => ("apply", PLAIN),
            Self::Wait => ("wait", NEVER_READY),
            Self::HelmEnded => ("ended", PLAIN),
        };
        Scenario {
            helm,
            namespace,
            release,
            chart: "queue",
            actions,
        }
    }

    /// Returns the newest revision and its status after killing in this phase.
    fn expected_newest(self) -> (u64, String) {
        let (revision, status) = match self {
            Self::Accepted => (2, "deployed"),
            Self::Hook | Self::Apply | Self::Wait => (3, "pending-rollback"),
            Self::HelmEnded => (3, "deployed"),
        };
        (revision, status.to_owned())
    }

    /// Returns the revision to retry with, whose content differs from the newest revision's.
    fn retry_target(self) -> u64 {
        if self == Self::Accepted { 1 } else { 2 }
    }
}

const CURRENT: Action = Action::DeployAndWait("1.0.0", &["level=debug"]);
const PLAIN: &[Action] = &[Action::DeployAndWait("1.0.0", &["level=warn"]), CURRENT];
const STUCK_IN_HOOK: &[Action] = &[
    Action::DeployAndWait("1.0.0", &["level=warn", "hookFail=ImagePullBackOff"]),
    CURRENT,
];
const NEVER_READY: &[Action] = &[
    Action::Deploy("1.0.0", &["level=warn", "fail=ImagePullBackOff"]),
    CURRENT,
];

/// The means to pause a rollback in any phase.
struct Pauses<'a> {
    environment: &'a TestEnvironment,
    helm: PausableHelm,
    server: UnresponsiveServer,
}

/// A rollback that pauses from here on, until this is dropped.
enum Paused<'a> {
    Helm(&'a PausableHelm, PausePoint),
    Webhook {
        _webhook: HangingWebhook<'a>,
        connections: usize,
    },
    Chart,
}

impl<'a> Pauses<'a> {
    fn new(
        environment: &'a TestEnvironment,
        helm: HelmVersion,
        name: &str,
    ) -> Result<Self, Failure> {
        Ok(Self {
            environment,
            helm: PausableHelm::around(environment, helm, name)?,
            server: UnresponsiveServer::start()?,
        })
    }

    /// Prepares to pause a rollback of this scenario in the phase.
    fn pause_in(&self, phase: Phase, scenario: &Scenario) -> Result<Paused<'_>, Failure> {
        let pause_helm = |point| {
            self.helm.pause_at(point)?;
            Ok(Paused::Helm(&self.helm, point))
        };
        match phase {
            Phase::Accepted => pause_helm(PausePoint::Begin),
            Phase::HelmEnded => pause_helm(PausePoint::End),
            Phase::Apply => {
                let settings = format!("{}-settings", scenario.release);
                let webhook =
                    self.server
                        .as_webhook(self.environment, scenario.namespace, &settings)?;
                Ok(Paused::Webhook {
                    _webhook: webhook,
                    connections: self.server.connections(),
                })
            }
            Phase::Hook | Phase::Wait => Ok(Paused::Chart),
        }
    }

    /// Waits until the rollback has reached the phase.
    fn wait_until_reached(
        &self,
        phase: Phase,
        paused: &Paused<'_>,
        scenario: &Scenario,
    ) -> Result<(), Failure> {
        let field = |kind: &str, name: &str, path: &str| {
            let path = format!("jsonpath={{{path}}}");
            let arguments = ["get", kind, name, "--output", &path, "--ignore-not-found"];
            let in_namespace = ["--namespace", scenario.namespace];
            self.environment
                .access
                .kubectl(arguments.into_iter().chain(in_namespace))
        };
        eventually(&format!("{phase:?}"), || {
            let is_reached = match paused {
                Paused::Helm(helm, point) => helm.is_paused(*point),
                Paused::Webhook { connections, .. } => self.server.connections() > *connections,
                Paused::Chart if phase == Phase::Hook => {
                    field("job", "hook-drain", ".status.active")? == "1"
                }
                Paused::Chart => {
                    let path = r".spec.template.metadata.annotations.astern\.test/fail";
                    field("deployment", "wait", path)? == POD_FAILURE
                }
            };
            Ok(is_reached.then_some(()))
        })
    }
}

impl Drop for Paused<'_> {
    fn drop(&mut self) {
        if let Self::Helm(helm, point) = self {
            // A failing test reports its own error.
            let _ = helm.resume(*point);
        }
    }
}

/// The process to kill.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum KillTarget {
    Endpoint,
    Helm,
}

fn kill_in_each_phase(
    target: KillTarget,
    helm: HelmVersion,
    namespace: &'static str,
    open: &'static str,
    phases: &[Phase],
) -> Result<(), Failure> {
    let environment = TestEnvironment::find()?;
    let pauses = Pauses::new(&environment, helm, namespace)?;
    let chart = Chart::install(&environment, helm, namespace, &[open])?;
    let mut endpoint =
        InClusterEndpoint::start_with(&chart, pauses.helm.program(), api_server(&environment)?)?;
    let client = EndpointClient::connect(&chart, User::Admin)?;
    let token = client.mint(open)?;
    for phase in phases.iter().copied() {
        let scenario = phase.scenario(helm, open);
        scenario.run(&environment.access, &environment.charts)?;
        let paused = pauses.pause_in(phase, &scenario)?;
        let request = RollbackRequest::new(open, scenario.release, 2, 1);
        let started = client.start_rollback(&request, Some(&token))?;
        assert_eq!(started.status, 202, "{phase:?}: {}", started.text);
        pauses.wait_until_reached(phase, &paused, &scenario)?;
        let result = match target {
            KillTarget::Endpoint => {
                endpoint.kill()?;
                drop(paused);
                endpoint.start_again()?;
                "interrupted"
            }
            KillTarget::Helm => {
                endpoint.kill_helm()?;
                drop(paused);
                "failed"
            }
        };
        let outcome = client.outcome(&request, &token)?;
        assert_eq!(outcome["result"], result, "{phase:?}: {outcome}");
        let (revision, status) = phase.expected_newest();
        assert_eq!(
            outcome["recorded"]["revision"], revision,
            "{phase:?}: {outcome}"
        );
        assert_eq!(
            outcome["recorded"]["status"], *status,
            "{phase:?}: {outcome}"
        );
        assert_eq!(
            newest_revision(&environment, &scenario)?,
            phase.expected_newest(),
            "{phase:?}"
        );
        let advice = outcome["advice"].as_str().unwrap_or_default();
        assert!(!advice.is_empty(), "{phase:?}: {outcome}");
        let entry = entry(&environment, &request)?;
        assert_eq!(entry["rollback"]["target"], 1, "{phase:?}: {entry}");
        // The same request again is the same rollback: it is not started again.
        assert_eq!(client.start_rollback(&request, Some(&token))?.status, 202);
        assert_eq!(
            newest_revision(&environment, &scenario)?,
            phase.expected_newest(),
            "{phase:?}"
        );
        assert_retry_succeeds(
            &client,
            &environment,
            &scenario,
            &token,
            phase.retry_target(),
        )?;
    }
    Ok(())
}

const ALL: &[Phase] = &[
    Phase::Accepted,
    Phase::Hook,
    Phase::Apply,
    Phase::Wait,
    Phase::HelmEnded,
];

#[test]
fn a_killed_endpoint_is_reported_in_every_phase_with_helm_3() -> Result<(), Failure> {
    kill_in_each_phase(
        KillTarget::Endpoint,
        HelmVersion::V3,
        "phases-3",
        "phases-3-a",
        ALL,
    )
}

#[test]
fn a_killed_endpoint_is_reported_in_every_phase_with_helm_4() -> Result<(), Failure> {
    kill_in_each_phase(
        KillTarget::Endpoint,
        HelmVersion::V4,
        "phases-4",
        "phases-4-a",
        ALL,
    )
}

/// In the last phase helm has exited.
#[test]
fn a_killed_helm_is_reported_in_every_phase() -> Result<(), Failure> {
    let [phases @ .., _] = ALL else {
        return Err(Failure::new("no phases"));
    };
    kill_in_each_phase(
        KillTarget::Helm,
        HelmVersion::V4,
        "phases-helm",
        "phases-helm-a",
        phases,
    )
}

/// Helm's records are the same as after killing a helm that runs in a terminal.
#[test]
fn killing_helm_in_a_terminal_leaves_the_same_records() -> Result<(), Failure> {
    let environment = TestEnvironment::find()?;
    for (helm, namespace) in [
        (HelmVersion::V3, "phases-alone-3"),
        (HelmVersion::V4, "phases-alone-4"),
    ] {
        let pauses = Pauses::new(&environment, helm, namespace)?;
        for phase in [Phase::Hook, Phase::Apply, Phase::Wait] {
            let scenario = phase.scenario(helm, namespace);
            scenario.run(&environment.access, &environment.charts)?;
            let paused = pauses.pause_in(phase, &scenario)?;
            let mut command = environment.access.command(User::Admin, helm.program());
            command.args(["rollback", scenario.release, "1", "--namespace", namespace]);
            command.args(["--wait", "--timeout", "60s", "--cleanup-on-fail"]);
            let mut program = Program::start("helm", &mut command)?;
            pauses.wait_until_reached(phase, &paused, &scenario)?;
            program.kill()?;
            drop(paused);
            assert_eq!(
                newest_revision(&environment, &scenario)?,
                phase.expected_newest(),
                "{helm:?}, {phase:?}"
            );
        }
    }
    Ok(())
}
