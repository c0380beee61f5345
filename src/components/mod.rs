//! What several pages are made of.

mod command;
mod copy_link;
mod error_notice;
mod icon;
mod no_cluster;
mod other_cluster;
mod path;
mod relative_time;
mod sentence;
mod status;
mod topbar;
mod visible_text;

pub use command::Command;
pub use copy_link::CopyLink;
pub use error_notice::{Problem, ProblemNotice};
pub use icon::{Icon, Icons};
pub use no_cluster::{LostPage, NoSuchPage};
pub use other_cluster::{ElsewherePage, UnsurePage};
pub use path::path;
pub use relative_time::Ago;
pub use sentence::Sentence;
pub use status::StatusWord;
pub use topbar::TopBar;
pub use visible_text::literal;
