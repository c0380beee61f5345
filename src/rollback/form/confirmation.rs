//! Typing the cluster's name, where something speaks against a rollback.

use astern_wording::count;
use leptos::prelude::*;

use crate::rollback::warning_count::Known;

/// What has to be typed, and what was.
#[derive(Clone, Copy)]
pub struct Confirmation {
    word: StoredValue<String>,
    typed: RwSignal<String>,
    doubts: Signal<Known>,
}

impl Confirmation {
    /// By typing `word`, when anything speaks against it.
    pub fn new(word: String, doubts: Signal<Known>) -> Self {
        Self {
            word: StoredValue::new(word),
            typed: RwSignal::default(),
            doubts,
        }
    }

    /// Whether it is given, or not needed.
    pub fn is_given(self) -> bool {
        match self.doubts.get() {
            Known::Things(0) => true,
            Known::NotYet => false,
            Known::Things(_) | Known::NotInTime => self
                .typed
                .with(|typed| typed.trim() == self.word.get_value()),
        }
    }

    /// What the button waits for.
    pub fn wanted(self) -> Option<String> {
        if self.is_given() {
            return None;
        }
        Some(match self.doubts.get() {
            Known::NotYet => {
                "The button waits until it is worked out what speaks against it.".to_owned()
            }
            _ => format!("To light the button, type {} above.", self.word.get_value()),
        })
    }
}

/// The field, when it is needed.
#[component]
pub fn ConfirmationField(confirmation: Confirmation) -> impl IntoView {
    let asked = Memo::new(move |_| why(confirmation.doubts.get()));
    move || {
        asked.get().map(|why| {
            view! {
                <div class="field">
                    <label for="confirm">
                        "To confirm, type: "<span class="mono">{confirmation.word.get_value()}</span>
                    </label>
                    <p class="field__hint" id="confirm-why">{why}</p>
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

/// Why it is asked for; `None` where it is not.
fn why(doubts: Known) -> Option<String> {
    match doubts {
        Known::NotYet | Known::Things(0) => None,
        Known::NotInTime => Some(
            "QueryState because what speaks against it could not be worked out within 10 seconds."
                .to_owned(),
        ),
        Known::Things(things) => {
            let verb = if things == 1 { "speaks" } else { "speak" };
            let said = count(things, "thing");
            Some(format!(
                "QueryState because {said} {verb} against it, see above."
            ))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_asked_for_only_where_something_speaks_against() {
        assert_eq!(why(Known::Things(0)), None);
        assert_eq!(why(Known::NotYet), None);
        assert_eq!(
            why(Known::Things(1)).unwrap(),
            "QueryState because 1 thing speaks against it, see above."
        );
        assert!(why(Known::NotInTime).unwrap().contains("10 seconds"));
    }
}
