//! The arguments and states that a host function can meet, and the search for the dearest.

use crate::{
    figure::{Figure, Measured},
    probe::{CAREFUL, Probe, QUICK, Subject},
};
use sandpact_tests::Random;

/// One number that may be chosen.
#[derive(Clone, Copy)]
pub struct Axis {
    /// What it is.
    pub name: &'static str,
    /// Least.
    pub min: u32,
    /// Most.
    pub max: u32,
}

/// An axis.
pub const fn axis(name: &'static str, min: u32, max: u32) -> Axis {
    Axis { name, min, max }
}

/// Everything that one host function can be asked.
pub struct Space {
    /// The function, or what is done with it.
    pub function: &'static str,
    /// Entries of the schedule that it pays by.
    pub entries: &'static [&'static str],
    /// What may be chosen.
    pub axes: Vec<Axis>,
    /// The work of one choice.
    pub subject: fn(&[u32]) -> Subject,
}

impl Space {
    /// Climbs from the dearest of the corners and some random points, a changed number or two
    /// at a time. The seed decides what is tried, the measurement what is kept.
    pub fn dearest(&self, probe: &mut Probe, seed: u64, steps: u32) -> Figure {
        let mut random = Random::new(seed);
        let mut best = (0, self.at(|axis| axis.min));
        if !self.axes.is_empty() {
            let mut firsts = self.corners();
            firsts
                .extend((0..steps / 3).map(|_| self.at(|axis| random.spread(axis.min, axis.max))));
            for point in firsts {
                self.keep_dearer(probe, &mut best, point);
            }
            for _ in 0..steps {
                let point = self.step(&best.1, &mut random);
                self.keep_dearer(probe, &mut best, point);
            }
        }
        let subject = (self.subject)(&best.1);
        // A step's short measurement is no figure: the best of many is too high by its luck.
        let picoseconds = probe.picoseconds_per_gas(&subject, CAREFUL);
        Figure {
            name: self.words(&best.1),
            entries: self.entries.to_vec(),
            of: Measured::Work(subject),
            picoseconds,
        }
    }

    fn keep_dearer(&self, probe: &mut Probe, best: &mut (u64, Vec<u32>), point: Vec<u32>) {
        let picoseconds = probe.picoseconds_per_gas(&(self.subject)(&point), QUICK);
        if picoseconds > best.0 {
            *best = (picoseconds, point);
        }
    }

    fn at(&self, choose: impl FnMut(&Axis) -> u32) -> Vec<u32> {
        self.axes.iter().map(choose).collect()
    }

    /// All least, all most, and each axis alone at its most.
    fn corners(&self) -> Vec<Vec<u32>> {
        let mut corners = vec![self.at(|axis| axis.min), self.at(|axis| axis.max)];
        for (index, axis) in self.axes.iter().enumerate() {
            let mut corner = corners[0].clone();
            corner[index] = axis.max;
            corners.push(corner);
        }
        corners
    }

    fn step(&self, from: &[u32], random: &mut Random) -> Vec<u32> {
        let mut point = from.to_vec();
        for _ in 0..=random.below(2) {
            let index = usize::try_from(random.below(u32::try_from(point.len()).unwrap())).unwrap();
            let (axis, now) = (self.axes[index], point[index]);
            let changed = match random.below(6) {
                0 => axis.min,
                1 => axis.max,
                2 => now.saturating_mul(2),
                3 => now / 2,
                4 => now.saturating_add(1),
                _ => random.spread(axis.min, axis.max),
            };
            point[index] = changed.clamp(axis.min, axis.max);
        }
        point
    }

    fn words(&self, point: &[u32]) -> String {
        let numbers: Vec<String> = self
            .axes
            .iter()
            .zip(point)
            .map(|(axis, number)| format!("{} {number}", axis.name))
            .collect();
        if numbers.is_empty() {
            return self.function.to_owned();
        }
        format!("{}: {}", self.function, numbers.join(", "))
    }
}
