//! Reading the live state of a release's objects: discovery of their resources, then one request for each object.

mod api_resources;
mod live_object;
mod unserved;

pub use live_object::{LiveObject, Unavailable, live_objects};
pub(crate) use live_object::{locate, read_object};
pub use unserved::{UnservedKind, unserved_kinds};
