//! Running the real `helm rollback`.

mod arguments;
mod credentials;
mod environment;
mod error_lines;
mod memory_limit;
mod output_lines;
mod process;

pub use credentials::Reach;

pub(crate) use arguments::command_line;
pub(crate) use credentials::account;
pub(crate) use process::roll_back;
