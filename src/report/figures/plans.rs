//! Plans of what to do next, for charts and reports. The numbers are those of `clearwatt plan`: the same search, and the
//! same cost file.

use crate::analysis::plan::{Constraints, Costs, Goal, Plan, Planner, Wish};
use crate::diagnostic::Sources;
use crate::project::EntityId;
use crate::report::View;

/// The costs of the project in the edition of the view; `None` where the cost file has mistakes, which the commands show
/// before they come here.
pub(in crate::report) fn costs(view: View<'_>) -> Option<Costs> {
    Costs::load(&mut Sources::default(), view.results, view.edition, None).ok()
}

/// Plans for everybody in the view; `None` where the cost file has mistakes.
pub(in crate::report) fn planner<'a>(view: View<'a>, costs: &'a Costs) -> Option<Planner<'a>> {
    Planner::new(view.results, view.edition, &view.index.name, costs).ok()
}

/// The cheapest plan; a safe one leaves alone what is withheld. `None` where nothing can be planned.
pub(in crate::report) fn planned(
    planner: &Planner<'_>,
    entity: &EntityId,
    goal: Goal,
    safe: bool,
) -> Option<Plan> {
    let wish = Wish {
        index: planner.index(),
        entity,
        goal,
        constraints: Constraints {
            safe,
            ..Constraints::default()
        },
        budget: None,
        most: None,
        black_boxes_first: false,
    };
    planner.plan(&wish).ok()
}
