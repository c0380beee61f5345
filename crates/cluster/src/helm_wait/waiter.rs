//! The two ways in which helm waits.

/// How `helm --wait` finds out whether an object is as it should be.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum HelmWaiter {
    /// helm 3: a list of kinds, each with a rule; every other kind is ready. Source: `pkg/kube/ready.go` of
    /// `helm.sh/helm/v3`.
    ReadyChecker,
    /// helm 4: kstatus for every object, also custom resources. Source: `pkg/kube/statuswait.go` of `helm.sh/helm/v4`, and
    /// `pkg/kstatus/status` of `github.com/fluxcd/cli-utils`.
    Kstatus,
}

impl HelmWaiter {
    /// Returns how a helm of this version waits, such as `v4.3.1`; `None` for a version that is not known.
    pub fn of_version(version: &str) -> Option<Self> {
        let major = version.trim_start_matches('v').split('.').next()?;
        match major {
            "3" => Some(Self::ReadyChecker),
            "4" => Some(Self::Kstatus),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_major_version_decides() {
        let of = HelmWaiter::of_version;
        assert_eq!(of("v3.22.0"), Some(HelmWaiter::ReadyChecker));
        assert_eq!(of("v4.3.1"), Some(HelmWaiter::Kstatus));
        assert_eq!(of("4.0.0"), Some(HelmWaiter::Kstatus));
        assert_eq!(of("v5.0.0"), None);
        assert_eq!(of(""), None);
    }
}
