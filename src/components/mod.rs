//! Components that several pages share, and the pages that stand in for a page that cannot be shown.

mod banner;
mod breakable_path;
mod command;
mod copy_link;
mod description;
mod error_notice;
mod icon;
mod invalid_records;
mod no_cluster;
mod not_found;
mod other_cluster;
mod recorded_status;
mod relative_time;
mod status_label;
mod text_with_code;
mod topbar;
mod visible_text;

pub use banner::banner;
pub use breakable_path::breakable_path;
pub use command::Command;
pub use copy_link::CopyLink;
pub use description::masked_description;
pub use error_notice::{ErrorNotice, PageError};
pub use icon::{Icon, Icons};
pub use invalid_records::invalid_records;
pub use no_cluster::NoClusterPage;
pub use not_found::NotFoundPage;
pub use other_cluster::{OtherClusterPage, UnknownClusterPage};
pub use recorded_status::RecordedStatus;
pub use relative_time::RelativeTime;
pub use status_label::StatusLabel;
pub use text_with_code::TextWithCode;
pub use topbar::TopBar;
pub use visible_text::visible_text;
