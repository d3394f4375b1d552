//! Draws how gas in the pores slows sound: the speed of compressional waves against the share of
//! hydrogen, finely mixed with the brine (Wood) and in patches (Brie, Voigt).
//!
//! `cargo run --release -p davylamp --features rock,picture --example wood_curve -- wood-curve.png`

use std::error::Error;
use std::path::Path;

use davylamp::picture::{register_font, write_png};
use davylamp::rock::{
    DryFrame, Gassmann, GassmannInput, Means, Part, RockError, StoreInput, StoreLayer, StoreRock,
    WaveSpeeds, brie,
};
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};

/// Depth of the store, in m.
const DEPTH: f64 = 1025.0;
const POROSITY: f64 = 0.3;
/// Points of a curve: close together, for the fall is steep.
const STEPS: u32 = 1000;

fn main() -> Result<(), Box<dyn Error>> {
    let path = std::env::args().nth(1).unwrap_or_else(|| "wood-curve.png".to_owned());
    write(Path::new(&path))
}

/// How gas and brine lie in the pores.
#[derive(Clone, Copy)]
enum Mixture {
    /// Finely mixed: the pressure of a wave is the same in both.
    Wood,
    /// In patches, with Brie's exponent; 1 is Voigt's mean, the upper bound.
    Brie(f64),
}

/// The sand of the store, and what fills it.
struct Sand {
    layer: StoreLayer,
    frame: DryFrame,
    k_mineral: f64,
    grain_density: f64,
}

impl Sand {
    fn new() -> Result<Self, RockError> {
        let rock = StoreRock::new(StoreInput::paper())?;
        let layer = rock.at_depth(DEPTH)?;
        let frame = layer.grain_pack().soft_sand(POROSITY)?;
        let grain_density = rock.input().grain_density;
        Ok(Self { layer, frame, k_mineral: rock.grain().k_dry, grain_density })
    }

    fn speeds(&self, gas: f64, mixture: Mixture) -> Result<WaveSpeeds, RockError> {
        let (brine, hydrogen) = (self.layer.brine(), self.layer.hydrogen());
        let [k_brine, k_hydrogen] = [brine.bulk_modulus(), hydrogen.bulk_modulus()];
        let k_fluid = match mixture {
            Mixture::Wood => Means::new(&[
                Part { fraction: 1.0 - gas, modulus: k_brine },
                Part { fraction: gas, modulus: k_hydrogen },
            ])?
            .reuss(),
            Mixture::Brie(exponent) => brie(k_brine, k_hydrogen, gas, exponent)?,
        };
        let DryFrame { k_dry, mu_dry } = self.frame;
        let k_mineral = self.k_mineral;
        let rock = Gassmann::new(GassmannInput { k_dry, k_mineral, k_fluid, porosity: POROSITY })?;
        let fluid = (1.0 - gas) * brine.density() + gas * hydrogen.density();
        let rho = (1.0 - POROSITY) * self.grain_density + POROSITY * fluid;
        WaveSpeeds::new(rock.k_sat(), mu_dry, rho)
    }

    /// Points of gas saturation and speed.
    fn curve(
        &self,
        mixture: Mixture,
        speed: fn(WaveSpeeds) -> f64,
    ) -> Result<Vec<(f64, f64)>, RockError> {
        let point = |i: u32| {
            let gas = f64::from(i) / f64::from(STEPS);
            Ok((gas, speed(self.speeds(gas, mixture)?)))
        };
        (0..=STEPS).map(point).collect()
    }
}

const FONT: &str = "DejaVu Sans";
const INK: RGBColor = RGBColor(40, 40, 40);
const FAINT: RGBColor = RGBColor(225, 225, 225);
const WOOD: RGBColor = RGBColor(178, 34, 52);
const BRIE: RGBColor = RGBColor(214, 126, 20);
const VOIGT: RGBColor = RGBColor(28, 92, 158);
const SHEAR: RGBColor = RGBColor(110, 110, 110);

/// Pixels of the drawing a unit: twice those of the picture, so that edges become smooth.
const SCALE: u32 = 4;
const SHEET: [u32; 2] = [800, 560];

/// Draws the picture; a file there is replaced whole or not at all.
pub(crate) fn write(path: &Path) -> Result<(), Box<dyn Error>> {
    register_font(FONT)?;
    let [width, height] = SHEET.map(|side| SCALE * side);
    let mut rgb = vec![0; (3 * width * height) as usize];
    let area = BitMapBackend::with_buffer(&mut rgb, (width, height)).into_drawing_area();
    area.fill(&WHITE)?;
    draw(&area, &Sand::new()?)?;
    area.present()?;
    drop(area);
    Ok(write_png(path, &rgb, (width / 2, height / 2))?)
}

type Area<'a> = DrawingArea<BitMapBackend<'a>, plotters::coord::Shift>;

fn draw(area: &Area<'_>, sand: &Sand) -> Result<(), Box<dyn Error>> {
    let units = |n: u32| n * SCALE;
    let font = |size: u32, style, ink: &RGBColor| {
        FontDesc::new(FontFamily::Name(FONT), f64::from(units(size)), style).color(ink)
    };
    let plain = |size| font(size, FontStyle::Normal, &INK);
    let at = |x: u32, y: u32| (units(x).cast_signed(), units(y).cast_signed());
    let heading = "Speed of sound in a sand, against the hydrogen in its pores";
    area.draw(&Text::new(heading, at(22, 14), font(18, FontStyle::Bold, &INK)))?;
    let hydrogen = sand.layer.hydrogen();
    let place = format!(
        "{DEPTH} m down, at {:.1} MPa and {:.0} K; porosity {POROSITY}, brine in the rest of the pores",
        hydrogen.pressure() / 1e6,
        hydrogen.temperature()
    );
    area.draw(&Text::new(place, at(22, 40), plain(13)))?;
    let mut chart = ChartBuilder::on(area)
        .margin_top(units(70))
        .margin_right(units(24))
        .margin_bottom(units(8))
        .margin_left(units(8))
        .x_label_area_size(units(48))
        .y_label_area_size(units(72))
        .build_cartesian_2d(0.0..1.0, 1000.0..2400.0)?;
    chart
        .configure_mesh()
        .x_desc("Hydrogen saturation: its share of the pores")
        .y_desc("Wave speed, m/s")
        .axis_desc_style(plain(14))
        .label_style(plain(13))
        .set_all_tick_mark_size(units(5))
        .x_label_formatter(&|x| format!("{x:.1}"))
        .y_label_formatter(&|y| format!("{y:.0}"))
        .y_labels(8)
        .light_line_style(TRANSPARENT)
        .bold_line_style(FAINT.stroke_width(units(1)))
        .axis_style(INK.stroke_width(units(1)))
        .draw()?;
    let vp = |mixture| sand.curve(mixture, |speeds| speeds.vp);
    let (lower, upper) = (vp(Mixture::Wood)?, vp(Mixture::Brie(1.0))?);
    let between: Vec<_> = lower.iter().chain(upper.iter().rev()).copied().collect();
    chart.draw_series([Polygon::new(between, VOIGT.mix(0.08))])?;
    for (curve, colour) in [
        (upper, VOIGT),
        (vp(Mixture::Brie(3.0))?, BRIE),
        (lower, WOOD),
        (sand.curve(Mixture::Wood, |speeds| speeds.vs)?, SHEAR),
    ] {
        chart.draw_series([PathElement::new(curve, colour.stroke_width(units(3)))])?;
    }
    let [none, little] = [0.0, 0.05].map(|gas| sand.speeds(gas, Mixture::Wood));
    let (none, little) = (none?.vp, little?.vp);
    chart.draw_series([Circle::new((0.05, little), units(5), WOOD.filled())])?;
    let loss = format!("5 % of gas take {:.0} % of the speed", 100.0 * (1.0 - little / none));
    for (text, at, colour) in [
        ("in large patches: Voigt, the upper bound", (0.53, 2150.0), VOIGT),
        ("in patches: Brie, e = 3", (0.41, 1875.0), BRIE),
        (loss.as_str(), (0.066, 1735.0), WOOD),
        ("finely mixed: Wood, the lower bound", (0.21, 1560.0), WOOD),
        ("shear wave, however the gas lies", (0.21, 1145.0), SHEAR),
    ] {
        let style = font(14, FontStyle::Bold, &colour).pos(Pos::new(HPos::Left, VPos::Center));
        chart.draw_series([Text::new(text.to_owned(), at, style)])?;
    }
    Ok(())
}
