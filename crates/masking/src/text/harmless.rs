//! Values beside the name of a secret that are none: references, switches, paths and placeholders.

use super::words::{is_common_word, looks_random};

/// Words that stand in the place of a secret that is not set, or of a switch.
#[rustfmt::skip]
const SWITCHES: [&str; 19] = [
    "true", "false", "yes", "no", "on", "off", "null", "nil", "none", "undefined", "enabled", "disabled", "required",
    "optional", "auto", "redacted", "n/a", "~", "unset",
];

/// What references to a value elsewhere begin with: shells and Kubernetes, templates, files, stores of secrets, variables of
/// programs.
#[rustfmt::skip]
const REFERENCES: [&str; 44] = [
    "$(", "${", "$<", "$env:", "{{", "<%", "%{", "%(", "@@", "`", "file:", "file(", "vault:", "ref+", "secretref:",
    "op://", "arn:aws:", "env:", "awssm:", "gcpsm:", "azurekv:", "(masked ", "os.environ", "os.getenv", "process.env",
    "getenv(", "env.", "env(", "ENV[", "ENV.", "System.getenv", "System.get", "var.", "local.", "data.", "module.",
    "self.", "this.", "random_password.", "!vault", "(\\", "([", "(?", "(.",
];

/// What the command begins with that prints the secret, or the sentence that says where it is.
const COMMANDS: [&str; 6] = ["kubectl ", "helm ", "oc ", "echo ", "export ", "see "];

/// The number of bytes at the start of a value that are looked at.
const MAX_LENGTH: usize = 160;

/// Returns whether a value beside the name of a secret is none, given the value or the rest of the line that it begins.
pub(crate) fn is_no_secret(value: &str) -> bool {
    super::scan::count(value.len().min(MAX_LENGTH));
    let value = value.trim_start_matches([' ', '\t']);
    let value = &value[..value.floor_char_boundary(MAX_LENGTH)];
    let end = value.find(char::is_whitespace).unwrap_or(value.len());
    let word = value[..end].trim_end_matches([',', ';', '"', '\'', ')', '}', ']']);
    let is_alone = || {
        end > word.len()
            || value[end..].trim_start().is_empty()
            || value[end..].trim_start().starts_with('#')
    };
    word.is_empty()
        || SWITCHES
            .iter()
            .any(|switch| word.eq_ignore_ascii_case(switch))
            && is_alone()
        || REFERENCES
            .iter()
            .any(|reference| value.starts_with(reference))
            && is_closed(value)
            && !has_default(value)
        || is_variable(word)
        || is_placeholder(word)
        || is_path(word)
        || is_call(value)
        || is_public_pem(value)
        || COMMANDS.iter().any(|command| {
            value
                .get(..command.len())
                .is_some_and(|start| start.eq_ignore_ascii_case(command))
        })
}

/// Returns whether a reference that opens a bracket or quote closes it: `${NAME}`, but not the password `${x`. Between
/// backticks is a shell's command with its arguments.
fn is_closed(value: &str) -> bool {
    if let Some(command) = value.strip_prefix('`') {
        let command = command.trim_end().strip_suffix('`');
        return command.is_some_and(|command| command.contains(' '));
    }
    let mut characters = value.chars();
    let close = match (characters.next(), characters.next()) {
        (Some('$' | '%'), Some('(')) => ')',
        (Some('$' | '%'), Some('{')) => '}',
        (Some('{'), Some('{')) => '}',
        (Some('$' | '<'), Some('<' | '%')) => '>',
        _ => return true,
    };
    characters.any(|c| c == close)
}

/// Returns whether `${NAME:default}` or `${NAME:-default}` gives a value for when the variable is not set.
fn has_default(value: &str) -> bool {
    value.strip_prefix("${").is_some_and(|inside| {
        let name_end =
            inside.find(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '.' | '-')));
        let after = name_end.map_or("", |end| &inside[end..]);
        let default = after.trim_start_matches([':', '-', '=', '?']);
        after.starts_with(':') && !default.starts_with(['}', '$', '{']) && !default.is_empty()
    })
}

/// Returns whether a value is `$NAME`, `$password` or `%NAME%`.
fn is_variable(word: &str) -> bool {
    let is_name = |name: &str| {
        !name.is_empty()
            && name
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
    };
    // `$secret:key` of Argo CD.
    let is_dotted = |name: &str| {
        name.bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"_.:-".contains(&byte))
            && name.contains(['.', ':'])
            && crate::names::is_secret_name(name)
    };
    let inside_percents = || word.strip_prefix('%')?.strip_suffix('%');
    match word.strip_prefix('$') {
        Some(name) => {
            let is_constant = !name.bytes().any(|byte| byte.is_ascii_lowercase());
            is_dotted(name)
                || is_name(name)
                    && !name.starts_with(|c: char| c.is_ascii_digit())
                    && (is_constant
                        || name.starts_with("http_")
                        || crate::names::is_secret_name(name))
        }
        None => inside_percents().is_some_and(is_name),
    }
}

/// Returns whether a value stands for one that is to be filled in: `<your-token>`, `****`, `xxxxx`, `...`.
fn is_placeholder(word: &str) -> bool {
    let is_all_of = |c: char| word.chars().all(|other| other == c);
    word.starts_with('<') && word.trim_end_matches('.').ends_with('>')
        || word.starts_with("<your")
        || word.starts_with('[')
            && word.len() <= 12
            && word.to_ascii_lowercase().contains("redacted")
        || ['*', 'x', 'X', '.', '•', '-', '_', '…']
            .into_iter()
            .any(|c| is_all_of(c) && (word.len() > 2 || !c.is_alphanumeric()))
}

/// Returns whether a value is the path of a file: `/etc/tls/tls.key`, `./a`, `~/.netrc`.
fn is_path(word: &str) -> bool {
    let is_rooted = word.starts_with('/')
        || word.starts_with("./")
        || word.starts_with("../")
        || word.starts_with("~/")
        || word.as_bytes().get(1..3) == Some(b":\\");
    let has_other_bytes = || {
        word.bytes().any(|byte| {
            !byte.is_ascii_alphanumeric()
                && !matches!(
                    byte,
                    b'/' | b'.' | b'_' | b'-' | b'\\' | b':' | b'~' | b'$' | b'{' | b'}'
                )
        })
    };
    // Base64 can start with a slash, too.
    is_rooted
        && word.len() > 1
        && !has_other_bytes()
        && (word.contains('\\')
            || word.split('/').all(|part| part.len() <= 24)
                && !word.bytes().any(|byte| byte.is_ascii_uppercase())
            || word.matches('/').count() > 2
            || word
                .rsplit('/')
                .next()
                .is_some_and(|file| file.contains('.')))
}

/// Returns whether a value is the call of a function: `getToken(request)`, `base64decode(x)`.
fn is_call(value: &str) -> bool {
    let value = value.trim_end().trim_end_matches([';', ',']);
    let value = value.strip_prefix("await ").unwrap_or(value);
    let name = value.find('(').map_or("", |end| &value[..end]);
    let is_name = name
        .bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.'));
    name.len() > 2 && is_name && value.ends_with([')', '}', '{'])
}

/// Returns whether a value is a certificate or public key in PEM.
fn is_public_pem(value: &str) -> bool {
    let label = value.strip_prefix("-----BEGIN ");
    label.is_some_and(|label| {
        [
            "CERTIFICATE",
            "PUBLIC KEY",
            "RSA PUBLIC KEY",
            "TRUSTED",
            "X509 CRL",
            "DH PARAM",
        ]
        .iter()
        .any(|public| label.starts_with(public))
    })
}

/// Returns whether a word in a sentence can be a secret. What ends the sentence can be any word that is not a common one; what
/// does not, only one that looks random.
pub(super) fn is_plausible_in_sentence(word: &str, ends_sentence: bool) -> bool {
    word.len() >= 3
        && !word.contains("://")
        && !is_no_secret(word)
        && !is_common_word(word)
        && (ends_sentence || looks_random(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_switches_and_paths_are_no_secrets() {
        for value in [
            "",
            "true",
            "False",
            "null",
            "none",
            "$(PASSWORD)",
            "${PASSWORD}",
            "$PASSWORD",
            "$db_password",
            "{{ .Values.x }}",
            "/etc/tls/tls.key",
            "./secret.yaml",
            "<your-token>",
            "***",
            "xxxxxxxx",
            "vault:secret/data/x#y",
            "var.password",
            "os.environ[\"X\"]",
            "getToken(a)",
            "%PASSWORD%",
            "-----BEGIN CERTIFICATE-----\nMII",
            "kubectl get secret x",
            "$(kubectl get secret x)",
            "`cat /run/password`",
            "${PASSWORD:-}",
            "$http_authorization",
            "[REDACTED]",
            "~/.pgpass",
            "/var/run/secrets/kubernetes.io/serviceaccount/token",
            "true,",
            "\"\"",
            "C:\\x\\y",
        ] {
            assert!(is_no_secret(value), "{value}");
        }
        for value in [
            "hunter2",
            "harvest-moon-41",
            "$ecret-1",
            "$2y$10$abc",
            "${PASSWORD:hunter2}",
            "${PASSWORD:-hunter2}",
            "/aB3+x==",
            "truely",
            "x",
            "12345",
            "correct horse",
            "no idea what",
            "p(x",
            "-----BEGIN PRIVATE KEY-----",
            "/Zq7QmXw8RtYp1K/ab",
            "enabled4sure",
            "`!moon!`",
        ] {
            assert!(!is_no_secret(value), "{value}");
        }
    }
}
