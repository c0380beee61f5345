//! The confirmation of a rollback with warnings: typing the cluster's name.

use astern_wording::count;
use leptos::prelude::*;

use crate::rollback::warning_count::WarningCount;
/// The word to type, and what was typed.
#[derive(Clone, Copy)]
pub struct Confirmation {
    word: StoredValue<String>,
    typed: RwSignal<String>,
    warnings: Signal<WarningCount>,
}

impl Confirmation {
    /// Requires `word` to be typed when there are warnings.
    pub fn new(word: String, warnings: Signal<WarningCount>) -> Self {
        Self {
            word: StoredValue::new(word),
            typed: RwSignal::default(),
            warnings,
        }
    }

    /// Returns whether the word was typed or is not required.
    pub fn is_given(self) -> bool {
        match self.warnings.get() {
            WarningCount::Known(0) => true,
            WarningCount::Pending => false,
            WarningCount::Known(_) | WarningCount::TimedOut => self
                .typed
                .with(|typed| typed.trim() == self.word.get_value()),
        }
    }

    /// Returns what the button waits for, if anything.
    pub fn missing(self) -> Option<String> {
        if self.is_given() {
            return None;
        }
        Some(match self.warnings.get() {
            WarningCount::Pending => {
                "The button waits until it is worked out what speaks against it.".to_owned()
            }
            _ => format!("Type {} to enable the button.", self.word.get_value()),
        })
    }
}

/// The field, when a confirmation is required.
#[component]
pub fn ConfirmationField(confirmation: Confirmation) -> impl IntoView {
    let reason = Memo::new(move |_| reason(confirmation.warnings.get()));
    move || {
        reason.get().map(|reason| {
            view! {
                <div class="field">
                    <label for="confirm">
                        "To confirm, type: "<span class="mono">{confirmation.word.get_value()}</span>
                    </label>
                    <p class="field__hint" id="confirm-why">{reason}</p>
                    <input
                        class="input input--big mono"
                        id="confirm"
                        aria-describedby="confirm-why"
                        autocomplete="off"
                        autocapitalize="none"
                        spellcheck="false"
                        prop:value=move || confirmation.typed.get()
                        on:input=move |event| confirmation.typed.set(event_target_value(&event))
                    />
                </div>
            }
        })
    }
}

/// Returns why a confirmation is required; `None` where it is not.
fn reason(warnings: WarningCount) -> Option<String> {
    match warnings {
        WarningCount::Pending | WarningCount::Known(0) => None,
        WarningCount::TimedOut => Some(
            "Asked because what speaks against it could not be worked out within 10 seconds."
                .to_owned(),
        ),
        WarningCount::Known(number) => {
            let verb = if number == 1 { "speaks" } else { "speak" };
            let things = count(number, "thing");
            Some(format!(
                "Asked because {things} {verb} against it, see above."
            ))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_confirmation_is_required_only_where_there_are_warnings() {
        assert_eq!(reason(WarningCount::Known(0)), None);
        assert_eq!(reason(WarningCount::Pending), None);
        assert_eq!(
            reason(WarningCount::Known(1)).unwrap(),
            "Asked because 1 thing speaks against it, see above."
        );
        assert!(
            reason(WarningCount::TimedOut)
                .unwrap()
                .contains("10 seconds")
        );
    }
}
