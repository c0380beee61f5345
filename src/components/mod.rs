//! What several pages are made of.

mod command;
mod copy_link;
mod elsewhere;
mod icon;
mod literal;
mod lost;
mod path;
mod problem;
mod sentence;
mod status;
mod time;
mod topbar;

pub use command::Command;
pub use copy_link::CopyLink;
pub use elsewhere::{ElsewherePage, UnsurePage};
pub use icon::{Icon, Icons};
pub use literal::literal;
pub use lost::{LostPage, NoSuchPage};
pub use path::path;
pub use problem::{Problem, ProblemNotice};
pub use sentence::Sentence;
pub use status::StatusWord;
pub use time::Ago;
pub use topbar::TopBar;
