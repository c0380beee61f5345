//! The page that follows a rollback, from what can be observed outside of helm, and shows what to do at its end.

mod after_wait;
mod event_stream;
mod helm_output;
mod hooks;
mod live_agreement;
mod page;
mod phase_list;
mod phases;
mod request_facts;
mod result;
mod result_description;
mod stream_notes;
mod summary;
mod waited_objects;

pub use page::ProgressPage;
