//! What is wrong where a file is not even TOML, in both languages and with the remedy for what people write by habit?

use std::ops::Range;
use std::sync::Arc;

use toml::de::Error as TomlError;

use crate::error::{Fault, Place, SourceText, both};
use crate::words::Bilingual;

/// The parser's messages, by their beginning, and ours: French and English.
const MESSAGES: [(&str, &str, &str); 32] = [
    ("duplicate key", "cette clé est donnée deux fois", "this key is given twice"),
    (
        "string values must be quoted",
        "cette valeur n'est ni un nombre, ni un texte entre guillemets",
        "this value is neither a number nor a text in quotes",
    ),
    ("unexpected key or value", "la valeur devrait finir ici", "the value should end here"),
    ("key with no value", "cette clé n'a pas de valeur", "this key has no value"),
    (
        "invalid unquoted key",
        "ce caractère n'a pas sa place dans une clé",
        "this character has no place in a key",
    ),
    ("unquoted keys cannot be empty", "il manque une clé", "a key is missing"),
    (
        "unclosed table",
        "il manque « ] » à la fin du nom de la section",
        "the section's name lacks its closing `]`",
    ),
    (
        "unclosed array table",
        "il manque « ]] » à la fin du nom de la section",
        "the section's name lacks its closing `]]`",
    ),
    ("unclosed array", "il manque « ] » à la fin de la liste", "the list lacks its closing `]`"),
    ("unclosed inline table", "il manque « } »", "a closing `}` is missing"),
    (
        "missing comma between array elements",
        "il manque une virgule entre deux éléments de la liste",
        "a comma is missing between two items of the list",
    ),
    (
        "missing comma between key-value pairs",
        "il manque une virgule entre deux clés",
        "a comma is missing between two keys",
    ),
    ("extra comma", "il y a une virgule de trop", "there is one comma too many"),
    ("extra `=`", "il y a un « = » de trop", "there is one `=` too many"),
    ("extra assignment", "il y a un « = » de trop", "there is one `=` too many"),
    (
        "missing assignment",
        "il manque « = » entre la clé et sa valeur",
        "`=` is missing between the key and its value",
    ),
    ("missing value", "il manque une valeur", "a value is missing"),
    ("missing key", "il manque une clé", "a key is missing"),
    ("unexpected `=` in array", "un « = » n'a pas sa place dans une liste", "`=` has no place in a list"),
    ("invalid basic string", "ce texte n'a pas de guillemet fermant", "this text lacks its closing quote"),
    ("invalid literal string", "ce texte n'a pas d'apostrophe fermante", "this text lacks its closing quote"),
    ("invalid multi-line", "ce texte n'a pas de guillemets fermants", "this text lacks its closing quotes"),
    (
        "missing escaped value",
        "« \\ » doit être suivi d'un caractère : \\n, \\\", \\\\",
        "`\\` must be followed by a character: \\n, \\\", \\\\",
    ),
    ("invalid fraction", "il manque des chiffres après le point", "digits are missing after the point"),
    ("invalid mantissa", "il manque un chiffre avant le point", "a digit is missing before the point"),
    ("invalid float", "ce nombre ne se lit pas", "this number cannot be read"),
    (
        "unexpected leading zero",
        "un nombre ne commence pas par un zéro",
        "a number does not start with a zero",
    ),
    ("redundant", "il y a un signe de trop", "there is one sign too many"),
    (
        "invalid comment character",
        "ce caractère n'est pas permis dans un commentaire",
        "this character is not allowed in a comment",
    ),
    ("cannot recurse further", "trop de niveaux imbriqués", "too many nested levels"),
    ("recursion limit", "trop de niveaux imbriqués", "too many nested levels"),
    ("carriage return", "retour chariot isolé", "a carriage return stands alone"),
];

/// Adds what the parser found, in the order of the text; of the faults of one line only the first, because the parser
/// stumbles on.
pub(super) fn describe(source: &Arc<SourceText>, errors: &[TomlError], faults: &mut Vec<Fault>) {
    let mut found: Vec<_> = errors.iter().map(|e| (e.span().unwrap_or(0..0), e.message())).collect();
    found.sort_by_key(|(span, _)| span.start);
    close_lists(&mut found);
    let mut line_end = None;
    for (span, original) in found {
        if line_end.is_some_and(|end| span.start <= end) {
            continue;
        }
        let start = span.start.min(source.text.len());
        line_end = Some(
            source.text.as_bytes()[start..]
                .iter()
                .position(|b| *b == b'\n')
                .map_or(usize::MAX, |n| start + n),
        );
        let place = Place::new(source, span);
        // a remedy costs a search, so only the faults that are shown get one
        if faults.len() >= Fault::SHOWN {
            faults.push(Fault::at(place, Bilingual::default()));
        } else {
            let helps = [first_given(&place, original), habit(&place, original)];
            let fault = Fault::at(place, message(original));
            faults.push(helps.into_iter().fold(fault, Fault::maybe_help));
        }
    }
}

/// A list that is not closed swallows the lines below it: the first place that surprised the parser is where it should
/// have ended.
fn close_lists(found: &mut Vec<(Range<usize>, &str)>) {
    let unclosed = |original: &str| {
        original.starts_with("unclosed array") && !original.starts_with("unclosed array table")
    };
    let Some(end) = found.iter().position(|(_, original)| unclosed(original)) else { return };
    let first = found.iter().position(|(_, original)| original.starts_with("missing comma between array"));
    if let Some(first) = first.filter(|&first| first < end) {
        found[first].1 = found[end].1;
        found.truncate(first + 1);
    }
}

fn message(original: &str) -> Bilingual {
    match MESSAGES.iter().find(|(beginning, ..)| original.starts_with(beginning)) {
        Some((_, fr, en)) => both(*fr, *en),
        None => both(
            format!("ce texte n'est pas du TOML valable ({original})"),
            format!("this is not valid TOML: {original}"),
        ),
    }
}

/// Where a key or a section that is given twice stands for the first time.
fn first_given(place: &Place, original: &str) -> Option<Bilingual> {
    if !original.starts_with("duplicate key") {
        return None;
    }
    let (row, _) = place.line_and_column();
    let lines: Vec<&str> = place.source.text.lines().take(row - 1).map(str::trim).collect();
    let line = line_of(place).trim();
    let key_of = |line: &str| line.split_once('=').map(|(key, _)| key.trim().to_owned());
    let first = if line.starts_with('[') {
        let header = |line: &str| line.split(']').next().unwrap_or(line).to_owned();
        lines.iter().position(|earlier| earlier.starts_with('[') && header(earlier) == header(line))
    } else {
        let key = key_of(line)?;
        let section = lines.iter().rposition(|earlier| earlier.starts_with('[')).map_or(0, |row| row + 1);
        lines[section..]
            .iter()
            .position(|earlier| key_of(earlier).as_ref() == Some(&key))
            .map(|row| row + section)
    };
    let row = first? + 1;
    Some(both(format!("donnée d'abord à la ligne {row}"), format!("first given on line {row}")))
}

/// The remedy, where the line shows a habit from another notation.
fn habit(place: &Place, original: &str) -> Option<Bilingual> {
    let line = line_of(place);
    let value = line.split_once('=').map(|(_, value)| value.split('#').next().unwrap_or(value).trim());
    if let Some(value) = value {
        if is_number(&value.replacen(',', ".", 1)) && value.contains(',') {
            let point = value.replacen(',', ".", 1);
            return Some(both(
                format!("le séparateur décimal est le point : {point}"),
                format!("the decimal mark is a point: {point}"),
            ));
        }
        if let Some(percent) =
            value.strip_suffix('%').map(str::trim).and_then(|n| n.replace(',', ".").parse::<f64>().ok())
        {
            let share = (percent * 1e6).round() / 1e8;
            return Some(both(format!("une part s'écrit {share}"), format!("a share is written {share}")));
        }
        let joined: String = value.chars().filter(|c| !c.is_whitespace()).collect();
        if joined != value && is_number(&joined) {
            return Some(both(
                format!("un nombre s'écrit sans espaces : {joined}"),
                format!("a number is written without spaces: {joined}"),
            ));
        }
        if original.starts_with("string values must be quoted") && !value.is_empty() {
            let bare = value.trim_matches(['“', '”', '«', '»', '"', '\'', ' ', '\u{a0}', '\u{202f}']);
            return Some(both(
                format!("un texte s'écrit entre guillemets droits : \"{bare}\""),
                format!("a text is written in straight quotes: \"{bare}\""),
            ));
        }
        if original.starts_with("invalid mantissa") {
            return Some(both(format!("écrivez 0{value}"), format!("write 0{value}")));
        }
        if original.starts_with("invalid fraction") {
            return Some(both(format!("écrivez {value}0"), format!("write {value}0")));
        }
        if value.eq_ignore_ascii_case("nan") || value.to_lowercase().contains("inf") {
            return Some(both("donnez un nombre fini", "give a finite number"));
        }
        if original.starts_with("unexpected leading zero") {
            let bare = value.trim_start_matches('0');
            return Some(both(format!("écrivez {bare}"), format!("write {bare}")));
        }
    } else if line.contains(':') {
        return Some(both("une valeur se donne par « clé = valeur »", "a value is given as `key = value`"));
    }
    usual(original)
}

fn usual(original: &str) -> Option<Bilingual> {
    let (fr, en) = if original.starts_with("duplicate key") {
        (
            "gardez une seule des deux ; une section ne s'ouvre aussi qu'une fois",
            "keep one of the two; a section also opens only once",
        )
    } else if original.starts_with("key with no value") || original.starts_with("missing") {
        (
            "chaque ligne est une section [nom] ou « clé = valeur »",
            "each line is a section [name] or `key = value`",
        )
    } else if original.starts_with("string values must be quoted") {
        ("donnez une valeur après « = »", "give a value after `=`")
    } else if original.starts_with("invalid basic string") || original.starts_with("invalid literal string") {
        ("fermez le texte sur la même ligne", "close the text on the same line")
    } else if original.starts_with("unclosed") {
        ("ajoutez-le en fin de ligne", "add it at the end of the line")
    } else if original.contains("recur") {
        (
            "un scénario a deux ou trois niveaux : [section], clé",
            "a scenario has two or three levels: [section], key",
        )
    } else {
        return None;
    };
    Some(both(fr, en))
}

fn is_number(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_digit() || c == '-' || c == '+') && text.parse::<f64>().is_ok()
}

/// Long lines are noise: nothing is guessed from them.
fn line_of(place: &Place) -> &str {
    const LONGEST: usize = 400;
    let text = &place.source.text;
    let at = place.span().start;
    let start = text[..at].rfind('\n').map_or(0, |end| end + 1);
    let end = text[at..].find('\n').map_or(text.len(), |length| at + length);
    if end - start > LONGEST { "" } else { &text[start..end] }
}
