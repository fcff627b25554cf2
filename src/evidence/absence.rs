//! The kinds of absence: why something has no answer, and so no score, of its own.
//!
//! There is one enum from evidence to charts. Whoever treats absences apart matches it exhaustively, so that a new kind
//! cannot be forgotten anywhere.

/// Why there is no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Absence {
    /// It does not apply to the entity; it leaves every mean.
    NotApplicable,
    /// It was not assessed, or nothing is recorded at all.
    NotAssessed,
    /// It is withheld for a reason such as `martial_law`.
    Withheld,
}

impl Absence {
    /// All kinds.
    pub const ALL: [Absence; 3] = [
        Absence::NotApplicable,
        Absence::NotAssessed,
        Absence::Withheld,
    ];

    /// The word in evidence, CSV and JSON.
    ///
    /// ```
    /// use clearwatt::evidence::Absence;
    /// assert_eq!(Absence::NotApplicable.word(), "not_applicable");
    /// ```
    pub fn word(self) -> &'static str {
        match self {
            Absence::NotApplicable => "not_applicable",
            Absence::NotAssessed => "not_assessed",
            Absence::Withheld => "withheld",
        }
    }
}
