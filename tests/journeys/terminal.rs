//! The same assistant in a terminal: what IT and scripts see.

use std::process::Stdio;

use anyhow::{Context as _, Result, ensure};
use attune_tests::{Profile, command, program};
use serde_json::Value;

async fn run(profile: &Profile, words: &[&str]) -> Result<(Option<i32>, String, String)> {
    let output = command(&program("ATTUNE_CTL")?)
        .args(words)
        .env("ATTUNE_HOME", profile.path())
        .env("ATTUNE_CHAT_ENGINE", program("ATTUNE_CHAT_ENGINE")?)
        .stdin(Stdio::null())
        .output()
        .await?;
    Ok((output.status.code(), String::from_utf8(output.stdout)?, String::from_utf8(output.stderr)?))
}

#[tokio::test]
async fn a_question_streams_a_trace_then_tokens_then_the_end() -> Result<()> {
    let profile = Profile::with_model()?;
    let (code, out, errors) = run(&profile, &["ask", "--json", "--role", "intern", "What is a VPN?"]).await?;
    ensure!(code == Some(0), "{errors}");
    let lines: Vec<Value> = out.lines().map(serde_json::from_str).collect::<Result<_, _>>()?;
    let events: Vec<&str> = lines.iter().filter_map(|line| line["event"].as_str()).collect();
    ensure!(events.first() == Some(&"trace") && events.last() == Some(&"done"), "{events:?}");
    ensure!(events.iter().filter(|event| **event == "token").count() > 5, "{events:?}");
    ensure!(lines[0]["role"] == "intern" && lines[0]["role_version"] == 1, "{}", lines[0]);
    ensure!(lines[0]["prompt_tokens"].as_u64() > Some(100), "{}", lines[0]);
    let last = lines.last().context("no line")?;
    ensure!(last["tokens_per_s"].as_f64() > Some(0.0) && last["message_id"].is_string(), "{last}");

    // The conversation goes on where it was.
    let id = last["conversation_id"].as_str().context("no conversation")?;
    let (code, out, errors) = run(&profile, &["ask", "--json", "--conversation", id, "And why?"]).await?;
    ensure!(code == Some(0), "{errors}");
    let trace: Value = serde_json::from_str(out.lines().next().context("no trace")?)?;
    ensure!(trace["reused_tokens"].as_u64() > Some(100), "the role was read again: {trace}");
    Ok(())
}

#[tokio::test]
async fn refusals_say_what_to_do_and_exit_with_one() -> Result<()> {
    let profile = Profile::empty()?;
    let (code, _, errors) = run(&profile, &["ask", "Hello?"]).await?;
    ensure!(code == Some(1) && errors.contains("models install"), "{code:?} {errors}");
    let (code, _, errors) = run(&profile, &["ask", "--role", "emperor", "Hello?"]).await?;
    ensure!(code == Some(1) && errors.contains("emperor"), "{code:?} {errors}");
    let (code, _, errors) = run(&profile, &["models", "install", "no-such-model"]).await?;
    ensure!(code == Some(1) && errors.contains("models list"), "{code:?} {errors}");
    let (code, _, _) = run(&profile, &["ask"]).await?;
    ensure!(code == Some(2), "wrong usage exits with {code:?}");
    Ok(())
}

#[tokio::test]
async fn every_listing_is_one_json_document() -> Result<()> {
    let profile = Profile::with_model()?;
    for words in [
        &["roles", "list"][..],
        &["roles", "show", "leader"],
        &["models", "list"],
        &["policy", "show"],
        &["doctor"],
    ] {
        let (_, out, errors) = run(&profile, &[words, &["--json"]].concat()).await?;
        serde_json::from_str::<Value>(&out).with_context(|| format!("{words:?} printed {out} {errors}"))?;
    }
    Ok(())
}

#[tokio::test]
async fn a_policy_that_cannot_be_read_lets_nothing_out() -> Result<()> {
    let profile = Profile::empty()?;
    let policy = profile.path().join("policy.toml");
    std::fs::write(&policy, "[remote]\nalowed = true\n")?;
    let output = command(&program("ATTUNE_CTL")?)
        .args(["models", "install", "smollm2-135m"])
        .env("ATTUNE_HOME", profile.path())
        .env("ATTUNE_POLICY", &policy)
        .output()
        .await?;
    let errors = String::from_utf8(output.stderr)?;
    ensure!(output.status.code() == Some(1) && errors.contains("policy.toml"), "{errors}");
    Ok(())
}

#[tokio::test]
async fn a_newer_profile_is_refused_and_left_as_it_is() -> Result<()> {
    let profile = Profile::empty()?;
    run(&profile, &["roles", "list"]).await?;
    let file = profile.path().join("profile.db");
    let mut bytes = std::fs::read(&file)?;
    ensure!(bytes.len() > 4096, "the profile was not written");
    // What is no database at all stands for every damage.
    bytes[..16].copy_from_slice(b"not a database!!");
    std::fs::write(&file, &bytes)?;
    let (code, _, errors) = run(&profile, &["roles", "list"]).await?;
    ensure!(code == Some(1) && errors.contains("damaged"), "{code:?} {errors}");
    ensure!(std::fs::read(&file)? == bytes, "the damaged profile was changed");
    Ok(())
}
