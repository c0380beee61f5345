//! From a comparison to a page and back, in tasks short enough for the browser to draw in between.

use std::sync::Arc;

use astern_compare::Comparison;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::comparison::{ComparisonState, use_masking};
use super::controller::saved_options;
use super::model::PageModel;
use crate::browser::{spawn_while_shown, yield_to_browser};

/// So many objects are given back at a time.
const OBJECTS_AT_ONCE: usize = 200;

/// A page that is arranged, until it is put to work.
pub type Arranged = StoredValue<Option<PageModel>, LocalStorage>;

/// What stands on the page.
#[derive(Clone)]
pub enum PageState {
    /// How far the comparison is.
    Waiting(ComparisonState),
    /// The comparison.
    Arranged(Arranged),
}

/// Arranges the page once everything is compared. Until that is done, what stood there before stays.
pub fn arrange(state: RwSignal<ComparisonState>) -> RwSignal<PageState, LocalStorage> {
    let face = RwSignal::new_local(PageState::Waiting(state.get_untracked()));
    let masking = use_masking();
    Effect::new(move |_| {
        let report = match state.get() {
            ComparisonState::Done(report) => report,
            state => return face.set(PageState::Waiting(state)),
        };
        let masking = masking.clone();
        let arranged = StoredValue::new_local(None);
        spawn_while_shown(async move {
            yield_to_browser().await;
            arranged.set_value(Some(PageModel::new(report, masking, saved_options())));
            yield_to_browser().await;
            face.set(PageState::Arranged(arranged));
        });
    });
    face
}

/// Gives the memory of a large comparison back a little at a time, so that whoever leaves it does not wait for that.
pub fn let_go(comparison: Arc<Comparison>) {
    spawn_local(async move {
        yield_to_browser().await;
        // Whoever else holds it gives it back.
        let Some(mut comparison) = Arc::into_inner(comparison) else {
            return;
        };
        while !comparison.objects.is_empty() {
            let left = comparison.objects.len().saturating_sub(OBJECTS_AT_ONCE);
            comparison.objects.truncate(left);
            yield_to_browser().await;
        }
    });
}
