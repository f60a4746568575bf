//! Entries of several themes as one list, made when the program is compiled.

/// How many entries the themes have together.
pub const fn total<T>(themes: &[&[T]]) -> usize {
    let (mut theme, mut sum) = (0, 0);
    while theme < themes.len() {
        sum += themes[theme].len();
        theme += 1;
    }
    sum
}

/// The entries of all themes, one theme after the other. `N` is their [`total`].
pub const fn joined<T: Copy, const N: usize>(themes: &[&[T]]) -> [T; N] {
    let mut list = [themes[0][0]; N];
    let (mut theme, mut place) = (0, 0);
    while theme < themes.len() {
        let mut k = 0;
        while k < themes[theme].len() {
            list[place] = themes[theme][k];
            place += 1;
            k += 1;
        }
        theme += 1;
    }
    list
}
