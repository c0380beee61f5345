//! Images that cannot be pulled.

use astern_cluster::ProblemCause;

use crate::{Incident, Report, check};

#[test]
fn the_image_or_what_lets_the_node_have_it_is_suspected() {
    check(&[
        Incident {
            report: Report::image(
                "Back-off pulling image \"registry.example.com/shop-web:1.2.0-rc1\": ErrImagePull: rpc error: code = NotFound desc = failed to pull and unpack image \"registry.example.com/shop-web:1.2.0-rc1\": failed to resolve reference \"registry.example.com/shop-web:1.2.0-rc1\": registry.example.com/shop-web:1.2.0-rc1: not found",
            ),
            cause: &[("shop-web:1.0.0", "shop-web:1.2.0-rc1"), ("value: basket", "value: all")],
            suspect: ("Deployment/web", "containers[web].image"),
        },
        Incident {
            report: Report::image("Back-off pulling image \"registry.example.com/shop-web:9\""),
            cause: &[("shop-web:1.0.0", "shop-web:9")],
            suspect: ("Deployment/web", "containers[web].image"),
        },
        Incident {
            report: Report::image(
                "Back-off pulling image \"registry.example.com/shop-web:1.1.0\": ErrImagePull: failed to pull and unpack image \"registry.example.com/shop-web:1.1.0\": failed to resolve reference \"registry.example.com/shop-web:1.1.0\": pull access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed",
            ),
            cause: &[("        - name: registry-login\n", "        - name: registry-login-2\n"), ("shop-web:1.0.0", "shop-web:1.1.0")],
            suspect: ("Deployment/web", "imagePullSecrets"),
        },
        Incident {
            report: Report::image(
                "Back-off pulling image \"registry.example.com/shop-web:1.1.0\": ErrImagePull: failed to pull and unpack image \"registry.example.com/shop-web:1.1.0\": failed to resolve reference \"registry.example.com/shop-web:1.1.0\": unexpected status from HEAD request to https://registry.example.com/v2/shop-web/manifests/1.1.0: 401 Unauthorized",
            ),
            cause: &[("c2hvcDpodW50ZXIy", "c2hvcDpodW50ZXIz"), ("shop-web:1.0.0", "shop-web:1.1.0")],
            suspect: ("Secret/registry-login", "dockerconfigjson\"]"),
        },
        Incident {
            report: Report::image(
                "Back-off pulling image \"mirror.example.org/shop-web:1.0.0\": ErrImagePull: failed to pull and unpack image \"mirror.example.org/shop-web:1.0.0\": failed to resolve reference \"mirror.example.org/shop-web:1.0.0\": failed to do request: Head \"https://mirror.example.org/v2/shop-web/manifests/1.0.0\": dial tcp: lookup mirror.example.org on 10.96.0.10:53: no such host",
            ),
            cause: &[("registry.example.com/shop-web", "mirror.example.org/shop-web")],
            suspect: ("Deployment/web", "containers[web].image"),
        },
        Incident {
            report: Report::new(
                ProblemCause::Image,
                "InvalidImageName",
                "Failed to apply default image tag \"registry.example.com/shop-web:-1\": couldn't parse image name \"registry.example.com/shop-web:-1\": invalid reference format",
            )
            .in_web(),
            cause: &[("shop-web:1.0.0", "shop-web:-1")],
            suspect: ("Deployment/web", "containers[web].image"),
        },
        Incident {
            report: Report::new(
                ProblemCause::Image,
                "ErrImageNeverPull",
                "Container image \"registry.example.com/shop-web:1.0.0\" is not present with pull policy of Never",
            )
            .in_web(),
            cause: &[("shop-web:1.0.0\n", "shop-web:1.0.0\n          imagePullPolicy: Never\n")],
            suspect: ("Deployment/web", "imagePullPolicy"),
        },
        Incident {
            report: Report::image(
                "Back-off pulling image \"registry.example.com/wait:2\": ErrImagePull: failed to pull and unpack image \"registry.example.com/wait:2\": failed to resolve reference \"registry.example.com/wait:2\": registry.example.com/wait:2: not found",
            )
            .in_container("wait"),
            cause: &[("wait:1", "wait:2"), ("shop-web:1.0.0", "shop-web:1.1.0")],
            suspect: ("Deployment/web", "initContainers[wait].image"),
        },
        Incident {
            report: Report::image(
                "Back-off pulling image \"registry.example.com/shop-web:1.1.0\": ErrImagePull: no match for platform in manifest: not found",
            ),
            cause: &[("shop-web:1.0.0", "shop-web:1.1.0")],
            suspect: ("Deployment/web", "containers[web].image"),
        },
        Incident {
            report: Report::image(
                "Back-off pulling image \"registry.example.com/proxy:3\": ErrImagePull: registry.example.com/proxy:3: not found",
            )
            .in_container("proxy"),
            cause: &[(
                "        - name: metrics\n",
                "        - name: proxy\n          image: registry.example.com/proxy:3\n        - name: metrics\n",
            )],
            suspect: ("Deployment/web", "containers[proxy].image"),
        },
    ]);
}
