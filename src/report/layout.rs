//! How text is laid out in a terminal, whose unit is the column, not the character.

use unicode_width::UnicodeWidthStr;

/// How many columns a text takes.
pub fn width(text: &str) -> usize {
    text.width()
}

/// The text in lines no wider than `limit`, broken at plain spaces only: no-break spaces hold.
pub fn lines(text: &str, limit: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split(' ').flat_map(|word| pieces(word, limit)) {
        let line = lines.last_mut().filter(|line| line.is_empty() || width(line) + 1 + width(&word) <= limit);
        match line {
            Some(line) if line.is_empty() => line.push_str(&word),
            Some(line) => {
                line.push(' ');
                line.push_str(&word);
            }
            None => lines.push(word),
        }
    }
    lines
}

/// A word cut where it alone is wider than a line.
fn pieces(word: &str, limit: usize) -> Vec<String> {
    let mut pieces = vec![String::new()];
    for letter in word.chars() {
        let mut grown = pieces.pop().unwrap_or_default();
        grown.push(letter);
        if width(&grown) > limit && grown.chars().count() > 1 {
            grown.pop();
            pieces.push(grown);
            grown = letter.to_string();
        }
        pieces.push(grown);
    }
    pieces
}

/// The text wrapped, with a line's end.
pub fn wrapped(text: &str, limit: usize) -> String {
    lines(text, limit).join("\n") + "\n"
}

/// The text wrapped and set in by so many columns, its further lines by two more.
pub fn indented(text: &str, by: usize, limit: usize) -> String {
    let first = " ".repeat(by);
    first.clone() + &lines(text, limit.saturating_sub(by + 2)).join(&format!("\n{first}  ")) + "\n"
}

/// A line of columns, wrapped: what goes on stands under the last of its columns, which two spaces part.
pub fn hanging(line: &str, limit: usize) -> String {
    let indent = line.len() - line.trim_start().len();
    let column = line.rfind("  ").map_or(0, |blank| blank + 2);
    // no column begins there: further lines are set in a little
    let (head, under) = if column > indent { line.split_at(column) } else { line.split_at(indent) };
    let by = width(head) + if column > indent { 0 } else { 2 };
    head.to_owned() + &lines(under, limit.saturating_sub(by)).join(&format!("\n{}", " ".repeat(by)))
}

/// The text followed by spaces up to that width.
pub fn left(text: &str, to: usize) -> String {
    text.to_owned() + &" ".repeat(to.saturating_sub(width(text)))
}

/// The text preceded by spaces up to that width.
pub fn right(text: &str, to: usize) -> String {
    " ".repeat(to.saturating_sub(width(text))) + text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_counted_not_bytes_nor_characters() {
        assert_eq!(width("Coût é ▲ €"), 10);
        assert_eq!(width("e\u{301}"), 1);
        assert_eq!(width("1\u{202f}234"), 5);
    }

    #[test]
    fn a_line_is_never_broken_at_a_no_break_space() {
        assert_eq!(lines("coût\u{a0}: 12\u{202f}% en plus", 8), ["coût\u{a0}:", "12\u{202f}% en", "plus"]);
    }

    #[test]
    fn what_goes_on_stands_under_the_last_column() {
        let line = "  2028-06  GE  départ de la structure";
        assert_eq!(hanging(line, 28), "  2028-06  GE  départ de la\n               structure");
        assert_eq!(hanging("  mois en emploi", 11), "  mois en\n    emploi");
        assert_eq!(hanging("court", 10), "court");
    }

    #[test]
    fn a_word_wider_than_the_line_is_cut() {
        assert_eq!(lines("un intermittent", 6), ["un", "interm", "ittent"]);
    }
}
