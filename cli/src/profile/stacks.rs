//! A profile as stacks of names, outermost first, with the ticks of each.

use crate::symbols::SymbolStore;
use sandpact_abi::Hash;
use sandpact_runtime::{CodePlace, FrameKind, Profile, Runtime, schedule::TICKS_PER_GAS};
use sandpact_symbols::{Resolver, SourceFrame, SymbolFile};
use std::collections::BTreeMap;
use std::rc::Rc;

/// Names that a stack has at most; what is further in is put together. Deeper stacks no
/// viewer shows, and a recursion would make each of thousands as long as all before it.
const DEPTH_MAX: usize = 256;

/// Ticks by stack. A function's frame is followed by that of its line.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Stacks {
    ticks: BTreeMap<Vec<Rc<str>>, u64>,
}

/// What is known of a frame's surroundings: its names, and whose code is in it.
#[derive(Clone, Default)]
struct Around {
    names: Vec<Rc<str>>,
    code: Option<Hash>,
    is_function: bool,
}

impl Stacks {
    /// The stacks of a profile, whose contracts the runtime names and whose lines the symbols
    /// know.
    pub fn new(profile: &Profile, runtime: &Runtime, symbols: &SymbolStore) -> Self {
        let code_hashes = profile.frames.iter().filter_map(|frame| match &frame.kind {
            FrameKind::Call { code_hash, .. } => *code_hash,
            _ => None,
        });
        let files: BTreeMap<Hash, SymbolFile> =
            code_hashes.filter_map(|hash| Some((hash, symbols.find(&hash)?))).collect();
        let resolvers = files.iter();
        let resolvers =
            resolvers.filter_map(|(hash, file)| Some((*hash, Resolver::new(file).ok()?)));
        let mut lines = Lines { resolvers: resolvers.collect(), known: BTreeMap::new() };
        let mut stacks = Self::default();
        let mut arounds: Vec<Around> = Vec::with_capacity(profile.frames.len());
        for frame in &profile.frames {
            // Each stands behind its parent.
            let outer = frame.parent.and_then(|parent| arounds.get(parent)).cloned();
            let mut around = outer.unwrap_or_default();
            if let Some(place) = frame.called_at.filter(|_| around.is_function) {
                around.names.extend(lines.names(around.code, place));
            }
            around.is_function = matches!(frame.kind, FrameKind::Function { .. });
            around.names.extend(name(&frame.kind, runtime));
            bound(&mut around.names);
            if let FrameKind::Call { code_hash, .. } = &frame.kind {
                around.code = *code_hash;
            }
            for (place, ticks) in &frame.own {
                let mut names = around.names.clone();
                let inside = place.map(|place| lines.names(around.code, place));
                names.extend(inside.unwrap_or_default());
                bound(&mut names);
                stacks.add(names, *ticks);
            }
            arounds.push(around);
        }
        stacks
    }

    fn add(&mut self, names: Vec<Rc<str>>, ticks: u64) {
        let sum = self.ticks.entry(names).or_default();
        *sum = sum.saturating_add(ticks);
    }

    /// Every stack with its ticks.
    pub fn iter(&self) -> impl Iterator<Item = (&[Rc<str>], u64)> {
        self.ticks.iter().map(|(names, ticks)| (names.as_slice(), *ticks))
    }

    /// One line for each stack, with its gas, as `flamegraph.pl` and its kin read them. Units
    /// that are shared by stacks count for the one that ends them, so that each line is right
    /// to less than a unit and all together to the unit.
    pub fn folded(&self) -> String {
        let (mut before, mut text) = (0_u64, String::new());
        for (names, ticks) in self.iter() {
            let after = before.saturating_add(ticks);
            let gas = (after / TICKS_PER_GAS).saturating_sub(before / TICKS_PER_GAS);
            before = after;
            if gas > 0 {
                text.push_str(&format!("{} {gas}\n", names.join(";")));
            }
        }
        text
    }
}

/// The name of a frame; a function's comes with the lines in it.
fn name(kind: &FrameKind, runtime: &Runtime) -> Option<Rc<str>> {
    let name = match kind {
        FrameKind::Whole | FrameKind::Function { .. } => return None,
        FrameKind::Call { contract, method, .. } => {
            let info = runtime.contract(contract).ok().flatten();
            let who = info.map_or_else(|| contract.to_string(), |info| info.abi.name);
            format!("{who}.{method}")
        }
        FrameKind::Host { name } => format!("[{name}]"),
        FrameKind::Work { name } => format!("({name})"),
        FrameKind::Deeper => "(deeper)".to_owned(),
    };
    Some(clean(&name))
}

fn bound(names: &mut Vec<Rc<str>>) {
    if names.len() > DEPTH_MAX {
        names.truncate(DEPTH_MAX);
        if let Some(last) = names.last_mut() {
            *last = "(deeper)".into();
        }
    }
}

/// Lines that were looked up.
struct Lines<'a> {
    resolvers: BTreeMap<Hash, Resolver<'a>>,
    known: BTreeMap<(Option<Hash>, u32), Vec<Rc<str>>>,
}

impl Lines<'_> {
    /// The functions at a place, outermost first, each followed by its line.
    fn names(&mut self, code: Option<Hash>, place: CodePlace) -> Vec<Rc<str>> {
        if let Some(known) = self.known.get(&(code, place.offset)) {
            return known.clone();
        }
        let resolver = code.and_then(|code| self.resolvers.get(&code));
        let names = match resolver {
            Some(resolver) => resolver
                .frames(place.function, place.offset)
                .iter()
                .rev()
                .flat_map(|frame| [Some(clean(&frame.function)), line(frame)])
                .flatten()
                .collect(),
            None => vec![format!("function {}", place.function).into()],
        };
        self.known.insert((code, place.offset), names.clone());
        names
    }
}

fn line(frame: &SourceFrame) -> Option<Rc<str>> {
    let place = frame.place()?;
    // Where dependencies and libraries lie says nothing that their own path does not.
    let short = place.rsplit_once("/registry/src/").map_or(place.as_str(), |(_, rest)| rest);
    let short = short.rsplit_once("/library/").map_or(short, |(_, rest)| rest);
    Some(clean(short.strip_prefix("/contract/").unwrap_or(short)))
}

/// Folded stacks separate frames by a semicolon and the number by the last blank of a line.
fn clean(name: &str) -> Rc<str> {
    let kept = |char: char| if char == ';' || char.is_control() { ',' } else { char };
    name.chars().map(kept).collect::<String>().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folded_stacks_add_up_to_the_gas() {
        let mut stacks = Stacks::default();
        for (name, ticks) in [("a", 4), ("b", 4), ("c", 25), ("d", 7)] {
            stacks.add(vec!["all".into(), name.into()], ticks);
        }
        assert_eq!(stacks.folded(), "all;c 3\nall;d 1\n");
        assert_eq!(&*clean("<[u8; 4]>::x\n"), "<[u8, 4]>::x,");
    }
}
