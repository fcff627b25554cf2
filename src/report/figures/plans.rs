//! Plans of what to do next, for charts and reports. The numbers are those of `clearwatt plan`: the same search, and the
//! same cost file.

use crate::analysis::plan::{Constraints, Costs, Goal, Plan, Wish, plan};
use crate::diagnostic::Sources;
use crate::project::EntityId;
use crate::report::View;

/// The costs of the project in the edition of the view; `None` where the cost file has mistakes, which the commands show
/// before they come here.
pub(in crate::report) fn costs(view: View<'_>) -> Option<Costs> {
    Costs::load(&mut Sources::default(), view.results, view.edition, None).ok()
}

/// The cheapest plan; a safe one leaves alone what is withheld. `None` where nothing can be planned.
pub(in crate::report) fn planned(
    view: View<'_>,
    entity: &EntityId,
    goal: Goal,
    safe: bool,
    costs: &Costs,
) -> Option<Plan> {
    let wish = Wish {
        index: &view.index.name,
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
    plan(view.results, view.edition, &wish, costs).ok()
}
