//! Command lines for a POSIX shell, each word quoted where the shell would read it as something else.
//!
//! Every command that a page or the terminal prints is made here, so that no name from a cluster is run as a command.
//! Crates below this one return the parts of a command as data.

use astern_ledger::Driver;
use shlex::Quoter;

/// Returns a text as one word of a command line.
#[must_use]
pub fn quote(word: &str) -> String {
    // Nothing here holds a NUL: names of Kubernetes objects, arguments of processes and JSON texts cannot.
    let quoted = Quoter::new().allow_nul(true).quote(word);
    quoted.map_or_else(|_| String::new(), Into::into)
}

/// Returns a command line of these words. Of a flag `--name=value`, only the value is quoted.
#[must_use]
pub fn command<'a>(words: impl IntoIterator<Item = &'a str>) -> String {
    let words: Vec<String> = words.into_iter().map(argument).collect();
    words.join(" ")
}

/// Returns a command line of helm for a release whose records this driver holds. helm reads Secrets by default.
#[must_use]
pub fn helm_command<'a>(driver: Driver, words: impl IntoIterator<Item = &'a str>) -> String {
    let environment = match driver {
        Driver::Secret => "",
        Driver::ConfigMap => "HELM_DRIVER=configmap ",
    };
    environment.to_owned() + &command(["helm"].into_iter().chain(words))
}

fn argument(word: &str) -> String {
    let is_flag = |name: &str| {
        let is_plain = |c: char| c.is_ascii_lowercase() || c == '-';
        name.starts_with("--") && name.chars().all(is_plain)
    };
    match word.split_once('=') {
        Some((name, "")) if is_flag(name) => word.to_owned(),
        Some((name, value)) if is_flag(name) => format!("{name}={}", quote(value)),
        _ => quote(word),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_words_that_the_shell_would_change_are_quoted() {
        let words = [
            "kubectl",
            "-n",
            "shop",
            "--context=prod:a@b.c/d",
            "--user=jane doe",
            "a=b",
            "",
            "o'neil; rm",
            "$HOME",
            "~root",
        ];
        let line = command(words);
        assert_eq!(
            line,
            r#"kubectl -n shop --context=prod:a@b.c/d --user='jane doe' 'a=b' '' "o'neil; rm" '$HOME' '~root'"#
        );
        assert_eq!(shlex::split(&line).unwrap(), words.map(String::from));
    }
}
