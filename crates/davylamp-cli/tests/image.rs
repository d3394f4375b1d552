//! `davylamp image`: a reflector from two surveys, and whatever people hand over by mistake.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod support;

use std::fs;
use std::path::PathBuf;

use davylamp::wave::npy;
use support::{davylamp, json, stderr};

/// A model of 80 by 60 cells.
const KNOWN: &str = "\
[grid]
width_m = 800
depth_m = 600
spacing_m = 10
[[layers]]
top_m = 0
vp_m_s = 3000
vs_m_s = 1700
rho_kg_m3 = 2200
[source]
x_m = 400
z_m = 20
explosion_n_m_s = 1e9
[wavelet]
peak_frequency_hz = 15
[receivers]
first_m = [200, 20]
last_m = [600, 20]
count = 41
[record]
duration_s = 0.5
dt_s = 0.004
[solver]
absorbing_cells = 10
";

/// What lies below 350 m after something happened.
const BELOW: &str = "[[layers]]
top_m = 350
vp_m_s = 3300
vs_m_s = 1900
rho_kg_m3 = 2300
[source]
";

struct Case {
    folder: tempfile::TempDir,
}

impl Case {
    /// The model as it is known, and gathers from before and after.
    fn new(ending: &str) -> Self {
        let case = Self { folder: tempfile::tempdir().unwrap() };
        fs::write(case.path("model.toml"), KNOWN).unwrap();
        fs::write(case.path("after.toml"), KNOWN.replace("[source]\n", BELOW)).unwrap();
        for (model, gather) in [("model.toml", "before"), ("after.toml", "after")] {
            let gather = format!("{gather}.{ending}");
            let output = case.run(&["shot", model, "-o", &gather]);
            assert!(output.status.success(), "{}", stderr(&output));
        }
        case
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Words with a dot are files of the case.
    fn run(&self, words: &[&str]) -> std::process::Output {
        let word = |word: &&str| {
            if word.contains('.') {
                self.path(word).to_str().unwrap().to_owned()
            } else {
                (*word).to_owned()
            }
        };
        let words: Vec<String> = words.iter().map(word).collect();
        davylamp(&words.iter().map(String::as_str).collect::<Vec<_>>())
    }

    fn refused(&self, words: &[&str], says: &str) {
        let output = self.run(words);
        let message = stderr(&output);
        assert_eq!(output.status.code(), Some(2), "{message}");
        assert!(message.contains(says), "{says:?} is not in {message:?}");
        assert!(!self.path("image.npy").exists());
    }
}

#[test]
fn a_change_is_where_it_happened() {
    let case = Case::new("sgy");
    let words = ["image", "model.toml", "after.sgy", "--before", "before.sgy"];
    let to = ["-o", "image.npy", "--plot", "image.png", "--json"];
    let found = json(&case.run(&[words.as_slice(), &to].concat()));
    assert_eq!(found["shots"], 1);
    assert!(fs::read(case.path("image.png")).unwrap().starts_with(b"\x89PNG"));
    let image = npy::from_bytes(&fs::read(case.path("image.npy")).unwrap()).unwrap();
    assert_eq!(image.shape, [2, 61, 81]);
    // Down the middle, below the source.
    let column = |iz: &usize| image.data[iz * 81 + 40];
    let brightest = (12..61).max_by(|a, b| column(a).total_cmp(&column(b))).unwrap();
    // Half a wavelength of 200 m.
    assert!((25..=45).contains(&brightest), "{brightest}");
    // Less memory, other threads: the same bytes.
    let frugal = ["-o", "frugal.npy", "--memory-mb", "12", "--jobs", "1"];
    let output = case.run(&[words.as_slice(), &frugal].concat());
    assert!(output.status.success(), "{}", stderr(&output));
    let [one, other] = ["image.npy", "frugal.npy"].map(|name| fs::read(case.path(name)).unwrap());
    assert!(one == other);
}

#[test]
fn an_array_is_the_models_own_shot() {
    let case = Case::new("npy");
    let words = ["image", "model.toml", "after.npy", "--before", "before.npy", "-o", "image.npy"];
    let output = case.run(&words);
    assert!(output.status.success(), "{}", stderr(&output));
    fs::remove_file(case.path("image.npy")).unwrap();
    let fewer = KNOWN.replace("count = 41", "count = 40");
    fs::write(case.path("fewer.toml"), fewer).unwrap();
    let says = "after.npy: the array has sides [2, 41, 126], and the model's gather [2, 40, 126]";
    case.refused(&["image", "fewer.toml", "after.npy", "-o", "image.npy"], says);
}

#[test]
fn what_does_not_fit_is_refused() {
    let case = Case::new("sgy");
    let image =
        |model: &'static str, gather: &'static str| ["image", model, gather, "-o", "image.npy"];
    let to_text = ["image", "model.toml", "after.sgy", "-o", "image.txt"];
    case.refused(&to_text, "the name must end in .npy");
    case.refused(&image("model.toml", "nowhere.sgy"), "nowhere.sgy");
    case.refused(&image("model.toml", "model.toml"), "model.toml: ");
    // A model that ends before the last receiver.
    fs::write(case.path("narrow.toml"), KNOWN.replace("width_m = 800", "width_m = 500")).unwrap();
    case.refused(&image("narrow.toml", "after.sgy"), "gather 0: receiver 31 at (510, 20)");
    let free = KNOWN.replace("[solver]\n", "[solver]\nfree_surface = true\n");
    fs::write(case.path("free.toml"), free).unwrap();
    let says = "waves cannot be carried back below a free surface";
    case.refused(&image("free.toml", "after.sgy"), says);
    let two = ["image", "model.toml", "after.sgy", "after.sgy", "--before", "before.sgy"];
    let says = "there are 2 gathers, and 1 of the survey before";
    case.refused(&[two.as_slice(), &["-o", "image.npy"]].concat(), says);
    let little =
        case.run(&[image("model.toml", "after.sgy").as_slice(), &["--memory-mb", "1"]].concat());
    assert_eq!(little.status.code(), Some(1));
    assert!(stderr(&little).contains("more than the 1000000 allowed"), "{}", stderr(&little));
}
