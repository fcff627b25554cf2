//! Everything that prints a number, and how it is run on a project. A new command, kind of chart, kind of report or audit
//! has to be added here: `tests/matrix/main.rs` compares this list with what the program offers.

use std::path::Path;
use std::process::Command;

macro_rules! consumers {
    ($($name:ident $words:literal)*) => {
        /// Something that prints numbers of a project.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Consumer { $($name),* }

        impl Consumer {
            /// All of them.
            pub const ALL: &[Consumer] = &[$(Consumer::$name),*];

            /// The words it is called by on the command line.
            pub fn words(self) -> &'static str {
                match self { $(Consumer::$name => $words),* }
            }
        }
    };
}

consumers! {
    ScoreTable "score"
    ScoreCsv "score --format csv"
    ScoreJson "score --format json"
    Explain "explain"
    ExplainJson "explain --format json"
    Compare "compare"
    Ranking "chart ranking"
    Heatmap "chart heatmap"
    Contribution "chart contribution"
    Criteria "chart criteria"
    Timeline "chart timeline"
    Dumbbell "chart dumbbell"
    Slope "chart slope"
    Bump "chart bump"
    Funnel "chart funnel"
    Card "chart card"
    Profile "chart profile"
    Tiles "chart tiles"
    Losses "chart losses"
    Bodies "chart bodies"
    Waterfall "chart waterfall"
    Ladder "chart ladder"
    RankIntervals "chart rank-intervals"
    Reliability "chart reliability"
    Brief "report --kind brief"
    Standard "report --kind standard"
    Full "report --kind full"
    EditionReport "report --kind edition"
    Explorer "report --kind explorer"
    Progress "progress"
    ProgressWhy "progress --why"
    Structure "audit structure"
    Robustness "audit robustness"
    Sensitivity "audit sensitivity"
    Trend "audit trend"
    Weights "audit weights"
    AuditReport "audit report"
    Agreement "agreement"
    Plan "plan"
    Scenario "scenario"
    Targets "targets"
}

/// What a consumer prints about the entity it is asked about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Prints {
    /// Its total.
    pub total: bool,
    /// Its rank among how many.
    pub place: bool,
    /// Its change since the edition before.
    pub change: bool,
}

const TOTAL: Prints = Prints {
    total: true,
    place: false,
    change: false,
};
const NOTHING: Prints = Prints {
    total: false,
    place: false,
    change: false,
};

impl Consumer {
    /// What it prints. There is no other way to add a consumer than to say so here.
    pub fn prints(self) -> Prints {
        use Consumer as C;
        match self {
            C::ScoreTable | C::ScoreCsv | C::ScoreJson => TOTAL,
            C::Explain => Prints {
                place: true,
                ..TOTAL
            },
            C::ExplainJson | C::Compare => TOTAL,
            C::Ranking | C::Heatmap | C::Contribution => TOTAL,
            C::Timeline => TOTAL,
            C::Dumbbell => Prints {
                change: true,
                ..NOTHING
            },
            C::Slope => TOTAL,
            C::Card | C::Profile => Prints {
                total: true,
                place: true,
                change: true,
            },
            C::Brief | C::Standard | C::Full | C::EditionReport => TOTAL,
            C::Explorer => TOTAL,
            C::Progress => Prints {
                change: true,
                ..TOTAL
            },
            C::ProgressWhy | C::Waterfall => Prints {
                change: true,
                ..NOTHING
            },
            C::Plan | C::Scenario | C::Targets | C::Ladder => TOTAL,
            C::Robustness | C::Weights => NOTHING,
            C::Criteria | C::Bump | C::Funnel | C::Tiles | C::Losses | C::Bodies => NOTHING,
            C::RankIntervals | C::Reliability | C::Agreement => NOTHING,
            C::Structure | C::Sensitivity | C::Trend | C::AuditReport => NOTHING,
        }
    }

    /// Whether it shows all indices of a rubric, not only the official one.
    pub fn shows_all_indices(self) -> bool {
        use Consumer as C;
        matches!(
            self,
            C::ScoreTable
                | C::ScoreCsv
                | C::ScoreJson
                | C::Explain
                | C::ExplainJson
                | C::Compare
                | C::Brief
                | C::Standard
                | C::Full
                | C::EditionReport
                | C::Explorer
        )
    }
}

/// Charts about one entity.
const ABOUT_ONE: [Consumer; 7] = [
    Consumer::Card,
    Consumer::Profile,
    Consumer::Tiles,
    Consumer::Losses,
    Consumer::Bodies,
    Consumer::Waterfall,
    Consumer::Ladder,
];

/// Whom and what a consumer is asked about.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
    /// The entity that is looked at.
    pub entity: &'a str,
    /// The entity it is compared with.
    pub other: &'a str,
    /// The edition.
    pub edition: &'a str,
    /// The node that is explained.
    pub node: &'a str,
}

/// What a consumer said.
#[derive(Debug)]
pub struct Answer {
    /// Whether it did what it was asked for.
    pub done: bool,
    /// Everything it printed and wrote, without the tags of pictures.
    pub text: String,
}

impl Consumer {
    /// Runs it on the project in a folder; what it writes goes to `out`. Commands that draw at random draw little.
    pub fn run(self, project: &Path, out: &Path, asked: Asked<'_>) -> Answer {
        use Consumer as C;
        let folder = project.to_str().unwrap().to_string();
        let words: Vec<String> = self.words().split(' ').map(String::from).collect();
        let verb = words.first().unwrap().clone();
        let mut arguments = words.clone();
        let file = |name: &str| out.join(name).to_str().unwrap().to_string();
        let entity = || asked.entity.to_string();
        match self {
            C::Explain | C::ExplainJson => {
                let what = format!("{}/{}/{}", asked.entity, asked.edition, asked.node);
                arguments.insert(1, what);
            }
            C::Compare => arguments.extend([entity(), asked.other.to_string()]),
            C::Plan => arguments.extend(["--entity".into(), entity(), "--all".into()]),
            C::ProgressWhy => arguments.extend(["--entity".into(), entity()]),
            C::Scenario => arguments.push(project.join("more.yaml").to_str().unwrap().into()),
            C::Robustness => arguments.extend(["--weights".into(), "25%".into()]),
            C::Sensitivity => arguments.extend(["--weights".into(), "25%".into()]),
            _ => {}
        }
        arguments.push(folder);
        if ABOUT_ONE.contains(&self) {
            arguments.extend(["--entity".into(), entity()]);
        }
        let target = match verb.as_str() {
            "chart" => Some(file("picture.svg")),
            "report" => Some(file("report")),
            _ if self == C::AuditReport => Some(file("audit")),
            _ => None,
        };
        if let Some(target) = &target {
            arguments.extend(["-o".into(), target.clone()]);
        }
        let run = Command::new(env!("CARGO_BIN_EXE_clearwatt"))
            .args(&arguments)
            .output()
            .unwrap();
        let mut text = String::from_utf8_lossy(&run.stdout).into_owned();
        text.push_str(&String::from_utf8_lossy(&run.stderr));
        if let Some(target) = target {
            text.push_str(&written(Path::new(&target)));
        }
        Answer {
            done: run.status.success(),
            text,
        }
    }
}

/// The text of everything that was written: of a file, or of all files of a folder.
fn written(target: &Path) -> String {
    let mut files = Vec::new();
    if target.is_dir() {
        let entries = std::fs::read_dir(target).unwrap();
        files.extend(entries.map(|entry| entry.unwrap().path()));
        files.sort();
    } else {
        files.push(target.to_path_buf());
    }
    let mut text = String::new();
    for file in files {
        let ending = file.extension().and_then(|ending| ending.to_str());
        let content = match ending {
            Some("svg") => text_of_picture(&std::fs::read_to_string(&file).unwrap_or_default()),
            Some("md" | "csv") => std::fs::read_to_string(&file).unwrap(),
            // The explorer is one page whose data stand in a script.
            Some("html") if file.ends_with("explorer.html") => {
                std::fs::read_to_string(&file).unwrap()
            }
            _ => continue,
        };
        text.push_str(&content);
        text.push('\n');
    }
    text
}

/// What a picture says: the text of its elements, one a line.
fn text_of_picture(svg: &str) -> String {
    let mut text = String::new();
    for (at, part) in svg.split('<').enumerate() {
        let Some((tag, content)) = part.split_once('>') else {
            continue;
        };
        let inner = tag.starts_with("tspan") || tag.starts_with("/tspan");
        if at > 0 && !inner && !text.ends_with('\n') {
            text.push('\n');
        }
        if !tag.starts_with("style") {
            text.push_str(content.trim_end_matches('\n'));
        }
    }
    let entities = [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&apos;", "'"),
        ("&amp;", "&"),
    ];
    for (entity, sign) in entities {
        text = text.replace(entity, sign);
    }
    text
}
