//! `make run`: from a checkout to a working assistant.

use std::env;

use anyhow::Result;

use crate::fetch::Fetch;
use crate::models::{self, EMBEDDER, SMALLEST, STANDARD};
use crate::place::Place;
use crate::{process, programs, ui};

/// Builds what changed, fetches a model meanwhile, and opens the window, or the terminal where there is
/// no display.
///
/// # Errors
/// Those of the build and of the assistant.
pub(crate) fn run(place: &Place) -> Result<()> {
    // The program that can fetch models comes first, so that the network and the processor work together.
    programs::build_control(place)?;
    let fetch = start_fetch(place)?;
    let embedder = start_fetch_of_embedder(place)?;
    ui::install(place)?;
    ui::build(place)?;
    programs::build_engines(place)?;
    programs::build_window(place)?;
    if let Some(fetch) = fetch {
        finish_fetch(place, fetch);
    }
    if let Some(Err(reason)) = embedder.map(Fetch::finish) {
        println!(
            "The embedder could not be fetched: {reason:#}\nWhat was said before is found by its words only, \
             until `make run` or the Models page fetches it."
        );
    }
    open(place)
}

fn start_fetch(place: &Place) -> Result<Option<Fetch>> {
    if models::file(&place.home, STANDARD).exists() {
        return Ok(None);
    }
    println!("Fetching the standard model {STANDARD} (1.1 GB) while the build goes on.");
    Fetch::start(place, &place.home, STANDARD).map(Some)
}

/// A small model beside the large one: together they take hardly longer.
fn start_fetch_of_embedder(place: &Place) -> Result<Option<Fetch>> {
    if models::file(&place.home, EMBEDDER).exists() {
        return Ok(None);
    }
    println!("Fetching the embedder {EMBEDDER} (34 MB), which finds what belongs together by meaning.");
    Fetch::start(place, &place.home, EMBEDDER).map(Some)
}

/// A missing model is no reason to stay closed: the window can fetch or import one, or ask a provider.
fn finish_fetch(place: &Place, mut fetch: Fetch) {
    if !fetch.is_over() {
        println!("Built. Waiting for the standard model.");
    }
    let Err(reason) = fetch.finish() else {
        println!("The standard model is here, and its hash is right.");
        return;
    };
    println!("The standard model could not be fetched: {reason:#}");
    match models::install(place, &place.home, SMALLEST) {
        Ok(()) => println!(
            "Attune starts with the smallest model, {SMALLEST}, whose answers are much weaker. The next \
             `make run` tries the standard one again; so does the Models page."
        ),
        Err(reason) => println!(
            "The smallest model could not be fetched either: {reason:#}\nAttune opens without a local model. \
             Import a model file or add a provider on the Models page."
        ),
    }
}

fn open(place: &Place) -> Result<()> {
    let (program, arguments): (_, &[&str]) = if has_display() {
        println!("Opening Attune.");
        ("attune", &[])
    } else {
        println!(
            "There is no display here (neither DISPLAY nor WAYLAND_DISPLAY is set), so the same assistant \
             opens in the terminal."
        );
        ("attunectl", &["chat"])
    };
    process::run(
        process::program(place.program(program))
            .args(arguments)
            .env("ATTUNE_HOME", &place.home)
            .env("ATTUNE_CHAT_ENGINE", place.engine(programs::CHAT_ENGINE))
            .env("ATTUNE_SPEECH_ENGINE", place.engine(programs::SPEECH_ENGINE)),
    )
}

fn has_display() -> bool {
    let is_set = |name| env::var_os(name).is_some_and(|value| !value.is_empty());
    !cfg!(target_os = "linux") || is_set("DISPLAY") || is_set("WAYLAND_DISPLAY")
}
