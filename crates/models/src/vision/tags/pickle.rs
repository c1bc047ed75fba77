//! The few parts of Python's pickle that a file of weights uses. Nothing is called: a call is kept as what it is,
//! a name with its arguments.

use std::collections::HashMap;
use std::rc::Rc;

/// What a pickle holds. Parts are shared, so that naming one twice costs nothing.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Value {
    Nothing,
    Number(i64),
    Text(Rc<str>),
    Tuple(Rc<[Value]>),
    List(Vec<Value>),
    Map(Vec<(Value, Value)>),
    /// A module and a name in it.
    Global(Rc<str>),
    /// What lies outside the pickle, by its key.
    Outside(Rc<Value>),
    /// A call: its name, and its arguments.
    Call(Rc<Value>, Rc<Value>),
    /// Where a row of values begins.
    Mark,
}

/// Values that a pickle may put aside or stack up: ten times what the known file does.
const MOST_VALUES: usize = 100_000;

/// Reads one pickle from the front of `bytes`, which is moved behind it.
pub(super) fn read(bytes: &mut &[u8]) -> Result<Value, String> {
    let mut stack: Vec<Value> = Vec::new();
    let mut memo: HashMap<u32, Value> = HashMap::new();
    loop {
        if stack.len() > MOST_VALUES || memo.len() > MOST_VALUES {
            return Err("it is too large".to_owned());
        }
        let code = number::<1>(bytes)?[0];
        match code {
            0x80 => drop(number::<1>(bytes)?),
            b'.' => return pop(&mut stack),
            b'(' => stack.push(Value::Mark),
            b'}' => stack.push(Value::Map(Vec::new())),
            b']' => stack.push(Value::List(Vec::new())),
            b')' => stack.push(Value::Tuple([].into())),
            b'N' => stack.push(Value::Nothing),
            0x88 => stack.push(Value::Number(1)),
            0x89 => stack.push(Value::Number(0)),
            b'K' => stack.push(Value::Number(number::<1>(bytes)?[0].into())),
            b'M' => stack.push(Value::Number(u16::from_le_bytes(number(bytes)?).into())),
            b'J' => stack.push(Value::Number(i32::from_le_bytes(number(bytes)?).into())),
            0x8a => {
                let length = number::<1>(bytes)?[0].into();
                let digits = take(bytes, length)?;
                // Only the number by which such files are known is longer, and nothing depends on it.
                let low = digits.iter().take(8).rev().fold(0_i64, |sum, digit| sum << 8 | i64::from(*digit));
                stack.push(Value::Number(low));
            }
            b'X' => {
                let length = u32::from_le_bytes(number(bytes)?) as usize;
                let text = std::str::from_utf8(take(bytes, length)?).map_err(|error| error.to_string())?;
                stack.push(Value::Text(text.into()));
            }
            b'c' => {
                let name = [line(bytes)?, line(bytes)?].join(".");
                stack.push(Value::Global(name.into()));
            }
            b'q' | b'r' => {
                let at = place(bytes, code == b'r')?;
                memo.insert(at, stack.last().ok_or("nothing to put aside")?.clone());
            }
            b'h' | b'j' => {
                let at = place(bytes, code == b'j')?;
                stack.push(memo.get(&at).ok_or("nothing was put aside there")?.clone());
            }
            b't' => {
                let values = to_mark(&mut stack)?;
                stack.push(Value::Tuple(values.into()));
            }
            0x85..=0x87 => {
                let from = stack.len().checked_sub(usize::from(code - 0x84)).ok_or("too few values")?;
                let values: Rc<[Value]> = stack.drain(from..).collect();
                stack.push(Value::Tuple(values));
            }
            b'Q' => {
                let key = pop(&mut stack)?;
                stack.push(Value::Outside(Rc::new(key)));
            }
            b'R' => {
                let (arguments, name) = (pop(&mut stack)?, pop(&mut stack)?);
                let is_map = name == Value::Global("collections.OrderedDict".into());
                stack.push(if is_map {
                    Value::Map(Vec::new())
                } else {
                    Value::Call(Rc::new(name), Rc::new(arguments))
                });
            }
            b's' | b'u' => {
                let values = if code == b'u' {
                    to_mark(&mut stack)?
                } else {
                    stack.split_off(stack.len().saturating_sub(2))
                };
                let Some(Value::Map(map)) = stack.last_mut() else { return Err("no map to fill".to_owned()) };
                let mut values = values.into_iter();
                while let (Some(key), Some(value)) = (values.next(), values.next()) {
                    map.push((key, value));
                }
            }
            b'a' | b'e' => {
                let values = if code == b'e' { to_mark(&mut stack)? } else { vec![pop(&mut stack)?] };
                let Some(Value::List(list)) = stack.last_mut() else {
                    return Err("no list to fill".to_owned());
                };
                list.extend(values);
            }
            // What is set on a map beside its entries: nothing that weights need.
            b'b' => drop(pop(&mut stack)?),
            other => return Err(format!("it has the unknown part {other:#04x}")),
        }
    }
}

fn pop(stack: &mut Vec<Value>) -> Result<Value, String> {
    stack.pop().ok_or_else(|| "too few values".to_owned())
}

fn to_mark(stack: &mut Vec<Value>) -> Result<Vec<Value>, String> {
    let mark = stack.iter().rposition(|value| *value == Value::Mark).ok_or("no beginning of a row")?;
    let values = stack.split_off(mark + 1);
    stack.pop();
    Ok(values)
}

/// The next bytes.
pub(super) fn take<'a>(bytes: &mut &'a [u8], count: usize) -> Result<&'a [u8], String> {
    let (taken, rest) = bytes.split_at_checked(count).ok_or("it ends too early")?;
    *bytes = rest;
    Ok(taken)
}

/// The next bytes, of a number of that size.
pub(super) fn number<const SIZE: usize>(bytes: &mut &[u8]) -> Result<[u8; SIZE], String> {
    take(bytes, SIZE)?.try_into().map_err(|_| "it ends too early".to_owned())
}

fn place(bytes: &mut &[u8], is_long: bool) -> Result<u32, String> {
    Ok(if is_long { u32::from_le_bytes(number(bytes)?) } else { number::<1>(bytes)?[0].into() })
}

fn line(bytes: &mut &[u8]) -> Result<String, String> {
    let end = bytes.iter().position(|byte| *byte == b'\n').ok_or("it ends too early")?;
    let text = String::from_utf8_lossy(take(bytes, end)?).into_owned();
    take(bytes, 1)?;
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_read_and_nothing_is_called() {
        let mut bytes: &[u8] = b"\x80\x02cos\nsystem\nX\x04\0\0\0echo\x85R.rest";
        let value = read(&mut bytes).unwrap();
        let arguments = Value::Tuple([Value::Text("echo".into())].into());
        assert_eq!(value, Value::Call(Rc::new(Value::Global("os.system".into())), Rc::new(arguments)));
        assert_eq!(bytes, b"rest");
        let mut bytes: &[u8] = b"}q\x00(X\x01\0\0\0aK\x05X\x01\0\0\0bM\x00\x01u.";
        let text = |text: &str| Value::Text(text.into());
        assert_eq!(
            read(&mut bytes).unwrap(),
            Value::Map(vec![(text("a"), Value::Number(5)), (text("b"), Value::Number(256))])
        );
    }

    #[test]
    fn what_is_cut_off_or_odd_is_refused() {
        for odd in [&b""[..], b"(", b"X\xff\xff\xff\xffab", b"R.", b"h\x07.", b"u.", b"\x87.", b"\xff", b"s."]
        {
            read(&mut &*odd).unwrap_err();
        }
    }
}
