//! Weights as `torch` keeps them in one stream: four pickles, the last of which names tensors and where their
//! numbers lie, a list of stores, and then the numbers of each store.

use std::collections::HashMap;

use super::pickle::{self, Value, number, take};

/// Numbers with a shape.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Tensor {
    pub(super) shape: Vec<usize>,
    /// The last place varies fastest.
    pub(super) values: Vec<f32>,
}

/// Tensors by their names.
#[derive(Debug)]
pub(super) struct Weights(HashMap<String, Tensor>);

/// A tensor that a file names: where its numbers lie.
struct Named<'a> {
    name: &'a str,
    store: &'a str,
    first: usize,
    shape: Vec<usize>,
    /// How far apart neighbours lie, for each side.
    steps: Vec<usize>,
}

/// What a number may be multiplied up to before it is refused.
const MOST_NUMBERS: usize = 16 << 20;

impl Weights {
    /// Reads a file. Tensors of whole numbers are left out: they count the steps of the training.
    pub(super) fn read(mut bytes: &[u8]) -> Result<Self, String> {
        for _ in 0..3 {
            pickle::read(&mut bytes)?;
        }
        let Value::Map(entries) = pickle::read(&mut bytes)? else {
            return Err("it names no weights".to_owned());
        };
        let Value::List(stores) = pickle::read(&mut bytes)? else {
            return Err("it names no stores".to_owned());
        };
        let named: Vec<Named<'_>> = entries.iter().filter_map(named).collect();
        let mut numbers: HashMap<&str, &[u8]> = HashMap::new();
        let of_floats: HashMap<&str, bool> = entries.iter().filter_map(kind_of_store).collect();
        for store in &stores {
            let Value::Text(store) = store else { return Err("a store has no name".to_owned()) };
            let count = usize::try_from(i64::from_le_bytes(number(&mut bytes)?))
                .map_err(|error| error.to_string())?;
            let is_floats = of_floats.get(&**store).copied().unwrap_or_default();
            let size = count.checked_mul(if is_floats { 4 } else { 8 }).ok_or("a store is too large")?;
            let stored = take(&mut bytes, size)?;
            if is_floats {
                numbers.insert(store, stored);
            }
        }
        let tensors = named.iter().map(|named| {
            let stored = numbers.get(named.store).ok_or("a store is missing")?;
            Ok::<_, String>((named.name.to_owned(), named.tensor(stored)?))
        });
        Ok(Self(tensors.collect::<Result<_, _>>()?))
    }

    /// The tensor of a name.
    pub(super) fn get(&self, name: &str) -> Result<&Tensor, String> {
        self.0.get(name).ok_or_else(|| format!("it has no {name}"))
    }

    /// The tensor of a name, if there is one.
    pub(super) fn find(&self, name: &str) -> Option<&Tensor> {
        self.0.get(name)
    }
}

impl Named<'_> {
    fn tensor(&self, stored: &[u8]) -> Result<Tensor, String> {
        let count = self.shape.iter().try_fold(1_usize, |count, side| count.checked_mul(*side));
        let count = count.filter(|count| *count <= MOST_NUMBERS).ok_or("a tensor is too large")?;
        let mut values = Vec::with_capacity(count);
        for at in 0..count {
            let mut rest = at;
            let mut place = self.first;
            for (side, step) in self.shape.iter().zip(&self.steps).rev() {
                place = (rest % side)
                    .checked_mul(*step)
                    .and_then(|far| place.checked_add(far))
                    .ok_or("too far")?;
                rest /= side;
            }
            let bytes = place.checked_mul(4).and_then(|from| stored.get(from..from.checked_add(4)?));
            let bytes =
                bytes.and_then(|bytes| bytes.try_into().ok()).ok_or("a tensor reaches beyond its store")?;
            values.push(f32::from_le_bytes(bytes));
        }
        Ok(Tensor { shape: self.shape.clone(), values })
    }
}

/// An entry of the map, if it is a tensor of floating numbers.
fn named((name, value): &(Value, Value)) -> Option<Named<'_>> {
    let (Value::Text(name), Value::Call(_, arguments)) = (name, value) else { return None };
    let Value::Tuple(arguments) = &**arguments else { return None };
    let [Value::Outside(outside), Value::Number(first), Value::Tuple(shape), Value::Tuple(steps), ..] =
        &**arguments
    else {
        return None;
    };
    let (store, is_floats) = store_of(outside)?;
    if !is_floats || shape.len() != steps.len() {
        return None;
    }
    let counts = |values: &[Value]| {
        let count = |value: &Value| match value {
            Value::Number(number) => usize::try_from(*number).ok(),
            _ => None,
        };
        values.iter().map(count).collect::<Option<Vec<usize>>>()
    };
    let first = usize::try_from(*first).ok()?;
    Some(Named { name, store, first, shape: counts(shape)?, steps: counts(steps)? })
}

fn kind_of_store((_, value): &(Value, Value)) -> Option<(&str, bool)> {
    let Value::Call(_, arguments) = value else { return None };
    let Value::Tuple(arguments) = &**arguments else { return None };
    match arguments.first() {
        Some(Value::Outside(outside)) => store_of(outside),
        _ => None,
    }
}

/// A store's name, and whether its numbers are floating ones of 32 bits.
fn store_of(outside: &Value) -> Option<(&str, bool)> {
    let Value::Tuple(parts) = outside else { return None };
    match &**parts {
        [_, Value::Global(kind), Value::Text(name), ..] => Some((name, &**kind == "torch.FloatStorage")),
        _ => None,
    }
}
