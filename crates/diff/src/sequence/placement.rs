//! Chooses the position of a difference that could be at several positions.

/// Returns for each gap between two equal items, and for both ends, whether something differs there.
pub(super) fn gaps(differs: &[bool]) -> Vec<bool> {
    let mut gaps = vec![false];
    for &mark in differs {
        match gaps.last_mut() {
            Some(gap) if mark => *gap = true,
            _ => gaps.push(false),
        }
    }
    gaps
}

/// Moves each difference of one side to where the other side differs too, or else as far down as possible. Two differences
/// that meet become one. `other` holds the [`gaps`] of the other side.
pub(super) fn place(items: &[u32], differs: &mut [bool], other: &[bool]) {
    // The current gap, counted as in `other`.
    let mut gap = 0;
    let mut at = 0;
    while at < items.len() {
        if !differs[at] {
            (gap, at) = (gap + 1, at + 1);
            continue;
        }
        let mut start = at;
        let mut end = start + leading(&differs[start..], true);
        let lowest = loop {
            let length = end - start;
            while start > 0 && items[start - 1] == items[end - 1] {
                (start, end, gap) = (start - 1, end - 1, gap - 1);
                (differs[start], differs[end]) = (true, false);
                while start > 0 && differs[start - 1] {
                    start -= 1;
                }
            }
            let mut beside_other = other[gap].then_some(end);
            while end < items.len() && items[start] == items[end] {
                (differs[start], differs[end]) = (false, true);
                (start, end, gap) = (start + 1, end + 1, gap + 1);
                end += leading(&differs[end..], true);
                beside_other = if other[gap] { Some(end) } else { beside_other };
            }
            if end - start == length {
                break beside_other.unwrap_or(end);
            }
        };
        while end > lowest {
            (start, end, gap) = (start - 1, end - 1, gap - 1);
            (differs[start], differs[end]) = (true, false);
        }
        at = end;
    }
}

/// Returns how many items at the beginning differ, or do not.
pub(super) fn leading(marks: &[bool], differs: bool) -> usize {
    marks.iter().take_while(|mark| **mark == differs).count()
}
