//! Image changes of a workload.

use crate::fixtures::{compared, object};
use serde_json::{Value, json};

#[test]
fn an_image_change_contains_only_the_differing_part_and_is_listed_once() {
    let deployment = |tag: &str, proxy_image: &str| -> Value {
        let container = |name: &str, image: &str| json!({"name": name, "image": image});
        let containers = [
            container("web", &format!("host:5000/shop/web:{tag}")),
            container("web-copy", &format!("host:5000/shop/web:{tag}")),
            container("proxy", proxy_image),
        ];
        object(
            "apps/v1",
            "Deployment",
            "web",
            json!({"template": {"spec": {"containers": containers}}}),
        )
    };
    let comparison = compared(
        &[deployment("1.2", "envoy:1")],
        &[deployment("1.1", "nginx@sha256:a")],
    );
    let moves = comparison.objects[0].image_moves();
    let moves: Vec<_> = moves
        .iter()
        .map(|image| (image.from.as_str(), image.to.as_str()))
        .collect();
    assert_eq!(moves, [("1.2", "1.1"), ("envoy:1", "nginx@sha256:a")]);
}
