//! The picture of a traced source.

use davylamp_plume::ring_area;
use plotters::prelude::DrawingBackend;

use super::PictureError;
use super::bands::Field;
use super::canvas::{Canvas, Ink, Type};
use super::legend::{Scale, cross, wind};
use super::output::Drawing;
use super::view::{View, window_of};

type Drawn = Result<(), PictureError>;

/// Everything that the picture shows, in local metres.
pub(crate) struct TracePicture<'a> {
    pub(crate) title: String,
    pub(crate) subtitle: String,
    /// Place and concentration, kg/m³; `None` where nothing was detected.
    pub(crate) sensors: Vec<([f64; 2], Option<f64>)>,
    /// Probability density.
    pub(crate) density: Option<Field>,
    /// Outlines of the credible regions.
    pub(crate) regions: Vec<Vec<[f64; 2]>>,
    /// How probable it is that they hold the sources.
    pub(crate) percent: f64,
    /// Places that fit equally well, where the readings do not tell.
    pub(crate) ridge: Vec<[f64; 2]>,
    pub(crate) sources: Vec<[f64; 2]>,
    /// Concentration of the best plume, kg/m³, where there is one wind.
    pub(crate) plume: Option<&'a dyn Fn([f64; 2]) -> f64>,
    /// Unit vectors where the wind blows to.
    pub(crate) winds: Vec<[f64; 2]>,
    pub(crate) wind_words: String,
    /// Names and values.
    pub(crate) table: Vec<[String; 2]>,
}

const EDGE: Ink = Ink::rgb(120, 0, 35);
const RIDGE: Ink = Ink::rgb(25, 55, 120);

impl Drawing for TracePicture<'_> {
    fn draw<DB: DrawingBackend>(&self, canvas: &Canvas<'_, DB>) -> Drawn {
        canvas.text(&self.title, [26.0, 30.0], Type::new(18.0).bold())?;
        canvas.text(&self.subtitle, [26.0, 54.0], Type::new(11.5).ink(Ink::grey(100)))?;
        let scale = Scale::of(self.sensors.iter().filter_map(|(_, c)| *c));
        self.map(canvas, scale)?;
        self.closer(canvas)?;
        if let Some(scale) = scale {
            scale.draw(canvas, [755.0, 398.0], [215.0, 12.0])?;
        }
        self.key(canvas, scale, 462.0)?;
        self.numbers(canvas, 590.0)
    }
}

impl TracePicture<'_> {
    fn map<DB: DrawingBackend>(&self, canvas: &Canvas<'_, DB>, scale: Option<Scale>) -> Drawn {
        let mut places: Vec<[f64; 2]> = self.sensors.iter().map(|(place, _)| *place).collect();
        places.extend(&self.sources);
        places.extend(&self.ridge);
        places.extend(self.regions.iter().flatten());
        let view = View::new([[78.0, 80.0], [700.0, 660.0]], window_of(&places, 0.07, 1.0));
        view.grid(canvas)?;
        if let (Some(scale), Some(plume)) = (scale, self.plume) {
            shade_plume(canvas, &view, scale, plume)?;
        }
        self.shade_density(canvas, &view)?;
        for outline in &self.regions {
            view.outline(canvas, outline, (Ink::grey(255), 3.0))?;
            view.outline(canvas, outline, (EDGE, 1.4))?;
        }
        view.trace(canvas, &self.ridge, (RIDGE, 2.4))?;
        for (place, concentration) in &self.sensors {
            sensor(canvas, view.place(*place), *concentration, scale)?;
        }
        for source in self.sources.iter().filter(|s| view.shows(**s)) {
            cross(canvas, view.place(*source), 6.5)?;
        }
        wind(canvas, view.quiet_corner(&places), &self.winds, &self.wind_words)?;
        view.axes(canvas, Some(["x, m to the east", "y, m to the north"]))
    }

    /// The neighbourhood of the estimate.
    fn closer<DB: DrawingBackend>(&self, canvas: &Canvas<'_, DB>) -> Drawn {
        let mut places = self.sources.clone();
        places.extend(self.regions.iter().flatten());
        places.extend(&self.ridge);
        let view = View::new([[755.0, 102.0], [970.0, 317.0]], window_of(&places, 0.25, 0.1));
        canvas.text("Where the source is", [755.0, 88.0], Type::new(11.5).bold())?;
        view.grid(canvas)?;
        self.shade_density(canvas, &view)?;
        for outline in &self.regions {
            view.outline(canvas, outline, (EDGE, 1.4))?;
        }
        view.trace(canvas, &self.ridge, (RIDGE, 2.4))?;
        for source in self.sources.iter().filter(|s| view.shows(**s)) {
            cross(canvas, view.place(*source), 6.5)?;
        }
        view.axes(canvas, None)
    }

    fn shade_density<DB: DrawingBackend>(&self, canvas: &Canvas<'_, DB>, view: &View) -> Drawn {
        const LEVELS: u32 = 16;
        let Some(density) = &self.density else { return Ok(()) };
        let peak = density.values.iter().copied().fold(0.0, f64::max);
        if peak <= 0.0 {
            return Ok(());
        }
        // Even steps in the square root: the low slopes are seen too.
        let part = |i: u32| (f64::from(i) + 0.6) / f64::from(LEVELS);
        let ink = |i: u32| Ink::of(colorous::REDS, 0.12 + 0.68 * part(i));
        for i in 0..LEVELS {
            for ring in density.regions(peak * part(i).powi(2))? {
                if ring_area(&ring) > 0.0 {
                    view.fill(canvas, &ring, ink(i))?;
                } else if i > 0 {
                    view.fill(canvas, &ring, ink(i - 1))?;
                }
            }
        }
        Ok(())
    }

    fn key<DB: DrawingBackend>(
        &self,
        canvas: &Canvas<'_, DB>,
        scale: Option<Scale>,
        top: f64,
    ) -> Drawn {
        let text = Type::new(11.0);
        let (mark, words) = (765.0, 784.0);
        let mut y = top - 20.0;
        if self.sensors.iter().any(|(_, c)| !is_coloured(*c, scale)) {
            y += 20.0;
            sensor(canvas, [mark, y], None, None)?;
            canvas.text("sensor, nothing or less than that", [words, y], text)?;
        }
        if !self.sources.is_empty() {
            y += 20.0;
            cross(canvas, [mark, y], 5.5)?;
            canvas.text("best estimate", [words, y], text)?;
        }
        if !self.ridge.is_empty() {
            y += 20.0;
            canvas.line(&[[mark - 9.0, y], [mark + 9.0, y]], RIDGE, 2.4)?;
            canvas.text("sources that fit equally well", [words, y], text)?;
        }
        if !self.regions.is_empty() {
            y += 20.0;
            canvas.line(&[[mark - 9.0, y], [mark + 9.0, y]], EDGE, 1.4)?;
            canvas.text(
                &format!("holds the source with {:.0} %", self.percent),
                [words, y],
                text,
            )?;
        }
        if self.density.is_some() {
            y += 20.0;
            for i in 0..6 {
                let x = mark - 9.0 + 3.0 * f64::from(i);
                let ink = Ink::of(colorous::REDS, 0.15 + 0.12 * f64::from(i));
                canvas.rectangle([[x, y - 5.0], [x + 3.0, y + 5.0]], ink)?;
            }
            canvas.text("how probable", [words, y], text)?;
        }
        Ok(())
    }

    fn numbers<DB: DrawingBackend>(&self, canvas: &Canvas<'_, DB>, top: f64) -> Drawn {
        for (row, [name, value]) in (0..).map(f64::from).zip(&self.table) {
            let y = top + 17.0 * row;
            canvas.text(name, [755.0, y], Type::new(11.0).ink(Ink::grey(110)))?;
            canvas.text(value, [818.0, y], Type::new(11.0))?;
        }
        Ok(())
    }
}

fn shade_plume<DB: DrawingBackend>(
    canvas: &Canvas<'_, DB>,
    view: &View,
    scale: Scale,
    plume: &dyn Fn([f64; 2]) -> f64,
) -> Drawn {
    const POINTS: usize = 320;
    const BANDS_A_DECADE: f64 = 4.0;
    let field = Field::sample(view.window, POINTS, plume);
    let mut log = scale.low;
    while log < scale.high + 1.0 {
        let ink = scale.ink_of_log(log + 0.5 / BANDS_A_DECADE).tint(0.38);
        for ring in field.regions(10_f64.powf(log))? {
            view.fill(canvas, &ring, ink)?;
        }
        log += 1.0 / BANDS_A_DECADE;
    }
    Ok(())
}

fn sensor<DB: DrawingBackend>(
    canvas: &Canvas<'_, DB>,
    at: [f64; 2],
    concentration: Option<f64>,
    scale: Option<Scale>,
) -> Drawn {
    const RADIUS: f64 = 5.0;
    if let (Some(concentration), Some(scale)) = (concentration, scale)
        && is_coloured(Some(concentration), Some(scale))
    {
        canvas.disc(at, RADIUS + 1.6, Ink::grey(255))?;
        canvas.disc(at, RADIUS + 0.7, Ink::grey(50))?;
        return canvas.disc(at, RADIUS, scale.ink(concentration));
    }
    canvas.disc(at, RADIUS, Ink::grey(255).alpha(0.8))?;
    canvas.disc(at, RADIUS - 0.4, Ink::grey(120))?;
    canvas.disc(at, RADIUS - 1.4, Ink::grey(255))
}

/// Whether a concentration lies on the scale, rather than below it.
fn is_coloured(concentration: Option<f64>, scale: Option<Scale>) -> bool {
    matches!((concentration, scale), (Some(c), Some(scale)) if c.log10() >= scale.low)
}
