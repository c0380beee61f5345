//! The ids of elements that can be focused.

use super::super::model::{Collapsible, Item};

/// The id of an item's heading.
pub fn heading_id(item: Item) -> String {
    match item {
        Item::Object(index) => format!("object-{index}"),
        Item::Hook(index) => format!("hook-{index}"),
        Item::Notes => "notes".to_owned(),
        Item::Group(index) => format!("group-{index}"),
    }
}

/// The id of the button that opens and closes a part.
pub fn collapsible_id(part: Collapsible) -> String {
    format!("fold-{part:?}")
}

/// The id of an item's row in the table of its group.
pub fn row_id(item: Item) -> String {
    format!("row-{}", heading_id(item))
}
