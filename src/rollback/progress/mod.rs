//! After the press: what is seen of a rollback from outside of helm, to its end and what to do then.

mod event_stream;
mod helm_output;
mod hooks;
mod page;
mod phase_list;
mod phases;
mod request_facts;
mod result;
mod summary;

pub use page::ProgressPage;
