//! Secrets in HTTP headers and in the parameters of URLs.

use serde_json::json;

use crate::places::{MARK, SECRETS, assert_masked, cases, configuration, masked_object};

#[test]
fn headers() {
    assert_masked(
        "
        Authorization: Bearer §x1y2
        Authorization: Token §
        Authorization: Token token=§
        Authorization: ApiKey §
        Authorization: Splunk §
        Authorization: Basic §x1
        Authorization: GenieKey §
        Authorization: §
        Authorization: Digest username=\"a\", realm=\"r\", response=\"§\"
        Authorization: AWS4-HMAC-SHA256 Credential=a/b, SignedHeaders=host, Signature=§
        Authorization: Key §
        Proxy-Authorization: Basic §x1
        authorization: \"Bearer §x1\"
        \"Authorization\": \"Token §\"
        {\"headers\": {\"Authorization\": \"ApiKey §\"}}
        headers: {Authorization: Token §}
        X-Vault-Token: §
        X-Api-Key: §
        x-api-key: '§'
        DD-API-KEY: §
        X-Auth-Token: §
        PRIVATE-TOKEN: §
        Api-Token: §
        Cookie: session=§; theme=dark
        Set-Cookie: sid=§; HttpOnly
        X-Shopify-Access-Token: §
        Ocp-Apim-Subscription-Key: §
        ",
        configuration,
    );
}

#[test]
fn headers_of_probes() {
    for case in cases(
        "Authorization: Token §\nAuthorization: §\nX-Vault-Token: §\nX-Api-Key: §\nCookie: a=§\nProxy-Authorization: Basic §\nDD-API-KEY: §",
    ) {
        for secret in SECRETS {
            let header = case.replace(MARK, secret);
            let (name, value) = header.split_once(": ").unwrap();
            let pod = json!({"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "a"}, "spec": {"containers": [{"name": "a",
                "livenessProbe": {"httpGet": {"path": "/", "port": 80, "httpHeaders": [{"name": name, "value": value}]}}}]}});
            let output = masked_object(&pod).to_string();
            assert!(!output.contains(secret), "{output}");
        }
    }
}

#[test]
fn parameters_of_urls() {
    assert_masked(
        "
        https://a.blob.core.windows.net/c/b?sv=2020-08-04&sr=b&sig=§&se=2030
        https://b.s3.amazonaws.com/k?X-Amz-Algorithm=A&X-Amz-Credential=x&X-Amz-Signature=§
        https://b.s3.amazonaws.com/k?X-Amz-Security-Token=§&X-Amz-Date=1
        https://storage.googleapis.com/b/k?X-Goog-Signature=§
        https://h/x?token=§
        https://h/x?access_token=§&y=1
        https://h/x?a=1&api_key=§
        https://maps.googleapis.com/maps/api/js?key=§&v=3
        https://h/x?apikey=§
        https://h/api/fn?code=§
        https://h/cb#access_token=§&x=1
        https://h/x?password=§
        https://h/x?client_secret=§
        https://h/hook?secret=§
        https://h/x?auth=§
        https://h/x?signature=§
        otpauth://totp/Example:a@example.com?secret=§&issuer=Example
        wss://h/x?jwt=§
        https://hooks.slack.com/services/T000/B000/§
        https://discord.com/api/webhooks/123/§
        https://api.telegram.org/bot123:§/sendMessage
        https://acme.webhook.office.com/webhookb2/§
        https://outlook.office.com/webhook/§
        https://chat.googleapis.com/v1/spaces/A/messages?key=x&token=§
        ",
        configuration,
    );
}
