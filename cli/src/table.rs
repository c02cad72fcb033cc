//! Plain text tables and lists of fields. What stands in them may come from
//! strangers, so cells are escaped here (see `visible`).

use crate::visible;

/// Blank columns between two table columns.
const GAP: &str = "  ";

/// A table with a head line. Columns are as wide as their longest cell; the
/// last one is never padded. Columns named in `right` are flush right.
pub fn table(head: &[&str], right: &[usize], rows: &[Vec<String>]) -> String {
    let head: Vec<String> = head.iter().map(|&name| name.to_owned()).collect();
    let visible = |row: &Vec<String>| row.iter().map(|cell| visible::line(cell)).collect();
    let rows: Vec<Vec<String>> = rows.iter().map(visible).collect();
    let all = || std::iter::once(&head).chain(&rows);
    let widths: Vec<usize> = (0..head.len())
        .map(|column| all().filter_map(|row| row.get(column)).map(|cell| len(cell)).max())
        .map(Option::unwrap_or_default)
        .collect();
    let rule = widths.iter().map(|width| "-".repeat(*width)).collect::<Vec<_>>();
    let mut lines = vec![line(&head, &widths, right), line(&rule, &widths, &[])];
    lines.extend(rows.iter().map(|row| line(row, &widths, right)));
    lines.join("\n")
}

/// `name  value` lines with the values below each other, also those of several lines.
pub fn fields(rows: &[(&str, String)]) -> String {
    let width = rows.iter().map(|(name, _)| len(name)).max().unwrap_or_default();
    let lines = rows.iter().flat_map(|(name, value)| {
        let names = std::iter::once(*name).chain(std::iter::repeat(""));
        let values = value.split('\n').map(visible::line);
        names.zip(values).map(|(name, value)| format!("{}{GAP}{value}", pad(name, width, false)))
    });
    lines.map(|line| line.trim_end().to_owned()).collect::<Vec<_>>().join("\n")
}

fn line(cells: &[String], widths: &[usize], right: &[usize]) -> String {
    let cells: Vec<String> = cells
        .iter()
        .zip(widths)
        .enumerate()
        .map(|(column, (cell, width))| pad(cell, *width, right.contains(&column)))
        .collect();
    cells.join(GAP).trim_end().to_owned()
}

fn pad(text: &str, width: usize, right: bool) -> String {
    let blanks = " ".repeat(width.saturating_sub(len(text)));
    if right { format!("{blanks}{text}") } else { format!("{text}{blanks}") }
}

fn len(text: &str) -> usize {
    text.chars().count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_line_up() {
        let row = |a: &str, b: &str| vec![a.to_owned(), b.to_owned(), "x".to_owned()];
        let text = table(&["name", "gas", ""], &[1], &[row("a", "1"), row("longer", "1 000")]);
        let expected = "name      gas\n------  -----  -\na           1  x\nlonger  1 000  x";
        assert_eq!(text, expected);
        assert_eq!(fields(&[("a", "1".into()), ("bcd", String::new())]), "a    1\nbcd");
        assert_eq!(fields(&[("a", "1\n2".into())]), "a  1\n   2");
    }

    #[test]
    fn a_strangers_text_stays_in_its_cell() {
        let text = table(&["name"], &[], &[vec!["x\n\u{1b}[2J".to_owned()]]);
        assert_eq!(text, "name\n---------------\nx\\u{a}\\u{1b}[2J");
        assert_eq!(fields(&[("a", "\r\nstate root".into())]), "a  \\u{d}\n   state root");
    }
}
