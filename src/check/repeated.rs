//! Members whose name occurs more than once in the payload.

use alloc::borrow::Cow;
use alloc::vec::Vec;

use super::faults::{Faults, at_name};
use super::names::Names;
use super::slots::Undocumented;
use crate::error::{Code, MAX_ISSUES};
use crate::json::Value;
use crate::sort::sort;

/// The second and later members of each repeated name.
#[derive(Default)]
pub(super) struct Repeated {
    /// Byte offsets of name and value. The first [`MAX_ISSUES`] of each kind of name are kept: documented, learned,
    /// neither.
    kept: Vec<(u32, u32)>,
    /// How many members are left out.
    more: usize,
}

impl Repeated {
    pub(super) fn is_empty(&self) -> bool {
        self.kept.is_empty()
    }

    /// Adds a member. Members of one kind must come in the order of the body.
    #[cold]
    pub(super) fn add(&mut self, name_at: u32, value: Value) {
        if self.kept.len() < MAX_ISSUES {
            self.kept.push((name_at, value.start.byte));
        } else {
            self.more += 1;
        }
    }

    /// Adds the members of another kind. The first [`MAX_ISSUES`] of all kinds are among the first of each.
    fn append(&mut self, kind: Self) {
        self.kept.extend(kind.kept);
        self.more += kind.more;
    }

    /// Adds the repeated ones of the undocumented members.
    #[inline(never)]
    pub(super) fn add_undocumented(&mut self, members: &[Undocumented], body: &[u8]) {
        let mut seen = 0u32;
        let mut not_learned = Vec::new();
        let mut learned = Self::default();
        for (index, member) in members.iter().enumerate() {
            if member.learned == Names::NOT_LEARNED {
                not_learned.push(index as u32);
            } else {
                // A learned name has one index, and no other name equals it.
                let bit = 1 << member.learned;
                if seen & bit != 0 {
                    learned.add(member.name.start.byte, member.value);
                }
                seen |= bit;
            }
        }
        self.append(learned);
        if not_learned.len() > 1 {
            let name = |index: u32| members.get(index as usize).map_or(Cow::default(), |it| it.name(body));
            let mut rest = Self::default();
            for member in
                repeated(&mut not_learned, &name).into_iter().filter_map(|i| members.get(i as usize))
            {
                rest.add(member.name.start.byte, member.value);
            }
            self.append(rest);
        }
    }

    #[cold]
    pub(super) fn into_faults(self) -> Faults {
        let fault = |&(name_at, value_at): &(u32, u32)| at_name(Code::RepeatedMember, name_at, value_at);
        let faults: Vec<_> = self.kept.iter().map(fault).collect();
        Faults::new(faults, self.more)
    }
}

/// The members whose name an earlier member has, in order. They are found by sorting, which is never slow, whatever
/// the names are.
fn repeated<'n>(members: &mut [u32], name: &dyn Fn(u32) -> Cow<'n, [u8]>) -> Vec<u32> {
    sort(members, &|a, b| (name(a), a) < (name(b), b));
    let pairs = members.iter().zip(members.iter().skip(1));
    let mut later: Vec<_> =
        pairs.filter(|&(&one, &next)| name(one) == name(next)).map(|(_, &next)| next).collect();
    sort(&mut later, &|a, b| a < b);
    later
}

#[cfg(test)]
mod tests {
    use alloc::borrow::Cow;
    use std::collections::BTreeSet;

    use super::repeated;

    #[test]
    fn the_second_and_later_members_of_a_name_are_found() {
        for length in [2u32, 3, 10, 1000] {
            for distinct in [1u32, 2, 7, 500, 5000] {
                let names: Vec<String> = (0..length).map(|i| format!("n{}", i * 7919 % distinct)).collect();
                let name = |index: u32| Cow::Borrowed(names[index as usize].as_bytes());
                let mut seen = BTreeSet::new();
                let expected: Vec<u32> = (0..length).filter(|&i| !seen.insert(name(i))).collect();
                let mut members: Vec<u32> = (0..length).collect();
                assert_eq!(repeated(&mut members, &name), expected, "{length} {distinct}");
            }
        }
    }
}
