//! Who gets the room in a prompt: memories, what was said in the past, and the conversation compete for it by
//! what they are worth a token.
//!
//! Greedy by value a token, as for a knapsack (Dantzig, Discrete-Variable Extremum Problems, 1957): close to
//! the best, and easy to explain. Two guarantees bound it: the newest turns of the conversation have a floor,
//! and neither memories nor the past can take more than their share.

/// Something that wants room.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Bid {
    /// What it takes.
    pub(super) tokens: u32,
    /// What it is worth, above 0; about 1 for what belongs to the question most.
    pub(super) value: f32,
}

/// All that wants room.
#[derive(Debug, Clone, Default)]
pub(super) struct Bids {
    pub(super) memories: Vec<Bid>,
    pub(super) past: Vec<Bid>,
    /// What each pair of question and answer takes, newest first.
    pub(super) pairs: Vec<u32>,
}

/// Who got it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Shared {
    /// Memories by their place in the bids, in order.
    pub(super) memories: Vec<usize>,
    /// Messages of the past by their place in the bids, in order.
    pub(super) past: Vec<usize>,
    /// How many pairs of the conversation, counted from the newest.
    pub(super) pairs: usize,
}

/// The share of the room that memories may take, and that the past may take.
const MOST: f32 = 0.25;
/// The share of the room that the newest turns have for themselves. The newest pair may go over it.
const FLOOR: f32 = 0.4;
/// What the newest pair of the conversation is worth beyond the floor, and how that fades from pair to pair.
const PAIR: f32 = 1.0;
const FADES: f32 = 0.85;

/// Shares out room of so many tokens.
pub(super) fn share_out(bids: &Bids, room: u32) -> Shared {
    let mut shared = Shared::default();
    let mut left = room;
    let floor = (room as f32 * FLOOR) as u32;
    let mut taken = 0_u32;
    for tokens in &bids.pairs {
        let with = taken.saturating_add(*tokens);
        if with > left || (with > floor && shared.pairs > 0) {
            break;
        }
        taken = with;
        shared.pairs += 1;
    }
    left -= taken;

    let most = (room as f32 * MOST) as u32;
    let mut memories = Queue::new(&bids.memories, most);
    let mut past = Queue::new(&bids.past, most);
    let mut conversation_goes_on = true;
    loop {
        let pair = bids.pairs.get(shared.pairs).filter(|_| conversation_goes_on);
        let age = i32::try_from(shared.pairs).unwrap_or(i32::MAX);
        let pair_density =
            pair.map_or(0.0, |tokens| density(Bid { tokens: *tokens, value: PAIR * FADES.powi(age) }));
        let (memory, message) = (memories.density(), past.density());
        if memory > 0.0 && memory >= message && memory >= pair_density {
            shared.memories.extend(memories.take(&mut left));
        } else if message > 0.0 && message >= pair_density {
            shared.past.extend(past.take(&mut left));
        } else if let Some(tokens) = pair {
            // A conversation is told from somewhere to its end, without holes.
            match left.checked_sub(*tokens) {
                Some(rest) => (left, shared.pairs) = (rest, shared.pairs + 1),
                None => conversation_goes_on = false,
            }
        } else {
            break;
        }
    }
    shared.memories.sort_unstable();
    shared.past.sort_unstable();
    shared
}

fn density(bid: Bid) -> f32 {
    bid.value.max(f32::MIN_POSITIVE) / bid.tokens.max(1) as f32
}

/// Bids of one kind, best value a token first.
struct Queue<'a> {
    bids: &'a [Bid],
    order: std::vec::IntoIter<usize>,
    most: u32,
}

impl<'a> Queue<'a> {
    fn new(bids: &'a [Bid], most: u32) -> Self {
        let mut order: Vec<usize> = (0..bids.len()).collect();
        order.sort_by(|a, b| density(bids[*b]).total_cmp(&density(bids[*a])).then(a.cmp(b)));
        Self { bids, order: order.into_iter(), most }
    }

    /// The next one's value a token; 0 when there is none.
    fn density(&self) -> f32 {
        self.order.as_slice().first().map_or(0.0, |next| density(self.bids[*next]))
    }

    /// The next one, if it fits.
    fn take(&mut self, left: &mut u32) -> Option<usize> {
        let next = self.order.next()?;
        let tokens = self.bids[next].tokens;
        let (rest, most) = (left.checked_sub(tokens)?, self.most.checked_sub(tokens)?);
        (*left, self.most) = (rest, most);
        Some(next)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn bid(tokens: u32, value: f32) -> Bid {
        Bid { tokens, value }
    }

    #[test]
    fn with_room_for_all_nothing_is_lost() {
        let bids = Bids {
            memories: vec![bid(10, 0.1)],
            past: vec![bid(60, 0.5), bid(40, 0.9)],
            pairs: vec![200; 3],
        };
        let shared = share_out(&bids, 2_000);
        assert_eq!(shared, Shared { memories: vec![0], past: vec![0, 1], pairs: 3 });
    }

    #[test]
    fn what_is_worth_more_a_token_comes_before_old_turns() {
        let bids = Bids { memories: vec![], past: vec![bid(60, 0.9), bid(60, 0.5)], pairs: vec![100; 10] };
        let shared = share_out(&bids, 500);
        assert_eq!(shared.past, [0, 1]);
        assert_eq!(shared.pairs, 3);
    }

    #[test]
    fn the_newest_turns_have_a_floor_and_may_go_over_it() {
        let bids =
            Bids { memories: vec![bid(20, 1.0); 30], past: vec![bid(30, 1.0); 30], pairs: vec![90; 5] };
        let shared = share_out(&bids, 400);
        assert_eq!((shared.memories.len(), shared.past.len(), shared.pairs), (5, 3, 2));
        let one = Bids { pairs: vec![390, 5], ..bids };
        assert_eq!(share_out(&one, 400), Shared { memories: vec![], past: vec![], pairs: 2 });
    }

    proptest! {
        #[test]
        fn nobody_gets_more_than_there_is(
            memories in prop::collection::vec((1_u32..80, 0.0_f32..1.0), 0..12),
            past in prop::collection::vec((1_u32..120, 0.0_f32..1.0), 0..12),
            pairs in prop::collection::vec(1_u32..600, 0..12),
            room in 0_u32..3_000,
        ) {
            let bids = |bids: &[(u32, f32)]| bids.iter().map(|(tokens, value)| bid(*tokens, *value)).collect();
            let all = Bids { memories: bids(&memories), past: bids(&past), pairs };
            let shared = share_out(&all, room);
            let sum = |bids: &[Bid], kept: &[usize]| kept.iter().map(|at| bids[*at].tokens).sum::<u32>();
            let (told, recalled) = (sum(&all.memories, &shared.memories), sum(&all.past, &shared.past));
            let turns: u32 = all.pairs[..shared.pairs].iter().sum();
            prop_assert!(told + recalled + turns <= room);
            prop_assert!(told <= room / 4 && recalled <= room / 4);
            prop_assert!(shared.pairs > 0 || all.pairs.first().is_none_or(|newest| *newest > room));
        }
    }
}
