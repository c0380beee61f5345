//! The form that starts a rollback: options, reason, permission, confirmation and button; or the command to run instead.

mod availability;
mod button;
mod confirmation;
mod context;
mod helm_command;
mod in_cluster_link;
mod options;
mod permission_denied;
mod reason;
mod rollback_form;
mod start;
mod start_error_notice;

pub use rollback_form::RollbackForm;
