//! The report of a run: the figures, and the machine and compiler that they were measured with.

use std::process::Command;

use serde::Serialize;

use crate::timing::Row;

/// All figures of a run.
#[derive(Debug, Serialize)]
pub struct Report {
    /// The processor's name and architecture.
    pub machine: String,
    /// The command that measures again.
    pub command: &'static str,
    /// The compiler's version and flags.
    pub rustc: String,
    /// The figures.
    pub rows: Vec<Figure>,
}

/// The result of one contestant in one case.
#[derive(Debug, Serialize)]
pub struct Figure {
    case: &'static str,
    contestant: &'static str,
    nanoseconds: f64,
    ratio: f64,
}

impl Report {
    /// A report without figures.
    pub fn new() -> Self {
        let flags = option_env!("RUSTFLAGS").unwrap_or_default();
        let rustc = output("rustc", &["--version"]).unwrap_or_else(|| "unknown compiler".to_owned());
        Self {
            machine: format!("{}, {}", processor(), std::env::consts::ARCH),
            command: "make bench-native",
            rustc: if flags.is_empty() { rustc } else { format!("{rustc}, {flags}") },
            rows: Vec::new(),
        }
    }

    /// Adds the result of a contestant.
    pub fn add(&mut self, case: &'static str, row: Row) {
        let Row { contestant, nanoseconds, ratio } = row;
        let (nanoseconds, ratio) = (rounded(nanoseconds, 10.0), rounded(ratio, 1000.0));
        self.rows.push(Figure { case, contestant, nanoseconds, ratio });
    }
}

impl Default for Report {
    fn default() -> Self {
        Self::new()
    }
}

/// Which vector instructions the libraries use. simd-json chooses them when it runs, sonic-rs when it is compiled.
pub fn vectors() -> String {
    let compiled = if cfg!(target_feature = "avx2") { "with AVX2" } else { "without AVX2" };
    format!(
        "simd-json uses {:?}; everything else is compiled {compiled}",
        simd_json::Deserializer::algorithm()
    )
}

fn rounded(number: f64, parts: f64) -> f64 {
    (number * parts).round() / parts
}

fn processor() -> String {
    let linux = || {
        let info = std::fs::read_to_string("/proc/cpuinfo").ok()?;
        let line = info.lines().find(|line| line.starts_with("model name"))?;
        Some(line.split_once(':')?.1.trim().to_owned())
    };
    let macos = || output("sysctl", &["-n", "machdep.cpu.brand_string"]);
    linux().or_else(macos).unwrap_or_else(|| "unknown processor".to_owned())
}

fn output(program: &str, arguments: &[&str]) -> Option<String> {
    let output = Command::new(program).args(arguments).output().ok().filter(|it| it.status.success())?;
    Some(String::from_utf8(output.stdout).ok()?.trim().to_owned())
}
