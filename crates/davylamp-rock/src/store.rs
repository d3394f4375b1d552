//! The rock of a hydrogen store: from porosity and gas saturation to speeds and density.

use davylamp_traits::RockModel;

use crate::cells::CellFormula;
use crate::error::{in_range, positive};
use crate::{
    Brine, BrineInput, DepthProfile, DryFrame, EffectivePressure, FluidState, Gassmann, GrainPack,
    GrainPackInput, HashinShtrikman, Means, Part, Phase, PorePressure, RockError,
    SalinityCoefficient, SaturatedInput, Substance, poisson_ratio,
};

/// How the moduli of the grain follow from those of quartz and clay.
///
/// The example of [`StoreInput`] shows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum GrainAverage {
    /// The middle of Voigt's and Reuss's means, after Hill.
    Hill,
    /// The middle of the bounds of Hashin and Shtrikman.
    HashinShtrikman,
}

/// Poisson's ratio at the contacts of the grains.
///
/// The example of [`StoreInput`] shows it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum ContactPoisson {
    /// That of the averaged grain, as the theory has it.
    Grain,
    /// A number.
    Fixed(f64),
}

/// What a store's rock is made of.
///
/// # Examples
///
/// ```
/// use davylamp_rock::{ContactPoisson, GrainAverage, StoreInput, StoreRock};
///
/// let input = StoreInput {
///     grain_average: GrainAverage::HashinShtrikman,
///     contact_poisson: ContactPoisson::Grain,
///     ..StoreInput::paper()
/// };
/// // The grain is that of Los Alamos' code; its contacts are not.
/// let [ours, lanl] = [StoreRock::new(input)?, StoreRock::new(StoreInput::lanl())?];
/// assert_eq!(ours.grain(), lanl.grain());
/// assert_eq!(lanl.input().contact_poisson, ContactPoisson::Fixed(0.2));
/// # Ok::<(), davylamp_rock::RockError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct StoreInput {
    /// Quartz and clay, which make up the grains.
    pub grains: [Phase; 2],
    /// How these are averaged.
    pub grain_average: GrainAverage,
    /// Density of the grains, in kg/m³.
    pub grain_density: f64,
    /// Poisson's ratio at the contacts.
    pub contact_poisson: ContactPoisson,
    /// Porosity above which grains no longer touch.
    pub critical_porosity: f64,
    /// Contacts of a grain, on average.
    pub coordination: f64,
    /// Share of contacts that do not slip.
    pub no_slip_fraction: f64,
    /// Mass fraction of salt in the brine.
    pub salinity: f64,
    /// Whose coefficient of its square.
    pub salinity_coefficient: SalinityCoefficient,
    /// Frames are computed with no less than this: without any load grains carry no shear waves.
    pub effective_pressure_floor: EffectivePressure,
    /// Pressures and temperature.
    pub profile: DepthProfile,
}

impl StoreInput {
    /// As Gao et al. (2024) have it: Hill's grain, a Poisson's ratio of 0.2.
    #[must_use]
    pub fn paper() -> Self {
        Self {
            grains: [
                Phase { fraction: 0.7, k: 37e9, mu: 44e9 },
                Phase { fraction: 0.3, k: 21e9, mu: 7e9 },
            ],
            grain_average: GrainAverage::Hill,
            grain_density: 2600.0,
            contact_poisson: ContactPoisson::Fixed(0.2),
            critical_porosity: 0.4,
            coordination: 7.0,
            no_slip_fraction: 1.0,
            salinity: 0.035,
            salinity_coefficient: SalinityCoefficient::Printed820,
            effective_pressure_floor: EffectivePressure::ZERO,
            profile: DepthProfile::default(),
        }
    }

    /// The same with Poisson's ratio of the grain, as The Rock Physics Handbook has it.
    #[must_use]
    pub fn handbook() -> Self {
        Self { contact_poisson: ContactPoisson::Grain, ..Self::paper() }
    }

    /// The same as the paper with the grain of Los Alamos' published code: the mean of its bounds.
    #[must_use]
    pub fn lanl() -> Self {
        Self { grain_average: GrainAverage::HashinShtrikman, ..Self::paper() }
    }
}

/// The rock of a hydrogen store.
///
/// Hertz-Mindlin contacts and a soft sand give the dry frame ([`GrainPack`]), Leachman's hydrogen and
/// Batzle and Wang's brine mixed after Wood the fluid, Gassmann the rock:
///
/// $$ \frac{1}{K_f} = \frac{1-S_g}{K_w} + \frac{S_g}{K_g}, \qquad
///    \rho = (1-\phi)\rho_r + \phi\,[(1-S_g)\rho_w + S_g\rho_g] $$
/// $$ K_s = K_{HS} + \frac{(1-K_{HS}/K_m)^2}{\phi/K_f+(1-\phi)/K_m-K_{HS}/K_m^2}, \qquad
///    V_p = \sqrt{\frac{K_s+\frac43\mu_{HS}}{\rho}}, \qquad V_s = \sqrt{\frac{\mu_{HS}}{\rho}} $$
///
/// Valid for: sand without cement below its critical porosity; gas mixed finely with brine.
///
/// # Examples
///
/// ```
/// use davylamp_rock::{StoreInput, StoreRock};
///
/// let layer = StoreRock::new(StoreInput::paper())?.at_depth(1025.0)?;
/// let brine = layer.cell(0.3, 0.0)?;
/// let store = layer.cell(0.3, 0.8)?;
/// assert!((brine.vp - 2330.0).abs() < 1.0 && (store.vp - 1682.0).abs() < 1.0);
/// # Ok::<(), davylamp_rock::RockError>(())
/// ```
///
/// # References
/// Gao, Creasy, Huang and Gross (2024), Int. J. Hydrogen Energy 61, 137-161, equations 1 to 12.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct StoreRock {
    input: StoreInput,
    grain: DryFrame,
}

impl StoreRock {
    /// A rock.
    ///
    /// # Errors
    /// As [`Means::new`], [`HashinShtrikman::new`], [`GrainPack::new`] and [`Brine::new`] say.
    pub fn new(input: StoreInput) -> Result<Self, RockError> {
        positive("grain_density", input.grain_density)?;
        in_range("salinity", input.salinity, 0.0, 0.3)?;
        let hill = |modulus: fn(&Phase) -> f64| {
            let part = |p: Phase| Part { fraction: p.fraction, modulus: modulus(&p) };
            Ok(Means::new(&input.grains.map(part))?.hill())
        };
        let grain = match input.grain_average {
            GrainAverage::Hill => DryFrame { k_dry: hill(|p| p.k)?, mu_dry: hill(|p| p.mu)? },
            GrainAverage::HashinShtrikman => {
                let bounds = HashinShtrikman::new(&input.grains)?;
                DryFrame { k_dry: bounds.k_mean(), mu_dry: bounds.mu_mean() }
            }
        };
        let rock = Self { input, grain };
        rock.pack(EffectivePressure::ZERO)?;
        Ok(rock)
    }

    /// What it is made of.
    #[must_use]
    pub const fn input(&self) -> &StoreInput {
        &self.input
    }

    /// Moduli of the grain, a mixture of its minerals.
    #[must_use]
    pub const fn grain(&self) -> DryFrame {
        self.grain
    }

    fn pack(&self, effective_pressure: EffectivePressure) -> Result<GrainPack, RockError> {
        let DryFrame { k_dry: k_mineral, mu_dry: mu_mineral } = self.grain;
        GrainPack::new(GrainPackInput {
            k_mineral,
            mu_mineral,
            contact_poisson: match self.input.contact_poisson {
                ContactPoisson::Grain => poisson_ratio(k_mineral, mu_mineral),
                ContactPoisson::Fixed(value) => value,
            },
            critical_porosity: self.input.critical_porosity,
            coordination: self.input.coordination,
            effective_pressure,
            no_slip_fraction: self.input.no_slip_fraction,
        })
    }

    /// The rock at a depth in m, with its fluids worked out.
    ///
    /// # Errors
    /// As [`DepthProfile::temperature`], [`ConfiningPressure::less`](crate::ConfiningPressure::less),
    /// [`Substance::state`] and [`Brine::new`] say.
    pub fn at_depth(&self, depth: f64) -> Result<StoreLayer, RockError> {
        self.at_pore_pressure(depth, self.input.profile.pore_pressure(depth)?)
    }

    /// The same with pores that bear what a filled or emptied store makes them bear, instead of the
    /// profile's pressure.
    ///
    /// # Errors
    /// As [`StoreRock::at_depth`].
    ///
    /// # Examples
    /// ```
    /// use davylamp_rock::{PorePressure, StoreInput, StoreRock};
    ///
    /// let rock = StoreRock::new(StoreInput::paper())?;
    /// let full = rock.at_pore_pressure(1025.0, PorePressure::new(13e6)?)?.cell(0.3, 0.8)?;
    /// assert!(full.vs < rock.at_depth(1025.0)?.cell(0.3, 0.8)?.vs); // less holds the grains together
    /// # Ok::<(), davylamp_rock::RockError>(())
    /// ```
    pub fn at_pore_pressure(
        &self,
        depth: f64,
        pore_pressure: PorePressure,
    ) -> Result<StoreLayer, RockError> {
        let profile = &self.input.profile;
        let temperature = profile.temperature(depth)?;
        let effective = profile.confining_pressure(depth)?.less(pore_pressure)?;
        let pressure = pore_pressure.pascals();
        let floor = self.input.effective_pressure_floor;
        let pack = self.pack(if effective < floor { floor } else { effective })?;
        let hydrogen = Substance::Hydrogen.state(pressure, temperature)?;
        let salinity = self.input.salinity;
        let brine = Brine::with_coefficient(
            BrineInput { temperature, pressure, salinity },
            self.input.salinity_coefficient,
        )?;
        let formula = CellFormula {
            frame: pack.soft_blend(),
            mineral_compliance: 1.0 / self.grain.k_dry,
            grain_density: self.input.grain_density,
            critical_porosity: self.input.critical_porosity,
            fluid_compliance: [1.0 / brine.bulk_modulus(), 1.0 / hydrogen.bulk_modulus()],
            fluid_density: [brine.density(), hydrogen.density()],
        };
        Ok(StoreLayer { pack, brine, hydrogen, formula })
    }
}

/// One depth of a store.
///
/// The example of [`StoreRock`] shows it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct StoreLayer {
    pack: GrainPack,
    brine: Brine,
    hydrogen: FluidState,
    formula: CellFormula,
}

/// What a cell is to waves.
///
/// The example of [`StoreRock`] shows it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RockCell {
    /// Speed of compressional waves, in m/s.
    pub vp: f64,
    /// Speed of shear waves, in m/s.
    pub vs: f64,
    /// Density, in kg/m³.
    pub rho: f64,
}

impl RockCell {
    fn of([vp, vs, rho]: [f64; 3]) -> Self {
        Self { vp, vs, rho }
    }
}

impl StoreLayer {
    /// The grains under the load of this depth.
    #[must_use]
    pub const fn grain_pack(&self) -> &GrainPack {
        &self.pack
    }

    /// The brine of this depth.
    #[must_use]
    pub const fn brine(&self) -> &Brine {
        &self.brine
    }

    /// The hydrogen of this depth.
    #[must_use]
    pub const fn hydrogen(&self) -> &FluidState {
        &self.hydrogen
    }

    /// One cell.
    ///
    /// # Errors
    /// [`RockError::OutOfRange`] for a porosity outside 0 to the critical one or a saturation outside 0
    /// to 1.
    pub fn cell(&self, porosity: f64, gas_saturation: f64) -> Result<RockCell, RockError> {
        self.check(porosity, gas_saturation)?;
        Ok(RockCell::of(self.formula.at(porosity, gas_saturation)))
    }

    /// Many cells: `out[i]` belongs to `porosity[i]` and `gas_saturation[i]`, and has the bits of
    /// [`StoreLayer::cell`].
    ///
    /// # Errors
    /// As [`StoreLayer::cell`] and [`RockError::WrongLength`] unless all have one length; then nothing
    /// is written.
    pub fn cells(
        &self,
        porosity: &[f64],
        gas_saturation: &[f64],
        out: &mut [RockCell],
    ) -> Result<(), RockError> {
        let expected = porosity.len();
        for (name, len) in [("gas_saturation", gas_saturation.len()), ("out", out.len())] {
            if len != expected {
                return Err(RockError::WrongLength { name, len, expected });
            }
        }
        for (porosity, gas) in porosity.iter().zip(gas_saturation) {
            self.check(*porosity, *gas)?;
        }
        self.formula.fill(porosity, gas_saturation, out, RockCell::of);
        Ok(())
    }

    /// A rock that was measured with brine in its pores, with gas in them.
    ///
    /// Gassmann's relation takes the brine out and puts the mixture in; the frame is what the
    /// measurement says it is, not that of the sand.
    ///
    /// # Errors
    /// [`RockError::NotPositive`] for speeds or a density that are not positive (a rock without shear
    /// waves has no frame), as [`Gassmann::from_saturated`] says, and [`RockError::OutOfRange`] for a
    /// saturation outside 0 to 1.
    ///
    /// # Examples
    ///
    /// ```
    /// use davylamp_rock::{StoreInput, StoreRock};
    ///
    /// let layer = StoreRock::new(StoreInput::paper())?.at_depth(600.0)?;
    /// let (brine, gas) = (layer.cell(0.25, 0.0)?, layer.cell(0.25, 0.4)?);
    /// let substituted = layer.with_gas(0.25, brine, 0.4)?;
    /// assert!((substituted.vp / gas.vp - 1.0).abs() < 1e-9);
    /// # Ok::<(), davylamp_rock::RockError>(())
    /// ```
    ///
    /// # References
    /// Mavko, Mukerji and Dvorkin (2020), The rock physics handbook, 3rd edition, section 6.3.
    pub fn with_gas(
        &self,
        porosity: f64,
        measured: RockCell,
        gas_saturation: f64,
    ) -> Result<RockCell, RockError> {
        in_range("gas_saturation", gas_saturation, 0.0, 1.0)?;
        let RockCell { vp, vs, rho } = measured;
        for (name, value) in [("vp", vp), ("vs", vs), ("rho", rho)] {
            positive(name, value)?;
        }
        let mu = rho * vs * vs;
        let dry = Gassmann::from_saturated(SaturatedInput {
            k_sat: rho * vp * vp - 4.0 / 3.0 * mu,
            k_mineral: self.formula.mineral_compliance.recip(),
            k_fluid: self.brine.bulk_modulus(),
            porosity,
        })?;
        if gas_saturation == 0.0 {
            return Ok(measured);
        }
        let [brine, hydrogen] = self.formula.fluid_compliance;
        let compliance = (1.0 - gas_saturation) * brine + gas_saturation * hydrogen;
        let k = dry.with_fluid(compliance.recip())?.k_sat();
        let lighter = self.brine.density() - self.hydrogen.density();
        let rho = rho - porosity * gas_saturation * lighter;
        positive("rho", rho)?;
        Ok(RockCell { vp: ((k + 4.0 / 3.0 * mu) / rho).sqrt(), vs: (mu / rho).sqrt(), rho })
    }

    fn check(&self, porosity: f64, gas_saturation: f64) -> Result<(), RockError> {
        in_range("porosity", porosity, 0.0, self.formula.critical_porosity)?;
        in_range("gas_saturation", gas_saturation, 0.0, 1.0)?;
        Ok(())
    }
}

impl RockModel for StoreRock {
    fn rock(&self, depth: f64, porosity: f64, gas_saturation: f64) -> [f64; 3] {
        let layer = self.at_depth(depth);
        layer.map_or([f64::NAN; 3], |layer| layer.formula.at(porosity, gas_saturation))
    }

    fn rocks(&self, depth: f64, porosity: &[f64], gas_saturation: &[f64], out: &mut [[f64; 3]]) {
        if let Ok(layer) = self.at_depth(depth) {
            layer.formula.fill(porosity, gas_saturation, out, |cell| cell);
        } else {
            let cells = porosity.len().min(gas_saturation.len());
            out.iter_mut().take(cells).for_each(|cell| *cell = [f64::NAN; 3]);
        }
    }

    fn gas_density(&self, depth: f64) -> f64 {
        self.at_depth(depth).map_or(f64::NAN, |layer| layer.hydrogen.density())
    }

    fn with_gas(
        &self,
        depth: f64,
        porosity: f64,
        [vp, vs, rho]: [f64; 3],
        gas_saturation: f64,
    ) -> [f64; 3] {
        let measured = RockCell { vp, vs, rho };
        let cell = self
            .at_depth(depth)
            .and_then(|layer| layer.with_gas(porosity, measured, gas_saturation));
        cell.map_or([f64::NAN; 3], |cell| [cell.vp, cell.vs, cell.rho])
    }
}
