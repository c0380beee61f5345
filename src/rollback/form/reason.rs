//! The reason for a rollback.

use astern_protocol::Reason;
use leptos::prelude::*;

/// The text of the reason field.
#[derive(Clone, Copy)]
pub struct ReasonText(RwSignal<String>);

impl ReasonText {
    /// Creates an empty text.
    pub fn new() -> Self {
        Self(RwSignal::default())
    }

    /// Parses the reason as it is sent: none, one, or why it cannot be sent.
    pub fn parse(self) -> Result<Option<Reason>, String> {
        parse(&self.0.get())
    }
}

/// Joins lines, because the journal keeps a reason on one line.
fn parse(typed: &str) -> Result<Option<Reason>, String> {
    let words: Vec<&str> = typed.split_whitespace().collect();
    if words.is_empty() {
        return Ok(None);
    }
    let reason = words.join(" ").parse::<Reason>();
    reason
        .map(Some)
        .map_err(|error| format!("This cannot be kept as a reason: {error}."))
}

/// The reason field, with a note that others can read it.
#[component]
pub fn ReasonField(reason: ReasonText) -> impl IntoView {
    let remaining_hint = move || {
        let left = reason
            .0
            .with(|typed| Reason::LIMIT.saturating_sub(typed.chars().count()));
        (left < 100).then(|| format!(" {left} characters are left."))
    };
    view! {
        <div class="field">
            <label for="reason">"Why "<span class="soft">"(optional)"</span></label>
            <textarea
                class="input input--lines"
                id="reason"
                rows="2"
                maxlength=Reason::LIMIT.to_string()
                aria-describedby="reason-hint"
                aria-invalid=move || reason.parse().is_err().to_string()
                prop:value=move || reason.0.get()
                on:input=move |event| reason.0.set(event_target_value(&event))
            ></textarea>
            <p class="field__hint" id="reason-hint">
                "It goes into the journal beside the release, where others read it: write no secret here."
                {remaining_hint}
            </p>
            <p class="status--bad" role="status">{move || reason.parse().err()}</p>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_joined_and_blank_text_is_no_reason() {
        assert_eq!(parse("  \n ").unwrap(), None);
        let reason = parse("pods of 4\ndo not start ").unwrap().unwrap();
        assert_eq!(reason.to_string(), "pods of 4 do not start");
        assert!(parse(&"x".repeat(501)).unwrap_err().contains("500"));
    }
}
