//! How far the danger reaches from a leak of each toxic gas, by day and by night.

use davylamp_plume::{
    Ambient, DispersionCurves, Gas, GaussianPlume, Insolation, PlumeError, PlumeInput, Sky,
    Threshold, ZoneInput, pasquill_class,
};

#[allow(clippy::print_stdout, reason = "an example shows its result")]
fn main() -> Result<(), PlumeError> {
    let air = Ambient::standard();
    println!(
        "{:16}{:8}{:>10}{:>10}{:>10}",
        "gas, 0.1 kg/s", "sky", "level", "reach, m", "width, m"
    );
    for (name, sky) in [("sun", Sky::Day(Insolation::Strong)), ("clear", Sky::NightClear)] {
        let plume = GaussianPlume::new(PlumeInput {
            curves: DispersionCurves::BriggsRural,
            class: pasquill_class(2.5, sky)?.stable(),
            wind_speed: 2.5,
            wind_from_deg: 240.0,
        })?;
        for gas in [Gas::Ammonia, Gas::Chlorine, Gas::Phosgene] {
            for threshold in gas.thresholds() {
                let zone = plume.zone(ZoneInput {
                    source: [0.0, 0.0, 1.0],
                    emission_rate: 0.1,
                    level: air.density_of_ppm(gas.molar_mass(), threshold.ppm),
                    height: 1.5,
                })?;
                let Threshold { name: level, .. } = threshold;
                println!("{gas:16}{name:8}{level:>10}{:>10.0}{:>10.0}", zone.reach, zone.width);
            }
        }
    }
    Ok(())
}
