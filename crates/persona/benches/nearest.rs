//! How long it takes to find what is nearest among everything that a person ever said.
#![expect(clippy::print_stdout, reason = "printing is what it is for")]
#![expect(clippy::unwrap_used, reason = "a failed measurement ends with its reason")]

use std::num::NonZeroUsize;
use std::time::Instant;

use attune_domain::Embedding;
use attune_persona::NearestIndex;

const DIMS: NonZeroUsize = NonZeroUsize::new(384).unwrap();
const WANTED: usize = 50;

/// What the search among 100,000 may take, in milliseconds.
const MARK: f64 = 25.0;

fn main() {
    let mut noise = Noise(1);
    for (vectors, mark) in [(5_000, None), (100_000, Some(MARK))] {
        let mut index = NearestIndex::new(DIMS);
        index.reserve(vectors);
        for key in 0..vectors {
            index.insert(key, &noise.direction().quantised());
        }
        let mut took: Vec<f64> = (0..200)
            .map(|_| {
                let query = noise.direction();
                let started = Instant::now();
                let found = index.nearest(&query, WANTED, |key| key % 10 != 0);
                let took = started.elapsed().as_secs_f64() * 1e3;
                assert_eq!(found.len(), WANTED);
                took
            })
            .collect();
        took.sort_by(f64::total_cmp);
        figure(&format!("nearest of {vectors}, median"), took[100], None);
        figure(&format!("nearest of {vectors}, p95"), took[190], mark);
    }
}

/// A xorshift generator: the same numbers in every run.
struct Noise(u64);

impl Noise {
    fn direction(&mut self) -> Embedding {
        let mut component = || {
            self.0 ^= self.0 << 13;
            self.0 ^= self.0 >> 7;
            self.0 ^= self.0 << 17;
            f32::from((self.0 >> 48) as i16)
        };
        Embedding::normalised((0..DIMS.get()).map(|_| component()).collect::<Vec<_>>()).unwrap()
    }
}

fn figure(name: &str, value: f64, mark: Option<f64>) {
    let mark = mark.map_or("null".to_owned(), |mark| mark.to_string());
    println!(r#"{{"name":"{name}","value":{value},"unit":"ms","mark":{mark},"better":"lower"}}"#);
}
