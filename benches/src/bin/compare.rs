//! Prints the times of `azeer_webhooks::parse` and the other libraries for each case:
//! compare [--json PATH] [--rounds NUMBER] [CASE...]
//!
//! With 40 rounds in a sweep, which is the default, all cases take about a minute.

use std::process::ExitCode;

use azeer_webhooks_benches::cases::{Case, NAMES};
use azeer_webhooks_benches::report::{Report, vectors};
use azeer_webhooks_benches::timing::{Timing, contestants};

const USAGE: &str = "usage: compare [--json PATH] [--rounds NUMBER] [CASE...]";
/// The default number of rounds in a sweep.
const ROUNDS: usize = 40;
/// How many times all cases are timed.
const SWEEPS: usize = 24;

struct Arguments {
    json: Option<String>,
    rounds: usize,
    cases: Vec<String>,
}

fn main() -> ExitCode {
    let Some(arguments) = arguments() else {
        eprintln!("{USAGE}\ncases: {}", NAMES.join(", "));
        return ExitCode::FAILURE;
    };
    let report = run(&arguments);
    if let Some(path) = arguments.json {
        let json = serde_json::to_string_pretty(&report).expect("a report is plain data");
        if let Err(error) = std::fs::write(&path, json + "\n") {
            eprintln!("{path}: {error}");
            return ExitCode::FAILURE;
        }
    }
    ExitCode::SUCCESS
}

fn arguments() -> Option<Arguments> {
    let mut parsed = Arguments { json: None, rounds: ROUNDS, cases: Vec::new() };
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match &*argument {
            "--json" => parsed.json = Some(arguments.next()?),
            "--rounds" => parsed.rounds = arguments.next()?.parse().ok().filter(|rounds| *rounds > 0)?,
            name if NAMES.contains(&name) => parsed.cases.push(argument),
            _ => return None,
        }
    }
    Some(parsed)
}

fn run(arguments: &Arguments) -> Report {
    let mut report = Report::new();
    println!("{}; {}", report.machine, report.rustc);
    println!("{}", vectors());
    println!(
        "Nanoseconds for a payload, and how many times what the first one takes; medians, side by side."
    );

    let is_wanted =
        |case: &Case| arguments.cases.is_empty() || arguments.cases.iter().any(|it| it == case.name);
    let mut timings: Vec<_> = Case::all().filter(is_wanted).map(Timing::new).collect();
    // The cases take turns. Otherwise a time in which the machine is busy would slow down one case only.
    for _ in 0..SWEEPS {
        for timing in &mut timings {
            timing.run(arguments.rounds);
        }
    }

    for timing in &timings {
        println!("\n{}, {} bytes", timing.case.name, timing.case.mean_bytes());
        for row in timing.rows() {
            println!(
                "  {:<width$} {:8.0} {:7.2}",
                row.contestant,
                row.nanoseconds,
                row.ratio,
                width = width()
            );
            report.add(timing.case.name, row);
        }
    }
    report
}

fn width() -> usize {
    contestants().iter().map(|it| it.name.len()).max().unwrap_or_default()
}
