//! Everything that uses the browser's APIs. No other folder of the app does.

mod address;
mod busy_time;
mod clipboard;
mod clock;
mod failing_reads;
mod focus;
mod frame;
mod idle;
mod in_view;
mod keys;
mod launch_token;
mod outside;
mod print;
mod random;
mod scroll;
mod settings;
mod tab;
mod task;
mod text;
mod theme;
mod timing;
mod transport;

pub use address::{
    current_address, follow_fragment, go, page_path, reload, replace_address, set_title,
    whole_address,
};
pub use busy_time::BusyTime;
pub use clipboard::{Copied, copy};
pub use clock::{now, pause, provide_clock, track_waking, use_clock, yield_to_browser};
pub use failing_reads::FailingReads;
pub use focus::{Direction, focus, focus_beside, focus_if_lost, focus_in_place};
pub use frame::is_framed;
pub use idle::idle;
pub use in_view::{Visibility, on_view};
pub use keys::{SingleKeys, on_key};
pub use launch_token::{LaunchToken, take_launch_token};
pub use outside::on_press_outside;
pub use print::{Printing, on_print};
pub use random::random_bits;
pub use scroll::{
    View, before_next_frame, child_heights, data_at, follow_view, in_itself, in_window,
    scroll_itself, scroll_window,
};
pub use settings::{read_setting, write_setting};
pub use tab::{open_address, open_tab, use_tab_shown};
pub use task::spawn_while_shown;
pub use text::write_text;
pub use theme::{Theme, apply_stored_theme, choose_theme, current_theme};
pub use timing::timed;
pub use transport::{BrowserBody, BrowserTransport};
