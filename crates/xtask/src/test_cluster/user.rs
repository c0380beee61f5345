//! The users of the test cluster.

/// A user of the test cluster.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum User {
    /// A member of `system:masters`, who may do everything.
    Admin,
    /// `oncall`, in the group `oncall`: has only the rights that a test grants.
    OnCall,
    /// `nobody`: has no rights.
    Nobody,
}

impl User {
    /// All users.
    pub const ALL: [Self; 3] = [Self::Admin, Self::OnCall, Self::Nobody];

    /// Returns the user name in RBAC.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Admin => "admin",
            Self::OnCall => "oncall",
            Self::Nobody => "nobody",
        }
    }

    /// Returns the name of the user's context, which every kubeconfig of the test cluster contains.
    #[must_use]
    pub fn context(self) -> &'static str {
        match self {
            Self::Admin => "astern-test",
            Self::OnCall => "astern-test-oncall",
            Self::Nobody => "astern-test-nobody",
        }
    }

    /// Returns the file name of the user's kubeconfig.
    pub(super) fn file(self) -> &'static str {
        match self {
            Self::Admin => "kubeconfig",
            Self::OnCall => "kubeconfig-oncall",
            Self::Nobody => "kubeconfig-nobody",
        }
    }

    /// Returns the groups, in the format of the token file.
    pub(super) fn groups(self) -> &'static str {
        match self {
            Self::Admin => "system:masters",
            Self::OnCall => "oncall",
            Self::Nobody => "",
        }
    }
}
