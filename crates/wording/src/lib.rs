#![doc = include_str!("../README.md")]

mod comparison;
mod consequences;
mod count;
mod crd_manual_steps;
mod diagnosis;
mod drift;
mod early_summary;
mod excerpt;
mod failed_read;
mod field;
mod grant;
mod history_limit;
mod last_known_good;
mod live_rollback;
mod live_time;
mod origin;
mod other_driver;
mod refusal;
mod release_headline;
mod revision_change;
pub mod shell;
mod status_label;
mod subchart_crds;
mod time;
mod too_much;
mod unread;
mod value_change;
mod visible;
mod waiting;

pub use comparison::{comparison_advice, comparison_sentence};
pub use consequences::{Consequence, consequences};
pub use count::{count, count_or_no, differ, list, verb};
pub use crd_manual_steps::{CrdManualStep, crd_manual_steps};
pub use diagnosis::{
    OtherChanges, PodCounts, ProvenanceNote, certainty, comparison_headline, diagnosis_headline,
    nothing_matches, other_changes, provenance_note, suspect_reason, suspect_title,
    trouble_heading, way_out, who_has_it,
};
pub use drift::{drift_advice, drift_hooks_summary, drift_sentence, field_manager, hook_absence};
pub use early_summary::EarlySummary;
pub use excerpt::{beginning, excerpts};
pub use failed_read::{
    failed_read_advice, reading_progress, records_not_fetched, temporary_failure,
};
pub use field::{ONLY_FORMATTING, written_by};
pub use grant::{ExistingRole, Grantee, NotGrantable, bind_role_command, grant_commands};
pub use history_limit::history_after_rollback;
pub use last_known_good::{no_candidate, reason_against, reason_for, why_none_is_good};
pub use live_rollback::{live_restarts_sentence, live_rollback_sentence};
pub use live_time::live_time;
pub use origin::{origin, origin_parts};
pub use other_driver::other_driver_note;
pub use refusal::{RefusedChange, refused_changes, unserved_kind};
pub use release_headline::{HeadlineTimes, release_headline, unfinished, way_back};
pub use revision_change::revision_change;
pub use status_label::label_contradicts;
pub use subchart_crds::{cluster_crds, subchart_crds};
pub use time::{ago, clock, duration, short_time, utc_to_the_second};
pub use too_much::{ABRIDGED, too_much};
pub use unread::{
    MAX_NAMED_UNREAD, at_least, comparison_unread, drift_unread, known_to_differ,
    unread_with_revision, why_record_is_unread,
};
pub use value_change::value_change;
pub use visible::{VisiblePiece, visible, visible_json, visible_line, visible_pieces};
pub use waiting::{
    AfterWait, ProblemExplanation, explain_problem, kept_pods, kind_and_name,
    not_replaced_sentence, older_pods, unmet_sentence,
};
