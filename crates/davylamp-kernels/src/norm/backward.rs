//! The gradients of a channel.

use pulp::{Simd, WithSimd};

use super::channel::Line;
use super::forward::{LANES, RUN, total};
use crate::flex::narrow;
use crate::squares::chosen;

/// The gradients of a channel: writes that of the input, gives those of gamma and beta.
pub(super) struct Gradients<'a> {
    pub(super) x: &'a [&'a [f32]],
    pub(super) dy: &'a [&'a [f32]],
    pub(super) dx: Vec<&'a mut [f32]>,
    pub(super) line: Line,
    pub(super) mean: f32,
    /// One over the standard deviation, epsilon included.
    pub(super) inverse_deviation: f64,
    pub(super) pooled_width: Option<usize>,
}

#[allow(clippy::inline_always, reason = "pulp compiles it once for each instruction set")]
impl WithSimd for Gradients<'_> {
    type Output = [f32; 2];

    #[inline(always)]
    fn with_simd<S: Simd>(self, _simd: S) -> [f32; 2] {
        let Self { x, dy, dx, line, mean, inverse_deviation, pooled_width } = self;
        let [mut sum, mut product, mut count] = [0.0; 3];
        let mut squares = Squares::new(pooled_width.unwrap_or(0));
        for (x, dy) in x.iter().zip(dy) {
            count += x.len() as f64;
            let [s, p] = match pooled_width {
                None => sums(x, dy, line, mean),
                Some(_) => pooled_sums(x, dy, line, mean, &mut squares),
            };
            sum += s;
            product += p;
        }
        // dx = slope (dy - <dy> - (x - mean) <dy (x - mean)> / variance), <> being the channel's mean.
        let slope = f64::from(line.slope);
        let tilt = slope * product * inverse_deviation * inverse_deviation / count;
        let slant = Slant { mean, level: narrow(slope * sum / count), tilt: narrow(tilt) };
        for ((x, dy), dx) in x.iter().zip(dy).zip(dx) {
            match pooled_width {
                None => slope_of(x, dy, dx, line, slant),
                Some(_) => pooled_slope_of(x, dy, dx, (line, slant), &mut squares),
            }
        }
        [narrow(product * inverse_deviation), narrow(sum)]
    }
}

/// The part of the gradient that every pixel gets, through mean and variance.
#[derive(Debug, Clone, Copy)]
struct Slant {
    mean: f32,
    level: f32,
    tilt: f32,
}

#[allow(clippy::inline_always, reason = "the innermost of vector loops")]
impl Slant {
    /// For a pixel, before and after the first ReLU, that passes on `passed` (slope included).
    #[inline(always)]
    fn at(self, raw: f32, cut: f32, passed: f32, line: Line) -> f32 {
        let gradient = passed - self.level - self.tilt * (cut - self.mean);
        if raw > line.floor_before { gradient } else { 0.0 }
    }
}

/// The sums of `dy` and of `dy (x - mean)`, where the second ReLU let it through.
#[allow(clippy::inline_always, reason = "pulp compiles it once for each instruction set")]
#[inline(always)]
fn sums(x: &[f32], dy: &[f32], line: Line, mean: f32) -> [f64; 2] {
    let terms = |x: f32, dy: f32| {
        let cut = x.max(line.floor_before);
        let dy = if line.at(cut) > line.floor_after { dy } else { 0.0 };
        (dy, dy * (cut - mean))
    };
    let [mut sum, mut product] = [0.0; 2];
    for (x, dy) in x.chunks(RUN).zip(dy.chunks(RUN)) {
        let [mut a, mut b] = [[0.0; LANES]; 2];
        let (x, dy) = (x.chunks_exact(LANES), dy.chunks_exact(LANES));
        for (x, dy) in x.remainder().iter().zip(dy.remainder()) {
            let (dy, p) = terms(*x, *dy);
            sum += f64::from(dy);
            product += f64::from(p);
        }
        for (x, dy) in x.zip(dy) {
            for lane in 0..LANES {
                let (dy, p) = terms(x[lane], dy[lane]);
                a[lane] += dy;
                b[lane] += p;
            }
        }
        sum += total(&a);
        product += total(&b);
    }
    [sum, product]
}

#[allow(clippy::inline_always, reason = "pulp compiles it once for each instruction set")]
#[inline(always)]
fn slope_of(x: &[f32], dy: &[f32], dx: &mut [f32], line: Line, slant: Slant) {
    for ((x, dy), dx) in x.iter().zip(dy).zip(dx) {
        let cut = x.max(line.floor_before);
        let passed = if line.at(cut) > line.floor_after { line.slope * dy } else { 0.0 };
        *dx = slant.at(*x, cut, passed, line);
    }
}

/// Two rows of an image as their squares of 2 by 2: the four pixels of each in four lists.
struct Squares {
    pixels: [Vec<f32>; 4],
    /// The pixel that the pooling chose, after the first ReLU.
    largest: Vec<f32>,
    gradients: [Vec<f32>; 4],
}

#[allow(clippy::inline_always, reason = "pulp compiles it once for each instruction set")]
impl Squares {
    fn new(width: usize) -> Self {
        let list = || vec![0.0; width / 2];
        Self {
            pixels: std::array::from_fn(|_| list()),
            largest: list(),
            gradients: std::array::from_fn(|_| list()),
        }
    }

    fn width(&self) -> usize {
        2 * self.largest.len()
    }

    /// Splits two rows, and finds in each square the pixel with the largest output: the largest
    /// input, or the smallest where the slope is negative.
    #[inline(always)]
    fn read(&mut self, rows: &[f32], line: Line) {
        let (upper, lower) = rows.split_at(self.width());
        let [a, b, c, d] = &mut self.pixels;
        split(upper, a, b);
        split(lower, c, d);
        let sign = 1_f32.copysign(line.slope);
        let value = |x: f32| x.max(line.floor_before) * sign;
        for ((((a, b), c), d), largest) in
            a.iter().zip(&*b).zip(&*c).zip(&*d).zip(&mut self.largest)
        {
            *largest = value(*a).max(value(*b)).max(value(*c).max(value(*d))) * sign;
        }
    }
}

/// Every other number to the one list and to the other.
#[allow(clippy::inline_always, reason = "pulp compiles it once for each instruction set")]
#[inline(always)]
fn split(row: &[f32], even: &mut [f32], odd: &mut [f32]) {
    for ((pair, even), odd) in row.chunks_exact(2).zip(even).zip(odd) {
        *even = pair[0];
        *odd = pair[1];
    }
}

#[allow(clippy::inline_always, reason = "pulp compiles it once for each instruction set")]
#[inline(always)]
fn pooled_sums(x: &[f32], dy: &[f32], line: Line, mean: f32, squares: &mut Squares) -> [f64; 2] {
    let width = squares.width();
    let largest_line = Line { floor_before: f32::NEG_INFINITY, ..line };
    let [mut sum, mut product] = [0.0; 2];
    for (rows, dy) in x.chunks_exact(2 * width).zip(dy.chunks_exact(width / 2)) {
        squares.read(rows, line);
        let [s, p] = sums(&squares.largest, dy, largest_line, mean);
        sum += s;
        product += p;
    }
    [sum, product]
}

#[allow(clippy::inline_always, reason = "pulp compiles it once for each instruction set")]
#[inline(always)]
fn pooled_slope_of(
    x: &[f32],
    dy: &[f32],
    dx: &mut [f32],
    (line, slant): (Line, Slant),
    squares: &mut Squares,
) {
    let width = squares.width();
    for ((rows, dy), dx) in x
        .chunks_exact(2 * width)
        .zip(dy.chunks_exact(width / 2))
        .zip(dx.chunks_exact_mut(2 * width))
    {
        squares.read(rows, line);
        let Squares { pixels: [a, b, c, d], largest, gradients: [ga, gb, gc, gd] } = &mut *squares;
        let half = width / 2;
        let (a, b, c, d) = (&a[..half], &b[..half], &c[..half], &d[..half]);
        let (ga, gb) = (&mut ga[..half], &mut gb[..half]);
        let (gc, gd) = (&mut gc[..half], &mut gd[..half]);
        let (largest, dy) = (&largest[..half], &dy[..half]);
        for i in 0..half {
            let most = largest[i];
            let passed = if line.at(most) > line.floor_after { line.slope * dy[i] } else { 0.0 };
            let cut = [a[i], b[i], c[i], d[i]].map(|x| x.max(line.floor_before));
            let [first, second, third, fourth] = chosen(cut, most);
            let pass = |here: bool| if here { passed } else { 0.0 };
            ga[i] = slant.at(a[i], cut[0], pass(first), line);
            gb[i] = slant.at(b[i], cut[1], pass(second), line);
            gc[i] = slant.at(c[i], cut[2], pass(third), line);
            gd[i] = slant.at(d[i], cut[3], pass(fourth), line);
        }
        let (upper, lower) = dx.split_at_mut(width);
        join(ga, gb, upper);
        join(gc, gd, lower);
    }
}

/// The inverse of [`split`].
#[allow(clippy::inline_always, reason = "pulp compiles it once for each instruction set")]
#[inline(always)]
fn join(even: &[f32], odd: &[f32], row: &mut [f32]) {
    for ((pair, even), odd) in row.chunks_exact_mut(2).zip(even).zip(odd) {
        pair[0] = *even;
        pair[1] = *odd;
    }
}
