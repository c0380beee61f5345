//! Building the page of a comparison, and freeing its memory, in slices between which the browser gets a turn.

use std::sync::Arc;

use astern_compare::Comparison;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::comparison::ComparisonState;
use super::controller::saved_options;
use super::model::PageModel;
use crate::browser::{spawn_while_shown, yield_to_browser};

/// The number of objects that are freed in one slice.
const OBJECTS_PER_SLICE: usize = 200;

/// A page model, until a controller takes it.
pub type NewModel = StoredValue<Option<PageModel>, LocalStorage>;

/// The state of the page.
#[derive(Clone)]
pub enum PageState {
    /// The comparison is not complete.
    Pending(ComparisonState),
    /// The comparison is complete, and its page can be shown.
    Ready(NewModel),
}

/// Builds the page once the comparison is complete. The previous state stays until the page is built.
pub fn build_page(state: RwSignal<ComparisonState>) -> RwSignal<PageState, LocalStorage> {
    let page = RwSignal::new_local(PageState::Pending(state.get_untracked()));
    Effect::new(move |_| {
        let report = match state.get() {
            ComparisonState::Done(report) => report,
            state => return page.set(PageState::Pending(state)),
        };
        let model = StoredValue::new_local(None);
        spawn_while_shown(async move {
            yield_to_browser().await;
            model.set_value(Some(PageModel::new(report, saved_options())));
            yield_to_browser().await;
            page.set(PageState::Ready(model));
        });
    });
    page
}

/// Frees the memory of a comparison in slices, so that leaving the page of a large one does not block the browser.
pub fn free_in_slices(comparison: Arc<Comparison>) {
    spawn_local(async move {
        yield_to_browser().await;
        // It is still used: the last user frees it.
        let Some(mut comparison) = Arc::into_inner(comparison) else {
            return;
        };
        while !comparison.objects.is_empty() {
            let left = comparison.objects.len().saturating_sub(OBJECTS_PER_SLICE);
            comparison.objects.truncate(left);
            yield_to_browser().await;
        }
    });
}
