//! Finding the vectors that are nearest to a question: all of them are looked at, in one flat block of bytes.
//!
//! A hundred thousand vectors of 384 bytes are 38 MB, which one core reads in a few milliseconds; an index
//! that skips some would be approximate, and would have to be built and kept. Components are signed bytes,
//! whose products are added up as integers many at a time; the best are then compared once more with the
//! question in full precision.

use std::cmp::{Ordering, Reverse};
use std::collections::{BinaryHeap, HashMap};
use std::hash::Hash;
use std::num::NonZeroUsize;

use attune_domain::{Embedding, QuantisedEmbedding, dot_steps};

/// Vectors of one model by key.
#[derive(Debug, Clone)]
pub struct NearestIndex<K> {
    dims: usize,
    keys: Vec<K>,
    scales: Vec<f32>,
    /// `dims` components for each key.
    components: Vec<i8>,
    places: HashMap<K, usize>,
}

/// A vector that is near.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Near<K> {
    /// Whose.
    pub key: K,
    /// The cosine, from -1 to 1.
    pub similarity: f32,
}

/// So many more candidates than wanted are compared in full precision, because the first comparison rounds
/// the question too.
const SPARE: usize = 16;

impl<K: Copy + Eq + Hash> NearestIndex<K> {
    /// An empty index for vectors with so many components.
    #[must_use]
    pub fn new(dims: NonZeroUsize) -> Self {
        let dims = dims.get();
        Self { dims, keys: Vec::new(), scales: Vec::new(), components: Vec::new(), places: HashMap::new() }
    }

    /// Makes room for so many more vectors.
    pub fn reserve(&mut self, more: usize) {
        self.keys.reserve(more);
        self.scales.reserve(more);
        self.components.reserve(more * self.dims);
        self.places.reserve(more);
    }

    /// Adds a vector, or replaces that of the key. A vector with another number of components is of another
    /// model and is not taken; the answer says whether it was.
    pub fn insert(&mut self, key: K, vector: &QuantisedEmbedding) -> bool {
        if vector.dims() != self.dims {
            return false;
        }
        if let Some(&place) = self.places.get(&key) {
            self.scales[place] = vector.scale();
            self.components[place * self.dims..][..self.dims].copy_from_slice(vector.values());
        } else {
            self.places.insert(key, self.keys.len());
            self.keys.push(key);
            self.scales.push(vector.scale());
            self.components.extend_from_slice(vector.values());
        }
        true
    }

    /// Forgets the vector of a key, and says whether there was one. The last vector takes its place.
    pub fn remove(&mut self, key: &K) -> bool {
        let Some(place) = self.places.remove(key) else { return false };
        let last = self.keys.len() - 1;
        self.keys.swap_remove(place);
        self.scales.swap_remove(place);
        self.components.copy_within(last * self.dims.., place * self.dims);
        self.components.truncate(last * self.dims);
        if let Some(moved) = self.keys.get(place) {
            self.places.insert(*moved, place);
        }
        true
    }

    /// Forgets all vectors whose key is not to be kept.
    pub fn retain(&mut self, keep: impl Fn(&K) -> bool) {
        let gone: Vec<K> = self.keys.iter().filter(|key| !keep(key)).copied().collect();
        for key in gone {
            self.remove(&key);
        }
    }

    /// How many vectors there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.keys.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }

    /// The cosine between a query and the vector of a key, where both are there and of one model.
    #[must_use]
    pub fn similarity_to(&self, query: &Embedding, key: &K) -> Option<f32> {
        let place = *self.places.get(key)?;
        (query.dims() == self.dims).then(|| self.exact(query, place))
    }

    /// The `count` vectors that are nearest to `query` among those whose key passes `filter`, nearest first;
    /// equally near ones in the order in which they came. A query of another model finds nothing.
    #[must_use]
    pub fn nearest(&self, query: &Embedding, count: usize, filter: impl Fn(&K) -> bool) -> Vec<Near<K>> {
        if query.dims() != self.dims || count == 0 {
            return Vec::new();
        }
        let mut candidates = self.best_of(&query.quantised(), count.saturating_add(SPARE), filter);
        for candidate in &mut candidates {
            candidate.similarity = self.exact(query, candidate.place);
        }
        candidates.sort_unstable_by(|a, b| b.cmp(a));
        candidates.truncate(count);
        candidates
            .iter()
            .map(|near| Near { key: self.keys[near.place], similarity: near.similarity })
            .collect()
    }

    /// The best as the rounded question sees them, in no order.
    fn best_of(
        &self,
        query: &QuantisedEmbedding,
        wanted: usize,
        filter: impl Fn(&K) -> bool,
    ) -> Vec<Candidate> {
        let mut best = BinaryHeap::new();
        let mut bar = f32::NEG_INFINITY;
        for (place, vector) in self.components.chunks_exact(self.dims).enumerate() {
            #[expect(
                clippy::cast_precision_loss,
                reason = "a product of some hundred bytes is far below 2^24"
            )]
            let product = dot_steps(query.values(), vector) as f32;
            let similarity = product * self.scales[place] * query.scale();
            // Few come past the bar, so that the filter is asked about few.
            if similarity <= bar || !filter(&self.keys[place]) {
                continue;
            }
            best.push(Reverse(Candidate { similarity, place }));
            if best.len() > wanted {
                best.pop();
                bar = best.peek().map_or(bar, |worst| worst.0.similarity);
            }
        }
        best.into_iter().map(|candidate| candidate.0).collect()
    }

    fn exact(&self, query: &Embedding, place: usize) -> f32 {
        let vector = &self.components[place * self.dims..][..self.dims];
        let (mut product, mut square) = (0.0, 0.0);
        for (query, component) in query.as_slice().iter().zip(vector) {
            let component = f32::from(*component);
            product += query * component;
            square += component * component;
        }
        // The scale falls out: the vector is brought back to the length 1, which rounding changed a little.
        product / square.sqrt()
    }
}

/// A place in the index, ordered by similarity; of equals, the earlier place is the greater.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Candidate {
    similarity: f32,
    place: usize,
}

impl Eq for Candidate {}

impl Ord for Candidate {
    fn cmp(&self, other: &Self) -> Ordering {
        self.similarity.total_cmp(&other.similarity).then(other.place.cmp(&self.place))
    }
}

impl PartialOrd for Candidate {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const DIMS: NonZeroUsize = NonZeroUsize::new(70).unwrap();

    fn direction() -> impl Strategy<Value = Embedding> {
        proptest::collection::vec(-1.0_f32..1.0, DIMS.get())
            .prop_filter_map("no direction", |values| Embedding::normalised(values).ok())
    }

    fn index(vectors: &[Embedding]) -> NearestIndex<usize> {
        let mut index = NearestIndex::new(DIMS);
        for (key, vector) in vectors.iter().enumerate() {
            assert!(index.insert(key, &vector.quantised()));
        }
        index
    }

    fn keys(near: &[Near<usize>]) -> Vec<usize> {
        near.iter().map(|near| near.key).collect()
    }

    proptest! {
        #[test]
        fn the_nearest_are_those_of_a_plain_search(
            vectors in proptest::collection::vec(direction(), 0..60),
            query in direction(),
            count in 0_usize..20,
        ) {
            let mut plain: Vec<(usize, f32)> =
                vectors.iter().enumerate().map(|(key, one)| (key, one.quantised().restored().dot(&query))).collect();
            plain.retain(|(key, _)| key % 3 != 0);
            plain.sort_by(|a, b| b.1.total_cmp(&a.1));
            plain.truncate(count);
            let found = index(&vectors).nearest(&query, count, |key| key % 3 != 0);
            prop_assert_eq!(found.len(), plain.len());
            for (found, (_, similarity)) in found.iter().zip(&plain) {
                prop_assert!(found.key % 3 != 0);
                prop_assert!((found.similarity - similarity).abs() < 1e-5, "{} {similarity}", found.similarity);
                prop_assert!((vectors[found.key].dot(&query) - found.similarity).abs() < 0.01);
            }
        }

        #[test]
        fn what_is_removed_is_not_found_and_all_else_is(
            vectors in proptest::collection::vec(direction(), 1..40),
            gone in proptest::collection::vec(0_usize..40, 0..20),
        ) {
            let mut index = index(&vectors);
            for key in &gone {
                index.remove(key);
            }
            for (key, vector) in vectors.iter().enumerate() {
                let found = keys(&index.nearest(vector, 1, |near| *near == key));
                prop_assert_eq!(found.is_empty(), gone.contains(&key));
                prop_assert_eq!(index.similarity_to(vector, &key).is_some(), !gone.contains(&key));
            }
        }
    }

    #[test]
    fn vectors_are_replaced_and_those_of_other_models_refused() {
        let axis = |at: usize| {
            let mut values = vec![0.0; DIMS.get()];
            values[at] = 1.0;
            Embedding::new(values).unwrap()
        };
        let mut index = index(&[axis(0), axis(1), axis(1)]);
        assert_eq!(keys(&index.nearest(&axis(1), 3, |_| true)), [1, 2, 0]);
        index.insert(1, &axis(5).quantised());
        assert_eq!(keys(&index.nearest(&axis(1), 1, |_| true)), [2]);
        assert_eq!(index.len(), 3);
        index.retain(|key| *key == 1);
        assert_eq!(keys(&index.nearest(&axis(1), 3, |_| true)), [1]);
        let other = Embedding::new(vec![1.0]).unwrap();
        assert!(!index.insert(9, &other.quantised()));
        assert!(index.nearest(&other, 3, |_| true).is_empty());
        assert_eq!(index.similarity_to(&other, &1), None);
    }
}
