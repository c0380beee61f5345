//! A recorded cluster that answers as an API server does, for `astern demo` and for tests.

mod list_options;
mod live_objects;
mod object_path;
mod recording;
mod response;
mod selector;
mod store;
pub(crate) mod timestamps;
mod watch;

pub use recording::{Recording, SampleError};
pub use store::Sample;

pub(crate) use object_path::ObjectPath;
