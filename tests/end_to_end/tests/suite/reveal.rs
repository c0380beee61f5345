//! Tests of revealing a secret of an added object: it takes one deliberate action, and the value is nowhere else.

use end_to_end::{Browser, Failure, HelmVersion, Proxy, TestEnvironment, User};

use crate::similar_objects::dashboards;

const PASSWORD: &str = "open-sesame";

#[tokio::test]
async fn a_secret_of_an_added_object_is_revealed_by_keyboard_and_nowhere_else()
-> Result<(), Failure> {
    let environment = TestEnvironment::find()?;
    let namespace = "hidden-added";
    dashboards(HelmVersion::V3, namespace).run(&environment.access, &environment.charts)?;
    let proxy = Proxy::start(&environment, User::Admin)?;
    let page = proxy.app(&format!("#/{namespace}/wall/1..2/Secret/wall-access"));
    let browser = Browser::open(&environment, &page).await?;

    // In the table of masked fields.
    browser
        .wait_for_text(".fieldtable", "stringData.password")
        .await?;
    press_button(&browser, ".fieldtable .btn--small", "stringData.password").await?;
    browser.wait_for_text(".revealed", PASSWORD).await?;
    assert_eq!(browser.texts(".revealed").await?.len(), 1);
    password_is_nowhere_else(&browser).await?;
    press_button(&browser, ".fieldtable .btn--small", "Hide").await?;
    browser.wait_for_none(".revealed").await?;

    // In the line of the diff.
    press_button(&browser, ".diff .unmask", "password").await?;
    browser.wait_for_text(".diff .revealed", PASSWORD).await?;
    password_is_nowhere_else(&browser).await?;
    let printed = browser.print_text().await?;
    assert!(printed.contains("wall-access"), "{printed}");
    assert!(!printed.contains(PASSWORD), "the print holds the password");
    Ok(())
}

/// Presses a button by keyboard: the first of these with this text.
async fn press_button(browser: &Browser, selector: &str, text: &str) -> Result<(), Failure> {
    let focus = "const all = [...document.querySelectorAll(arguments[0])];
        const it = all.find(e => e.textContent.includes(arguments[1]));
        it?.focus();
        return it !== undefined && document.activeElement === it";
    let arguments = vec![selector.into(), text.into()];
    browser
        .wait_until(&format!("the focus on “{text}”"), focus, arguments)
        .await?;
    browser.press("\u{e007}").await
}

/// Checks that the revealed value is not in the address, the title, the storage or the console.
async fn password_is_nowhere_else(browser: &Browser) -> Result<(), Failure> {
    let elsewhere =
        "return JSON.stringify([location.href, document.title, localStorage, sessionStorage])";
    let elsewhere = browser.execute(elsewhere, Vec::new()).await?.to_string();
    let console = browser.console().await?.join("\n");
    assert!(
        !elsewhere.contains(PASSWORD) && !console.contains(PASSWORD),
        "the password left its place"
    );
    Ok(())
}
