//! Which failed reads are sent again, how often and how long.
//!
//! The rule for page, terminal and endpoint. It takes how an attempt failed and gives how long to wait before the next one,
//! or that the read is given up. It applies to reads only: a write may have taken effect although its answer was lost.

use std::time::Duration;

/// How often a read is sent that is throttled, as in client-go (`rest/with_retry.go`).
const MAX_THROTTLED_ATTEMPTS: u32 = 10;

/// How often a read is sent that a gateway or a connection fails.
const MAX_OTHER_ATTEMPTS: u32 = 4;

/// How long one read waits between its attempts, all waits together.
const MAX_TOTAL_WAIT: Duration = Duration::from_secs(15);

/// The first wait where the answer names none. Each further one is twice as long.
const FIRST_WAIT: Duration = Duration::from_millis(500);

/// The longest wait where the answer names none.
const MAX_WAIT: Duration = Duration::from_secs(4);

/// Why a read failed in a way that another attempt may not.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum TemporaryFailure {
    /// 429: the API server has more requests than it takes.
    Throttled,
    /// 502, 503, 504, or 500 with `Retry-After`: a load balancer or proxy reaches no API server, or that one is starting.
    Unavailable,
    /// There was no response, or it ended before it was complete.
    NoAnswer,
    /// The time for a response is over. It was waited for long enough, so the read is not sent again at once.
    TimedOut,
}

/// What one read may still spend on further attempts.
#[derive(Clone, Debug, Default)]
pub struct RetryBudget {
    failed_attempts: u32,
    waited: Duration,
}

/// What follows a failed attempt.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum NextStep {
    /// Wait for so long, then send the read again.
    Wait(Duration),
    /// Give the read up.
    Stop,
}

impl RetryBudget {
    /// Takes how the last attempt failed, and the wait that the answer asked for with `Retry-After`.
    ///
    /// A wait that the answer asked for is never shortened: where it exceeds the budget, the read is given up.
    pub fn after(&mut self, failure: TemporaryFailure, retry_after: Option<Duration>) -> NextStep {
        self.failed_attempts = self.failed_attempts.saturating_add(1);
        let max_attempts = match failure {
            TemporaryFailure::Throttled => MAX_THROTTLED_ATTEMPTS,
            TemporaryFailure::Unavailable | TemporaryFailure::NoAnswer => MAX_OTHER_ATTEMPTS,
            TemporaryFailure::TimedOut => 1,
        };
        let wait = retry_after.unwrap_or_else(|| self.own_wait());
        let total = self.waited.saturating_add(wait);
        if self.failed_attempts >= max_attempts || total > MAX_TOTAL_WAIT {
            return NextStep::Stop;
        }
        self.waited = total;
        NextStep::Wait(wait)
    }

    fn own_wait(&self) -> Duration {
        let doublings = self.failed_attempts.saturating_sub(1).min(8);
        FIRST_WAIT.saturating_mul(1 << doublings).min(MAX_WAIT)
    }
}

/// The first and the longest wait before a read that was given up is begun anew.
const REREAD_WAITS: [Duration; 2] = [Duration::from_secs(3), Duration::from_secs(30)];

/// The longest wait that an answer can ask for before a read that was given up is begun anew.
const MAX_REREAD_WAIT: Duration = Duration::from_secs(300);

/// Returns how long a page waits before it begins a read anew that was given up. `given_up` is how many reads in a row were
/// given up before this one; each wait is twice as long as the last.
pub fn wait_until_reread(given_up: u32, retry_after: Option<Duration>) -> Duration {
    let [first, longest] = REREAD_WAITS;
    let own = first.saturating_mul(1 << given_up.min(8)).min(longest);
    own.max(retry_after.unwrap_or_default())
        .min(MAX_REREAD_WAIT)
}

/// Reads the value of the header `Retry-After` where it is a number of seconds. A date is ignored, because Kubernetes sends
/// none and the clock of this machine may differ from the sender's.
pub fn parse_retry_after(value: &str) -> Option<Duration> {
    value.trim().parse().ok().map(Duration::from_secs)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The waits after failures of one kind, until the read is given up.
    fn waits(failure: TemporaryFailure, retry_after: Option<Duration>) -> Vec<Duration> {
        let mut budget = RetryBudget::default();
        let next = || match budget.after(failure, retry_after) {
            NextStep::Wait(wait) => Some(wait),
            NextStep::Stop => None,
        };
        std::iter::from_fn(next).collect()
    }

    fn ms(milliseconds: &[u64]) -> Vec<Duration> {
        let durations = milliseconds.iter().copied().map(Duration::from_millis);
        durations.collect()
    }

    #[test]
    fn a_wait_doubles_until_attempts_or_time_are_used_up() {
        for failure in [TemporaryFailure::Unavailable, TemporaryFailure::NoAnswer] {
            assert_eq!(waits(failure, None), ms(&[500, 1000, 2000]), "{failure:?}");
        }
        assert_eq!(
            waits(TemporaryFailure::Throttled, None),
            ms(&[500, 1000, 2000, 4000, 4000])
        );
        assert_eq!(waits(TemporaryFailure::TimedOut, None), []);
    }

    #[test]
    fn the_wait_is_the_one_that_the_answer_asks_for() {
        let second = Some(Duration::from_secs(1));
        assert_eq!(waits(TemporaryFailure::Throttled, second), ms(&[1000; 9]));
        assert_eq!(waits(TemporaryFailure::Unavailable, second), ms(&[1000; 3]));
        let none = Some(Duration::ZERO);
        assert_eq!(waits(TemporaryFailure::Throttled, none), ms(&[0; 9]));
    }

    #[test]
    fn a_wait_beyond_the_budget_is_not_begun() {
        let long = |seconds| {
            waits(
                TemporaryFailure::Throttled,
                Some(Duration::from_secs(seconds)),
            )
        };
        assert_eq!(long(10), ms(&[10_000]));
        assert_eq!(long(16), []);
        assert_eq!(long(u64::MAX), []);
    }

    #[test]
    fn a_mixture_of_failures_ends_too() {
        let mut budget = RetryBudget::default();
        for failure in [TemporaryFailure::NoAnswer, TemporaryFailure::Throttled] {
            assert!(matches!(budget.after(failure, None), NextStep::Wait(_)));
        }
        assert!(matches!(
            budget.after(TemporaryFailure::Unavailable, None),
            NextStep::Wait(_)
        ));
        assert_eq!(
            budget.after(TemporaryFailure::Unavailable, None),
            NextStep::Stop
        );
    }

    #[test]
    fn a_read_that_was_given_up_is_begun_anew_more_and_more_rarely() {
        let seconds = |given_up, asked| {
            wait_until_reread(given_up, Some(Duration::from_secs(asked))).as_secs()
        };
        let waits: Vec<u64> = (0..6).map(|given_up| seconds(given_up, 0)).collect();
        assert_eq!(waits, [3, 6, 12, 24, 30, 30]);
        assert_eq!(seconds(0, 60), 60);
        assert_eq!(seconds(u32::MAX, u64::MAX), 300);
    }

    #[test]
    fn only_a_number_of_seconds_is_a_wait() {
        assert_eq!(parse_retry_after(" 7 "), Some(Duration::from_secs(7)));
        for other in ["", "-1", "1.5", "Wed, 21 Oct 2026 07:28:00 GMT"] {
            assert_eq!(parse_retry_after(other), None, "{other}");
        }
    }
}
