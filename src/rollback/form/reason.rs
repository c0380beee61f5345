//! Why somebody rolls back, in their own words.

use astern_protocol::Reason;
use leptos::prelude::*;

/// What is typed as the reason.
#[derive(Clone, Copy)]
pub struct ReasonText(RwSignal<String>);

impl ReasonText {
    /// Nothing yet.
    pub fn new() -> Self {
        Self(RwSignal::default())
    }

    /// The reason as it is sent: none, one, or why it cannot be sent.
    pub fn read(self) -> Result<Option<Reason>, String> {
        read(&self.0.get())
    }
}

/// Lines become one: the journal keeps a reason on one line.
fn read(typed: &str) -> Result<Option<Reason>, String> {
    let words: Vec<&str> = typed.split_whitespace().collect();
    if words.is_empty() {
        return Ok(None);
    }
    let reason = words.join(" ").parse::<Reason>();
    reason
        .map(Some)
        .map_err(|error| format!("This cannot be kept as a reason: {error}."))
}

/// The field, and that others read it.
#[component]
pub fn ReasonField(reason: ReasonText) -> impl IntoView {
    let left = move || {
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
                aria-invalid=move || reason.read().is_err().to_string()
                prop:value=move || reason.0.get()
                on:input=move |event| reason.0.set(event_target_value(&event))
            ></textarea>
            <p class="field__hint" id="reason-hint">
                "It goes into the journal beside the release, where others read it: write no secret here."
                {left}
            </p>
            <p class="status--bad" role="status">{move || reason.read().err()}</p>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_become_one_and_nothing_is_no_reason() {
        assert_eq!(read("  \n ").unwrap(), None);
        let reason = read("pods of 4\ndo not start ").unwrap().unwrap();
        assert_eq!(reason.to_string(), "pods of 4 do not start");
        assert!(read(&"x".repeat(501)).unwrap_err().contains("500"));
    }
}
