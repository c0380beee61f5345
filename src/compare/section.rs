//! The headings of sections, and of the parts that begin closed.

use astern_compare::{Comparison, Drift};
use astern_wording::{count, differ, known_to_differ};
use leptos::prelude::*;

use super::controller::{PageController, collapsible_id, heading_id};
use super::hooks::rollback_hooks;
use super::model::{Collapsible, Item, NoiseView, Report, Section};
use super::summary::object_counts;

/// The heading of a section, with an introduction.
pub fn section_heading(controller: PageController, which: Section) -> AnyView {
    let (title, introduction) = controller.with(|model| match &model.report {
        Report::Recorded(comparison, _) => comparison_section(which, comparison),
        Report::Live(drift) => drift_section(which, drift),
    });
    let id = (which == Section::Notes).then(|| heading_id(Item::Notes));
    let runs =
        (which == Section::Hooks).then(|| controller.comparison().map(|c| rollback_hooks(&c)));
    let tools =
        matches!(which, Section::Objects | Section::Differs).then(|| object_tools(controller));
    view! {
        <div class="section section__head">
            <h2 id=id tabindex="-1">{title}</h2>
            <p class="soft">{introduction}</p>
            {tools}
        </div>
        {runs}
    }
    .into_any()
}

fn comparison_section(which: Section, comparison: &Comparison) -> (&'static str, String) {
    match which {
        Section::Values => (
            "Values",
            format!(
                "Set by you, on top of the chart's defaults. {}.",
                differ(comparison.values.len(), "value")
            ),
        ),
        Section::Hooks => (
            "Hooks",
            format!(
                "{}, {} the same. A hook is an object that Helm applies around an operation.",
                capitalized(&known_to_differ(
                    comparison.verdict,
                    comparison.hooks.len(),
                    "hook"
                )),
                comparison.unchanged_hooks
            ),
        ),
        Section::Notes => (
            "Notes",
            match comparison.notes.differ {
                true => "What the chart tells whoever installs it. The text differs.".to_owned(),
                false => "The same in both.".to_owned(),
            },
        ),
        _ => (
            "Objects",
            format!(
                "{}. What restarts pods comes first.",
                object_counts(comparison)
            ),
        ),
    }
}

fn drift_section(which: Section, drift: &Drift) -> (&'static str, String) {
    match which {
        Section::Missing => (
            "Missing",
            format!(
                "{} of the revision that the cluster does not have.",
                count(drift.missing.len(), "object")
            ),
        ),
        Section::Leftover => (
            "Left over",
            format!(
                "{} that the cluster has from the revision that helm put there, and that this one does not name.",
                count(drift.leftover.len(), "object")
            ),
        ),
        Section::Hooks => (
            "Hooks",
            format!(
                "{}. Helm makes a hook's object when it runs the hook, and nothing keeps it as it is.",
                capitalized(&astern_wording::drift_hooks_summary(drift))
            ),
        ),
        Section::Unavailable => (
            "Could not be read",
            format!(
                "{} that the cluster did not tell about. Whether they differ is not known.",
                count(drift.unavailable.len(), "object")
            ),
        ),
        _ => (
            "Differs",
            format!(
                "{} in a field that the revision sets. What the API server fills in by itself is no difference.",
                capitalized(&known_to_differ(
                    drift.verdict,
                    drift.objects.len(),
                    "object"
                ))
            ),
        ),
    }
}

/// Returns the text with a capital at its beginning.
fn capitalized(text: &str) -> String {
    let mut characters = text.chars();
    let first = characters.next().map(|first| first.to_ascii_uppercase());
    first.into_iter().chain(characters).collect()
}

/// The checkbox that shows or folds noise, and the button that copies everything.
fn object_tools(controller: PageController) -> AnyView {
    let fields = controller.with(|model| model.report.noise_fields());
    let shown = move || controller.options.get().noise == NoiseView::Shown;
    let switch = (fields > 0).then(|| {
        view! {
            <div class="check">
                <input type="checkbox" id="noise" prop:checked=shown on:change=move |_| controller.toggle_noise()/>
                <label for="noise">{format!("Show {}", count(fields, "version label"))}</label>
            </div>
        }
    });
    view! {
        <div class="push row">
            {switch}
            <button class="btn" type="button" on:click=move |_| controller.copy_diff(controller.with(|model| model.items()))>
                "Copy all as a diff"
            </button>
        </div>
    }
    .into_any()
}

/// The heading that opens and closes a part that begins closed.
pub fn collapsible_heading(controller: PageController, part: Collapsible) -> AnyView {
    let open = controller.with(|model| model.is_part_open(part));
    let title = controller.with(|model| match &model.report {
        Report::Recorded(comparison, _) => part_title(part, comparison),
        Report::Live(drift) => format!(
            "Others than helm added fields to {}, which is no difference",
            count(drift.unmanaged.len(), "object")
        ),
    });
    view! {
        <div class="obj obj--first obj--last">
            <h3 class="obj__head">
                <button
                    type="button"
                    id=collapsible_id(part)
                    aria-expanded=open.to_string()
                    on:click=move |_| {
                        controller.focus_when_drawn(collapsible_id(part));
                        controller.toggle_part(part);
                    }
                >
                    <span class="obj__fold">{title}</span>
                </button>
            </h3>
        </div>
    }
    .into_any()
}

fn part_title(part: Collapsible, comparison: &Comparison) -> String {
    match part {
        Collapsible::Effective => format!(
            "Effective values (yours plus defaults): {}",
            differ(comparison.effective.len(), "value")
        ),
        Collapsible::NoiseOnly | Collapsible::Unmanaged => {
            let hooks = comparison.hooks.iter();
            let hooks = hooks.filter(|hook| hook.object.noise_only).count();
            let parts = [(comparison.noise.objects, "object"), (hooks, "hook")];
            let parts = parts.into_iter().filter(|(number, _)| *number > 0);
            let parts: Vec<String> = parts.map(|(number, noun)| count(number, noun)).collect();
            format!("Only version labels differ in {}", parts.join(" and "))
        }
        Collapsible::Defaults => {
            let unused = comparison.defaults.len() - comparison.used_defaults;
            let changed = count(unused, "more default");
            let known = "changed, with no effect on an object that is known";
            match comparison.overridden_defaults {
                0 => format!("{changed} {known}"),
                more => format!("{changed} {known}, and {more} that you override"),
            }
        }
    }
}
