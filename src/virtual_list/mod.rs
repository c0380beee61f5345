//! A virtual list: only the rows in view, and some around them, are in the document.
//!
//! [`WindowList`] scrolls with the window and works with rows of any height: a [`Content`] names its rows by keys and
//! gives each a height, which is an estimate until the row was drawn and measured. While heights are corrected or rows
//! come and go, the row at the top of the window stays where it is. [`render_slots`] draws the rows, here and in a list
//! that scrolls by itself.
//!
//! What the rows show is up to whoever uses the list.

mod anchor;
mod content;
mod heights;
mod measured_heights;
mod render;
mod slots;
mod window_list;

pub use anchor::Anchor;
pub use content::Content;
pub use heights::Heights;
pub use measured_heights::MeasuredHeights;
pub use render::render_slots;
pub use slots::{Slot, slots};
pub use window_list::{Extent, WindowList};
