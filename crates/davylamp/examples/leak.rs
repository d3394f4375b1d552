//! Draws the ground of a scene with one of its leaks.
//!
//! ```sh
//! cargo run --release -p davylamp --features uhs,picture --example leak -- \
//!     examples/uhs/paper.toml 3 leak.png
//! ```

use std::error::Error;
use std::path::Path;

use davylamp::picture::GroundPicture;
use davylamp::uhs::{LabelLimits, Labels, Leak, Leaking, Scene, Survey};
use davylamp::underground;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [file, index, picture] = &arguments[..] else {
        return Err("usage: leak SCENE.toml INDEX PICTURE.png".into());
    };
    let file = Path::new(file);
    let scene = Scene::parse(&std::fs::read_to_string(file)?)?;
    let rock = underground::rock(&scene)?;
    let site = underground::site(&scene, file.parent().unwrap_or(file), &rock)?;
    let leak = Leak::drawn(&scene, index.parse()?);
    let leaking = Leaking::new(&site, &leak, &rock)?;
    let labels = Labels::new(&leak, &leaking);
    let limits = LabelLimits::new(&site, &rock)?;
    let title = format!(
        "Leak {index}: {:.0} kg, {:.0} m³, gas in {:.0} % of the pores",
        labels.mass,
        labels.volume,
        100.0 * leak.gas_saturation
    );
    let mut drawn = GroundPicture::new(&title, &leaking);
    let survey = Survey::new(&scene);
    drawn.outlines.push(leak.outline.polygon(1.0));
    (drawn.sources, drawn.receivers) = (survey.sources, survey.receivers);
    drawn.write(Path::new(picture))?;
    eprintln!("{:?}", limits.normalised(&labels));
    Ok(())
}
