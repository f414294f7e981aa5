//! Three states of an optional member.

/// An optional member: absent, null, or a value.
///
/// JSON tells the first two apart and so does this, so that an event serialises to what came.
///
/// ```
/// use azeer_webhooks::Opt;
///
/// let name = Opt::Value("James");
/// assert_eq!(name.value(), Some(&"James"));
/// assert_eq!(Opt::<&str>::Null.value(), None);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Opt<T> {
    /// The payload has no such member.
    #[default]
    Absent,
    /// The member is there and null.
    Null,
    /// The member is there.
    Value(T),
}

impl<T> Opt<T> {
    /// The value, if there is one.
    pub fn value(&self) -> Option<&T> {
        match self {
            Self::Value(value) => Some(value),
            _ => None,
        }
    }

    /// The value, if there is one, taken out.
    pub fn into_value(self) -> Option<T> {
        match self {
            Self::Value(value) => Some(value),
            _ => None,
        }
    }

    /// Whether the payload has no such member.
    pub fn is_absent(&self) -> bool {
        matches!(self, Self::Absent)
    }

    /// Whether the member is there and null.
    pub fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }

    /// The same state, with the value changed by `f`.
    pub fn map<U>(self, f: impl FnOnce(T) -> U) -> Opt<U> {
        match self {
            Self::Absent => Opt::Absent,
            Self::Null => Opt::Null,
            Self::Value(value) => Opt::Value(f(value)),
        }
    }
}

impl<T> From<T> for Opt<T> {
    fn from(value: T) -> Self {
        Self::Value(value)
    }
}

#[cfg(test)]
mod tests {
    use super::Opt;

    #[test]
    fn three_states() {
        let all = [Opt::Absent, Opt::Null, Opt::from(7)];
        assert_eq!(all[2], Opt::Value(7));
        assert_eq!(all.map(|it| it.value().copied()), [None, None, Some(7)]);
        assert_eq!(all.map(Opt::into_value), [None, None, Some(7)]);
        assert_eq!(all.map(|it| it.is_absent()), [true, false, false]);
        assert_eq!(all.map(|it| it.is_null()), [false, true, false]);
        assert_eq!(all.map(|it| it.map(|n| n + 1)), [Opt::Absent, Opt::Null, Opt::Value(8)]);
        assert_eq!(Opt::<i64>::default(), Opt::Absent);
    }
}
