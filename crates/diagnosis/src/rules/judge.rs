//! Chooses the rule for a trouble.

use super::opinion::Opinion;
use super::{admission, ending, image, memory, missing, probe, scheduling, settings, volume};
use crate::Trouble;
use crate::changed::Changed;
use crate::place::Place;
use crate::scene::Scene;

/// Returns what a change has to do with a trouble; `None` where it could not be the cause.
pub(crate) fn judge(trouble: &Trouble, change: &Changed<'_>, scene: &Scene<'_>) -> Option<Opinion> {
    let place = Place::of(change, scene);
    match trouble {
        Trouble::Missing(missing) => missing::judge(missing, change, &place, scene),
        Trouble::Image(image) => image::judge(image, change, &place, scene),
        Trouble::Unschedulable(shortages) => {
            let opinions = shortages
                .iter()
                .filter_map(|shortage| scheduling::judge(shortage, change, &place, scene));
            opinions.min_by_key(|opinion| (opinion.certainty, u32::MAX - opinion.weight))
        }
        Trouble::Start(start) => ending::judge_start(start, change, &place, scene),
        Trouble::Ended { exit_code } => ending::judge_end(*exit_code, change, &place, scene),
        Trouble::InitContainer => ending::judge_end(None, change, &place, scene),
        Trouble::OutOfMemory => memory::judge(change, &place, scene),
        Trouble::Probe(probe) => probe::judge(probe, change, &place, scene),
        Trouble::Volume(volume) => volume::judge(volume, change, &place, scene),
        Trouble::Exceeded(exceeded) => {
            let opinions = exceeded
                .iter()
                .filter_map(|one| admission::judge_amount(one, change, &place));
            opinions.min_by_key(|opinion| (opinion.certainty, u32::MAX - opinion.weight))
        }
        Trouble::Refused(refusal) => admission::judge_refusal(refusal, change, &place, scene),
        Trouble::Evicted { resource } => settings::judge_eviction(resource, change, &place),
        Trouble::Held(setting) => settings::judge(*setting, change, &place),
        Trouble::Unknown => settings::judge_unknown(change, &place),
    }
}
