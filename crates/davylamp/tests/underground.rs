//! From a scene to a ground, a leak, and a set on disk.
#![cfg(feature = "uhs")]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]
#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "small numbers of samples and nodes"
)]

use davylamp::store::{FillOptions, SampleSet, Store, write_npy};
use davylamp::traits::{ElasticMedium, SampleError, Samples};
use davylamp::uhs::{COMPONENTS, Forward, Gathers, Scene, Survey, TimeLapse, UhsError};
use davylamp::underground::{self, UndergroundError};

/// The trace of a geophone is the slowness of the column below it, again and again.
struct Columns;

impl Forward for Columns {
    fn gathers(&self, medium: &dyn ElasticMedium, survey: &Survey) -> Result<Gathers, SampleError> {
        let dt = 1e-2;
        let samples = (survey.duration / dt).ceil() as usize + 1;
        let mut data = Vec::new();
        for wave in (0..COMPONENTS).flat_map(|wave| vec![wave; survey.sources.len()]) {
            for [x, _] in &survey.receivers {
                let ix = (x / medium.spacing()).round() as usize;
                let slowness = |iz| medium.spacing() / medium.velocities(iz, ix)[1 - wave];
                let sum: f64 = (0..medium.shape()[0]).map(slowness).sum();
                data.extend(vec![sum as f32; samples]);
            }
        }
        Ok(Gathers { dt, samples, data })
    }
}

const SCENE: &str = "
    samples = 6
    grid = { width_m = 400, depth_m = 300, spacing_m = 10 }
    leak = { width_m = [50, 120], height_m = [50, 120], depth_m = [50, 280], margin_m = 20 }
    survey.receivers = { count = 10, depth_m = 0 }
    survey.stations = 10
    survey.peak_frequency_hz = 5
    image = { samples = 32, record_s = 1.0 }
";

#[test]
fn a_set_is_made_stopped_and_read() {
    let toml = format!("{SCENE}\nlayer = [{{ top_m = 0, bottom_m = 300, porosity = 0.2 }}]");
    let scene = Scene::parse(&toml).unwrap();
    let rock = underground::rock(&scene).unwrap();
    let site = underground::site(&scene, ".".as_ref(), &rock).unwrap();
    let set = TimeLapse::new(&site, &rock, &Columns).unwrap();
    let plan = underground::plan(&toml, ".".as_ref(), &set, 4).unwrap();
    let folder = tempfile::tempdir().unwrap();
    for share in 0..2 {
        let mut store = Store::create(folder.path(), &plan).unwrap();
        let options = FillOptions::default().with_share(share, 2);
        assert_eq!(store.fill(&set, &options).unwrap().finished, share == 1);
    }
    let stored = SampleSet::open(folder.path()).unwrap();
    assert_eq!(stored.image_shape(), [32, 160]);
    let (image, labels) = stored.sample(5).unwrap();
    assert!(image.iter().any(|value| *value > 0.0)); // gas slows waves down
    assert!(labels.iter().all(|label| *label > 0.0 && *label < 1.0));
}

#[test]
fn grids_come_from_files_beside_the_scene() {
    let folder = tempfile::tempdir().unwrap();
    let files = "grids = { vp = 'vp.npy', vs = 'vs.npy', rho = 'rho.npy', porosity = 'phi.npy' }";
    let scene = Scene::parse(&format!("{files}\n{SCENE}")).unwrap();
    let rock = underground::rock(&scene).unwrap();
    let [nz, nx] = scene.shape();
    for (name, value) in [("vp", 2600.0), ("vs", 1200.0), ("rho", 2200.0), ("phi", 0.2)] {
        let path = folder.path().join(format!("{name}.npy"));
        let error = underground::site(&scene, folder.path(), &rock).unwrap_err();
        assert!(matches!(error, UndergroundError::Store(_)), "{error}");
        assert!(error.to_string().contains(path.to_str().unwrap()), "{error}");
        write_npy(&path, &[nz, nx], &vec![value; nz * nx]).unwrap();
    }
    let site = underground::site(&scene, folder.path(), &rock).unwrap();
    assert_eq!(site.velocities(3, 4)[..2], [2600.0, 1200.0]);

    // A set belongs to its grids: with others it is another set.
    let set = TimeLapse::new(&site, &rock, &Columns).unwrap();
    let plan = || underground::plan(SCENE, folder.path(), &set, 4).unwrap();
    let before = plan();
    assert_eq!(
        before.inputs.keys().collect::<Vec<_>>(),
        ["phi.npy", "rho.npy", "vp.npy", "vs.npy"]
    );
    write_npy(&folder.path().join("vp.npy"), &[nz, nx], &vec![2601.0; nz * nx]).unwrap();
    assert_ne!(plan().inputs["vp.npy"], before.inputs["vp.npy"]);
    assert_eq!(plan().inputs["vs.npy"], before.inputs["vs.npy"]);

    write_npy(&folder.path().join("vs.npy"), &[nx, nz], &vec![1200.0; nz * nx]).unwrap();
    let error = underground::site(&scene, folder.path(), &rock).unwrap_err();
    assert!(
        matches!(error, UndergroundError::Uhs(UhsError::GridShape { name: "vs", .. })),
        "{error}"
    );
}

#[cfg(feature = "picture")]
#[test]
fn the_ground_is_drawn() {
    use davylamp::picture::{GroundPicture, PictureError};
    use davylamp::uhs::{Leak, Leaking};

    let scene = Scene::default();
    let rock = underground::rock(&scene).unwrap();
    let site = underground::site(&scene, ".".as_ref(), &rock).unwrap();
    let leak = Leak::drawn(&scene, 3);
    let leaking = Leaking::new(&site, &leak, &rock).unwrap();
    let survey = Survey::new(&scene);
    let mut picture = GroundPicture::new("The paper's store, and a leak", &leaking);
    picture.outlines.push(leak.outline.polygon(1.0));
    picture.sources = survey.sources;
    picture.receivers = survey.receivers;
    let folder = tempfile::tempdir().unwrap();
    for (name, magic) in [("ground.png", &b"\x89PNG"[..]), ("ground.svg", b"<svg")] {
        let path = folder.path().join(name);
        picture.write(&path).unwrap();
        assert!(std::fs::read(path).unwrap().starts_with(magic));
    }
    let error = picture.write(&folder.path().join("ground.gif")).unwrap_err();
    assert!(matches!(error, PictureError::UnknownFormat { .. }), "{error}");
}

#[cfg(feature = "picture")]
#[test]
fn pictures_of_leaks_have_room_for_four() {
    use davylamp::picture::{LeakPanel, PictureError, write_leaks};

    let scene = Scene::default();
    let rock = underground::rock(&scene).unwrap();
    let site = underground::site(&scene, ".".as_ref(), &rock).unwrap();
    let outline = vec![[500.0, 300.0], [700.0, 300.0], [600.0, 500.0]];
    let panel = LeakPanel { title: "A leak".to_owned(), medium: &site, outline };
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("leaks.svg");
    for count in [0, 5] {
        let error = write_leaks(&path, "Leaks", &vec![panel.clone(); count]).unwrap_err();
        assert!(matches!(error, PictureError::Drawing(_)), "{error}");
        assert!(error.to_string().contains("1 to 4 have room"), "{error}");
    }
    write_leaks(&path, "Leaks", &vec![panel; 3]).unwrap();
    assert!(std::fs::read(path).unwrap().starts_with(b"<svg"));
}

#[cfg(all(feature = "picture", feature = "wave"))]
#[test]
fn a_change_is_drawn_over_its_own_gather_only() {
    use davylamp::picture::{PictureError, write_change};
    use davylamp::wave::{Component, Recording, ShotGather};

    let gather = |samples| {
        let recording = Recording {
            source: [50.0, 0.0],
            receivers: vec![[0.0, 0.0], [100.0, 0.0]],
            components: vec![Component::Vx],
            dt: 0.01,
            samples,
        };
        ShotGather::<f32>::zeros(recording).unwrap()
    };
    let (before, mut change) = (gather(20), gather(20));
    change.trace_mut(0, 1)[7] = 1e-6;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("change.png");
    write_change(&path, "A leak", (&before, &change)).unwrap();
    assert!(std::fs::read(&path).unwrap().starts_with(b"\x89PNG"));
    let error = write_change(&path, "A leak", (&before, &gather(21))).unwrap_err();
    assert!(matches!(error, PictureError::Drawing(_)), "{error}");
    let svg = path.with_extension("svg");
    let error = write_change(&svg, "A leak", (&before, &change)).unwrap_err();
    assert!(matches!(error, PictureError::NotPng { .. }), "{error}");
}
