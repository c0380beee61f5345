//! Volumes that cannot be mounted.

use astern_cluster::ProblemCause;

use crate::{Incident, Report, check};

#[test]
fn what_a_volume_is_made_of_changed() {
    check(&[
        Incident {
            report: Report::volume(
                "MountVolume.SetUp failed for volume \"config\" : configmap \"web-settings\" not found",
            ),
            cause: &[(
                "            name: web-config\n",
                "            name: web-settings\n",
            )],
            suspect: ("Deployment/web", "volumes[config].configMap.name"),
        },
        Incident {
            report: Report::volume(
                "MountVolume.SetUp failed for volume \"config\" : configmap references non-existent config key: app.yaml",
            ),
            cause: &[("  app.yaml: |", "  application.yaml: |")],
            suspect: ("ConfigMap/web-config", "data[\"app.yaml\"]"),
        },
        Incident {
            report: Report::volume(
                "MountVolume.SetUp failed for volume \"config\" : configmap references non-existent config key: settings.yaml",
            ),
            cause: &[("- key: app.yaml", "- key: settings.yaml")],
            suspect: ("Deployment/web", "key"),
        },
        Incident {
            report: Report::volume(
                "MountVolume.SetUp failed for volume \"tls\" : secret \"shop-tls\" not found",
            ),
            cause: &[(
                "        - name: scratch\n          emptyDir",
                "        - name: tls\n          secret:\n            secretName: shop-tls\n        - name: scratch\n          emptyDir",
            )],
            suspect: ("Deployment/web", "volumes[tls].secret.secretName"),
        },
        Incident {
            report: Report::configuration(
                "RunContainerError",
                "failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: error during container init: error mounting \"/var/lib/kubelet/pods/3f4/volume-subpaths/nginx/web/1\" to rootfs at \"/etc/nginx/nginx.conf\": mount src=/var/lib/kubelet/pods/3f4/volume-subpaths/nginx/web/1, dst=/etc/nginx/nginx.conf, dstFd=/proc/thread-self/fd/8, flags=MS_BIND|MS_REC: not a directory: unknown",
            ),
            cause: &[("  nginx.conf: |", "  default.conf: |")],
            suspect: ("ConfigMap/web-nginx", "data[\"nginx.conf\"]"),
        },
        Incident {
            report: Report::new(
                ProblemCause::Volume,
                "FailedAttachVolume",
                "Multi-Attach error for volume \"pvc-0b7a5e0a-1\" Volume is already used by pod(s) web-6c5f-abcde",
            ),
            cause: &[
                ("type: Recreate", "type: RollingUpdate"),
                ("shop-web:1.0.0", "shop-web:1.1.0"),
            ],
            suspect: ("Deployment/web", "strategy.type"),
        },
        Incident {
            report: Report::volume(
                "MountVolume.SetUp failed for volume \"data\" : hostPath type check failed: /srv/shop is not a directory",
            ),
            cause: &[(
                "          persistentVolumeClaim:\n            claimName: web-data\n",
                "          hostPath:\n            path: /srv/shop\n            type: Directory\n",
            )],
            suspect: ("Deployment/web", "hostPath"),
        },
    ]);
}
