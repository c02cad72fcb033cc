//! A flame graph as one still picture: no script, so it may be looked at anywhere. Each
//! frame's full name and gas are in its title, which viewers show under the pointer.

use super::Stacks;
use sandpact_runtime::schedule::TICKS_PER_GAS;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::rc::Rc;

/// Width of the picture in pixels.
const WIDTH: u64 = 1_600;
/// Height of a row in pixels.
const ROW: u64 = 18;
/// Pixels of a letter, about.
const LETTER: u64 = 7;
/// Space around the picture in pixels.
const MARGIN: u64 = 10;

/// A frame with all that is in it.
#[derive(Default)]
struct Node {
    ticks: u64,
    children: BTreeMap<Rc<str>, Node>,
}

/// Draws stacks; `title` names the call and its gas.
pub fn draw(stacks: &Stacks, title: &str) -> String {
    let mut root = Node::default();
    for (names, ticks) in stacks.iter() {
        root.add(names, ticks);
    }
    let rows = u64::try_from(root.rows()).unwrap_or(u64::MAX);
    let picture = Picture { total: root.ticks.max(1), height: rows.saturating_mul(ROW) };
    let (width, height) = (
        WIDTH.saturating_add(2 * MARGIN),
        picture.height.saturating_add(ROW.saturating_mul(2)).saturating_add(MARGIN),
    );
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" \
         viewBox=\"0 0 {width} {height}\" font-family=\"monospace\" font-size=\"12\">\n\
         <rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n\
         <text x=\"{MARGIN}\" y=\"{ROW}\" font-size=\"14\">{}</text>\n",
        escaped(title)
    );
    picture.node(&mut out, title, &root, 0, 0);
    out.push_str("</svg>\n");
    out
}

impl Node {
    fn add(&mut self, names: &[Rc<str>], ticks: u64) {
        self.ticks = self.ticks.saturating_add(ticks);
        let mut node = self;
        for name in names {
            node = node.children.entry(Rc::clone(name)).or_default();
            node.ticks = node.ticks.saturating_add(ticks);
        }
    }

    /// Rows that it needs, its own with them.
    fn rows(&self) -> usize {
        let above = self.children.values().map(Self::rows).max().unwrap_or(0);
        above.saturating_add(1)
    }
}

struct Picture {
    total: u64,
    height: u64,
}

impl Picture {
    /// A frame from `from` ticks on, `row` rows above the bottom, and those on it.
    fn node(&self, out: &mut String, name: &str, node: &Node, from: u64, row: u64) {
        let width = self.thousandths(node.ticks);
        // A tenth of a pixel shows nothing.
        if width < 100 {
            return;
        }
        self.frame(out, name, node, from, row);
        let mut at = from;
        for (name, child) in &node.children {
            self.node(out, name, child, at, row.saturating_add(1));
            at = at.saturating_add(child.ticks);
        }
    }

    fn frame(&self, out: &mut String, name: &str, node: &Node, from: u64, row: u64) {
        let x = self.thousandths(from).saturating_add(MARGIN.saturating_mul(1_000));
        let width = self.thousandths(node.ticks);
        let below = ROW.saturating_mul(row.saturating_add(1));
        let y = self.height.saturating_sub(below).saturating_add(ROW.saturating_mul(2));
        let permille = self.share(node.ticks, 1_000);
        let title =
            format!("{name}: {} gas, {}.{} %", gas(node.ticks), permille / 10, permille % 10);
        let letters = usize::try_from(width / 1_000 / LETTER).unwrap_or(0);
        let shown: String = if letters < 3 { String::new() } else { short(name, letters) };
        let text_y = y.saturating_add(ROW).saturating_sub(5);
        let written = writeln!(
            out,
            "<g><title>{}</title><rect x=\"{}\" y=\"{y}\" width=\"{}\" height=\"{}\" \
             fill=\"{}\"/><text x=\"{}\" y=\"{text_y}\">{}</text></g>",
            escaped(&title),
            pixels(x),
            pixels(width),
            ROW.saturating_sub(1),
            colour(name),
            pixels(x.saturating_add(3_000)),
            escaped(&shown),
        );
        written.expect("a string takes all text");
    }

    /// Width of so many ticks in thousandths of a pixel.
    fn thousandths(&self, ticks: u64) -> u64 {
        self.share(ticks, WIDTH.saturating_mul(1_000))
    }

    /// Of `parts`, those that so many ticks are of all, rounded down.
    fn share(&self, ticks: u64, parts: u64) -> u64 {
        let product = u128::from(ticks).saturating_mul(u128::from(parts));
        let share = product.checked_div(u128::from(self.total)).unwrap_or(0);
        u64::try_from(share).unwrap_or(u64::MAX)
    }
}

fn gas(ticks: u64) -> String {
    let (whole, rest) = (ticks / TICKS_PER_GAS, ticks % TICKS_PER_GAS);
    if rest == 0 { whole.to_string() } else { format!("{whole}.{rest}") }
}

fn pixels(thousandths: u64) -> String {
    format!("{}.{:03}", thousandths / 1_000, thousandths % 1_000)
}

fn short(name: &str, letters: usize) -> String {
    if name.chars().count() <= letters {
        return name.to_owned();
    }
    name.chars().take(letters.saturating_sub(2)).chain("..".chars()).collect()
}

/// The kind of work shows: storage blue, cryptography violet, other work of the host grey,
/// lines of source pale, functions warm.
fn colour(name: &str) -> &'static str {
    const WARM: [&str; 5] = ["#f4a261", "#e9c46a", "#f2b56b", "#ee9b5f", "#edb95e"];
    if name.starts_with("[storage_") {
        "#7fb2e5"
    } else if name.starts_with("[crypto_") {
        "#b497e0"
    } else if name.starts_with(['[', '(']) {
        "#c9ccd1"
    } else if name.rsplit_once(':').is_some_and(|(_, line)| line.parse::<u32>().is_ok()) {
        "#faedcd"
    } else {
        let sum = name.bytes().fold(0_usize, |sum, byte| sum.wrapping_add(usize::from(byte)));
        WARM.get(sum.checked_rem(WARM.len()).unwrap_or(0)).copied().unwrap_or("#f4a261")
    }
}

fn escaped(text: &str) -> String {
    text.chars().fold(String::with_capacity(text.len()), |mut out, char| {
        match char {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            // No control character may stand in XML.
            _ if char.is_control() => out.push('?'),
            _ => out.push(char),
        }
        out
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_text_and_widths_are_shares() {
        assert_eq!(escaped("<a & \"b\">\u{7}"), "&lt;a &amp; &quot;b&quot;&gt;?");
        let picture = Picture { total: 400, height: 0 };
        assert_eq!(pixels(picture.thousandths(100)), "400.000");
        assert_eq!((gas(1_230), gas(1_234)), ("123".to_owned(), "123.4".to_owned()));
        assert_eq!(short("abcdefgh", 5), "abc..");
        assert_eq!(colour("src/contract.rs:12"), "#faedcd");
    }
}
