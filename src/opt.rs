//! The type of optional members.

/// An optional member: absent, null, or a value.
///
/// Absent and null are different in JSON. They are different here too, so that an event serialises to the payload that
/// came.
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
    /// The member is null.
    Null,
    /// The member has a value.
    Value(T),
}

impl<T> Opt<T> {
    /// The value; `None` if the member is absent or null.
    pub fn value(&self) -> Option<&T> {
        match self {
            Self::Value(value) => Some(value),
            _ => None,
        }
    }

    /// Like [`value`](Opt::value), but takes the value out.
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

    /// Whether the member is present and null.
    pub fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }

    /// Applies `f` to the value, if there is one. Absent stays absent, and null stays null.
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
    fn absent_null_and_value_are_three_states() {
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
