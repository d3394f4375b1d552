use crate::error::{finite, positive};
use crate::isolines::{Ring, ring_area};
use crate::{AlignedPoint, GaussianPlume, PlumeError};

/// A zone to be drawn.
///
/// The example of [`Zone`] shows it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ZoneInput {
    /// Place of the source, release height (and rise) included, in m.
    pub source: [f64; 3],
    /// Rate of the source, in kg/s.
    pub emission_rate: f64,
    /// Concentration at the rim, in kg/m³.
    pub level: f64,
    /// Height above the ground at which the zone lies, in m.
    pub height: f64,
}

/// Where a plume exceeds a concentration: closed polygons on the map.
///
/// Along the wind the rim lies where the concentration on the axis is the level, found by bisection;
/// across it at $y = \sigma_y \sqrt{2 \ln(C_{axis}/C_{level})}$, which is exact for a Gaussian. For
/// maps of several sources there is [`isolines`](crate::isolines).
///
/// # Examples
///
/// ```
/// use davylamp_plume::{
///     Ambient, DispersionCurves, Gas, GaussianPlume, PlumeInput, StabilityClass, ZoneInput,
/// };
///
/// let plume = GaussianPlume::new(PlumeInput {
///     curves: DispersionCurves::BriggsRural,
///     class: StabilityClass::D,
///     wind_speed: 4.0,
///     wind_from_deg: 270.0,
/// })?;
/// let zone = plume.zone(ZoneInput {
///     source: [0.0, 0.0, 1.0],
///     emission_rate: 0.1,
///     level: Ambient::standard().density_of_ppm(Gas::Ammonia.molar_mass(), 160.0),
///     height: 1.5,
/// })?;
/// assert!((zone.reach - 123.37).abs() < 0.01);
/// assert_eq!(zone.rings.len(), 1);
/// # Ok::<(), davylamp_plume::PlumeError>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Zone {
    /// The polygons, counter-clockwise, in m; mostly one, none where the level is nowhere reached.
    pub rings: Vec<Ring>,
    /// Area of all polygons, in m².
    pub area: f64,
    /// Greatest distance downwind at which the level is exceeded, in m.
    pub reach: f64,
    /// Greatest width across the wind, in m.
    pub width: f64,
    /// Whether the zone was cut at 100 km downwind, beyond which no curve holds.
    pub cut: bool,
}

/// Search along the axis begins here, in m.
const NEAR: f64 = 0.01;

/// And ends here, in m.
const FAR: f64 = 1e5;

/// Steps of the search for each decade of distance: 3.7 % each.
const STEPS_PER_DECADE: f64 = 64.0;

/// Points along one side of a polygon.
const SIDE: usize = 256;

impl GaussianPlume {
    /// Where this plume exceeds a concentration.
    ///
    /// # Errors
    ///
    /// [`PlumeError::NotPositive`] unless rate and level are positive and finite;
    /// [`PlumeError::NotFinite`] unless places are finite.
    pub fn zone(&self, input: ZoneInput) -> Result<Zone, PlumeError> {
        positive("level", input.level)?;
        positive("emission_rate", input.emission_rate)?;
        for coordinate in input.source {
            finite("source coordinate", coordinate)?;
        }
        finite("height", input.height)?;
        let axis = Axis { plume: self, input, unit_level: input.level / input.emission_rate };
        let mut zone = Zone { rings: vec![], area: 0.0, reach: 0.0, width: 0.0, cut: false };
        for [from, to] in axis.stretches() {
            let (ring, width) = axis.ring(from, to);
            zone.area += ring_area(&ring);
            zone.rings.push(ring);
            zone.reach = zone.reach.max(to);
            zone.width = zone.width.max(width);
            zone.cut |= to >= FAR;
        }
        Ok(zone)
    }
}

/// The axis of a plume, and where it exceeds the level.
struct Axis<'a> {
    plume: &'a GaussianPlume,
    input: ZoneInput,
    /// Level per unit rate.
    unit_level: f64,
}

impl Axis<'_> {
    /// Concentration over level.
    fn excess(&self, downwind: f64) -> f64 {
        let at = AlignedPoint { downwind, crosswind: 0.0, height: self.input.height };
        self.plume.unit_concentration_at(at, self.input.source[2]) / self.unit_level
    }

    /// Half the width of the zone at a distance; zero where the axis is below the level.
    fn half_width(&self, downwind: f64) -> f64 {
        let excess = self.excess(downwind);
        if excess > 1.0 { self.plume.sigma_y(downwind) * (2.0 * excess.ln()).sqrt() } else { 0.0 }
    }

    /// Distances between which the axis exceeds the level.
    fn stretches(&self) -> Vec<[f64; 2]> {
        let mut stretches = Vec::new();
        let steps = ((FAR / NEAR).log10() * STEPS_PER_DECADE).ceil();
        let (mut last, mut begin) = (NEAR, (self.excess(NEAR) > 1.0).then_some(0.0));
        let mut step = 1.0;
        while step <= steps {
            let x = (NEAR * (FAR / NEAR).powf(step / steps)).min(FAR);
            match (begin, self.excess(x) > 1.0) {
                (None, true) => begin = Some(self.rim(x, last)),
                (Some(from), false) => {
                    stretches.push([from, self.rim(last, x)]);
                    begin = None;
                }
                _ => {}
            }
            last = x;
            step += 1.0;
        }
        if let Some(from) = begin {
            stretches.push([from, FAR]);
        }
        stretches
    }

    /// The rim between a place inside and one outside, to the last bit.
    fn rim(&self, mut inside: f64, mut outside: f64) -> f64 {
        loop {
            let middle = f64::midpoint(inside, outside);
            if (middle - inside) * (outside - middle) <= 0.0 {
                return inside;
            }
            if self.excess(middle) > 1.0 {
                inside = middle;
            } else {
                outside = middle;
            }
        }
    }

    /// The polygon between two distances, and its width. Points crowd towards both ends, where the
    /// rim turns.
    fn ring(&self, from: f64, to: f64) -> (Ring, f64) {
        let [east, north] = self.plume.downwind();
        let [x0, y0, _] = self.input.source;
        let map = |x: f64, y: f64| [x0 + x * east - y * north, y0 + x * north + y * east];
        let side: Vec<[f64; 2]> = (0..=SIDE)
            .map(|i| {
                let angle = std::f64::consts::PI * i as f64 / SIDE as f64;
                let x = from + (to - from) * 0.5 * (1.0 - angle.cos());
                [x, self.half_width(x)]
            })
            .collect();
        let width = 2.0 * side.iter().map(|[_, y]| *y).fold(0.0, f64::max);
        let right = side.iter().map(|[x, y]| map(*x, -y));
        let left = side.iter().rev().map(|[x, y]| map(*x, *y));
        let mut ring: Ring = right.chain(left).collect();
        ring.dedup();
        if ring.first() != ring.last() {
            ring.push(ring[0]);
        }
        (ring, width)
    }
}
