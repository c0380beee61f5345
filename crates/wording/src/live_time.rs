//! How long a revision was live, in words.

use astern_ledger::{LiveTime, Timestamp};

use crate::duration;

/// Returns how long what a revision holds was live: `5 d`, `18 min so far`, `partly`, `never`. `began` is when its operation began.
#[must_use]
pub fn live_time(live: LiveTime, began: Option<Timestamp>, now: Timestamp) -> String {
    match live {
        LiveTime::For(length) => duration(length),
        LiveTime::StillLive => match began {
            Some(began) => duration(now.duration_since(began).unwrap_or_default()) + " so far",
            None => "not known".to_owned(),
        },
        LiveTime::Partial => "partly".to_owned(),
        LiveTime::Never => "never".to_owned(),
        LiveTime::Unknown => "not known".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn a_time_that_goes_on_is_told_apart() {
        let now = Timestamp::from_second(1_000);
        let began = Some(Timestamp::from_second(400));
        assert_eq!(live_time(LiveTime::StillLive, began, now), "10 min so far");
        assert_eq!(live_time(LiveTime::StillLive, None, now), "not known");
        let day = LiveTime::For(Duration::from_secs(86_400));
        assert_eq!(live_time(day, began, now), "1 d");
    }
}
