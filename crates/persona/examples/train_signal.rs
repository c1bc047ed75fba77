//! Fits the classifier of dissatisfaction to `data/dissatisfaction` and writes its weights, or measures how
//! well it carries over to a domain whose sentences it was not fitted to (`measure`).
#![expect(clippy::print_stdout, reason = "a program for a terminal prints")]

use std::path::Path;

use attune_persona::signal::dissatisfaction::{Labelled, Weights, fit, parse_labelled, read_with};
use attune_persona::signal::{Dissatisfaction, Update};

type Domain = (String, Vec<Labelled>);

fn main() -> std::io::Result<()> {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("data");
    let domains = read_domains(&data.join("dissatisfaction"))?;
    match std::env::args().nth(1).as_deref() {
        Some("measure") => measure(&domains),
        Some("read") => {
            let path = std::env::args().nth(2).unwrap_or_default();
            let held_out = parse_labelled(&std::fs::read_to_string(path)?);
            report("held out", &held_out, Weights::built_in());
        }
        _ => {
            let all: Vec<Labelled> = domains.into_iter().flat_map(|(_, sentences)| sentences).collect();
            std::fs::write(data.join("dissatisfaction.weights"), fit(&all).to_file())?;
            println!("fitted to {} sentences", all.len());
        }
    }
    Ok(())
}

fn read_domains(folder: &Path) -> std::io::Result<Vec<Domain>> {
    let mut domains = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_stem().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        domains.push((name, parse_labelled(&std::fs::read_to_string(&path)?)));
    }
    domains.sort_by(|one, other| one.0.cmp(&other.0));
    Ok(domains)
}

/// Fits to all domains but one and reads that one, each in turn.
fn measure(domains: &[Domain]) {
    let mut sums = [0.0; 3];
    let both = |sentences: &[Labelled]| sentences.iter().any(|sentence| sentence.grade == 'd');
    let count = domains.iter().filter(|(_, sentences)| both(sentences)).count();
    for (left_out, (name, sentences)) in domains.iter().enumerate() {
        let others = domains.iter().enumerate().filter(|(at, _)| *at != left_out);
        let known: Vec<Labelled> = others.flat_map(|(_, (_, sentences))| sentences.clone()).collect();
        let areas = report(name, sentences, &fit(&known));
        if both(sentences) {
            sums.iter_mut().zip(areas).for_each(|(sum, area)| *sum += area / count as f64);
        }
    }
    println!("mean         dm:nts {:.3}  dm:ts {:.3}  d:nts {:.3}", sums[0], sums[1], sums[2]);
}

fn report(name: &str, sentences: &[Labelled], weights: &Weights) -> [f64; 3] {
    let read: Vec<(&Labelled, Dissatisfaction)> =
        sentences.iter().map(|sentence| (sentence, read_with(weights, &sentence.follow_up()))).collect();
    let areas = [area(&read, "dm", "nts"), area(&read, "dm", "ts"), area(&read, "d", "nts")];
    let share = |grades: &str, update: Update| {
        let of: Vec<_> = read.iter().filter(|(sentence, _)| grades.contains(sentence.grade)).collect();
        let moved = of.iter().filter(|(_, found)| found.update == update).count();
        format!("{moved}/{}", of.len())
    };
    println!(
        "{name:12} dm:nts {:.3}  dm:ts {:.3}  d:nts {:.3}  negative d {} m {} nts {}  positive s {} t {} nmd {}",
        areas[0],
        areas[1],
        areas[2],
        share("d", Update::Negative),
        share("m", Update::Negative),
        share("nts", Update::Negative),
        share("s", Update::Positive),
        share("t", Update::Positive),
        share("nmd", Update::Positive),
    );
    if std::env::args().any(|argument| argument == "--each") {
        for (sentence, found) in &read {
            let (score, update, evidence) = (found.score, found.update, &found.evidence);
            println!("  {score:.3} {} {update:?} {} {evidence:?}", sentence.grade, sentence.text);
        }
    }
    areas
}

/// The area under the curve: how often a dissatisfied message scores above another one.
fn area(read: &[(&Labelled, Dissatisfaction)], above: &str, below: &str) -> f64 {
    let scores = |grades: &str| -> Vec<f32> {
        read.iter()
            .filter(|(sentence, _)| grades.contains(sentence.grade))
            .map(|(_, found)| found.score)
            .collect()
    };
    let (above, below) = (scores(above), scores(below));
    let wins: f64 = above
        .iter()
        .flat_map(|high| below.iter().map(move |low| (high, low)))
        .map(|(high, low)| {
            if high > low {
                1.0
            } else if high < low {
                0.0
            } else {
                0.5
            }
        })
        .sum();
    wins / (above.len() * below.len()).max(1) as f64
}
