//! Sorts indices. One function for all orders keeps the core small: the sorts of the standard library are compiled
//! once for each order, and together were a fifth of the core.

/// Sorts `items` with heapsort, which needs O(n log n) comparisons for any input. `is_less` must be a strict order in
/// which no two items are equal; comparing indices last makes any order strict.
// Inlined, it would be compiled for each caller.
#[inline(never)]
pub(crate) fn sort(items: &mut [u32], is_less: &dyn Fn(u32, u32) -> bool) {
    for root in (0..items.len() / 2).rev() {
        sift(items, root, is_less);
    }
    for end in (1..items.len()).rev() {
        items.swap(0, end);
        if let Some(rest) = items.get_mut(..end) {
            sift(rest, 0, is_less);
        }
    }
}

/// Moves the item at `root` down until no child is greater.
fn sift(items: &mut [u32], root: usize, is_less: &dyn Fn(u32, u32) -> bool) {
    let mut root = root;
    while let (child, Some(&left), Some(&item)) = (2 * root + 1, items.get(2 * root + 1), items.get(root)) {
        let right = items.get(child + 1).copied();
        let (greatest, value) = match right {
            Some(right) if is_less(left, right) => (child + 1, right),
            _ => (child, left),
        };
        if !is_less(item, value) {
            return;
        }
        items.swap(root, greatest);
        root = greatest;
    }
}

#[cfg(test)]
mod tests {
    use super::sort;

    #[test]
    fn every_length_is_sorted_from_every_order() {
        for length in 0..200u32 {
            for step in [1, 3, 7, 31, 97] {
                // Steps without a common divisor visit every index.
                let modulus = 211;
                let mut items: Vec<u32> = (0..length).map(|i| i * step % modulus).collect();
                let mut expected = items.clone();
                expected.sort_unstable();
                sort(&mut items, &|a, b| a < b);
                assert_eq!(items, expected);
                sort(&mut items, &|a, b| a > b);
                expected.reverse();
                assert_eq!(items, expected);
            }
        }
    }
}
