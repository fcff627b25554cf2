//! Findings as data: what is said, about whom, with which numbers. A title, a first sentence, a card and a description of
//! the same fact are worded from the same finding, so that two of them cannot disagree.

use super::figures::Selection;
use super::view::View;
use crate::index::Row;
use crate::language::number::Number;
use crate::language::syntax::AbsenceEffect;
use crate::project::EntityId;
use crate::results::Withheld;
use std::fmt::Display;

/// So many groups have their leaders named in one sentence.
const MOST_GROUPS: usize = 4;
/// So many entities are named one by one.
const MOST_NAMED: usize = 3;

/// Who stands where.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::report) enum Finding<'a> {
    /// Nobody has a score.
    Nobody,
    /// There is one entity.
    Alone(&'a Row),
    /// Several, and all have the same score.
    AllEqual(&'a Number),
    /// Who leads, and who is last.
    Ends(Ends<'a>),
    /// Each group has its own leaders.
    Groups(Vec<Ends<'a>>),
    /// Those that are set apart, each with its place.
    Placed(Vec<&'a Row>),
}

/// The ends of a ranking.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::report) struct Ends<'a> {
    /// All with the highest score.
    pub first: Vec<&'a Row>,
    /// The highest score.
    pub high: &'a Number,
    /// All with the lowest score.
    pub last: Vec<&'a Row>,
    /// The lowest score.
    pub low: &'a Number,
}

impl<'a> Finding<'a> {
    /// The finding about the entities that are shown, or about those of them that are set apart.
    pub fn of(view: View<'a>, standings: &[&'a Row], chosen: &Selection) -> Finding<'a> {
        let scored: Vec<&Row> = standings
            .iter()
            .copied()
            .filter(|row| row.shown.is_some())
            .collect();
        let apart: Vec<&Row> = scored
            .iter()
            .copied()
            .filter(|row| chosen.highlights(&row.entity))
            .collect();
        match scored.as_slice() {
            [] => return Finding::Nobody,
            [one] => return Finding::Alone(one),
            _ if !apart.is_empty() && apart.len() <= MOST_NAMED => return Finding::Placed(apart),
            _ => {}
        }
        let mut groups: Vec<Vec<&Row>> = Vec::new();
        for row in scored {
            let same = |group: &&mut Vec<&Row>| {
                group
                    .first()
                    .is_some_and(|known| view.group_name(known) == view.group_name(row))
            };
            match groups.iter_mut().find(same) {
                Some(group) => group.push(row),
                None => groups.push(vec![row]),
            }
        }
        let mut ends: Vec<Ends<'_>> = groups.iter().filter_map(|group| Ends::of(group)).collect();
        match (ends.pop(), ends.is_empty()) {
            (None, _) => Finding::Nobody,
            (Some(only), true) if only.high == only.low => Finding::AllEqual(only.high),
            (Some(only), true) => Finding::Ends(only),
            (Some(last), false) => {
                ends.push(last);
                Finding::Groups(ends)
            }
        }
    }

    /// The finding as a title, without a full stop.
    pub fn title(&self, view: View<'_>) -> String {
        let words = view.words;
        match self {
            Finding::Nobody => words.say("title_nobody", &[]),
            Finding::Alone(row) => alone(view, row),
            Finding::AllEqual(score) => {
                words.say("title_all_equal", &[("high", &words.number(score))])
            }
            Finding::Ends(ends) => ends.title(view),
            Finding::Groups(groups) => {
                let named = groups.iter().take(MOST_GROUPS);
                let mut parts: Vec<String> = named.map(|ends| ends.of_group(view)).collect();
                if groups.len() > MOST_GROUPS {
                    parts.push("…".to_string());
                }
                parts.join("; ")
            }
            Finding::Placed(rows) => {
                let parts: Vec<String> = rows.iter().map(|row| placed(view, row)).collect();
                parts.join("; ")
            }
        }
    }
}

impl<'a> Ends<'a> {
    /// The ends of some rows that have scores.
    fn of(rows: &[&'a Row]) -> Option<Ends<'a>> {
        let scores = || rows.iter().filter_map(|row| row.shown.as_ref());
        let (high, low) = (scores().max()?, scores().min()?);
        let with = |score: &Number| {
            let has = |row: &&&Row| row.shown.as_ref() == Some(score);
            rows.iter().filter(has).copied().collect()
        };
        Some(Ends {
            first: with(high),
            high,
            last: with(low),
            low,
        })
    }

    /// Who leads, by name; how many where there are many.
    pub fn leaders(&self, view: View<'_>) -> String {
        if self.first.len() > MOST_NAMED {
            return view.count(self.first.len());
        }
        let names = self.first.iter().map(|row| name(view, row));
        view.words.list(&names.collect::<Vec<_>>())
    }

    fn title(&self, view: View<'_>) -> String {
        let words = view.words;
        let (high, low) = (words.number(self.high), words.number(self.low));
        let first = self.leaders(view);
        let last = self
            .last
            .first()
            .map_or_else(String::new, |row| name(view, row));
        let fill: [(&str, &dyn Display); 4] = [
            ("first", &first),
            ("high", &high),
            ("last", &last),
            ("low", &low),
        ];
        match (self.first.len(), self.last.len()) {
            (1, 1) => words.say("title_leads", &fill),
            (2..=MOST_NAMED, 1) => words.say("title_shared_lead_last", &fill),
            (count, _) => words.count("title_share_lead", count, &fill),
        }
    }

    /// Who leads a group.
    fn of_group(&self, view: View<'_>) -> String {
        let words = view.words;
        let high = words.number(self.high);
        let first = self.leaders(view);
        let fill: [(&str, &dyn Display); 2] = [("first", &first), ("high", &high)];
        let finding = words.count("title_share_lead", self.first.len(), &fill);
        let group = self.first.first().and_then(|row| view.group_name(row));
        match group {
            Some(group) => words.say("named", &[("name", &group), ("finding", &finding)]),
            None => finding,
        }
    }
}

fn name(view: View<'_>, row: &Row) -> String {
    view.results
        .entity_name(&row.entity, view.lang())
        .to_string()
}

/// The finding about the only entity.
fn alone(view: View<'_>, row: &Row) -> String {
    let words = view.words;
    let Some(score) = &row.shown else {
        return words.say("title_nobody", &[]);
    };
    let (entity, score) = (name(view, row), words.number(score));
    let top = words.number(&view.scale.high);
    let fill: [(&str, &dyn Display); 4] = [
        ("top", &top),
        ("entity", &entity),
        ("score", &score),
        ("grade", &row.grade.as_deref().unwrap_or("")),
    ];
    let key = match row.grade {
        Some(_) => "title_one_graded",
        None => "title_one",
    };
    words.say(key, &fill)
}

/// An entity with its score and its place.
fn placed(view: View<'_>, row: &Row) -> String {
    let words = view.words;
    let Some(score) = &row.shown else {
        return words.say("title_nobody", &[]);
    };
    let (entity, points) = (name(view, row), words.amount("points", score));
    match view.rank_line(row) {
        Some(rank) => {
            let fill: [(&str, &dyn Display); 3] =
                [("entity", &entity), ("points", &points), ("rank", &rank)];
            words.say("title_placed", &fill)
        }
        None => words.say(
            "title_card_ungraded",
            &[("entity", &entity), ("points", &points)],
        ),
    }
}

impl<'a> View<'a> {
    /// The group an entity is ranked in, by name; `None` where all are ranked together.
    pub fn group_name(self, row: &Row) -> Option<String> {
        let fact = self.index.rank.within.filter(|_| self.grouped)?;
        let fact = self.edition.rubric.facts.get(fact.index())?;
        let answer = fact.domain.names().get(usize::from(row.group?))?;
        let text = self.term(answer, answer);
        // What the catalogue does not call otherwise is read as the rubric writes it.
        Some(text.replace('_', " "))
    }

    /// The rank among how many, and in which group; `None` where there is nobody to be ranked with.
    pub fn rank_line(self, row: &Row) -> Option<String> {
        let rank = row.rank_in_words().filter(|_| row.of > 1)?;
        let fill: [(&str, &dyn Display); 2] = [("rank", &rank), ("of", &row.of)];
        Some(match self.group_name(row) {
            Some(group) => {
                let [rank, of] = fill;
                let fill = [rank, of, ("group", &group as &dyn Display)];
                self.words.say("rank_in_group", &fill)
            }
            None => self.words.say("rank", &fill),
        })
    }

    /// What is withheld of an entity, without a full stop; `None` where nothing is.
    pub fn withheld_of(self, entity: &EntityId) -> Option<String> {
        let found = self.results.withheld(self.edition, self.index, entity)?;
        Some(withheld(self, &found))
    }

    /// What is withheld of those that are shown: each by name, or how many where they are many.
    pub fn withheld_among(self, rows: &[&'a Row]) -> Option<String> {
        let found: Vec<(&Row, Withheld<'_>)> = rows
            .iter()
            .filter_map(|row| {
                let found = self
                    .results
                    .withheld(self.edition, self.index, &row.entity)?;
                Some((*row, found))
            })
            .collect();
        let words = self.words;
        let text = match found.len() {
            0 => return None,
            1..=MOST_NAMED => {
                let parts = found.iter().map(|(row, found)| {
                    let (name, finding) = (name(self, row), withheld(self, found));
                    words.say("named", &[("name", &name), ("finding", &finding)])
                });
                parts.collect::<Vec<_>>().join("; ")
            }
            many => words.say("withheld_by_many", &[("entities", &self.count(many))]),
        };
        Some(self.sentence(&text))
    }

    /// A text with a full stop.
    pub fn sentence(self, text: &str) -> String {
        self.words.say("sentence", &[("text", &text)])
    }
}

/// How much is withheld, why, what it counts as, and what the score would be without.
fn withheld(view: View<'_>, found: &Withheld<'_>) -> String {
    let words = view.words;
    let key = match found.effect {
        AbsenceEffect::Zero => "withheld_zero",
        AbsenceEffect::LeftOut => "withheld_left_out",
        AbsenceEffect::CarriedOver | AbsenceEffect::Error => "withheld_only",
    };
    let why = found
        .reason
        .map_or_else(String::new, |reason| why(view, reason));
    let fill: [(&str, &dyn Display); 2] = [("of", &found.of), ("why", &why)];
    let mut text = words.count(key, found.count, &fill);
    if let Some(without) = &found.without {
        let score = words.number(&view.index.shown(without));
        text.push_str(&words.say("withheld_without", &[("score", &score)]));
    }
    text
}

/// Why something is withheld: the words of the catalogue, those of the reports, or the evidence's own.
fn why(view: View<'_>, reason: &str) -> String {
    let words = view.words;
    let of_catalogue = view.results.catalogue.term(reason, view.lang());
    let key = format!("why_{reason}");
    let known = words.say(&key, &[]);
    match of_catalogue {
        None if known != key => known,
        of_catalogue => {
            let reason = of_catalogue.map_or_else(|| reason.replace('_', " "), String::from);
            words.say("why_other", &[("reason", &reason)])
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::Words;
    use crate::report::figures::{self, ChartKind};
    use crate::results::{Results, compute, indices};

    fn example(name: &str) -> Results {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("examples");
        compute(&folder.join(name)).results.unwrap()
    }

    /// Five entities in two groups of income.
    fn grouped() -> Results {
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str, text: &str| {
            let path = folder.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        };
        let entities: String = [
            ("X1", "One", "high"),
            ("X2", "Two", "high"),
            ("X3", "Three", "upper_middle"),
            ("X4", "Four", "upper_middle"),
            ("X5", "Five", "upper_middle"),
        ]
        .map(|(id, name, income)| format!("  {id}: {{ label: {name}, income: {income} }}\n"))
        .concat();
        write(
            "clearwatt.yaml",
            &format!(
                "title: T\ncatalogue: catalogue\nevidence: data\neditions:\n  - {{ id: t-2024, rubric: my.rubric }}\n\
                 entities:\n{entities}"
            ),
        );
        write(
            "my.rubric",
            "rubric t \"T\" {\n  edition \"1\"\n  entity { income : high > upper_middle }\n\
             \u{20}\u{20}evidence { out : number from 0 to 100 }\n  score out\n  index all \"All\" {\n\
             \u{20}\u{20}\u{20}\u{20}total: mean of indicators\n    rank on exact score within income, ties share\n  }\n}\n",
        );
        write(
            "catalogue/all.yaml",
            "category: k\nlabel: K\nsubcategories:\n  s:\n    label: S\n    indicators:\n      a: { label: A }\n",
        );
        write(
            "data/all.csv",
            "edition,entity,indicator,out\nt-2024,X1,a,90\nt-2024,X2,a,40\nt-2024,X3,a,80\nt-2024,X4,a,60\nt-2024,X5,a,20\n",
        );
        let computed = compute(folder.path());
        computed
            .results
            .unwrap_or_else(|| panic!("{:#?}", computed.findings))
    }

    fn title(results: &Results, kind: ChartKind, chosen: &Selection) -> String {
        let words = Words::of("en").unwrap();
        let (index, editions) = indices(results).remove(0);
        let mut views = editions
            .into_iter()
            .rev()
            .map(|edition| View::of(results, edition, index, &words).unwrap());
        let mut data = views.find_map(|view| kind.data(view, chosen)).unwrap();
        data.frame_mut().title.clone()
    }

    fn highlight(results: &Results, id: &str) -> Selection {
        Selection {
            entities: Vec::new(),
            highlight: vec![results.project.entities.resolve(id).unwrap()],
        }
    }

    /// High income: 90 and 40; upper middle income: 80, 60 and 20, so Five is third of three there, not last of five.
    #[test]
    fn ranks_are_told_within_their_group() {
        let results = grouped();
        let everybody = Selection::default();
        assert_eq!(
            title(&results, ChartKind::Ranking, &everybody),
            "high: One leads with 90 points; upper middle: Three leads with 80 points"
        );
        let five = highlight(&results, "X5");
        assert_eq!(
            title(&results, ChartKind::Ranking, &five),
            "Five: 20 points, rank 3 of 3 in the group “upper middle”"
        );
        let words = Words::of("en").unwrap();
        let view = View::of(&results, &results.editions[0], "all", &words).unwrap();
        let card = figures::card(view, &five.highlight[0]).unwrap();
        assert_eq!(
            card.standing.facts,
            ["rank 3 of 3 in the group “upper middle”"]
        );
        // Group by group, each from its best.
        let ranking = figures::ranking(view, &everybody).unwrap();
        let order: Vec<(&str, &str)> = ranking
            .rows
            .iter()
            .map(|row| (row.name.as_str(), row.rank.as_deref().unwrap()))
            .collect();
        let expected = [
            ("One", "1"),
            ("Two", "2"),
            ("Three", "1"),
            ("Four", "2"),
            ("Five", "3"),
        ];
        assert_eq!(order, expected);
    }

    /// Published in 2023: Romania 86, Georgia 73, Moldova 61, Ukraine 38; Ukraine had 69 in 2021.
    #[test]
    fn a_title_is_about_whoever_is_set_apart() {
        let results = example("eti-published");
        let ukraine = highlight(&results, "UA");
        assert_eq!(
            title(&results, ChartKind::Ranking, &ukraine),
            "Ukraine: 38 points, rank 4 of 4"
        );
        let timeline = title(&results, ChartKind::Timeline, &ukraine);
        assert!(
            timeline.starts_with("Ukraine: \u{2212}31 points"),
            "{timeline}"
        );
    }

    /// `clearwatt score --format csv` of the demo counts 43 withheld rows of 134 that apply to Dravina.
    #[test]
    fn what_is_withheld_is_said_wherever_the_score_stands() {
        let results = example("eti-demo");
        let words = Words::of("en").unwrap();
        let (index, editions) = indices(&results).remove(0);
        let view = View::of(&results, editions.last().unwrap(), index, &words).unwrap();
        let dravina = results.project.entities.resolve("DV").unwrap();
        let said = "43 of 134 indicators are withheld under martial law and count as zero; without the restriction the score would be about";
        let card = figures::card(view, &dravina).unwrap();
        assert!(
            card.standing
                .facts
                .iter()
                .any(|fact| fact.starts_with(said))
        );
        let everybody = Selection::default();
        let ranking = figures::ranking(view, &everybody).unwrap();
        let heat_map = figures::heat_map(view, &everybody).unwrap();
        for notes in [&ranking.frame.notes, &heat_map.frame.notes] {
            assert!(notes.iter().any(|note| note.contains(said)), "{notes:?}");
        }
    }
}
