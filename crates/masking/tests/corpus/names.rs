//! Secrets under their names, in every place where a name can stand.

use serde_json::json;

use crate::places::{SECRETS, configuration, masked_object, masked_values};

/// Names of secrets.
const NAMES: &str = "
    password adminPassword EXISTING_DB_PASSWORD db-password auth.password spring.datasource.password rootPasswd LDAP_PASSWD
    passphrase keyPassphrase GPG_PASSPHRASE DBPASS DB_PASS smtpPass userpass MYSQL_PWD pwd dbPwd BINDPW ldapBindPw bindPW
    rootPW DB_PW rootpw token authToken BOT_TOKEN slack-token TUNNEL_TOKEN consulToken github.token id_token
    refreshToken RUNNER_REGISTRATION_TOKEN secret clientSecret JWT_SECRET jwt_secret cookie-secret COOKIE_SECRET
    SECRET_KEY_BASE oauth.clientSecret webhookSecret appSecret registryCreds awsCreds GCP_CREDS credential credentials
    GOOGLE_CREDENTIALS SERVICE_CREDENTIAL fernetKey AIRFLOW__CORE__FERNET_KEY masterKey MEILI_MASTER_KEY appKey APP_KEY
    apiKey API_KEY api-key X_API_KEY hmacKey HMAC_KEY cookieKey COOKIE_KEY sessionKey SESSION_KEY unsealKey VAULT_UNSEAL_KEY
    routing_key PD_ROUTING_KEY service_key serviceKey integrationKey INTEGRATION_KEY consumerKey CONSUMER_SECRET encryptionKey
    N8N_ENCRYPTION_KEY signingKey SIGNING_KEY privateKey PRIVATE_KEY accessKey AWS_SECRET_ACCESS_KEY accountKey
    AZURE_STORAGE_KEY licenseKey NEW_RELIC_LICENSE_KEY client-key-data tls.key server.key replicaSetKey gossipKey
    wireguardPrivateKey PRESHARED_KEY DD_APP_KEY STRIPE_KEY SENTRY_DSN GITHUB_PAT PASSWORD_SALT erlangCookie
    connectionString AzureWebJobsStorageConnectionString dbPassword1 PASSWORD_OLD tokenValue";

#[test]
fn values_under_the_names_of_secrets_are_masked_in_every_place() {
    let mut shown = Vec::new();
    for name in NAMES.split_whitespace() {
        for secret in SECRETS {
            let container = json!({"name": "a", "env": [{"name": name, "value": secret}], "args": [format!("--{name}"), secret, "--x"]});
            let mut outputs = vec![
                ("values", masked_values(&json!({"a": {name: secret}})).to_string()),
                ("list", masked_values(&json!({name: [secret]})).to_string()),
                ("parameters", masked_values(&json!({"parameters": [{"name": format!("a.{name}"), "value": secret}]})).to_string()),
                ("header", masked_values(&json!({"httpHeaders": [{"name": name, "value": secret}]})).to_string()),
                (
                    "pod",
                    masked_object(&json!({"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "a", "annotations": {format!("example.com/{name}"): secret}},
                        "spec": {"containers": [container]}})).to_string(),
                ),
                (
                    "ConfigMap",
                    masked_object(&json!({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "a"}, "data": {name: secret}})).to_string(),
                ),
            ];
            for text in [
                format!("host: db\n{name}: {secret}\nport: 1\n"),
                format!("x: 1\n---\na:\n- {name}: \"{secret}\"\n"),
                format!("{name}={secret}\n"),
                format!("[a]\n{name} = {secret}\n"),
                format!("{name} = \"{secret}\"\n"),
                format!("export {name}='{secret}'\n"),
                format!("{{\n  // own\n  \"{name}\": \"{secret}\",\n}}"),
                format!("{{\"a\": {{\"{name}\": \"{secret}\"}}}}"),
                format!("{{\\\"{name}\\\": \\\"{secret}\\\"}}"),
                format!("<config>\n  <{name}>{secret}</{name}>\n</config>"),
                format!("<add key=\"{name}\" value=\"{secret}\"/>"),
                format!("<property>\n<name>{name}</name>\n<value>{secret}</value>\n</property>"),
                format!("$config['{name}'] = '{secret}';"),
                format!("  '{name}' => '{secret}',"),
                format!("app --{name}={secret} --x"),
                format!("app --{name} {secret} --x"),
                format!("java -D{name}={secret} -jar a.jar"),
                format!("helm upgrade a b --set c.{name}={secret},d=e"),
                format!("https://example.com/a?{name}={secret}&b=c"),
            ] {
                outputs.extend(configuration(&text));
            }
            shown.extend(
                outputs
                    .into_iter()
                    .filter(|(_, output)| output.contains(secret))
                    .map(|(place, output)| format!("{place}: {output}")),
            );
        }
    }
    let count = shown.len();
    shown.truncate(40);
    let shown = shown.join("\n");
    assert_eq!(count, 0, "outputs show a secret:\n{shown}");
}
