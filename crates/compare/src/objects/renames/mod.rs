//! Renamed objects: detected by their content and their names.

mod content;
mod detection;
mod name;

pub(crate) use detection::RenameDetection;
pub(crate) use name::NameContext;
