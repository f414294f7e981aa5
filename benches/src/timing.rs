//! Times contestants in turn. A machine's speed drifts, so only what was measured side by side is compared.

use std::hint::black_box;
use std::time::Instant;

use crate::cases::Case;
use crate::contestants::{
    Contestant, Memory, Ours, SerdeJson, SerdeJsonBytes, SerdeJsonChecked, SerdeJsonValue, SimdJson, SonicRs,
    Tagged,
};
use crate::random::Random;

/// How many payloads a contestant reads before it is another's turn: a fraction of a millisecond.
const BLOCK: usize = 250;

/// Rounds that are not counted.
const WARM_UP: usize = 16;

/// One that is timed.
#[derive(Clone, Copy, Debug)]
pub struct Entry {
    /// What it is called.
    pub name: &'static str,
    block: fn(&[Vec<u8>], &mut Memory) -> f64,
}

impl Entry {
    fn of<C: Contestant>() -> Self {
        Self { name: C::NAME, block: block::<C> }
    }
}

/// What is known about a contestant after a case.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    /// Who.
    pub contestant: &'static str,
    /// The median time for a payload.
    pub nanoseconds: f64,
    /// The median of its times by those of the baseline in the same round.
    pub ratio: f64,
}

/// The contestants. The first is the baseline, and the second is it again: what that is off 1 is noise.
pub fn entries() -> Vec<Entry> {
    vec![
        Entry::of::<SerdeJson>(),
        Entry { name: "the same again (control)", ..Entry::of::<SerdeJson>() },
        Entry::of::<Ours>(),
        Entry::of::<SerdeJsonChecked>(),
        Entry::of::<SerdeJsonBytes>(),
        Entry::of::<Tagged>(),
        Entry::of::<SimdJson>(),
        Entry::of::<SonicRs>(),
        Entry::of::<SerdeJsonValue>(),
    ]
}

/// A case, and how long each contestant took in each round.
#[derive(Debug)]
pub struct Timing {
    /// What is parsed.
    pub case: Case,
    entries: Vec<Entry>,
    rounds: Vec<Vec<f64>>,
    random: Random,
}

impl Timing {
    /// Nothing is timed yet.
    pub fn new(case: Case) -> Self {
        Self { case, entries: entries(), rounds: Vec::new(), random: Random::new(0) }
    }

    /// Times all contestants, for so many rounds more.
    pub fn run(&mut self, rounds: usize) {
        let mut memory = Memory::default();
        let mut order: Vec<_> = (0..self.entries.len()).collect();
        let blocks = self.case.bodies.chunks_exact(BLOCK).cycle();
        for (round, bodies) in blocks.take(WARM_UP + rounds).enumerate() {
            // Whoever comes first brings the bodies into the cache for the others.
            self.random.shuffle(&mut order);
            let mut times = vec![0.0; order.len()];
            for &index in &order {
                times[index] = (self.entries[index].block)(bodies, &mut memory);
            }
            if round >= WARM_UP {
                self.rounds.push(times);
            }
        }
    }

    /// The medians over the fastest quarter of the rounds. What else runs on a processor slows it down for seconds, and
    /// not everybody alike; which rounds those are is told by what all contestants took together.
    pub fn rows(&self) -> Vec<Row> {
        let mut rounds: Vec<_> = self.rounds.iter().collect();
        rounds.sort_by(|one, other| one.iter().sum::<f64>().total_cmp(&other.iter().sum()));
        rounds.truncate(rounds.len().div_ceil(4));
        let row = |(index, entry): (usize, &Entry)| Row {
            contestant: entry.name,
            nanoseconds: median(rounds.iter().map(|times| times[index])),
            ratio: median(rounds.iter().map(|times| times[index] / times[0])),
        };
        self.entries.iter().enumerate().map(row).collect()
    }
}

/// Nanoseconds for a payload. Dropping an event is part of it.
#[inline(never)]
fn block<C: Contestant>(bodies: &[Vec<u8>], memory: &mut Memory) -> f64 {
    let start = Instant::now();
    for body in bodies {
        let parsed = C::parse(black_box(body), memory);
        assert!(black_box(&parsed).is_ok(), "{} reads every payload", C::NAME);
    }
    start.elapsed().as_secs_f64() * 1e9 / f64::from(bodies.len() as u32)
}

fn median(numbers: impl Iterator<Item = f64>) -> f64 {
    let mut numbers: Vec<_> = numbers.collect();
    numbers.sort_by(f64::total_cmp);
    numbers[numbers.len() / 2]
}
