//! The choices, each with its numbers worked out by hand. In most projects an indicator has 100 points for `yes`, 50 for
//! `part` and 0 for `no`; a category is the mean of its two indicators, the total the mean of both categories.

use crate::consumers::{Asked, Consumer};
use crate::project::{Cell, Choice};

const fn asked(entity: &'static str, node: &'static str) -> Asked<'static> {
    Asked {
        entity,
        other: "RO",
        edition: "i-2024",
        node,
    }
}

/// What is refused in every project of this kind: nobody is assessed twice.
const NO_ASSESSORS: &str = "evidence of single assessors";

const NO_AGREEMENT: (Consumer, Cell) = (Consumer::Agreement, Cell::Refuses(NO_ASSESSORS));
const NO_RELIABILITY: (Consumer, Cell) = (Consumer::Reliability, Cell::Refuses(NO_ASSESSORS));
const NO_BODIES: (Consumer, Cell) = (Consumer::Bodies, Cell::Refuses("nothing to draw"));

/// All choices.
pub const CHOICES: &[Choice] = &[
    Choice {
        // Moldova: supply (50 + 100) / 2 = 75, policy 0, total 37.5; in 2023 supply (50 + 0) / 2 = 25, total 12.5. Of the low
        // income class it is the first of two (Ukraine 12.5); among all four it would be the third.
        name: "rank-within",
        asked: asked("MD", "main"),
        total: &["37.5"],
        rank: "1",
        place: "1 of 2",
        change: &["25.0", "25"],
        never: &["rank 3", "rank 4", "comparable rank       3"],
        cells: &[
            NO_AGREEMENT,
            NO_RELIABILITY,
            NO_BODIES,
            (
                Consumer::ScoreCsv,
                Cell::Only(&[
                    "main,i-2024,MD,index,main,,37.5,37.5,D,1,",
                    "main,i-2024,UA,index,main,,12.5,12.5,D,2,",
                ]),
            ),
            (Consumer::Bump, Cell::Refuses("within groups")),
        ],
    },
    Choice {
        // Georgia: supply 75, policy 50; Moldova: supply 50, policy 75; both 62.5 and second of four; Ukraine 12.5 is fourth.
        name: "ties-share",
        asked: asked("MD", "main"),
        total: &["62.5"],
        rank: "2",
        place: "2 of 4",
        change: &["0.0", "±0", "0"],
        never: &["rank 3", "3 of 4", "strongest criterion"],
        cells: &[
            NO_AGREEMENT,
            NO_RELIABILITY,
            NO_BODIES,
            (
                Consumer::ScoreCsv,
                Cell::Only(&[
                    "main,i-2024,GE,index,main,,62.5,62.5,B,2,",
                    "main,i-2024,UA,index,main,,12.5,12.5,D,4,",
                ]),
            ),
            (Consumer::Waterfall, Cell::Refuses("nothing to draw")),
        ],
    },
    Choice {
        // The same, and the shared rank is marked.
        name: "ties-marked",
        asked: asked("MD", "main"),
        total: &["62.5"],
        rank: "2=",
        place: "2= of 4",
        change: &["0.0", "±0", "0"],
        never: &["rank 3", "3 of 4"],
        cells: &[
            NO_AGREEMENT,
            NO_RELIABILITY,
            NO_BODIES,
            (Consumer::ScoreTable, Cell::Says(&["2="])),
            (Consumer::Waterfall, Cell::Refuses("nothing to draw")),
        ],
    },
    Choice {
        // The same scores; Moldova is called Aurelia here and comes before Georgia.
        name: "ties-by-name",
        asked: asked("MD", "main"),
        total: &["62.5"],
        rank: "2",
        place: "2 of 4",
        change: &["0.0", "±0", "0"],
        never: &["rank 3 of 4"],
        cells: &[
            NO_AGREEMENT,
            NO_RELIABILITY,
            NO_BODIES,
            (
                Consumer::ScoreCsv,
                Cell::Only(&[
                    "main,i-2024,GE,index,main,,62.5,62.5,B,3,",
                    "main,i-2024,UA,index,main,,12.5,12.5,D,4,",
                ]),
            ),
            (Consumer::Waterfall, Cell::Refuses("nothing to draw")),
        ],
    },
    Choice {
        // 80.4 and 80.2 are both shown as 80; on exact scores Georgia is second.
        name: "rank-on-exact",
        asked: asked("GE", "main"),
        total: &["80"],
        rank: "2",
        place: "2 of 4",
        change: &["0.0", "±0", "0"],
        never: &[],
        cells: &[
            NO_AGREEMENT,
            NO_RELIABILITY,
            NO_BODIES,
            (Consumer::Waterfall, Cell::Refuses("nothing to draw")),
            (Consumer::Criteria, Cell::Refuses("nothing to draw")),
            (Consumer::Funnel, Cell::Refuses("nothing to draw")),
            (Consumer::Ladder, Cell::Refuses("nothing to draw")),
        ],
    },
    Choice {
        // On rounded scores Romania and Georgia share the first rank, and Moldova is third.
        name: "rank-on-rounded",
        asked: asked("GE", "main"),
        total: &["80"],
        rank: "1",
        place: "1 of 4",
        change: &["0.0", "±0", "0"],
        never: &["rank 2"],
        cells: &[
            NO_AGREEMENT,
            NO_RELIABILITY,
            NO_BODIES,
            (
                Consumer::ScoreCsv,
                Cell::Only(&["main,i-2024,MD,index,main,,60,60,B,3,"]),
            ),
            (Consumer::Waterfall, Cell::Refuses("nothing to draw")),
            (Consumer::Criteria, Cell::Refuses("nothing to draw")),
            (Consumer::Funnel, Cell::Refuses("nothing to draw")),
            (Consumer::Ladder, Cell::Refuses("nothing to draw")),
        ],
    },
    Choice {
        // All four indicators of Moldova have 0.76341, in 2023 0.75341: +0.01.
        name: "scale-zero-to-one",
        asked: asked("MD", "main"),
        total: &["0.76341"],
        rank: "3",
        place: "3 of 4",
        change: &["0.01"],
        never: &["0–100", "of 100 points"],
        cells: &[
            NO_AGREEMENT,
            NO_RELIABILITY,
            NO_BODIES,
            (Consumer::Criteria, Cell::Refuses("nothing to draw")),
            (Consumer::Funnel, Cell::Refuses("nothing to draw")),
            (Consumer::Ladder, Cell::Refuses("nothing to draw")),
        ],
    },
    Choice {
        // Moldova: supply (−4 − 2) / 2 = −3, policy the same: −3. Romania 7, Georgia 1, Ukraine −8.
        name: "scale-negative",
        asked: asked("MD", "main"),
        total: &["−3", "-3"],
        rank: "3",
        place: "3 of 4",
        change: &["0.0", "±0", "0"],
        never: &["0–100", "of 100 points", "where least is open"],
        cells: &[
            NO_AGREEMENT,
            NO_RELIABILITY,
            NO_BODIES,
            (Consumer::Waterfall, Cell::Refuses("nothing to draw")),
            (Consumer::Criteria, Cell::Refuses("nothing to draw")),
            (Consumer::Funnel, Cell::Refuses("nothing to draw")),
            (Consumer::Ladder, Cell::Refuses("nothing to draw")),
        ],
    },
    Choice {
        // The sum 40 + 30 + 20 + 10 = 100; Romania 300, Georgia 200, Ukraine 10.
        name: "scale-count",
        asked: asked("MD", "main"),
        total: &["100"],
        rank: "3",
        place: "3 of 4",
        change: &["0.0", "±0", "0"],
        never: &["0–100", "of 100 points"],
        cells: &[
            NO_AGREEMENT,
            NO_RELIABILITY,
            NO_BODIES,
            (Consumer::Waterfall, Cell::Refuses("nothing to draw")),
            (Consumer::Criteria, Cell::Refuses("nothing to draw")),
            (Consumer::Funnel, Cell::Refuses("nothing to draw")),
            (Consumer::Ladder, Cell::Refuses("nothing to draw")),
            (Consumer::Losses, Cell::Refuses("nothing to draw")),
            (Consumer::Contribution, Cell::Refuses("nothing to draw")),
            (Consumer::Heatmap, Cell::Only(&["300"])),
        ],
    },
    Choice {
        // 62.5 goes to the even 62, 82.5 to 82, 71.5 to 72, 41.5 to 42.
        name: "round-half-even",
        asked: asked("MD", "main"),
        total: &["62"],
        rank: "3",
        place: "3 of 4",
        change: &["0.0", "±0", "0"],
        never: &[],
        cells: &[
            NO_AGREEMENT,
            NO_RELIABILITY,
            NO_BODIES,
            (
                Consumer::ScoreCsv,
                Cell::Only(&[
                    "main,i-2024,RO,index,main,,82.5,82,",
                    "main,i-2024,GE,index,main,,71.5,72,",
                    "main,i-2024,MD,index,main,,62.5,62,",
                ]),
            ),
            (Consumer::Waterfall, Cell::Refuses("nothing to draw")),
            (Consumer::Criteria, Cell::Refuses("nothing to draw")),
            (Consumer::Funnel, Cell::Refuses("nothing to draw")),
            (Consumer::Ladder, Cell::Refuses("nothing to draw")),
        ],
    },
    Choice {
        // 82.5, 71.5, 62.5 and 41.5 become 82, 71, 62 and 41.
        name: "round-down",
        asked: asked("MD", "main"),
        total: &["62"],
        rank: "3",
        place: "3 of 4",
        change: &["0.0", "±0", "0"],
        never: &[],
        cells: &[
            NO_AGREEMENT,
            NO_RELIABILITY,
            NO_BODIES,
            (
                Consumer::ScoreCsv,
                Cell::Only(&[
                    "main,i-2024,GE,index,main,,71.5,71,",
                    "main,i-2024,MD,index,main,,62.5,62,",
                ]),
            ),
            (Consumer::Waterfall, Cell::Refuses("nothing to draw")),
            (Consumer::Criteria, Cell::Refuses("nothing to draw")),
            (Consumer::Funnel, Cell::Refuses("nothing to draw")),
            (Consumer::Ladder, Cell::Refuses("nothing to draw")),
        ],
    },
    Choice {
        // One significant digit: 80, 70, 60 and 40; what is compared has one digit more: 63.
        name: "round-digits",
        asked: asked("MD", "main"),
        total: &["60"],
        rank: "3",
        place: "3 of 4",
        change: &["0.0", "±0", "0"],
        never: &[],
        cells: &[
            NO_AGREEMENT,
            NO_RELIABILITY,
            NO_BODIES,
            (
                Consumer::ScoreCsv,
                Cell::Only(&[
                    "main,i-2024,GE,index,main,,71.5,70,",
                    "main,i-2024,MD,index,main,,62.5,60,",
                ]),
            ),
            (Consumer::Waterfall, Cell::Refuses("nothing to draw")),
            (Consumer::Criteria, Cell::Refuses("nothing to draw")),
            (Consumer::Funnel, Cell::Refuses("nothing to draw")),
            (Consumer::Scenario, Cell::Only(&["63"])),
            (Consumer::Compare, Cell::Only(&["63"])),
            (Consumer::Ladder, Cell::Refuses("nothing to draw")),
        ],
    },
    Choice {
        // The helper index gives Ukraine supply 50, policy 100, together 75. Contracts have 0, so the official index is
        // min(75, 40 + 0.6 × 0) = 40. Romania 100, Georgia min(62.5, 40 + 60) = 62.5 shown as 63, Moldova min(25, 100) = 25.
        name: "official-formula",
        asked: asked("UA", "official"),
        total: &["40"],
        rank: "3",
        place: "3 of 4",
        change: &["0.0", "±0", "0"],
        never: &[],
        cells: &[
            NO_AGREEMENT,
            NO_RELIABILITY,
            NO_BODIES,
            (Consumer::Waterfall, Cell::Refuses("nothing to draw")),
            (Consumer::Ladder, Cell::Refuses("nothing to draw")),
            (Consumer::Heatmap, Cell::Refuses("nothing to draw")),
            (Consumer::Profile, Cell::Refuses("nothing to draw")),
            (Consumer::Tiles, Cell::Refuses("nothing to draw")),
            (Consumer::Criteria, Cell::Refuses("nothing to draw")),
            (Consumer::Funnel, Cell::Refuses("nothing to draw")),
            (Consumer::Losses, Cell::Refuses("nothing to draw")),
            (Consumer::Contribution, Cell::Refuses("nothing to draw")),
            (Consumer::Plan, Cell::Refuses("formula")),
            (Consumer::Progress, Cell::Refuses("formula")),
            (Consumer::ProgressWhy, Cell::Refuses("formula")),
        ],
    },
    Choice {
        // 0.4 × 100 + 0.1 × 50 = 45 (a plain mean would be 37.5). Romania 100, Moldova 0.1 × 100 = 10, Ukraine 0.
        name: "weights-of-indicators",
        asked: asked("GE", "main"),
        total: &["45"],
        rank: "2",
        place: "2 of 4",
        change: &["0.0", "±0", "0"],
        never: &[],
        cells: &[
            NO_AGREEMENT,
            NO_RELIABILITY,
            NO_BODIES,
            (Consumer::Waterfall, Cell::Refuses("nothing to draw")),
            (Consumer::Ladder, Cell::Refuses("nothing to draw")),
            (Consumer::Losses, Cell::Refuses("nothing to draw")),
            (Consumer::Contribution, Cell::Refuses("nothing to draw")),
        ],
    },
    Choice {
        // Supply (100 + 50) / 2 = 75, policy has no score and is left out: 75. Romania 100, Georgia 75, Ukraine 50.
        name: "missing-left-out",
        asked: asked("MD", "main"),
        total: &["75"],
        rank: "2",
        place: "2 of 4",
        change: &["0.0", "±0", "0"],
        never: &[],
        cells: &[
            NO_AGREEMENT,
            NO_RELIABILITY,
            NO_BODIES,
            (Consumer::Waterfall, Cell::Refuses("nothing to draw")),
        ],
    },
    Choice {
        // Policy counts as zero: 75 / 2 = 37.5. Romania 100, Georgia 75, Ukraine 50.
        name: "missing-zero",
        asked: asked("MD", "main"),
        total: &["37.5"],
        rank: "4",
        place: "4 of 4",
        change: &["0.0", "±0", "0"],
        never: &[],
        cells: &[
            NO_AGREEMENT,
            NO_RELIABILITY,
            NO_BODIES,
            (Consumer::Waterfall, Cell::Refuses("nothing to draw")),
        ],
    },
    Choice {
        // Without policy there is no total.
        name: "missing-no-score",
        asked: asked("MD", "main"),
        total: &[],
        rank: "",
        place: "",
        change: &[],
        never: &[],
        cells: &[
            NO_AGREEMENT,
            NO_RELIABILITY,
            NO_BODIES,
            (Consumer::Waterfall, Cell::Refuses("nothing to draw")),
            (Consumer::Ladder, Cell::Refuses("nothing to draw")),
            (Consumer::Plan, Cell::Refuses("no score")),
        ],
    },
    Choice {
        // Supply (100 + 50) / 2 = 75; policy is withheld and counts as zero: 37.5. Romania 100, Georgia 75, Moldova 25. In 2023:
        // supply 75, policy (50 + 0) / 2 = 25, total 50.
        name: "withheld-zero",
        asked: asked("UA", "main"),
        total: &["37.5"],
        rank: "3",
        place: "3 of 4",
        change: &[],
        never: &[],
        cells: &[NO_AGREEMENT, NO_RELIABILITY, NO_BODIES],
    },
    Choice {
        // Policy is withheld and left out: 75, as Georgia. Moldova 25.
        name: "withheld-left-out",
        asked: asked("UA", "main"),
        total: &["75"],
        rank: "2",
        place: "2 of 4",
        change: &[],
        never: &[],
        cells: &[
            NO_AGREEMENT,
            NO_RELIABILITY,
            NO_BODIES,
            (Consumer::Waterfall, Cell::Refuses("nothing to draw")),
        ],
    },
    Choice {
        // Ukraine has two of four indicators, which is the half that is asked for: supply 75, and 75 in all. Moldova has one of
        // four and no total. Romania 100, Georgia (100 + 75) / 2 = 87.5.
        name: "minimum-coverage",
        asked: asked("UA", "main"),
        total: &["75"],
        rank: "3",
        place: "3 of 3",
        change: &["0.0", "±0", "0"],
        never: &["of 4 countries"],
        cells: &[
            NO_AGREEMENT,
            NO_RELIABILITY,
            NO_BODIES,
            (
                Consumer::ScoreCsv,
                Cell::Only(&["main,i-2024,MD,index,main,,,,,,1,4,4,no_score"]),
            ),
            (Consumer::Waterfall, Cell::Refuses("nothing to draw")),
        ],
    },
    Choice {
        // Romania has 71.5 as published, Georgia (60 + 20) / 2 = 40 from published categories, Moldova 50 and Ukraine 25 from
        // evidence.
        name: "given-scores",
        asked: Asked {
            entity: "RO",
            other: "MD",
            edition: "i-2024",
            node: "main",
        },
        total: &["71.5"],
        rank: "1",
        place: "1 of 4",
        change: &[],
        never: &[],
        cells: &[
            NO_AGREEMENT,
            NO_RELIABILITY,
            NO_BODIES,
            (
                Consumer::ScoreCsv,
                Cell::Only(&[
                    "main,i-2024,RO,index,main,,71.5,71.5,B,1,0,4,4,given",
                    "main,i-2024,GE,index,main,,40,40,C,3,0,4,4,from_given",
                ]),
            ),
            (Consumer::Waterfall, Cell::Refuses("nothing to draw")),
            (Consumer::Ladder, Cell::Refuses("nothing to draw")),
            (Consumer::Tiles, Cell::Refuses("nothing to draw")),
            (Consumer::Heatmap, Cell::Only(&["Georgia"])),
            (Consumer::Profile, Cell::Refuses("nothing to draw")),
            (Consumer::Plan, Cell::Refuses("evidence")),
            (Consumer::Losses, Cell::Refuses("nothing to draw")),
            (Consumer::Contribution, Cell::Only(&["Georgia"])),
            (Consumer::Scenario, Cell::Only(&["50"])),
            (Consumer::Targets, Cell::Only(&["50"])),
        ],
    },
    Choice {
        // Moldova: supply 50, policy (100 + 50) / 2 = 75: 62.5, as Georgia; one answer may still change.
        name: "provisional",
        asked: asked("MD", "main"),
        total: &["62.5"],
        rank: "2",
        place: "2 of 4",
        change: &["0.0", "±0", "0"],
        never: &[],
        cells: &[
            NO_AGREEMENT,
            NO_RELIABILITY,
            NO_BODIES,
            (
                Consumer::ScoreCsv,
                Cell::Only(&["main,i-2024,MD,index,main,,62.5,62.5,B,2,4,4,4,provisional"]),
            ),
            (Consumer::Waterfall, Cell::Refuses("nothing to draw")),
        ],
    },
    Choice {
        // 2023 as published: supply (100 + 50) / 2 = 75, policy 50: 62.5. 2024 by stricter rules: supply 100, policy 0: 50. On the
        // rules of 2024 the evidence of 2023 gives supply 50, policy 0: 25. So Moldova rose by 25; −12.5 is the method.
        name: "method-break",
        asked: asked("MD", "main"),
        total: &["50"],
        rank: "2",
        place: "2 of 4",
        change: &["25.0", "25"],
        never: &["−12.5", "-12.5", "fell"],
        cells: &[
            NO_AGREEMENT,
            NO_RELIABILITY,
            NO_BODIES,
            (Consumer::ProgressWhy, Cell::Only(&["−31.25", "+18.75"])),
        ],
    },
    Choice {
        // Without a crosswalk tariffs, strategy and progress are common; on
        // these 2023 has supply 100, policy 50: 75, and 2024 the same. As published, by one method, 50 became 75.
        name: "crosswalk-none",
        asked: asked("GE", "main"),
        total: &["75"],
        rank: "2",
        place: "2 of 4",
        change: &["25"],
        never: &[],
        cells: &[
            NO_AGREEMENT,
            NO_RELIABILITY,
            NO_BODIES,
            (
                Consumer::Progress,
                Cell::Only(&["comparable           75      75       0"]),
            ),
        ],
    },
    Choice {
        // With it contracts are common too. 2023: supply 50, policy 50: 50; 2024: supply 100, policy 50: 75. So Georgia rose by 25.
        name: "crosswalk",
        asked: asked("GE", "main"),
        total: &["75"],
        rank: "2",
        place: "2 of 4",
        change: &["25.0", "25"],
        never: &[],
        cells: &[NO_AGREEMENT, NO_RELIABILITY, NO_BODIES],
    },
    Choice {
        // May 2024: supply 50, policy 0: 25. November: supply 75: 37.5. That is 12.5 in half a year.
        name: "within-one-year",
        asked: Asked {
            entity: "MD",
            other: "RO",
            edition: "i-2024-11",
            node: "main",
        },
        total: &["37.5"],
        rank: "3",
        place: "3 of 4",
        change: &["12.5"],
        never: &[],
        cells: &[NO_AGREEMENT, NO_RELIABILITY, NO_BODIES],
    },
    Choice {
        // Colm Energy: supply 100, policy (50 + 0) / 2 = 25: 62.5. None of the companies is a country.
        name: "companies",
        asked: asked("CO", "main"),
        total: &["62.5"],
        rank: "2",
        place: "2 of 3",
        change: &["0.0", "±0", "0"],
        never: &["Colombia", "Romania", "Moldova", "countries"],
        cells: &[
            NO_AGREEMENT,
            NO_RELIABILITY,
            NO_BODIES,
            (Consumer::Waterfall, Cell::Refuses("nothing to draw")),
        ],
    },
    Choice {
        // Tariffs 0 stand beside the group of contracts 100 and offers 50, which has 75: (0 + 75) / 2 = 37.5. In 2023 the group
        // had 100: 50.
        name: "uneven-tree",
        asked: asked("MD", "main"),
        total: &["37.5"],
        rank: "3",
        place: "3 of 4",
        change: &["12.5"],
        never: &[],
        cells: &[
            NO_AGREEMENT,
            NO_RELIABILITY,
            NO_BODIES,
            (Consumer::Ladder, Cell::Refuses("nothing to draw")),
            (Consumer::Losses, Cell::Refuses("nothing to draw")),
            (Consumer::Contribution, Cell::Refuses("nothing to draw")),
            (Consumer::Heatmap, Cell::Refuses("nothing to draw")),
        ],
    },
    Choice {
        // Tariffs: Northern Grid 100, Southern Grid 0: 50. Supply (50 + 100) / 2 = 75, policy (100 + 0) / 2 = 50: 62.5.
        name: "samples-of-bodies",
        asked: asked("GE", "main"),
        total: &["62.5"],
        rank: "2",
        place: "2 of 3",
        change: &["0.0", "±0", "0"],
        never: &[],
        cells: &[
            NO_AGREEMENT,
            NO_RELIABILITY,
            NO_BODIES,
            (
                Consumer::ScoreCsv,
                Cell::Only(&[
                    "main,i-2024,GE,body,north,north,100,100,",
                    "main,i-2024,GE,body,south,south,0,0,",
                ]),
            ),
            (Consumer::Waterfall, Cell::Refuses("nothing to draw")),
            (Consumer::Ladder, Cell::Refuses("nothing to draw")),
        ],
    },
];
