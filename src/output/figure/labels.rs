//! Labels that do not lie on one another.

/// Moves wanted heights apart until neighbours are `gap` apart and all lie between `top` and `bottom`; each stays as near as order allows.
/// Where they cannot all fit, they are spread evenly.
pub fn spread(wanted: &[f64], gap: f64, top: f64, bottom: f64) -> Vec<f64> {
    let mut order: Vec<usize> = (0..wanted.len()).collect();
    order.sort_by(|&one, &other| wanted[one].total_cmp(&wanted[other]).then(one.cmp(&other)));
    let room = bottom - top;
    let gap = if wanted.len() > 1 { gap.min(room / (wanted.len() - 1) as f64) } else { gap };
    // Labels that touch form a block; a block stands at the mean of what its members want (pool adjacent violators).
    let mut blocks: Vec<(f64, usize)> = Vec::new();
    for (place, &label) in order.iter().enumerate() {
        blocks.push((wanted[label] - gap * place as f64, 1));
        while let [.., (before, before_count), (last, last_count)] = blocks[..] {
            if before <= last {
                break;
            }
            let count = before_count + last_count;
            let mean = (before * before_count as f64 + last * last_count as f64) / count as f64;
            blocks.truncate(blocks.len() - 2);
            blocks.push((mean, count));
        }
    }
    let last_base = bottom - gap * wanted.len().saturating_sub(1) as f64;
    let bases = blocks.iter().flat_map(|&(base, count)| std::iter::repeat_n(base, count));
    let mut placed = vec![0.0; wanted.len()];
    for ((place, base), &label) in bases.enumerate().zip(&order) {
        placed[label] = base.clamp(top, last_base.max(top)) + gap * place as f64;
    }
    placed
}

/// A name on a line that falls from it: where the line is, and from where to where the name reaches.
#[derive(Clone, Copy, Debug)]
pub struct Hung {
    pub line: f64,
    pub from: f64,
    pub to: f64,
}

/// Puts names into rows, the first on top, so that no two touch and no line falls through a name; `None` where more than `rows` would be needed.
pub fn rows(names: &[Hung], rows: usize, gap: f64) -> Option<Vec<usize>> {
    let mut order: Vec<usize> = (0..names.len()).collect();
    order.sort_by(|&one, &other| names[one].line.total_cmp(&names[other].line).then(one.cmp(&other)));
    let mut placed: Vec<(usize, usize)> = Vec::new();
    for name in order {
        let new = names[name];
        let is_free = |row: &usize| {
            placed.iter().all(|&(before, its_row)| {
                let old = names[before];
                let touch = old.from < new.to + gap && new.from < old.to + gap;
                let new_falls_through = its_row > *row && (old.from..=old.to).contains(&new.line);
                let old_falls_through = its_row < *row && (new.from..=new.to).contains(&old.line);
                !(its_row == *row && touch || new_falls_through || old_falls_through)
            })
        };
        let row = (0..rows).find(is_free)?;
        placed.push((name, row));
    }
    let mut by_name = vec![0; names.len()];
    placed.into_iter().for_each(|(name, row)| by_name[name] = row);
    Some(by_name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_move_apart_and_keep_their_order() {
        assert_eq!(spread(&[10.0, 50.0], 15.0, 0.0, 100.0), [10.0, 50.0]);
        assert_eq!(spread(&[50.0, 50.0], 10.0, 0.0, 100.0), [45.0, 55.0]);
        assert_eq!(spread(&[0.0, 0.0, 0.0], 10.0, 0.0, 100.0), [0.0, 10.0, 20.0]);
        assert_eq!(spread(&[100.0, 98.0], 10.0, 0.0, 100.0), [100.0, 90.0]);
        assert_eq!(spread(&[5.0, 5.0, 5.0], 10.0, 0.0, 10.0), [0.0, 5.0, 10.0]);
        assert!(spread(&[], 10.0, 0.0, 10.0).is_empty());
    }

    #[test]
    fn rows_hold_what_neither_touches_nor_is_fallen_through() {
        let name = |line: f64, width: f64| Hung { line, from: line, to: line + width };
        assert_eq!(rows(&[name(0.0, 10.0), name(20.0, 5.0)], 2, 1.0), Some(vec![0, 0]));
        assert_eq!(rows(&[name(0.0, 10.0), name(5.0, 10.0), name(12.0, 5.0)], 3, 1.0), Some(vec![0, 1, 2]));
        assert_eq!(rows(&[name(0.0, 10.0), name(5.0, 10.0), name(30.0, 5.0)], 2, 1.0), Some(vec![0, 1, 0]));
        assert_eq!(rows(&[name(0.0, 10.0), name(5.0, 10.0)], 1, 1.0), None);
    }
}
