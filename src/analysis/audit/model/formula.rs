//! An index that is worked out by a formula, as nodes, where the formula is made of means, weighted sums and
//! normalisations.

use super::build::Build;
use super::{Column, NoModel, Node, Part, Presence, Scale, Source};
use crate::evidence::Absence;
use crate::index::TOTAL_LEVEL;
use crate::language::number::Number;
use crate::language::rubric::{Formula, Function, Index, Over, Statistic};
use crate::language::syntax::{Aggregate, MissingEffect, Operator};

/// A formula as `constant + Σ coefficient × part`.
struct Sum {
    terms: Vec<(f64, Part)>,
    constant: f64,
}

impl<'r> Build<'r> {
    /// The total of an index with a formula; `None` where the formula cannot be taken apart.
    pub(super) fn of_formula(
        &mut self,
        index: &'r Index,
        formula: &'r Formula,
    ) -> Result<Option<Source>, NoModel> {
        let before = (self.columns.len(), self.nodes.len());
        let Some(sum) = self.sum(index, formula)? else {
            self.columns.truncate(before.0);
            self.nodes.truncate(before.1);
            return Ok(None);
        };
        let part = self.one(index, sum);
        Ok(Some(self.named(index, part)))
    }

    /// A part as the node of the index itself.
    fn named(&mut self, index: &Index, part: Part) -> Source {
        let plain = part.scale == Scale::AsTheyAre;
        if let Source::Node(at) = part.of
            && plain
            && let Some(node) = self.nodes.get_mut(at).filter(|node| node.id.is_empty())
        {
            node.id = index.name.clone();
            node.factor *= part.slope;
            node.shift = node.shift * part.slope + part.shift;
            return part.of;
        }
        let node = Node {
            id: index.name.clone(),
            ..self.node(index, Aggregate::Mean, vec![part])
        };
        self.nodes.push(node);
        Source::Node(self.nodes.len() - 1)
    }

    /// A node without a name.
    fn node(&self, index: &Index, aggregate: Aggregate, parts: Vec<Part>) -> Node {
        let all: f64 = parts.iter().map(|part| part.weight).sum();
        Node {
            id: String::new(),
            level: TOTAL_LEVEL.to_string(),
            aggregate,
            missing: index.missing,
            parts: parts
                .into_iter()
                .map(|part| Part {
                    weight: part.weight / all,
                    ..part
                })
                .collect(),
            factor: 1.0,
            shift: 0.0,
            rounding: None,
            given: self.nothing_given(),
            thin: None,
        }
    }

    /// A sum as one part: as it is when it has one term, else as a new node.
    fn one(&mut self, index: &Index, sum: Sum) -> Part {
        if let [(coefficient, part)] = sum.terms.as_slice() {
            return Part {
                slope: coefficient * part.slope,
                shift: coefficient * part.shift + sum.constant,
                ..*part
            };
        }
        // Σ cᵢ xᵢ = Σ|c| × the mean of ±xᵢ with the weights |cᵢ|.
        let all: f64 = sum
            .terms
            .iter()
            .map(|(coefficient, _)| coefficient.abs())
            .sum();
        let parts = sum.terms.iter().map(|(coefficient, part)| Part {
            weight: coefficient.abs(),
            slope: coefficient.signum() * part.slope,
            shift: coefficient.signum() * part.shift,
            ..*part
        });
        let mut node = self.node(index, Aggregate::WeightedMean, parts.collect());
        node.factor = all;
        node.shift = sum.constant;
        // In a sum no part can do without the others.
        if node.missing == MissingEffect::LeftOut {
            node.missing = MissingEffect::NoScore;
        }
        self.nodes.push(node);
        Part::plain(Source::Node(self.nodes.len() - 1))
    }

    fn sum(&mut self, index: &'r Index, formula: &'r Formula) -> Result<Option<Sum>, NoModel> {
        let single = |part: Part| {
            Some(Sum {
                terms: vec![(1.0, part)],
                constant: 0.0,
            })
        };
        Ok(match formula {
            Formula::Constant(number) => Some(Sum {
                terms: Vec::new(),
                constant: number.to_f64(),
            }),
            Formula::Index { index: name, shown } => {
                let Some(other) = self.edition.rubric.index(name) else {
                    return Ok(None);
                };
                let of = self.index(other)?;
                match other.rounding.filter(|_| *shown) {
                    None => single(Part::plain(of)),
                    rounding => {
                        let mut node = self.node(index, Aggregate::Mean, vec![Part::plain(of)]);
                        node.rounding = rounding;
                        node.id = format!("shown({name})");
                        self.nodes.push(node);
                        single(Part::plain(Source::Node(self.nodes.len() - 1)))
                    }
                }
            }
            Formula::Part { index: name, node } => {
                let Some(other) = self.edition.rubric.index(name) else {
                    return Ok(None);
                };
                self.part_of_levels(other, node)
                    .and_then(|of| single(Part::plain(of)))
            }
            Formula::Indicator(id) => single(Part::plain(self.indicator(id))),
            Formula::Negate(inner) => self.sum(index, inner)?.map(|sum| sum.times(-1.0)),
            Formula::Binary(operator, left, right, _) => {
                let (Some(left), Some(right)) = (self.sum(index, left)?, self.sum(index, right)?)
                else {
                    return Ok(None);
                };
                match operator {
                    Operator::Add => Some(left.plus(right)),
                    Operator::Subtract => Some(left.plus(right.times(-1.0))),
                    Operator::Multiply if left.terms.is_empty() => Some(right.times(left.constant)),
                    Operator::Multiply if right.terms.is_empty() => {
                        Some(left.times(right.constant))
                    }
                    Operator::Divide if right.terms.is_empty() && right.constant != 0.0 => {
                        Some(left.times(1.0 / right.constant))
                    }
                    _ => None,
                }
            }
            Formula::Call(function, arguments, _) => {
                let aggregate = match function {
                    Function::Mean => Aggregate::Mean,
                    Function::GeometricMean => Aggregate::GeometricMean,
                    Function::HarmonicMean => Aggregate::HarmonicMean,
                    Function::Min => Aggregate::Min,
                    Function::Max => Aggregate::Max,
                    Function::Median => Aggregate::Median,
                    Function::Sum => Aggregate::Sum,
                    _ => return Ok(None),
                };
                let mut parts = Vec::new();
                for argument in arguments {
                    match self.sum(index, argument)? {
                        Some(sum) if !sum.terms.is_empty() => parts.push(self.one(index, sum)),
                        _ => return Ok(None),
                    }
                }
                let node = self.node(index, aggregate, parts);
                self.nodes.push(node);
                single(Part::plain(Source::Node(self.nodes.len() - 1)))
            }
            Formula::Statistic(statistic, of, Over::ThisEdition, _) => {
                let scale = match statistic {
                    Statistic::MinMax => Scale::MinMax,
                    Statistic::ZScore => Scale::ZScore,
                    Statistic::PercentileRank => Scale::Percentile,
                    _ => return Ok(None),
                };
                match self.sum(index, of)? {
                    Some(sum) if !sum.terms.is_empty() => {
                        let part = self.one(index, sum);
                        single(self.normalised(index, part, scale))
                    }
                    _ => None,
                }
            }
            Formula::Statistic(..) | Formula::Copeland(..) | Formula::If { .. } => None,
        })
    }

    /// A part brought to a scale. Turning a part round before is turning its result round after.
    fn normalised(&mut self, index: &Index, part: Part, scale: Scale) -> Part {
        let of = if part.scale == Scale::AsTheyAre {
            part.of
        } else {
            let node = self.node(index, Aggregate::Mean, vec![part]);
            self.nodes.push(node);
            Source::Node(self.nodes.len() - 1)
        };
        let turned = part.scale == Scale::AsTheyAre && part.slope < 0.0;
        let whole = if scale == Scale::ZScore { 0.0 } else { 1.0 };
        Part {
            scale,
            slope: if turned { -1.0 } else { 1.0 },
            shift: if turned { whole } else { 0.0 },
            ..Part::plain(of)
        }
    }

    /// The scores of one indicator, whatever index it belongs to.
    fn indicator(&mut self, id: &str) -> Source {
        let known = self
            .columns
            .iter()
            .position(|column| column.level == "indicator" && column.id == id);
        if let Some(known) = known {
            return Source::Column(known);
        }
        let place = self.results.catalogue.indicator_id(id);
        let mut column = Column {
            id: id.to_string(),
            level: "indicator".to_string(),
            values: Vec::new(),
            presence: Vec::new(),
        };
        for entity in self.entities {
            let mut entities = self.edition.scores.entities.iter();
            let scores = entities.find(|scores| scores.entity == *entity);
            let scored = place.and_then(|place| {
                scores.and_then(|scores| scores.indicators.get(place.index())?.as_ref())
            });
            use crate::scoring::ScoreState;
            column
                .presence
                .push(match scored.map(|scored| scored.state) {
                    None => Presence::Absent(Absence::NotAssessed),
                    Some(ScoreState::Absent(absence)) => Presence::Absent(absence),
                    Some(ScoreState::CarriedOver) => Presence::CarriedOver,
                    Some(_) => Presence::Scored,
                });
            let score = scored.and_then(|scored| scored.score.as_ref());
            column.values.push(score.map(Number::to_f64));
        }
        self.columns.push(column);
        Source::Column(self.columns.len() - 1)
    }
}

impl Sum {
    fn times(self, factor: f64) -> Sum {
        Sum {
            terms: self
                .terms
                .into_iter()
                .map(|(coefficient, part)| (coefficient * factor, part))
                .collect(),
            constant: self.constant * factor,
        }
    }

    fn plus(mut self, other: Sum) -> Sum {
        self.terms.extend(other.terms);
        self.constant += other.constant;
        self
    }
}
