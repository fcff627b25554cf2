//! What ships inside the program, so that an installed clearwatt needs no checkout: rubrics and catalogues, named
//! `builtin:NAME` in a project.

use crate::diagnostic::{did_you_mean, one_of};

/// What stands before the name of a built-in text.
pub const PREFIX: &str = "builtin:";

/// A text that ships.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BuiltinText {
    /// Its file name, such as `balances.yaml`.
    pub file: &'static str,
    /// The text.
    pub text: &'static str,
}

macro_rules! texts {
    ($folder:literal: $($file:literal)+) => {
        &[$(BuiltinText {
            file: $file,
            text: include_str!(concat!("../../", $folder, "/", $file)),
        }),+]
    };
}

const RUBRICS: &[BuiltinText] = texts!["rubrics":
    "energy-transparency-international-2020.rubric"
    "energy-transparency-international-2021.rubric"
    "energy-transparency-international-2023.rubric"
    "energy-transparency-international.rubric"
    "energy-transparency-national-2021.rubric"
    "energy-transparency-national-2022.rubric"
    "energy-transparency-national-2023.rubric"
    "energy-transparency-national.rubric"
    "global-open-data-index-2015.rubric"
    "global-open-data-index.rubric"
    "human-development-2023-24.rubric"
    "open-data-barometer-2014.rubric"
];

const CATALOGUES: &[(&str, &[BuiltinText])] = &[(
    "energy-transparency",
    texts!["indicators":
        "balances.yaml"
        "bodies.yaml"
        "consumption.yaml"
        "natural-monopolies.yaml"
        "policy.yaml"
        "public-authorities.yaml"
        "reliability-and-security.yaml"
        "reporting.yaml"
        "supply.yaml"
        "terms.yaml"
    ],
)];

/// The files of the project that `clearwatt init` writes.
pub const STARTER: &[BuiltinText] = texts!["examples/starter":
    "README.md"
    "clearwatt.yaml"
    "data/2024/MD.yaml"
    "data/2024/RO.yaml"
    "rubrics/my-tests.rubric"
    "rubrics/my.rubric"
];

/// No built-in text has this name.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("no built-in {what} is called `{name}`")]
pub struct NoSuchBuiltin {
    /// `rubric` or `catalogue`.
    pub what: &'static str,
    /// The name asked for.
    pub name: String,
    /// The nearest name, or all names.
    pub help: String,
}

/// The names of the rubrics that ship.
pub fn rubrics() -> impl Iterator<Item = &'static str> + Clone {
    RUBRICS.iter().map(|rubric| without_ending(rubric.file))
}

/// The names of the catalogues that ship.
pub fn catalogues() -> impl Iterator<Item = &'static str> + Clone {
    CATALOGUES.iter().map(|(name, _)| *name)
}

/// A rubric by its name, with or without `.rubric`.
///
/// # Errors
/// [`NoSuchBuiltin`] with the nearest name.
pub fn rubric(name: &str) -> Result<BuiltinText, NoSuchBuiltin> {
    let wanted = without_ending(name);
    let found = RUBRICS
        .iter()
        .find(|rubric| without_ending(rubric.file) == wanted);
    found
        .copied()
        .ok_or_else(|| missing("rubric", name, rubrics()))
}

/// The files of a catalogue by its name, sorted by file name.
///
/// # Errors
/// [`NoSuchBuiltin`] with the nearest name.
pub fn catalogue(name: &str) -> Result<&'static [BuiltinText], NoSuchBuiltin> {
    let found = CATALOGUES.iter().find(|(known, _)| *known == name);
    let files = found.map(|(_, files)| *files);
    files.ok_or_else(|| missing("catalogue", name, catalogues()))
}

fn without_ending(file: &str) -> &str {
    file.strip_suffix(".rubric").unwrap_or(file)
}

fn missing(
    what: &'static str,
    name: &str,
    known: impl Iterator<Item = &'static str> + Clone,
) -> NoSuchBuiltin {
    let all = || {
        format!(
            "there are {}",
            one_of(known.clone()).replace(" or ", " and ")
        )
    };
    NoSuchBuiltin {
        what,
        name: name.to_string(),
        help: did_you_mean(name, known.clone()).unwrap_or_else(all),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn on_disk(folder: &str, ending: &str) -> Vec<String> {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
        let entries = std::fs::read_dir(folder).unwrap();
        let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
        let mut names: Vec<String> = names.filter(|name| name.ends_with(ending)).collect();
        names.sort();
        names
    }

    #[test]
    fn everything_that_ships_is_inside() {
        let files = |texts: &[BuiltinText]| -> Vec<String> {
            texts.iter().map(|text| text.file.to_string()).collect()
        };
        assert_eq!(files(RUBRICS), on_disk("rubrics", ".rubric"));
        let catalogue = catalogue("energy-transparency").unwrap();
        assert_eq!(files(catalogue), on_disk("indicators", ".yaml"));
    }

    #[test]
    fn a_rubric_is_found_with_or_without_its_ending() {
        let name = "global-open-data-index";
        assert_eq!(rubric(name).unwrap().file, "global-open-data-index.rubric");
        assert_eq!(rubric("global-open-data-index.rubric"), rubric(name));
    }

    #[test]
    fn a_misspelt_name_gets_the_nearest() {
        let error = rubric("energy-transparency-nationale").unwrap_err();
        assert_eq!(error.help, "did you mean `energy-transparency-national`?");
        let error = catalogue("oil").unwrap_err();
        assert_eq!(error.to_string(), "no built-in catalogue is called `oil`");
        assert_eq!(error.help, "there are `energy-transparency`");
    }
}
