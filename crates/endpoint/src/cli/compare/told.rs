//! A comparison as text: the answer in one sentence, then chart, values, objects and hooks.

use std::fmt::{self, Write as _};

use astern_compare::{Change, Classification, Comparison, FieldChange, ObjectChange, Sides};

/// The longest value that is printed whole, in characters; the JSON has all of it.
const VALUE: usize = 160;

/// The whole text.
pub(super) fn tell(comparison: &Comparison) -> String {
    let mut text = String::new();
    // Writing to a String cannot fail.
    let _ = write(&mut text, comparison);
    text
}

fn write(text: &mut String, comparison: &Comparison) -> fmt::Result {
    writeln!(text, "{}", safe(&comparison.sentence()))?;
    writeln!(text, "{}", safe(&comparison.advice()))?;
    if comparison.classification == Classification::None {
        return Ok(());
    }
    let consequences = comparison.consequences();
    if !consequences.is_empty() {
        writeln!(text, "\nWhat follows from it")?;
    }
    for consequence in &consequences {
        writeln!(text, "  {}", safe(&consequence.to_string()))?;
    }
    let chart = &comparison.chart;
    let name = chart.name.as_deref().unwrap_or("without a name");
    writeln!(text, "\nChart {name}")?;
    if let Some(previous) = &chart.previous_name {
        writeln!(text, "  name         {previous} → {name}")?;
    }
    writeln!(text, "  version      {}", arrow(&chart.version))?;
    writeln!(text, "  app version  {}", arrow(&chart.app_version))?;
    writeln!(
        text,
        "\n{} set by the user changed",
        count(comparison.values.len(), "value")
    )?;
    fields(text, "  ", &comparison.values)?;
    writeln!(
        text,
        "\n{} changed, {} the same",
        count(comparison.objects.len(), "object"),
        comparison.unchanged_objects
    )?;
    for object in comparison
        .objects
        .iter()
        .filter(|object| !object.noise_only)
    {
        write!(
            text,
            "  {} {}",
            sign(object.change),
            safe(&identity(object))
        )?;
        if let Some(old) = &object.renamed_from {
            write!(text, " (was {})", safe(&old.to_string()))?;
        }
        writeln!(text)?;
        fields(text, "      ", &object.fields)?;
    }
    let labelled = comparison.noise.objects;
    if labelled > 0 {
        let objects = count(labelled, "object");
        writeln!(
            text,
            "  {objects} in version labels only: -o json names them"
        )?;
    }
    if !comparison.hooks.is_empty() {
        let (changed, same) = (
            count(comparison.hooks.len(), "hook"),
            comparison.unchanged_hooks,
        );
        writeln!(text, "\n{changed} changed, {same} the same")?;
    }
    for hook in &comparison.hooks {
        let (object, events) = (&hook.object, hook.shown_events().join(", "));
        writeln!(
            text,
            "  {} {} ({})",
            sign(object.change),
            safe(&identity(object)),
            safe(&events)
        )?;
        fields(text, "      ", &object.fields)?;
    }
    if comparison.notes.differ {
        writeln!(text, "\nThe notes differ.")?;
    }
    for unreadable in &comparison.unreadable {
        let template = unreadable.template.as_deref().unwrap_or("unknown");
        let (lines, reason) = (&unreadable.lines, &unreadable.reason);
        writeln!(
            text,
            "\nNot compared: lines {} to {} from template {}: {}",
            lines.start,
            lines.end.saturating_sub(1),
            safe(template),
            safe(reason)
        )?;
    }
    Ok(())
}

fn fields(text: &mut String, indent: &str, fields: &[FieldChange]) -> fmt::Result {
    for field in fields {
        let (sign, path) = (sign(field.change), field.path.to_string());
        write!(text, "{indent}{sign} {}", safe(&path))?;
        let shown = |value: &Option<_>| {
            value
                .as_ref()
                .map(|value: &astern_compare::Shown| short(&value.to_string()))
        };
        match (shown(&field.from), shown(&field.to)) {
            (Some(from), Some(to)) => writeln!(text, ": {from} → {to}")?,
            (Some(only), None) | (None, Some(only)) => writeln!(text, ": {only}")?,
            (None, None) => writeln!(text)?,
        }
    }
    Ok(())
}

fn identity(object: &ObjectChange) -> String {
    object.id.to_string()
}

fn sign(change: Change) -> char {
    match change {
        Change::Added => '+',
        Change::Removed => '-',
        Change::Changed => '~',
        Change::Reordered => '⇅',
    }
}

fn arrow(sides: &Sides<Option<String>>) -> String {
    let side = |side: &Option<String>| safe(side.as_deref().unwrap_or("none"));
    match sides.are_equal() {
        true => side(&sides.to),
        false => format!("{} → {}", side(&sides.from), side(&sides.to)),
    }
}

fn count(number: usize, what: &str) -> String {
    match number {
        0 => format!("no {what}s"),
        1 => format!("1 {what}"),
        many => format!("{many} {what}s"),
    }
}

fn short(value: &str) -> String {
    let mut shown: String = value.chars().take(VALUE).collect();
    if shown.len() < value.len() {
        shown.push_str(" …");
    }
    safe(&shown)
}

/// Nothing from the cluster speaks to the terminal.
fn safe(text: &str) -> String {
    text.replace(char::is_control, " ")
}
