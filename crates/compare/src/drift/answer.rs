//! Drift in words: the same ones in the browser and in a terminal.

use super::Drift;

impl Drift {
    /// Whether nothing is known to differ. What could not be asked or read may.
    #[must_use]
    pub fn is_none(&self) -> bool {
        self.objects.is_empty() && self.missing.is_empty() && self.leftover.is_empty()
    }

    /// What is so, in one sentence or two.
    #[must_use]
    pub fn sentence(&self) -> String {
        let revision = self.revision;
        let said = match self.differences() {
            None if self.unasked.is_empty() => {
                format!("The cluster holds what revision {revision} says.")
            }
            None if self.unchanged_objects == 0 => {
                format!("Nothing of revision {revision} could be compared with the cluster.")
            }
            None => format!("What could be read in the cluster is as revision {revision} says."),
            Some(differences) => format!("In the cluster {differences}."),
        };
        match self.unasked.len() {
            0 => said,
            1 => format!("{said} 1 object could not be read."),
            many => format!("{said} {many} objects could not be read."),
        }
    }

    /// `2 objects differ from what revision 10 says, 1 is missing`.
    fn differences(&self) -> Option<String> {
        let differ = (self.objects.len(), "differs from", "differ from");
        let missing = (self.missing.len(), "is missing of", "are missing of");
        let leftover = (self.leftover.len(), "is there besides", "are there besides");
        let mut said = String::new();
        for (number, one, many) in [differ, missing, leftover] {
            let verb = match number {
                0 => continue,
                1 => one,
                _ => many,
            };
            let object = match (said.is_empty(), number) {
                (true, 1) => " object",
                (true, _) => " objects",
                (false, _) => "",
            };
            let what = match said.is_empty() {
                true => format!(
                    "{number}{object} {verb} what revision {} says",
                    self.revision
                ),
                // `1 is missing of what …` loses its last word.
                false => format!(
                    ", {number} {}",
                    verb.rsplit_once(' ').map_or(verb, |(verb, _)| verb)
                ),
            };
            said.push_str(&what);
        }
        (!said.is_empty()).then_some(said)
    }
}
