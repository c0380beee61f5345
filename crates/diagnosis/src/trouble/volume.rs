//! Why a volume cannot be mounted: the Events `FailedMount` and `FailedAttachVolume`. Sources: `pkg/volume/util`,
//! `pkg/kubelet/volumemanager`, and the volume plugins.

use crate::words::{after, between, has_any, quoted_after};

/// A volume that cannot be mounted.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum VolumeTrouble {
    /// The volume of the pod of this name.
    Named {
        /// Its name.
        volume: String,
    },
    /// What is mounted at this path.
    MountPath {
        /// The path in the container.
        path: String,
    },
    /// A volume that another node still uses.
    InUse {
        /// The name of the volume or PersistentVolume.
        volume: String,
    },
    /// A key that the pod selects does not exist in what the volume is made of.
    Key {
        /// The volume of the pod.
        volume: String,
        /// The key.
        key: String,
    },
}

/// Reads why a volume cannot be mounted; `None` where the message names no volume.
pub(super) fn volume_trouble(message: &str) -> Option<VolumeTrouble> {
    let volume = quoted_after(message, "for volume ").unwrap_or_default();
    // `configmap references non-existent config key: app.yaml`
    let key = after(message, "references non-existent config key: ")
        .or_else(|| after(message, "references non-existent secret key: "));
    if let Some(key) = key {
        return Some(VolumeTrouble::Key {
            volume: volume.to_owned(),
            key: key.split_whitespace().next().unwrap_or(key).to_owned(),
        });
    }
    if message.contains("Multi-Attach error") {
        return Some(VolumeTrouble::InUse {
            volume: volume.to_owned(),
        });
    }
    // `Unable to attach or mount volumes: unmounted volumes=[data], …`
    let unmounted = between(message, "unmounted volumes=[", "]");
    let unmounted = unmounted.and_then(|volumes| volumes.split([',', ' ']).next());
    let volume = match volume {
        "" => unmounted.unwrap_or_default(),
        volume => volume,
    };
    let is_named = !volume.is_empty() || has_any(message, &["claim", "volume"]);
    is_named.then(|| VolumeTrouble::Named {
        volume: volume.to_owned(),
    })
}
