//! What follows from a change for what runs.

use astern_compare::{Effects, RestartCause, Rule, Unnoticed, Way, When};

use super::super::count::{count, verb};
use super::fields::joined;
use super::{Item, Section, named};

/// One section for each thing that follows.
pub(super) fn sections(effects: &Effects) -> Vec<Section> {
    let restarts = effects.restarts.iter().map(|restart| {
        let pods = restart
            .pods
            .map(|pods| count(usize::try_from(pods).unwrap_or(usize::MAX), "pod"));
        let by = cause(restart.by).to_owned();
        named(&restart.object, joined_by_comma(pods, by))
    });
    let later = effects
        .later
        .iter()
        .map(|later| named(&later.object, when(later.when).to_owned()));
    let unnoticed = effects
        .unnoticed
        .iter()
        .map(|unnoticed| named(&unnoticed.object, readers(unnoticed)));
    let unread = effects.unread.iter().map(|object| named(object, None));
    let immutable = effects.immutable.iter().map(|immutable| {
        named(
            &immutable.object,
            format!("{}: {}", immutable.field, rule(immutable.rule)),
        )
    });
    [
        section(restarts.collect(), |n| {
            format!(
                "{} {}",
                count(n, "workload"),
                verb(n, "restarts", "restart")
            )
        }),
        section(later.collect(), |n| {
            format!(
                "{} {} later",
                count(n, "workload"),
                verb(n, "changes", "change")
            )
        }),
        section(immutable.collect(), |n| {
            format!("{} cannot be changed in place", count(n, "field"))
        }),
        section(unnoticed.collect(), |n| {
            let verb = verb(n, "changes", "change");
            format!(
                "{} {verb} while pods that read it do not restart",
                configuration(n)
            )
        }),
        section(unread.collect(), |n| {
            let verb = verb(n, "changes and is", "change and are");
            format!(
                "{} {verb} read by no workload of the release",
                configuration(n)
            )
        }),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn section(items: Vec<Item>, heading: impl Fn(usize) -> String) -> Option<Section> {
    (!items.is_empty()).then(|| Section::main(heading(items.len()), items))
}

fn configuration(number: usize) -> String {
    match number {
        1 => "1 ConfigMap or Secret".to_owned(),
        many => format!("{many} ConfigMaps or Secrets"),
    }
}

fn joined_by_comma(first: Option<String>, second: String) -> String {
    match first {
        Some(first) => format!("{first}, {second}"),
        None => second,
    }
}

fn cause(cause: RestartCause) -> &'static str {
    match cause {
        RestartCause::Template => "its pod template changes",
        RestartCause::Checksum => "for a configuration that changes",
        RestartCause::VersionLabel => "for version labels alone",
        RestartCause::Operator => "by its operator",
    }
}

fn when(when: When) -> &'static str {
    match when {
        When::OnDelete => "when somebody deletes its pods: its update strategy is OnDelete",
        When::PartitionLowered => "when the partition of its update strategy is lowered",
        When::Resumed => "when its paused rollout is resumed",
        When::Replaced => "when its pods are replaced for another reason",
        When::NextRun => "at its next scheduled run",
    }
}

fn rule(rule: Rule) -> &'static str {
    match rule {
        Rule::Refused => "Kubernetes refuses the change, and helm fails",
        Rule::MarkedImmutable => {
            "the object is marked immutable, so Kubernetes refuses and helm fails"
        }
        Rule::Shrinks => "a claim cannot become smaller, so Kubernetes refuses and helm fails",
        Rule::Kept => "Kubernetes keeps the old value and says nothing",
    }
}

fn readers(unnoticed: &Unnoticed) -> Option<String> {
    let readers = unnoticed.readers.iter().map(|reader| {
        let way = match reader.way {
            Way::Volume => "as files, which change within about a minute",
            Way::SubPath => "as a file of a subPath, which stays as it was",
            Way::Environment => "as environment variables, which stay as they were",
        };
        format!("{} {way}", reader.workload)
    });
    joined(readers.collect()).map(|readers| format!("read by {readers}"))
}
