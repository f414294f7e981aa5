//! Parses the payloads of a case REPEAT times and prints how many it parsed: instructions CASE REPEAT
//!
//! scripts/instructions.sh runs this under valgrind with two values of REPEAT. The difference between the two counts of
//! instructions is for parsing alone, without making the payloads.

use std::hint::black_box;
use std::process::ExitCode;

use azeer_webhooks_benches::cases::{Case, NAMES};

fn main() -> ExitCode {
    let arguments: Vec<_> = std::env::args().skip(1).collect();
    let [case, repeat] = &arguments[..] else { return usage() };
    let (Some(case), Ok(repeat)) = (Case::new(case), repeat.parse::<usize>()) else { return usage() };
    for _ in 0..repeat {
        for body in &case.bodies {
            let event = azeer_webhooks::parse(black_box(body));
            assert!(black_box(&event).is_ok(), "every payload is an event");
        }
    }
    println!("{}", repeat * case.bodies.len());
    ExitCode::SUCCESS
}

fn usage() -> ExitCode {
    eprintln!("usage: instructions CASE REPEAT\ncases: {}", NAMES.join(", "));
    ExitCode::FAILURE
}
