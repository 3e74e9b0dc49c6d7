//! Waiting for a condition, with a limit and a word about what was seen instead.

use std::fmt::Display;
use std::time::Duration;

use anyhow::{Result, bail};
use tokio::time::Instant;

/// Long enough for a loaded machine; a journey that fails waits this long, one that passes does not.
pub const PATIENCE: Duration = Duration::from_secs(40);
/// Short against what a person notices, long against the cost of one look.
const BETWEEN_LOOKS: Duration = Duration::from_millis(40);

/// What one look found.
#[derive(Debug)]
pub enum Look<T> {
    /// What was waited for.
    Found(T),
    /// Something else, told for the error message.
    NotYet(String),
}

/// Looks again and again until it finds what is wanted. An error of `look` ends the waiting.
pub async fn wait_for<T>(what: impl Display, mut look: impl AsyncFnMut() -> Result<Look<T>>) -> Result<T> {
    let deadline = Instant::now() + PATIENCE;
    loop {
        match look().await? {
            Look::Found(found) => return Ok(found),
            Look::NotYet(seen) if Instant::now() >= deadline => {
                bail!("waited {} s in vain for {what}; instead: {seen}", PATIENCE.as_secs())
            }
            Look::NotYet(_) => tokio::time::sleep(BETWEEN_LOOKS).await,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn waiting_ends_with_what_was_found() {
        let mut looks = 0;
        let found = wait_for("the third", async || {
            looks += 1;
            Ok(if looks == 3 { Look::Found("it") } else { Look::NotYet(String::new()) })
        });
        assert_eq!(found.await.unwrap(), "it");
    }

    #[tokio::test(start_paused = true)]
    async fn waiting_in_vain_tells_what_was_seen_last() {
        let waited = wait_for::<()>("a ring", async || Ok(Look::NotYet("silence".to_owned()))).await;
        assert_eq!(waited.unwrap_err().to_string(), "waited 40 s in vain for a ring; instead: silence");
    }
}
