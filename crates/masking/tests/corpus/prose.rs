//! Secrets in sentences: notes and descriptions.

use crate::places::{assert_masked, sentences};

#[test]
fn sentences_that_state_a_secret() {
    assert_masked(
        "
        The password is §
        The password is §.
        The admin password is \"§\".
        Your password is: §
        The initial password is set to § until you change it.
        The password has been set to §.
        Password: §
        Username: admin  Password: §
        - Password: §
        The password for admin is §.
        Password for admin: §
        Password (admin): §
        The default password of the admin user is §.
        Log in as user \"admin\" with password \"§\".
        Log in with user admin and password '§'.
        user: admin, password: §
        (user: admin, password: §)
        Log in with admin / §
        Login with admin/§.
        Default credentials: admin/§
        Credentials: admin:§
        Sign in with the credentials admin / §
        username/password: admin/§
        Users: map[admin:§]
        Accounts are map[admin:§ guest:x1y2z3].
        Your token is §
        Your API token is §.
        The access token is `§`.
        The API key is §
        API key: §
        Your secret key is §.
        The passphrase is §.
        Passphrase: §
        The root token is §
        pass: §
        Connect with postgres://app:§@db/app
        Use the password `§` to log in.
        Call it with Authorization: Bearer §x1y2z3
        **Password:** §
        The password is now §
        The password was §, and is another now.
        ",
        sentences,
    );
}

#[test]
fn sentences_that_state_none_are_shown() {
    for text in [
        "The password is stored in the Secret web.",
        "The password is required.",
        "Get the password with kubectl get secret web.",
        "echo Password: $(kubectl get secret web -o jsonpath=\"{.data.password}\" | base64 --decode)",
        "The token is not valid.",
        "Bearer authentication, token: opaque",
        "Secret \"web\" not found",
        "The secret is mounted under /etc/web.",
        "Passwords must have twelve characters.",
        "Reads the token of the service account.",
        "Set the password with --set auth.password=<password>.",
        "password: see https://example.com/passwords",
        "Your password is the one that you gave.",
        "The credentials are in the Secret web.",
        "Labels: map[app:web tier:front]",
        "The API key is optional.",
        "Export TOKEN=$(cat /token) first.",
    ] {
        for (place, output) in sentences(text) {
            assert!(!output.contains("(masked "), "{place}: {output}");
        }
    }
}
