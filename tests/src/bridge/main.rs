//! A bridge for page tests and for work on the UI: the built pages in an ordinary browser, over the real use
//! cases, the real database and the real model. It listens on loopback only and is never shipped.
//!
//! `attune-bridge --home DIR --pages ui/build --port 0` prints its address on the first line. With
//! `--seed FILE` the conversations of a file are written into the profile first.
#![expect(clippy::print_stdout, reason = "the address is printed for whoever started it")]

mod routes;
mod seed;

use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;

use anyhow::{Context as _, Result, bail};
use attune_app::{App, AppOptions, Home, find_engine};
use tokio::net::TcpListener;

#[tokio::main]
async fn main() -> Result<()> {
    let arguments = Arguments::read(std::env::args().skip(1))?;
    let program = std::env::current_exe()?;
    let engine = program.parent().and_then(find_engine);
    let home = Home::new(arguments.home);
    if let Some(file) = &arguments.seed {
        seed::seed(&home, file).await?;
    }
    let options = AppOptions { engine, ..AppOptions::at(home) };
    let app = App::open(options).await.map_err(|error| anyhow::anyhow!(error.body().message))?;
    let listener = TcpListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, arguments.port))).await?;
    println!("http://{}", listener.local_addr()?);
    axum::serve(listener, routes::routes(app, &arguments.pages)).await?;
    Ok(())
}

struct Arguments {
    home: PathBuf,
    pages: PathBuf,
    port: u16,
    seed: Option<PathBuf>,
}

impl Arguments {
    fn read(mut words: impl Iterator<Item = String>) -> Result<Self> {
        let (mut home, mut pages, mut port, mut seed) = (None, PathBuf::from("ui/build"), 0, None);
        while let Some(word) = words.next() {
            let value = words.next().with_context(|| format!("{word} needs a value"))?;
            match word.as_str() {
                "--home" => home = Some(PathBuf::from(value)),
                "--pages" => pages = PathBuf::from(value),
                "--port" => port = value.parse()?,
                "--seed" => seed = Some(PathBuf::from(value)),
                _ => bail!("unknown argument {word}"),
            }
        }
        Ok(Self { home: home.context("--home is needed")?, pages, port, seed })
    }
}
