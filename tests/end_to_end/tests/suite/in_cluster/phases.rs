//! What is left when the endpoint or helm is killed, in each phase of a rollback; beside it, what a helm alone leaves.

use end_to_end::{
    Act, BlackHole, Chart, Failure, HeldHelm, HelmVersion, InCluster, Moment, Person, Press,
    Program, SilentWebhook, Story, TestEnvironment, User, api_server, eventually,
};

use super::{a_retry_works, entry, newest};

/// Where a rollback stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Phase {
    /// The journal knows of it, and helm has done nothing.
    TakenOn,
    /// A hook runs.
    Hook,
    /// The first object is being changed.
    Apply,
    /// Everything is applied, and helm waits.
    Wait,
    /// helm has ended, and the journal does not know.
    Ended,
}

/// Until its pods start, so that nothing becomes ready.
const NEVER: &str = "ImagePullBackOff";

impl Phase {
    /// A release of which revision 1 can be held in this phase.
    fn story(self, helm: HelmVersion, namespace: &'static str) -> Story {
        let (release, acts): (_, &[Act]) = match self {
            Self::TakenOn => ("taken-on", PLAIN),
            Self::Hook => ("hook", STUCK_IN_HOOK),
            Self::Apply => ("apply", PLAIN),
            Self::Wait => ("wait", NEVER_READY),
            Self::Ended => ("ended", PLAIN),
        };
        Story {
            helm,
            namespace,
            release,
            chart: "queue",
            acts,
        }
    }

    /// The newest revision when it is cut off there.
    fn leaves(self) -> (u64, String) {
        let (revision, status) = match self {
            Self::TakenOn => (2, "deployed"),
            Self::Hook | Self::Apply | Self::Wait => (3, "pending-rollback"),
            Self::Ended => (3, "deployed"),
        };
        (revision, status.to_owned())
    }

    /// Where to go back to afterwards: to other content than the newest revision's.
    fn retry(self) -> u64 {
        if self == Self::TakenOn { 1 } else { 2 }
    }
}

const CURRENT: Act = Act::DeployAndWait("1.0.0", &["level=debug"]);
const PLAIN: &[Act] = &[Act::DeployAndWait("1.0.0", &["level=warn"]), CURRENT];
const STUCK_IN_HOOK: &[Act] = &[
    Act::DeployAndWait("1.0.0", &["level=warn", "hookFail=ImagePullBackOff"]),
    CURRENT,
];
const NEVER_READY: &[Act] = &[
    Act::Deploy("1.0.0", &["level=warn", "fail=ImagePullBackOff"]),
    CURRENT,
];

/// What holds rollbacks where they are to be cut off.
struct Holds<'a> {
    environment: &'a TestEnvironment,
    helm: HeldHelm,
    hole: BlackHole,
}

/// A rollback is held from here on, until this is dropped.
enum Held<'a> {
    Helm(&'a HeldHelm, Moment),
    Webhook {
        _webhook: SilentWebhook<'a>,
        met: usize,
    },
    ByItself,
}

impl<'a> Holds<'a> {
    fn new(
        environment: &'a TestEnvironment,
        helm: HelmVersion,
        name: &str,
    ) -> Result<Self, Failure> {
        Ok(Self {
            environment,
            helm: HeldHelm::around(environment, helm, name)?,
            hole: BlackHole::open()?,
        })
    }

    /// Prepares that a rollback of this story stops in the phase.
    fn hold(&self, phase: Phase, story: &Story) -> Result<Held<'_>, Failure> {
        let by_helm = |moment| {
            self.helm.hold(moment)?;
            Ok(Held::Helm(&self.helm, moment))
        };
        match phase {
            Phase::TakenOn => by_helm(Moment::Begin),
            Phase::Ended => by_helm(Moment::End),
            Phase::Apply => {
                let settings = format!("{}-settings", story.release);
                let webhook = self
                    .hole
                    .as_webhook(self.environment, story.namespace, &settings)?;
                Ok(Held::Webhook {
                    _webhook: webhook,
                    met: self.hole.met(),
                })
            }
            Phase::Hook | Phase::Wait => Ok(Held::ByItself),
        }
    }

    /// Waits until it is there.
    fn reached(&self, phase: Phase, held: &Held<'_>, story: &Story) -> Result<(), Failure> {
        let told = |kind: &str, name: &str, path: &str| {
            let path = format!("jsonpath={{{path}}}");
            let words = ["get", kind, name, "--output", &path, "--ignore-not-found"];
            let place = ["--namespace", story.namespace];
            self.environment
                .access
                .kubectl(words.into_iter().chain(place))
        };
        eventually(&format!("{phase:?}"), || {
            let there = match held {
                Held::Helm(helm, moment) => helm.is_held(*moment),
                Held::Webhook { met, .. } => self.hole.met() > *met,
                Held::ByItself if phase == Phase::Hook => {
                    told("job", "hook-drain", ".status.active")? == "1"
                }
                Held::ByItself => {
                    let path = r".spec.template.metadata.annotations.astern\.test/fail";
                    told("deployment", "wait", path)? == NEVER
                }
            };
            Ok(there.then_some(()))
        })
    }
}

impl Drop for Held<'_> {
    fn drop(&mut self) {
        if let Self::Helm(helm, moment) = self {
            // A test that fails tells its own story.
            let _ = helm.let_go(*moment);
        }
    }
}

/// Who is killed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Victim {
    Endpoint,
    Helm,
}

fn killed(
    victim: Victim,
    helm: HelmVersion,
    namespace: &'static str,
    open: &'static str,
    phases: &[Phase],
) -> Result<(), Failure> {
    let environment = TestEnvironment::find()?;
    let holds = Holds::new(&environment, helm, namespace)?;
    let chart = Chart::install(&environment, helm, namespace, &[open])?;
    let mut endpoint =
        InCluster::start_with(&chart, holds.helm.program(), api_server(&environment)?)?;
    let person = Person::come(&chart, User::Admin)?;
    let token = person.mint(open)?;
    for phase in phases.iter().copied() {
        let story = phase.story(helm, open);
        story.play(&environment.access, &environment.charts)?;
        let held = holds.hold(phase, &story)?;
        let press = Press::new(open, story.release, 2, 1);
        let started = person.press(&press, Some(&token))?;
        assert_eq!(started.status, 202, "{phase:?}: {}", started.text);
        holds.reached(phase, &held, &story)?;
        let result = match victim {
            Victim::Endpoint => {
                endpoint.kill()?;
                drop(held);
                endpoint.start_again()?;
                "interrupted"
            }
            Victim::Helm => {
                endpoint.kill_helm()?;
                drop(held);
                "failed"
            }
        };
        let outcome = person.outcome(&press, &token)?;
        assert_eq!(outcome["result"], result, "{phase:?}: {outcome}");
        let (revision, status) = phase.leaves();
        assert_eq!(
            outcome["recorded"]["revision"], revision,
            "{phase:?}: {outcome}"
        );
        assert_eq!(
            outcome["recorded"]["status"], *status,
            "{phase:?}: {outcome}"
        );
        assert_eq!(newest(&environment, &story)?, phase.leaves(), "{phase:?}");
        let advice = outcome["advice"].as_str().unwrap_or_default();
        assert!(!advice.is_empty(), "{phase:?}: {outcome}");
        let entry = entry(&environment, &press)?;
        assert_eq!(entry["rollback"]["target"], 1, "{phase:?}: {entry}");
        // The same press is the same rollback still: it is not begun anew.
        assert_eq!(person.press(&press, Some(&token))?.status, 202);
        assert_eq!(newest(&environment, &story)?, phase.leaves(), "{phase:?}");
        a_retry_works(&person, &environment, &story, &token, phase.retry())?;
    }
    Ok(())
}

const ALL: &[Phase] = &[
    Phase::TakenOn,
    Phase::Hook,
    Phase::Apply,
    Phase::Wait,
    Phase::Ended,
];

#[test]
fn a_killed_endpoint_is_told_in_every_phase_with_helm_3() -> Result<(), Failure> {
    killed(
        Victim::Endpoint,
        HelmVersion::V3,
        "phases-3",
        "phases-3-a",
        ALL,
    )
}

#[test]
fn a_killed_endpoint_is_told_in_every_phase_with_helm_4() -> Result<(), Failure> {
    killed(
        Victim::Endpoint,
        HelmVersion::V4,
        "phases-4",
        "phases-4-a",
        ALL,
    )
}

/// In the last phase helm is no more.
#[test]
fn a_killed_helm_is_told_in_every_phase() -> Result<(), Failure> {
    let [phases @ .., _] = ALL else {
        return Err(Failure::new("no phases"));
    };
    killed(
        Victim::Helm,
        HelmVersion::V4,
        "phases-helm",
        "phases-helm-a",
        phases,
    )
}

/// Helm's ledger is then what a helm leaves that somebody kills in a terminal.
#[test]
fn a_helm_alone_that_is_killed_leaves_the_same() -> Result<(), Failure> {
    let environment = TestEnvironment::find()?;
    for (helm, namespace) in [
        (HelmVersion::V3, "phases-alone-3"),
        (HelmVersion::V4, "phases-alone-4"),
    ] {
        let holds = Holds::new(&environment, helm, namespace)?;
        for phase in [Phase::Hook, Phase::Apply, Phase::Wait] {
            let story = phase.story(helm, namespace);
            story.play(&environment.access, &environment.charts)?;
            let held = holds.hold(phase, &story)?;
            let mut command = environment.access.command(User::Admin, helm.program());
            command.args(["rollback", story.release, "1", "--namespace", namespace]);
            command.args(["--wait", "--timeout", "60s", "--cleanup-on-fail"]);
            let mut program = Program::start("helm", &mut command)?;
            holds.reached(phase, &held, &story)?;
            program.kill()?;
            drop(held);
            assert_eq!(
                newest(&environment, &story)?,
                phase.leaves(),
                "{helm:?}, {phase:?}"
            );
        }
    }
    Ok(())
}
