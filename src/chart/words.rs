//! The few words a chart adds by itself, so that a catalogue of another language can replace them.

/// Words printed in keys, headings and descriptions. [`Words::default`] is English.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words {
    /// Between whole numbers and decimals.
    pub decimal_sign: String,
    /// Kind of chart, for the description read out by a screen reader.
    pub ranking: String,
    /// As [`Words::ranking`].
    pub heat_map: String,
    /// As [`Words::ranking`].
    pub criteria_profile: String,
    /// As [`Words::ranking`].
    pub timeline: String,
    /// As [`Words::ranking`].
    pub waterfall: String,
    /// As [`Words::ranking`].
    pub rank_intervals: String,
    /// As [`Words::ranking`].
    pub dumbbell: String,
    /// As [`Words::ranking`].
    pub card: String,
    /// As [`Words::ranking`].
    pub profile: String,
    /// As [`Words::ranking`].
    pub funnel: String,
    /// Explains the filled part of a step.
    pub step_passed: String,
    /// Explains the pale part of a step.
    pub step_partly: String,
    /// Explains the outlined part of a step.
    pub step_lost: String,
    /// Heads the numbers left after each step.
    pub step_left: String,
    /// Heads their shares of what applies.
    pub step_share: String,
    /// Heads the numbers lost at each step.
    pub step_drop: String,
    /// As [`Words::ranking`].
    pub slope: String,
    /// As [`Words::ranking`].
    pub bump: String,
    /// As [`Words::ranking`].
    pub ladder: String,
    /// As [`Words::ranking`].
    pub reliability: String,
    /// Heads and counts the actions of a ladder.
    pub actions: String,
    /// Names the score before any action.
    pub now: String,
    /// Heads the points an action gains.
    pub points: String,
    /// Heads the score once an action is done.
    pub score_then: String,
    /// Explains the dotted way of a ladder.
    pub without_withheld: String,
    /// As [`Words::ranking`].
    pub contribution: String,
    /// As [`Words::ranking`].
    pub losses: String,
    /// As [`Words::ranking`].
    pub bodies: String,
    /// As [`Words::ranking`].
    pub tiles: String,
    /// Explains the outlined part of a bar.
    pub points_lost: String,
    /// Explains a bar without parts.
    pub only_total: String,
    /// Explains a bar to the right.
    pub loses_more: String,
    /// Explains a bar to the left.
    pub loses_less: String,
    /// Heads the means of the other entities.
    pub others_mean: String,
    /// Heads differences.
    pub difference: String,
    /// Explains the sizes of dots.
    pub dot_size: String,
    /// Heads scores.
    pub score: String,
    /// Heads numbers of indicators.
    pub indicators: String,
    /// Heads the column of the weighted total in a heat map.
    pub total: String,
    /// Heads the list of entities that have no score.
    pub without_score: String,
    /// Heads the list of entities that a chart of movements cannot draw.
    pub not_drawn: String,
    /// Explains a score of zero.
    pub nothing_disclosed: String,
    /// Explains the dash.
    pub not_applicable: String,
    /// Explains the hatch.
    pub not_assessed: String,
    /// Explains the hatch with the letter S.
    pub withheld: String,
    /// Explains the cross.
    pub no_score: String,
    /// Explains the dotted outline.
    pub provisional: String,
    /// Explains † beside some of the scores.
    pub given: String,
    /// Said once when every score is as published.
    pub all_given: String,
    /// Explains the tick of a criteria profile.
    pub peers_median: String,
    /// Explains the grey range of a criteria profile.
    pub peers_range: String,
    /// Explains grey lines without a name.
    pub others: String,
    /// Explains the colour of a step up.
    pub rise: String,
    /// Explains the colour of a step down.
    pub fall: String,
    /// Explains the hatch of a step that other rules, weights or indicators made.
    pub by_method: String,
    /// Explains the dot at a rank.
    pub official_rank: String,
    /// Explains the line at a rank.
    pub median_rank: String,
    /// Leads the number of entities in a description.
    pub entities: String,
    /// Leads the best entities in a description.
    pub highest: String,
    /// Leads the worst entities in a description.
    pub lowest: String,
    /// Heads the columns of tables.
    pub heads: Heads,
}

/// Heads of columns in the tables beside charts. [`Heads::default`] is English.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heads {
    /// What is compared, usually countries.
    pub entity: String,
    /// Ranks.
    pub rank: String,
    /// Scores.
    pub score: String,
    /// Differences of two scores.
    pub change: String,
    /// Why there is no score, or what moved one.
    pub reason: String,
    /// Criteria of the method.
    pub criterion: String,
    /// Steps of a sequence, by name or number.
    pub step: String,
    /// Which list or panel of a chart a row belongs to.
    pub group: String,
    /// Whatever stands in it.
    pub name: String,
    /// Weights of categories.
    pub weight: String,
    /// Who is responsible.
    pub body: String,
    /// What else is said.
    pub note: String,
}

impl Default for Heads {
    fn default() -> Self {
        Heads {
            entity: "Entity".into(),
            rank: "Rank".into(),
            score: "Score".into(),
            change: "Change".into(),
            reason: "Reason".into(),
            criterion: "Criterion".into(),
            step: "Step".into(),
            group: "Group".into(),
            name: "Name".into(),
            weight: "Weight".into(),
            body: "Responsible body".into(),
            note: "Note".into(),
        }
    }
}

impl Default for Words {
    fn default() -> Self {
        Words {
            decimal_sign: ".".into(),
            ranking: "Ranking with bars".into(),
            heat_map: "Heat map".into(),
            criteria_profile: "Dot plot of criteria".into(),
            timeline: "Line chart over time".into(),
            waterfall: "Waterfall of a change".into(),
            rank_intervals: "Intervals of ranks".into(),
            dumbbell: "Dumbbell chart of two scores".into(),
            card: "Grade card".into(),
            profile: "Profile of one entity".into(),
            funnel: "Funnel of disclosures".into(),
            step_passed: "pass this step and all before it".into(),
            step_partly: "lost here with a part of the best score".into(),
            step_lost: "lost here".into(),
            step_left: "left".into(),
            step_share: "of what applies".into(),
            step_drop: "lost".into(),
            slope: "Slope chart of two scores".into(),
            bump: "Bump chart of ranks".into(),
            ladder: "Ladder of actions".into(),
            reliability: "Dot plot of agreement".into(),
            actions: "Actions".into(),
            now: "Now".into(),
            points: "Points".into(),
            score_then: "Score then".into(),
            without_withheld: "Without what is withheld for security".into(),
            contribution: "Stacked contributions of the parts".into(),
            losses: "Points lost against the others".into(),
            bodies: "Dot plot of responsible bodies".into(),
            tiles: "Tiles of indicators".into(),
            points_lost: "points lost".into(),
            only_total: "only the total is known".into(),
            loses_more: "loses more than the others".into(),
            loses_less: "loses less than the others".into(),
            others_mean: "mean of the others".into(),
            difference: "difference".into(),
            dot_size: "the larger the dot, the more indicators".into(),
            score: "score".into(),
            indicators: "indicators".into(),
            total: "Total".into(),
            without_score: "Without a score".into(),
            not_drawn: "Not drawn".into(),
            nothing_disclosed: "nothing disclosed".into(),
            not_applicable: "not applicable".into(),
            not_assessed: "not assessed".into(),
            withheld: "withheld for security".into(),
            no_score: "no score".into(),
            provisional: "provisional".into(),
            given: "published score, taken as given".into(),
            all_given: "All scores are taken as published.".into(),
            peers_median: "median of peers".into(),
            peers_range: "lowest to highest peer".into(),
            others: "other entities".into(),
            rise: "more disclosed".into(),
            fall: "less disclosed".into(),
            by_method: "other rules, weights or indicators".into(),
            official_rank: "official rank".into(),
            median_rank: "median rank".into(),
            entities: "Entities".into(),
            highest: "Highest".into(),
            lowest: "Lowest".into(),
            heads: Heads::default(),
        }
    }
}
