//! `attunectl doctor`: is this machine ready?

use std::process::ExitCode;

use attune_app::{App, commands};
use attune_wire::{CheckStatus, RunDoctor};

use crate::output::{Failure, Output};

pub(crate) async fn run(app: &App, output: &Output) -> Result<ExitCode, Failure> {
    let checks = commands::run_doctor(app, RunDoctor {}).await?;
    if output.json {
        output.document(&checks);
    } else {
        for check in &checks {
            let mark = match check.status {
                CheckStatus::Ok => "ok  ",
                CheckStatus::Warn => "warn",
                CheckStatus::Fail => "FAIL",
            };
            println!("{mark}  {:14} {}", check.name, check.detail);
            if !check.fix.is_empty() {
                println!("      {:14} → {}", "", check.fix);
            }
        }
    }
    let failed = checks.iter().any(|check| check.status == CheckStatus::Fail);
    Ok(if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}
