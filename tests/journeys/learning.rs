//! What a person said of themselves is used, named, and gone once it is forgotten: through the real window, with the
//! real small model.

use anyhow::{Result, ensure};
use attune_tests::{Profile, Window};

const ANSWERED: &str = "document.querySelector('article.answer') \
    && !document.querySelector('article.answer[aria-busy=\"true\"]')";

/// A window of somebody whose first steps are done.
async fn begin() -> Result<(Profile, Window)> {
    let profile = Profile::settled(&[("profile.role", "knowledge-worker".into())]).await?;
    let window = Window::open(profile.path()).await?;
    Ok((profile, window))
}

/// Asks, waits for the answer, and shows why it is as it is.
async fn ask(window: &Window, question: &str) -> Result<()> {
    window.ask(question).await?;
    let last = format!(
        "[...document.querySelectorAll('article.question')].at(-1)?.innerText.includes({})",
        serde_json::to_string(question)?
    );
    window.until("the question stands last", &last).await?;
    window.until("the answer is whole", ANSWERED).await?;
    window.value("[...document.querySelectorAll('button.why')].at(-1).click()").await?;
    window.until("the reasons are shown", "document.querySelectorAll('aside li.chosen').length === 5").await
}

#[tokio::test]
async fn what_was_told_is_used_named_forgotten_and_gone() -> Result<()> {
    let (_profile, window) = begin().await?;
    ask(&window, "I am a vegetarian and I live in Lisbon.").await?;
    window.named_containing("New conversation").await?.click().await?;
    window.until("a new conversation begins", "!document.querySelector('article.question')").await?;

    ask(&window, "Suggest a dinner without meat near my home in Lisbon").await?;
    window
        .until("the memory is named", "document.querySelector('aside').innerText.includes('Lives in Lisbon')")
        .await?;
    window.keep_picture("learning-04-remembered").await?;
    window
        .value("[...document.querySelectorAll('aside li')].find((item) => item.innerText.includes('Lisbon')).querySelectorAll('button')[1].click()")
        .await?;
    window
        .until("it can be taken back", "document.querySelector('aside').innerText.includes('Undo')")
        .await?;
    window.keep_picture("learning-05-forgotten").await?;

    ask(&window, "Which restaurants in Lisbon do you know?").await?;
    let used = window.value("document.querySelector('aside').innerText.includes('Lives in Lisbon')").await?;
    ensure!(used == false, "what was forgotten was used");
    window.close().await
}
