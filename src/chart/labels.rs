//! Placing labels so that none covers another: end labels are pushed apart along a line, and labels of single points
//! are only written where there is room.

use crate::chart::drawing::Area;

/// Moves labels that want the heights `wanted` (centre and own height, in pixels) as little as possible so that none
/// overlaps and all lie between `top` and `bottom`. Returns the centres in the order given. When the labels are
/// together taller than the space, they stay in order below `top`.
///
/// Neighbours that would overlap are joined into a block, which is centred on the mean of what its members want (the
/// pool-adjacent-violators algorithm, which gives the smallest sum of squared moves).
pub(super) fn spread(wanted: &[(f64, f64)], top: f64, bottom: f64) -> Vec<f64> {
    struct Block {
        members: Vec<usize>,
        height: f64,
        /// Where the members would like the block to begin: sum over members, and the result.
        wishes: f64,
        start: f64,
    }
    // Every index below comes from this range, so each is a place in `wanted` and in `centres`.
    let mut order: Vec<usize> = (0..wanted.len()).collect();
    order.sort_by(|&one, &other| wanted[one].0.total_cmp(&wanted[other].0));

    let place = |block: &mut Block| {
        let start = block.wishes / block.members.len() as f64;
        block.start = start.min(bottom - block.height).max(top);
    };
    let mut blocks: Vec<Block> = Vec::new();
    for index in order {
        let (centre, height) = wanted[index];
        let wish = centre - height / 2.0;
        let mut block = Block {
            members: vec![index],
            height,
            wishes: wish,
            start: wish,
        };
        place(&mut block);
        while let Some(above) = blocks.pop_if(|above| above.start + above.height > block.start) {
            // A member of the lower block wants the joint block to begin higher by all that stands above it.
            block.wishes += above.wishes - above.height * block.members.len() as f64;
            block.height += above.height;
            block.members.splice(0..0, above.members);
            place(&mut block);
        }
        blocks.push(block);
    }
    let mut centres = vec![0.0; wanted.len()];
    for block in blocks {
        let mut y = block.start;
        for index in block.members {
            centres[index] = y + wanted[index].1 / 2.0;
            y += wanted[index].1;
        }
    }
    centres
}

/// What a label must not cover.
#[derive(Default)]
pub(super) struct Obstacles {
    pub areas: Vec<Area>,
    pub segments: Vec<[(f64, f64); 2]>,
}

impl Obstacles {
    /// Is this area free?
    pub fn leave_free(&self, area: Area) -> bool {
        !self.areas.iter().any(|other| other.overlaps(area))
            && !self
                .segments
                .iter()
                .any(|&[from, to]| crosses(area, from, to))
    }
}

/// Does the segment touch the area? (Liang–Barsky clipping: the part inside all four edges is not empty.)
fn crosses(area: Area, from: (f64, f64), to: (f64, f64)) -> bool {
    let (dx, dy) = (to.0 - from.0, to.1 - from.1);
    let edges = [
        (-dx, from.0 - area.x),
        (dx, area.right() - from.0),
        (-dy, from.1 - area.y),
        (dy, area.bottom() - from.1),
    ];
    let (mut enter, mut leave) = (0.0_f64, 1.0_f64);
    for (direction, distance) in edges {
        if direction == 0.0 {
            if distance < 0.0 {
                return false;
            }
        } else if direction < 0.0 {
            enter = enter.max(distance / direction);
        } else {
            leave = leave.min(distance / direction);
        }
    }
    enter <= leave
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_with_room_stay_where_they_are() {
        assert_eq!(
            spread(&[(90.0, 20.0), (30.0, 20.0)], 0.0, 100.0),
            [90.0, 30.0]
        );
    }

    #[test]
    fn labels_that_collide_move_apart_equally() {
        // Both want 50: the pair is 40 high and centred there.
        assert_eq!(
            spread(&[(50.0, 20.0), (50.0, 20.0)], 0.0, 100.0),
            [40.0, 60.0]
        );
        // At the lower edge the pair is pushed up.
        assert_eq!(
            spread(&[(95.0, 20.0), (96.0, 20.0)], 0.0, 100.0),
            [70.0, 90.0]
        );
        // 40, 50 and 52 with height 20 begin at 30, 40, 42; as one block they want 30, 20, 2, so it begins at 52/3.
        let centres = spread(&[(40.0, 20.0), (50.0, 20.0), (52.0, 20.0)], 0.0, 100.0);
        let expected = [52.0 / 3.0 + 10.0, 52.0 / 3.0 + 30.0, 52.0 / 3.0 + 50.0];
        assert!(
            centres
                .iter()
                .zip(expected)
                .all(|(one, other)| (one - other).abs() < 1e-9),
            "{centres:?}"
        );
    }

    #[test]
    fn a_segment_crosses_what_it_runs_through() {
        let area = Area::new(10.0, 10.0, 10.0, 10.0);
        assert!(crosses(area, (0.0, 0.0), (30.0, 30.0)));
        assert!(crosses(area, (15.0, 15.0), (15.0, 15.0)));
        assert!(!crosses(area, (0.0, 25.0), (30.0, 25.0)));
        assert!(!crosses(area, (0.0, 15.0), (9.0, 15.0)));
    }
}
