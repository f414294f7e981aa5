//! Times the contestants in turn. The speed of a machine drifts, so only times from the same round are compared.

use std::hint::black_box;
use std::time::Instant;

use crate::cases::Case;
use crate::contestants::{
    Contestant, Memory, Ours, SerdeJson, SerdeJsonBytes, SerdeJsonChecked, SerdeJsonValue, SimdJson, SonicRs,
    Tagged,
};
use crate::random::Random;

/// How many payloads a contestant reads in one turn, which takes a fraction of a millisecond.
const BLOCK: usize = 250;

/// How many rounds at the start are not counted.
const WARM_UP: usize = 16;

/// A contestant that is timed.
#[derive(Clone, Copy, Debug)]
pub struct Timed {
    /// Its name in the tables.
    pub name: &'static str,
    block: fn(&[Vec<u8>], &mut Memory) -> f64,
}

impl Timed {
    fn of<C: Contestant>() -> Self {
        Self { name: C::NAME, block: block::<C> }
    }
}

/// The result of a contestant in a case.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    /// Name of the contestant.
    pub contestant: &'static str,
    /// The median time for one payload, in nanoseconds.
    pub nanoseconds: f64,
    /// The median of its time divided by the baseline's time in the same round.
    pub ratio: f64,
}

/// The contestants. The first is the baseline. The second is the baseline again: how far its ratio is from 1 is noise.
pub fn contestants() -> Vec<Timed> {
    vec![
        Timed::of::<SerdeJson>(),
        Timed { name: "the same again (control)", ..Timed::of::<SerdeJson>() },
        Timed::of::<Ours>(),
        Timed::of::<SerdeJsonChecked>(),
        Timed::of::<SerdeJsonBytes>(),
        Timed::of::<Tagged>(),
        Timed::of::<SimdJson>(),
        Timed::of::<SonicRs>(),
        Timed::of::<SerdeJsonValue>(),
    ]
}

/// A case, and the time of each contestant in each round.
#[derive(Debug)]
pub struct Timing {
    /// The case that is timed.
    pub case: Case,
    contestants: Vec<Timed>,
    rounds: Vec<Vec<f64>>,
    random: Random,
}

impl Timing {
    /// A timing of `case` without rounds.
    pub fn new(case: Case) -> Self {
        Self { case, contestants: contestants(), rounds: Vec::new(), random: Random::new(0) }
    }

    /// Times all contestants for `rounds` more rounds.
    pub fn run(&mut self, rounds: usize) {
        let mut memory = Memory::default();
        let mut order: Vec<_> = (0..self.contestants.len()).collect();
        let blocks = self.case.bodies.chunks_exact(BLOCK).cycle();
        for (round, bodies) in blocks.take(WARM_UP + rounds).enumerate() {
            // Shuffled, because the first contestant brings the bodies into the cache for those that follow.
            self.random.shuffle(&mut order);
            let mut times = vec![0.0; order.len()];
            for &index in &order {
                times[index] = (self.contestants[index].block)(bodies, &mut memory);
            }
            if round >= WARM_UP {
                self.rounds.push(times);
            }
        }
    }

    /// The medians over the fastest quarter of the rounds, by the time of all contestants together. Other programs
    /// slow a processor down for seconds, and some contestants more than others, so slow rounds are left out.
    pub fn rows(&self) -> Vec<Row> {
        let mut rounds: Vec<_> = self.rounds.iter().collect();
        rounds.sort_by(|one, other| one.iter().sum::<f64>().total_cmp(&other.iter().sum()));
        rounds.truncate(rounds.len().div_ceil(4));
        let row = |(index, timed): (usize, &Timed)| Row {
            contestant: timed.name,
            nanoseconds: median(rounds.iter().map(|times| times[index])),
            ratio: median(rounds.iter().map(|times| times[index] / times[0])),
        };
        self.contestants.iter().enumerate().map(row).collect()
    }
}

/// The mean time for one payload in nanoseconds, which includes dropping the event.
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
