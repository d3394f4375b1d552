//! A shot gather: a panel a component, time downwards, receivers across.

use std::path::Path;

use davylamp_wave::{Component, ShotGather};
use plotters::prelude::DrawingBackend;

use super::PictureError;
use super::amplitude::{self, scientific};
use super::canvas::{Align, Canvas, Ink, Point, Type};
use super::output::{self, Drawing};
use super::ticks::Ticks;

type Drawn = Result<(), PictureError>;

/// Up to so many traces a panel are drawn as wiggles too.
const WIGGLES: usize = 60;

const LEFT: f64 = 74.0;
const RIGHT: f64 = 986.0;
const TOP: f64 = 92.0;
const BOTTOM: f64 = 668.0;
const GAP: f64 = 18.0;

/// Draws a gather to a PNG file: variable density, each component clipped at the 99th percentile of
/// its amplitudes, with wiggles where there are few traces.
///
/// # Errors
/// [`PictureError::NotPng`] for another ending than `.png`, [`PictureError::Write`] where the file
/// cannot be written; then nothing is left behind.
pub fn write_gather(path: &Path, gather: &ShotGather<f32>) -> Result<(), PictureError> {
    write(path, &Sheet { title: "Shot gather", gather, change: None })
}

/// Draws a gather in grey, and over it in red and blue what changes in it, each clipped at the 99th
/// percentile of its amplitudes.
///
/// # Errors
/// As [`write_gather`]; [`PictureError::Drawing`] where the two were not recorded alike.
pub fn write_change(
    path: &Path,
    title: &str,
    (gather, change): (&ShotGather<f32>, &ShotGather<f32>),
) -> Result<(), PictureError> {
    if gather.recording() != change.recording() {
        let words = "the gather and what changes in it were not recorded alike";
        return Err(PictureError::Drawing(words.to_owned()));
    }
    write(path, &Sheet { title, gather, change: Some(change) })
}

fn write(path: &Path, sheet: &Sheet<'_>) -> Result<(), PictureError> {
    output::check_png(path)?;
    output::write(path, sheet)
}

struct Sheet<'a> {
    title: &'a str,
    gather: &'a ShotGather<f32>,
    change: Option<&'a ShotGather<f32>>,
}

impl Drawing for Sheet<'_> {
    fn draw<DB: DrawingBackend>(&self, canvas: &Canvas<'_, DB>) -> Drawn {
        let recording = self.gather.recording();
        let [x, z] = recording.source;
        canvas.text(self.title, [LEFT, 26.0], Type::new(17.0).bold())?;
        let words = format!(
            "source at x = {}, z = {} m; {} receivers; {} samples, {} ms apart",
            crate::numbers::plain(x),
            crate::numbers::plain(z),
            recording.receivers.len(),
            recording.samples,
            crate::numbers::plain(recording.dt * 1e3),
        );
        canvas.text(&words, [LEFT, 49.0], Type::new(11.5).ink(Ink::grey(90)))?;
        let count = recording.components.len() as f64;
        let width = (RIGHT - LEFT - GAP * (count - 1.0)) / count;
        let across = Axis::across(recording.source, &recording.receivers);
        for component in 0..recording.components.len() {
            let left = LEFT + component as f64 * (width + GAP);
            let frame = [[left, TOP], [left + width, BOTTOM]];
            let Self { gather, change, .. } = *self;
            let panel = Panel { gather, change, component, frame, across: &across };
            panel.draw(canvas)?;
        }
        let middle = [LEFT - 52.0, 0.5 * (TOP + BOTTOM)];
        canvas.text("Time, s", middle, Type::new(11.5).align(Align::Center).upright())
    }
}

/// What distinguishes the receivers: x, or z in a well, or else only their numbers.
struct Axis {
    name: &'static str,
    /// Place of each receiver along it, and of the source.
    places: Vec<f64>,
    source: Option<f64>,
    /// The receivers from the least place to the greatest.
    order: Vec<usize>,
    low: f64,
    high: f64,
}

impl Axis {
    fn across(source: [f64; 2], receivers: &[[f64; 2]]) -> Self {
        let spread = |axis: usize| {
            let (low, high) = range(receivers.iter().map(|r| r[axis]));
            high - low
        };
        let (name, places, source) = if spread(0) > 0.0 && spread(0) >= spread(1) {
            ("x, m", receivers.iter().map(|r| r[0]).collect(), Some(source[0]))
        } else if spread(1) > 0.0 {
            ("z, m", receivers.iter().map(|r| r[1]).collect(), Some(source[1]))
        } else {
            ("receiver", (0..receivers.len()).map(|k| k as f64).collect::<Vec<_>>(), None)
        };
        let mut order: Vec<usize> = (0..places.len()).collect();
        order.sort_by(|a, b| places[*a].total_cmp(&places[*b]));
        let (low, high) = range(places.iter().copied());
        // Half a trace on either side.
        let half =
            if places.len() > 1 { (high - low) / (places.len() - 1) as f64 * 0.5 } else { 0.5 };
        Self { name, places, source, order, low: low - half, high: high + half }
    }
}

fn range(values: impl Iterator<Item = f64>) -> (f64, f64) {
    values.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), v| (low.min(v), high.max(v)))
}

struct Panel<'a> {
    gather: &'a ShotGather<f32>,
    change: Option<&'a ShotGather<f32>>,
    component: usize,
    frame: [Point; 2],
    across: &'a Axis,
}

impl Panel<'_> {
    fn draw<DB: DrawingBackend>(&self, canvas: &Canvas<'_, DB>) -> Drawn {
        let recording = self.gather.recording();
        let receivers = 0..recording.receivers.len();
        let clip = amplitude::clip(receivers.flat_map(|r| self.gather.trace(self.component, r)));
        let few = recording.receivers.len() <= WIGGLES;
        if let Some(change) = self.change {
            self.overlay(canvas, (change, clip))?;
        } else {
            self.density(canvas, clip, if few { 0.45 } else { 1.0 })?;
        }
        if few {
            self.wiggles(canvas, clip)?;
        }
        let [[left, top], [right, _]] = self.frame;
        let (name, unit) = described(recording.components[self.component]);
        let heading = [0.5 * (left + right), top - 29.0];
        canvas.text(name, heading, Type::new(12.0).bold().align(Align::Center))?;
        if self.change.is_none() {
            let caption = if clip > 0.0 {
                format!("clipped at \u{b1}{} {unit}", scientific(clip))
            } else {
                "silent".to_owned()
            };
            let look = Type::new(10.0).ink(Ink::grey(110)).align(Align::Center);
            canvas.text(&caption, [heading[0], top - 15.0], look)?;
        }
        self.axes(canvas)
    }

    fn density<DB: DrawingBackend>(
        &self,
        canvas: &Canvas<'_, DB>,
        clip: f64,
        strength: f64,
    ) -> Drawn {
        canvas.image(self.frame, |across, down| {
            amplitude::ink(self.value(self.gather, [across, down]), clip).tint(strength)
        })
    }

    /// The gather in grey, and the change over it.
    fn overlay<DB: DrawingBackend>(
        &self,
        canvas: &Canvas<'_, DB>,
        (change, clip): (&ShotGather<f32>, f64),
    ) -> Drawn {
        let receivers = 0..change.recording().receivers.len();
        let most = amplitude::clip(receivers.flat_map(|r| change.trace(self.component, r)));
        canvas.image(self.frame, |across, down| {
            let [before, change] =
                [self.gather, change].map(|gather| self.value(gather, [across, down]));
            amplitude::over((before, clip), (change, most))
        })?;
        let [[left, top], [right, _]] = self.frame;
        let (_, unit) = described(change.recording().components[self.component]);
        let caption = format!("colour to \u{b1}{} {unit}", scientific(most));
        let look = Type::new(10.0).ink(Ink::rgb(178, 24, 43)).align(Align::Right);
        canvas.text(&caption, [right, top - 15.0], look)?;
        let look = Type::new(10.0).ink(Ink::grey(110));
        let caption = format!("grey to \u{b1}{} {unit}", scientific(clip));
        canvas.text(&caption, [left, top - 15.0], look)
    }

    /// The value at 0 to 1 across and down.
    fn value(&self, gather: &ShotGather<f32>, [across, down]: [f64; 2]) -> f64 {
        let Axis { places, order, low, high, .. } = self.across;
        let place = low + across * (high - low);
        // Between the receivers to either side, by distance.
        let after = order.partition_point(|r| places[*r] < place);
        let right = order[after.min(order.len() - 1)];
        let left = order[after.saturating_sub(1)];
        let gap = places[right] - places[left];
        let share = if gap > 0.0 { ((place - places[left]) / gap).clamp(0.0, 1.0) } else { 0.0 };
        let at = down * gather.recording().samples as f64;
        let [one, other] = [left, right].map(|r| sample(gather.trace(self.component, r), at));
        (1.0 - share) * one + share * other
    }

    fn wiggles<DB: DrawingBackend>(&self, canvas: &Canvas<'_, DB>, clip: f64) -> Drawn {
        let [[left, top], [right, bottom]] = self.frame;
        let Axis { places, low, high, .. } = self.across;
        let recording = self.gather.recording();
        let swing = 0.9 * (right - left) / places.len() as f64;
        for (r, place) in places.iter().enumerate() {
            let middle = left + (place - low) / (high - low) * (right - left);
            let trace = self.gather.trace(self.component, r);
            let line: Vec<Point> = trace
                .iter()
                .enumerate()
                .map(|(k, value)| {
                    let size = if clip > 0.0 { f64::from(*value) / clip } else { 0.0 };
                    let at = (middle + size.clamp(-1.0, 1.0) * swing).clamp(left, right);
                    let down = (k as f64 + 0.5) / recording.samples as f64;
                    [at, top + down * (bottom - top)]
                })
                .filter(|point| point[0].is_finite())
                .collect();
            canvas.line(&line, Ink::grey(40), 0.6)?;
        }
        Ok(())
    }

    fn axes<DB: DrawingBackend>(&self, canvas: &Canvas<'_, DB>) -> Drawn {
        const TICK: f64 = 4.0;
        let [[left, top], [right, bottom]] = self.frame;
        let ink = Ink::grey(90);
        let small = Type::new(10.5).ink(ink);
        canvas.ring(self.frame, ink, 0.8)?;
        let recording = self.gather.recording();
        let end = recording.dt * recording.samples as f64;
        let down = Ticks::of([0.0, end], bottom - top, 60.0);
        for (time, label) in down.labels() {
            let at = top + time / end * (bottom - top);
            canvas.line(&[[left - TICK, at], [left, at]], ink, 0.8)?;
            if self.component == 0 {
                let place = [left - TICK - 3.0, at];
                canvas.text(&label, place, small.align(Align::Right))?;
            }
        }
        let Axis { name, low, high, source, .. } = self.across;
        let place = |x: f64| left + (x - low) / (high - low) * (right - left);
        for (x, label) in Ticks::of([*low, *high], right - left, 70.0).labels() {
            canvas.line(&[[place(x), bottom], [place(x), bottom + TICK]], ink, 0.8)?;
            let at = [place(x), bottom + TICK + 8.0];
            canvas.text(&label, at, small.align(Align::Center))?;
        }
        let name_at = [0.5 * (left + right), bottom + 32.0];
        canvas.text(name, name_at, Type::new(11.5).align(Align::Center))?;
        // The source: a wedge that points down at its place.
        if let Some(x) = source.filter(|x| (*low..=*high).contains(x)) {
            let tip = [place(x), top];
            let wedge = [tip, [tip[0] - 4.5, top - 7.0], [tip[0] + 4.5, top - 7.0]];
            canvas.polygon(&wedge, Ink::rgb(178, 24, 43))?;
        }
        Ok(())
    }
}

/// A trace between its samples, at a place counted in samples from the edge of the first one's cell.
fn sample(trace: &[f32], at: f64) -> f64 {
    let place = (at - 0.5).clamp(0.0, (trace.len() - 1) as f64);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "clamped to the trace"
    )]
    let before = place as usize;
    let share = place - before as f64;
    let after = trace[(before + 1).min(trace.len() - 1)];
    (1.0 - share) * f64::from(trace[before]) + share * f64::from(after)
}

fn described(component: Component) -> (&'static str, &'static str) {
    match component {
        Component::Vx => ("vx, to the right", "m/s"),
        Component::Vz => ("vz, downwards", "m/s"),
        Component::Pressure => ("pressure", "Pa"),
        Component::Txx => ("stress xx", "Pa"),
        Component::Tzz => ("stress zz", "Pa"),
        Component::Txz => ("stress xz", "Pa"),
        _ => ("record", ""),
    }
}

#[cfg(test)]
mod tests {
    use super::sample;

    #[test]
    fn samples_sit_in_the_middle_of_their_cells() {
        let trace = [1.0, 3.0];
        for (at, value) in [(0.0, 1.0), (0.5, 1.0), (1.0, 2.0), (1.5, 3.0), (2.0, 3.0)] {
            assert!((sample(&trace, at) - value).abs() < 1e-12, "{at}");
        }
    }
}
