//! Charts of made-up tables, read as a reader would: what is written where, and whether it is true of what is drawn.

use moatsim::output::{Manifest, charts, summary};

use crate::fake_tables::sweep;

#[test]
fn values_that_somebody_chose_are_written_as_chosen() {
    let (manifest, mut tables) = sweep(1);
    for row in &mut tables.sweep.rows {
        row.at[0] = [6e-5, 1.5e-4, 2.5e-4, 1e-3, 0.1, 0.25, 5.0, 56.0, 1200.0][row.point as usize];
        row.mean = row.at[0];
    }
    let text = summary::text(&manifest, &tables, None);
    assert!(text.contains("at on = 0.00006") && text.contains("at on = 1200"), "{text}");
}
