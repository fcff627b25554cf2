//! A small project with everything an index can meet: parts without scores, published totals and parts, what does not
//! apply, entities in two groups, equal scores.

use super::arithmetic::Dice;
use std::fmt::Write;
use std::path::Path;

pub struct Mixed {
    folder: tempfile::TempDir,
    rubric: String,
}

const PROJECT: &str = "title: Mixed\ncatalogue: catalogue\nevidence: data\neditions:\n  - { id: m-2024, rubric: m.rubric }\nentities:\n";

impl Mixed {
    /// Nine entities with random scores in three categories of two indicators each.
    pub fn random(dice: &mut Dice, rules: &str, rounding: &str) -> Mixed {
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str, text: &str| {
            let path = folder.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        };
        let mut project = PROJECT.to_string();
        for (at, id) in ["E1", "e2", "F3", "G4", "H5", "I6", "J7", "K8", "L9"]
            .into_iter()
            .enumerate()
        {
            let size = if dice.below(2) == 0 { "small" } else { "large" };
            writeln!(project, "  {id}: {{ label: Entity {id}, size: {size} }}").unwrap();
            let mut sheet = format!("edition: m-2024\nentity: {id}\ndisclosures:\n");
            for indicator in ["a1", "a2", "b1", "b2", "c1", "c2"] {
                let score = dice.below(60);
                match dice.below(5) {
                    0 => writeln!(sheet, "  {indicator}: {{ not_assessed: later }}"),
                    1 => writeln!(sheet, "  {indicator}: {{ not_applicable: none }}"),
                    _ => writeln!(
                        sheet,
                        "  {indicator}: {{ number: {}.{} }}",
                        score,
                        5 * (score % 2)
                    ),
                }
                .unwrap();
            }
            if at == 2 {
                sheet.push_str("given:\n  - { index: mixed, score: 33.5 }\n");
            }
            if at == 5 {
                sheet.push_str("given:\n  - { category: b, score: 41.25 }\n");
            }
            write(&format!("data/{at}.yaml"), &sheet);
        }
        write("clearwatt.yaml", &project);
        for category in ["a", "b", "c"] {
            let text = format!(
                "category: {category}\nlabel: {category}\nsubcategories:\n  s{category}:\n    label: s\n    indicators:\n      {category}1: {{ label: one }}\n      {category}2: {{ label: two }}\n"
            );
            write(&format!("catalogue/{category}.yaml"), &text);
        }
        let rubric = format!(
            "rubric mixed \"Mixed\" {{\n  entity {{\n    size : small | large\n  }}\n  evidence {{\n    number : number\n  }}\n  score number\n  \
             absence {{\n    not_assessed : left out\n    withheld : zero\n  }}\n  index mixed {{\n    category: mean of indicators\n    \
             total: weighted mean of categories{rounding} {{ WEIGHTS }}\n    {rules}\n  }}\n  \
             grades {{\n    high from 30 \"high\" #19aa52\n    low from 0 \"low\" #ed4243\n  }}\n}}\n"
        );
        let mixed = Mixed { folder, rubric };
        mixed.weigh(&[20, 30, 50]);
        mixed
    }

    /// Writes other weights into the rubric; they add up to 100.
    pub fn weigh(&self, weights: &[u64]) {
        let parts: Vec<String> = ["a", "b", "c"]
            .iter()
            .zip(weights)
            .map(|(node, weight)| format!("{node} {weight}%"))
            .collect();
        let text = self.rubric.replace("WEIGHTS", &parts.join(", "));
        std::fs::write(self.folder.path().join("m.rubric"), text).unwrap();
    }

    pub fn folder(&self) -> &Path {
        self.folder.path()
    }
}
