//! The blocks of the page as the rows of a virtual list.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::ops::Range;

use super::block::{Block, Item};
use super::page_model::PageModel;
use crate::virtual_list::{Content, Heights};

impl Content for PageModel {
    type Key = Block;

    fn heights(&self) -> &Heights {
        self.heights.heights()
    }

    fn key(&self, index: usize) -> Option<Block> {
        self.blocks.get(index).copied()
    }

    fn index(&self, block: Block) -> Option<usize> {
        self.block_index(block)
    }

    /// The heading of its item stands for a block that is no longer there.
    fn index_or_substitute(&self, block: Block) -> Option<usize> {
        self.index(block)
            .or_else(|| self.heading_index(block.item()?))
    }

    fn render_key(&self, index: usize) -> u64 {
        let mut hasher = DefaultHasher::new();
        if let Some(block) = self.blocks.get(index) {
            block.hash(&mut hasher);
            self.version(*block).hash(&mut hasher);
        }
        hasher.finish()
    }

    fn are_ready(&self, rows: Range<usize>) -> bool {
        self.first_without_lines(rows).is_none()
    }

    fn prepare_next(&mut self, rows: Range<usize>) -> bool {
        let item = self.first_without_lines(rows);
        if let Some(item) = item {
            self.compute_lines(item);
            self.rebuild_blocks();
        }
        item.is_some()
    }

    fn record_heights(&mut self, measured: impl Iterator<Item = (usize, f64)>) -> bool {
        for (index, height) in measured {
            if let Some(block) = self.blocks.get(index).copied() {
                let key = (block, self.version(block));
                self.heights.record(index, key, height);
            }
        }
        self.heights.apply()
    }
}

impl PageModel {
    /// The first item of these blocks whose lines are shown and not compared yet.
    fn first_without_lines(&self, rows: Range<usize>) -> Option<Item> {
        let blocks = self.blocks.get(rows)?;
        blocks.iter().find_map(|block| match block {
            Block::Lines(item, _) if self.lines(*item).is_none() => Some(*item),
            _ => None,
        })
    }
}
