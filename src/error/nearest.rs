//! Which known name is nearest to a mistyped one?

/// The candidate nearest to `word`, unless more than a third of its letters would have to change; then one that begins
/// like it.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    // no known name is that long, and the distance costs the product of both lengths
    const LONGEST: usize = 120;
    if word.len() > LONGEST {
        return None;
    }
    const SHORTEST: usize = 3;
    let word = word.to_lowercase();
    let candidates: Vec<&str> = candidates.into_iter().collect();
    let allowed = (word.chars().count() / 3).max(1);
    candidates
        .iter()
        .map(|&candidate| (strsim::damerau_levenshtein(&word, &candidate.to_lowercase()), candidate))
        .filter(|(distance, _)| *distance <= allowed)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
        .or_else(|| {
            // a name begun, or one that goes on: `bâtiment` for `bat`, `cash` for `cash_median`
            let plain = word.replace('â', "a");
            let begun = |name: &str| name.starts_with(&plain) && plain.len() >= SHORTEST;
            let prolonged = |name: &str| plain.starts_with(name) && name.len() >= SHORTEST;
            candidates.iter().copied().find(|candidate| begun(candidate) || prolonged(candidate))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_typing_error_finds_its_name_and_another_word_finds_none() {
        assert_eq!(nearest("replicatons", ["months", "replications"]), Some("replications"));
        assert_eq!(nearest("GE", ["ge", "club-rh"]), Some("ge"));
        assert_eq!(nearest("gausian", ["constant"]), None);
        assert_eq!(nearest("bâtiment", ["enr", "bat"]), Some("bat"));
    }
}
