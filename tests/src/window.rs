//! A window as a person uses it: look, click, type. Elements are named by paths, see [`selector`](crate::selector).

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use anyhow::{Context as _, Result};
use serde::Deserialize;
use serde_json::json;

use crate::selector::css;
use crate::wait::{Look, wait_for};
use crate::webdriver::{Refused, WebDriver};

/// Elements without a box on the page are not seen.
const SEE: &str = "return [...document.querySelectorAll(arguments[0])]
    .filter((element) => element.getClientRects().length > 0)
    .map((element) => ({
        text: (element.matches('input, select, textarea') ? element.value : element.innerText).trim(),
        enabled: !element.disabled,
        attributes: Object.fromEntries([...element.attributes].map(({ name, value }) => [name, value])),
    }));";
/// Answers when what the page shows now has reached the screen.
const PAINT: &str =
    "const done = arguments[0]; requestAnimationFrame(() => requestAnimationFrame(() => done()));";
/// What can be used or read by itself, and reaches beyond the window's sides, or lies under something else, be it the bar of what scrolls.
const OUT_OF_REACH: &str = "const underBars = [...document.querySelectorAll('body *')]
    .filter((list) => ['auto', 'scroll'].includes(getComputedStyle(list).overflowY))
    .filter((list) => list.scrollHeight > list.clientHeight && list.offsetWidth === list.clientWidth)
    .map((list) => `${list.className} under its bar`);
    const others = [...document.querySelectorAll('button, input, select, a, [data-testid]')]
    .filter((element) => element.getClientRects().length > 0)
    .flatMap((element) => {
        const name = element.dataset.testid ?? element.innerText;
        const { left, right, top, bottom } = element.getBoundingClientRect();
        if (left < -1 || right > innerWidth + 1) return [`${name}: ${left} to ${right}`];
        const [x, y] = [(left + right) / 2, (top + bottom) / 2];
        if (!element.matches('button') || y < 0 || y >= innerHeight) return [];
        const seen = document.elementFromPoint(x, y);
        const isOther = seen?.closest('.scroll, .stack') !== element.closest('.scroll, .stack');
        return element.contains(seen) || isOther ? [] : [`${name} under ${seen?.outerHTML.slice(0, 200)}`];
    });
    return [...underBars, ...others];";
/// The middle of the first, in shares of the page's width and height.
const MIDDLE: &str =
    "const { left, right, top, bottom } = document.querySelector(arguments[0]).getBoundingClientRect();
    return [(left + right) / 2 / innerWidth, (top + bottom) / 2 / innerHeight];";
const SCROLL_TO: &str = "arguments[0].scrollIntoView({ block: 'center' })";
const SELECT: &str = "arguments[0].focus(); arguments[0].select();";

/// One window of the running program.
#[derive(Debug, Clone)]
pub struct Window {
    driver: Arc<WebDriver>,
    handle: String,
}

/// An element as it is at one moment.
#[derive(Debug, Clone, Deserialize)]
pub struct Seen {
    /// What it says; of a field, what stands in it.
    pub text: String,
    /// Whether it would react.
    pub enabled: bool,
    attributes: BTreeMap<String, String>,
}

impl Seen {
    /// An attribute, empty where it is missing.
    pub fn attribute(&self, name: &str) -> &str {
        self.attributes.get(name).map_or("", String::as_str)
    }
}

impl Window {
    pub(crate) fn new(driver: Arc<WebDriver>, handle: String) -> Self {
        Self { driver, handle }
    }

    /// What is there now under this path, in the order of the page.
    pub async fn all(&self, path: &str) -> Result<Vec<Seen>> {
        self.driver.switch_to(&self.handle).await?;
        let seen = self.driver.run(SEE, json!([css(path)])).await?;
        Ok(serde_json::from_value(seen)?)
    }

    /// Waits until it is there.
    pub async fn see(&self, path: &str) -> Result<Seen> {
        self.see_that(path, "", |_| true).await
    }

    /// Waits until it is there and says this, among other things.
    pub async fn see_text(&self, path: &str, text: &str) -> Result<Seen> {
        self.see_that(path, &format!(" saying {text:?}"), |seen| seen.text.contains(text)).await
    }

    /// Waits until this many are there.
    pub async fn see_count(&self, path: &str, count: usize) -> Result<Vec<Seen>> {
        wait_for(format!("{count} of {path}"), async || {
            let all = self.all(path).await?;
            Ok(if all.len() == count { Look::Found(all) } else { Look::NotYet(texts(&all)) })
        })
        .await
    }

    /// Waits until nothing is there under this path.
    pub async fn see_no(&self, path: &str) -> Result<()> {
        self.see_count(path, 0).await.map(|_| ())
    }

    /// What on this page reaches beyond the window's sides, is a button under something else, or scrolls under its own bar.
    pub async fn out_of_reach(&self) -> Result<Vec<String>> {
        self.driver.switch_to(&self.handle).await?;
        Ok(serde_json::from_value(self.driver.run(OUT_OF_REACH, json!([])).await?)?)
    }

    /// How wide the page is, as its own rules measure it.
    pub async fn width(&self) -> Result<u64> {
        self.driver.switch_to(&self.handle).await?;
        Ok(serde_json::from_value(self.driver.run("return innerWidth;", json!([])).await?)?)
    }

    /// Where its middle lies, in shares of the window's width and height: for a hand, where the driver aims beside.
    pub async fn middle(&self, path: &str) -> Result<(f64, f64)> {
        self.see(path).await?;
        self.driver.switch_to(&self.handle).await?;
        Ok(serde_json::from_value(self.driver.run(MIDDLE, json!([css(path)])).await?)?)
    }

    /// Clicks it, as soon as it is there and would react.
    pub async fn click(&self, path: &str) -> Result<()> {
        wait_for(format!("a click on {path}"), async || {
            let all = self.all(path).await?;
            let Some(first) = all.first() else { return Ok(Look::NotYet("it is not there".to_owned())) };
            if !first.enabled {
                return Ok(Look::NotYet("it is disabled".to_owned()));
            }
            self.attempt(async || {
                let element = self.driver.find(&css(path)).await?;
                // A person scrolls until all of it is seen.
                self.driver
                    .run(SCROLL_TO, json!([{ "element-6066-11e4-a52e-4f735466cecf": element }]))
                    .await?;
                self.driver.click(&element).await
            })
            .await
        })
        .await
    }

    /// Types a text in place of what stands in a field.
    pub async fn fill(&self, path: &str, text: &str) -> Result<()> {
        self.see(path).await?;
        wait_for(format!("{path} to take a text"), async || {
            self.attempt(async || {
                let field = self.driver.find(&css(path)).await?;
                let element = json!([{ "element-6066-11e4-a52e-4f735466cecf": field }]);
                self.driver.run(SELECT, element).await?;
                self.driver.type_into(&field, text).await
            })
            .await
        })
        .await?;
        self.see_that(path, " to hold what was typed", |seen| seen.text == text).await.map(|_| ())
    }

    /// Types into what has the keyboard in a field, without touching what stands in it.
    pub async fn add(&self, path: &str, text: &str) -> Result<()> {
        self.see(path).await?;
        self.driver.type_into(&self.driver.find(&css(path)).await?, text).await
    }

    /// Leaves a field for the next one, by the keyboard.
    pub async fn leave(&self, path: &str) -> Result<()> {
        self.add(path, "\u{e004}").await
    }

    /// Chooses a file where the page asks for one; that field itself is hidden behind its button.
    pub async fn choose_file(&self, path: &str, file: &Path) -> Result<()> {
        self.driver.switch_to(&self.handle).await?;
        let file = file.to_str().context("a path that is no text")?;
        self.driver.type_into(&self.driver.find(&css(path)).await?, file).await
    }

    /// Chooses the option with this value.
    pub async fn choose(&self, path: &str, value: &str) -> Result<()> {
        self.see(path).await?;
        let option = format!("{} option[value=\"{value}\"]", css(path));
        self.driver.click(&self.driver.find(&option).await?).await?;
        self.see_that(path, " to have the choice", |seen| seen.text == value).await.map(|_| ())
    }

    /// Waits until what the page shows is on the screen; for a window that is shown.
    pub async fn painted(&self) -> Result<()> {
        self.driver.switch_to(&self.handle).await?;
        self.driver.run_until_done(PAINT).await
    }

    /// Presses a button and says how long it is until so many of these are drawn, in milliseconds.
    pub async fn time_to_show(&self, press: &str, path: &str, count: usize) -> Result<f64> {
        self.driver.switch_to(&self.handle).await?;
        let (press, path) = (css(press), css(path));
        let script = format!(
            "const done = arguments[0], begun = performance.now();
            const look = () => document.querySelectorAll('{path}').length < {count} ? requestAnimationFrame(look)
                : requestAnimationFrame(() => setTimeout(() => {{ window.tookMs = performance.now() - begun; done(); }}));
            document.querySelector('{press}').click();
            look();"
        );
        self.driver.run_until_done(&script).await?;
        Ok(serde_json::from_value(self.driver.run("return window.tookMs;", json!([])).await?)?)
    }

    /// What the page is made of, as evidence.
    pub(crate) async fn source(&self) -> Result<String> {
        self.driver.switch_to(&self.handle).await?;
        self.driver.source().await
    }

    async fn see_that(&self, path: &str, how: &str, wanted: impl Fn(&Seen) -> bool) -> Result<Seen> {
        wait_for(format!("{path}{how}"), async || {
            let all = self.all(path).await?;
            Ok(match all.iter().find(|seen| wanted(seen)) {
                Some(seen) => Look::Found(seen.clone()),
                None => Look::NotYet(texts(&all)),
            })
        })
        .await
    }

    /// A page that changes under the hand (the element is replaced, or something moves over it) means: once more.
    async fn attempt(&self, act: impl AsyncFnOnce() -> Result<()>) -> Result<Look<()>> {
        let Err(error) = act().await else { return Ok(Look::Found(())) };
        // The last: a pop-up takes no click before it was seen for a moment.
        let passing = [
            "stale element reference",
            "no such element",
            "element click intercepted",
            "element not interactable",
        ];
        match error.downcast_ref::<Refused>() {
            Some(refused) if passing.contains(&refused.code.as_str()) => {
                Ok(Look::NotYet(refused.to_string()))
            }
            _ => Err(error),
        }
    }
}

fn texts(all: &[Seen]) -> String {
    let texts: Vec<&str> = all.iter().map(|seen| seen.text.as_str()).collect();
    format!("{texts:?}")
}
