//! A person who likes short bullets is learned from their ratings, and what they said of themselves is used, named,
//! and gone once it is forgotten: through the real window, with the real small models.

use anyhow::{Result, ensure};
use attune_tests::{Profile, Window};

const ANSWERED: &str = "document.querySelector('article.answer') \
    && !document.querySelector('article.answer[aria-busy=\"true\"]')";

/// The values that the panel says were chosen.
const CHOSEN: &str = "[...document.querySelectorAll('aside li.chosen .name')].map((name) => name.firstChild.textContent.trim())";

/// How many ratings it may take.
const RATINGS: usize = 20;

async fn begin(profile: &Profile) -> Result<Window> {
    let window = Window::open(profile.path()).await?;
    window.named("Continue").await?.click().await?;
    window.named("Continue").await?.click().await?;
    window.named("Continue").await?.click().await?;
    window.named("Start").await?.click().await?;
    window.until("the first steps are gone", "!document.querySelector('[role=dialog]')").await?;
    Ok(window)
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

async fn chosen(window: &Window) -> Result<Vec<String>> {
    Ok(serde_json::from_value(window.value(CHOSEN).await?)?)
}

/// The probability of a value in the panel, in percent.
async fn share(window: &Window, value: &str) -> Result<i64> {
    let script = format!(
        "Number.parseInt([...document.querySelectorAll('aside li')].find((item) => \
         item.querySelector('.name')?.firstChild.textContent.trim() === {})?.querySelector('.share')?.textContent ?? '0')",
        serde_json::to_string(value)?
    );
    Ok(window.value(&script).await?.as_i64().unwrap_or(0))
}

#[tokio::test]
async fn twenty_ratings_teach_that_a_person_likes_short_bullets() -> Result<()> {
    let profile = Profile::with_model()?;
    let window = begin(&profile).await?;
    ask(&window, "Name a fruit 0").await?;
    for number in 1..=RATINGS {
        let style = chosen(&window).await?;
        let is_liked = style.contains(&"Short".to_owned()) && style.contains(&"Bullet points".to_owned());
        window.last_named(if is_liked { "Helpful" } else { "Not helpful" }).await?.click().await?;
        if !style.contains(&"Short".to_owned()) && number <= 3 {
            window.last_named("Too long").await?.click().await?;
        }
        window
            .until(
                "the rating is kept",
                "[...document.querySelectorAll('.rating')].at(-1).querySelector('[aria-pressed=\"true\"]')",
            )
            .await?;
        if number == 1 {
            window.keep_picture("learning-01-rated").await?;
        }
        ask(&window, &format!("Name a fruit {number}")).await?;
    }
    let (short, bullets) = (share(&window, "Short").await?, share(&window, "Bullet points").await?);
    window.keep_picture("learning-02-why").await?;
    ensure!(short >= 60 && bullets >= 60, "short {short} %, bullets {bullets} %");

    window.value("[...document.querySelectorAll('aside a')].find((link) => link.href.endsWith('/insights')).click()").await?;
    window.until("the page shows what was learned", "document.querySelector('main svg')").await?;
    window.keep_picture("learning-03-insights").await?;
    window.close().await
}

#[tokio::test]
async fn what_was_told_is_used_named_forgotten_and_gone() -> Result<()> {
    let profile = Profile::with_model()?;
    let window = begin(&profile).await?;
    ask(&window, "I am a vegetarian and I live in Lisbon.").await?;
    window.named("New conversation").await?.click().await?;
    window.until("a new conversation begins", "!document.querySelector('article.question')").await?;

    ask(&window, "Suggest a dinner without meat near my home in Lisbon").await?;
    window
        .until(
            "the memory is named",
            "document.querySelector('aside').innerText.includes('I live in Lisbon')",
        )
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
    let used = window.value("document.querySelector('aside').innerText.includes('live in Lisbon')").await?;
    ensure!(used == false, "what was forgotten was used");
    window.close().await
}
