//! The pages of `--report` in a browser: headless Chromium opens, hovers and prints them. Where there is
//! no Chromium the tests end with a word.
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a test that cannot go on fails")]

mod support;

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use support::{davylamp, example, json, stderr, stdout};

/// The browser, by the names that Debian, others and Google give it.
fn chromium() -> Option<&'static str> {
    let found = ["chromium", "chromium-browser", "google-chrome"].into_iter().find(|name| {
        Command::new(name).arg("--version").output().is_ok_and(|o| o.status.success())
    });
    if found.is_none() {
        println!("skipped: no chromium here to open the pages");
    }
    found
}

fn browse(browser: &str, folder: &Path, args: &[&str], page: &Path) -> Output {
    let profile = format!("--user-data-dir={}", folder.join("profile").display());
    Command::new(browser)
        .args([
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--no-first-run",
            "--enable-logging=stderr",
        ])
        .arg(profile)
        .args(args)
        .arg(format!("file://{}", page.display()))
        .output()
        .unwrap()
}

/// What a script sees that hovers over everything, finds the page's edges at the width of a telephone,
/// and compares each number with the JSON object: all at the end of the title.
const PROBE: &str = r#"<script>
addEventListener("load", () => {
  const seen = [];
  const over = (target) => target.dispatchEvent(new PointerEvent("pointerover", { bubbles: true }));
  for (const figure of document.querySelectorAll("figure")) {
    for (const hot of figure.querySelectorAll("[data-tip]")) {
      over(hot.lastElementChild ?? hot);
      if (figure.querySelector(".readout").textContent !== hot.dataset.tip) seen.push("silent");
    }
    seen.push(figure.querySelector(".readout").textContent);
  }
  const result = JSON.parse(document.getElementById("result").textContent);
  const at = (key) => key.split("/").slice(1).reduce((object, name) => object[name], result);
  const numbers = [...document.querySelectorAll("data")];
  const wrong = numbers.filter((number) => Number(number.value) !== at(number.dataset.key));
  const frame = document.createElement("iframe");
  frame.style = "width: 360px; height: 4000px; border: 0";
  const copy = document.documentElement.cloneNode(true);
  for (const script of copy.querySelectorAll("script")) script.remove();
  frame.srcdoc = copy.outerHTML;
  frame.onload = () => {
    const small = frame.contentDocument;
    const sizes = [...small.querySelectorAll("p, td, th, dd, dt, li, figcaption, output")]
      .map((e) => parseFloat(getComputedStyle(e).fontSize));
    const words = { seen, numbers: numbers.length, wrong: wrong.map((n) => n.dataset.key),
      width: small.documentElement.scrollWidth, least: Math.min(...sizes),
      inside: frame.contentWindow.innerWidth };
    document.title = "PROBE" + JSON.stringify(words) + "EBORP";
  };
  document.body.append(frame);
});
</script></body>"#;

fn probed(browser: &str, folder: &Path, page: &Path) -> serde_json::Value {
    let text = fs::read_to_string(page).unwrap();
    // The copy may frame itself; the page as made may not.
    let free = text.replace("default-src 'none'", "default-src 'none'; frame-src *");
    let copy = page.with_file_name("probed.html");
    fs::write(&copy, free.replace("</body>", PROBE)).unwrap();
    let output = browse(browser, folder, &["--virtual-time-budget=4000", "--dump-dom"], &copy);
    assert!(!stderr(&output).contains("CONSOLE"), "{}", stderr(&output));
    let dom = stdout(&output);
    let words = dom.split_once("PROBE").unwrap().1.split_once("EBORP").unwrap().0;
    serde_json::from_str(&words.replace("&quot;", "\"").replace("&amp;", "&")).unwrap()
}

/// Opens a page, hovers over everything, looks at it on a small telephone and prints it; what was said under
/// its figures.
fn opened(browser: &str, folder: &Path, page: &Path) -> Vec<String> {
    let opened = browse(browser, folder, &["--dump-dom"], page);
    assert!(stdout(&opened).contains("</html>"), "{}", stderr(&opened));
    assert!(!stderr(&opened).contains("CONSOLE"), "{}", stderr(&opened));

    let seen = probed(browser, folder, page);
    assert_eq!(seen["wrong"], serde_json::json!([]), "numbers unlike the JSON object");
    assert!(seen["numbers"].as_u64().unwrap() > 20, "{seen}");
    let words: Vec<String> =
        seen["seen"].as_array().unwrap().iter().map(|w| w.as_str().unwrap().to_owned()).collect();
    assert!(!words.contains(&"silent".to_owned()), "{words:?}");
    // The width of a small telephone, and the least size of letters that is read without a zoom.
    assert_eq!(seen["inside"], 360, "{seen}");
    assert!(seen["width"].as_f64().unwrap() <= 360.0, "{seen}");
    assert!(seen["least"].as_f64().unwrap() >= 12.0, "{seen}");

    let pdf = folder.join("page.pdf");
    let to = format!("--print-to-pdf={}", pdf.display());
    browse(browser, folder, &[&to, "--no-pdf-header-footer"], page);
    assert!(fs::read(&pdf).unwrap().starts_with(b"%PDF-"));
    words
}

#[test]
fn pages_open_hover_and_print() {
    let Some(browser) = chromium() else { return };
    for (command, input) in [("trace", "prairie-grass-46.csv"), ("zones", "zones-ammonia.toml")] {
        let folder = tempfile::tempdir().unwrap();
        let page = folder.path().join("page.html");
        let made =
            davylamp(&[command, &example(input), "--report", page.to_str().unwrap(), "--json"]);
        let rate = davylamp::numbers::rate(json(&made)["rate"].as_f64().unwrap());
        let words = opened(browser, folder.path(), &page);
        assert!(words.iter().any(|w| w.contains(&rate)), "{rate} in {words:?}");
    }
}

#[cfg(feature = "nets")]
#[test]
fn the_page_of_a_network_does_too() {
    let Some(browser) = chromium() else { return };
    let case = support::sets::Sets::new("seismic", support::models::SMALL);
    case.made("set", &[]);
    let [set, model, page] = ["set", "model", "page.html"].map(|name| case.text(name));
    let more = ["--train", "3", "--validate", "9", "--epochs", "1", "--json"];
    json(&support::models::train(&set, &model, &more));
    let ask = ["predict", "--model", &model, &set, "--samples", "0..2", "--report", &page];
    assert_eq!(davylamp(&ask).status.code(), Some(0));
    let words = opened(browser, case.folder(), Path::new(&page));
    assert_eq!(
        words.iter().filter(|w| w.starts_with("Source of waves at")).count(),
        2,
        "{words:?}"
    );
}

#[cfg(feature = "nets")]
#[test]
fn the_page_of_a_room_does_too() {
    let Some(browser) = chromium() else { return };
    let case = support::sets::Sets::new("room", support::models::ROOM);
    case.made("set", &["--samples", "40"]);
    let [set, model, page] = ["set", "model", "page.html"].map(|name| case.text(name));
    let more = ["--train", "20", "--validate", "9", "--epochs", "2", "--json"];
    json(&davylamp(&support::models::room_training(&set, &model, &more)));
    let ask = ["predict", "--model", &model, &set, "--samples", "29..33", "--report", &page];
    assert_eq!(davylamp(&ask).status.code(), Some(0));
    let words = opened(browser, case.folder(), Path::new(&page));
    assert_eq!(
        words.iter().filter(|w| w.starts_with("Sensor C at x = 0.4 m")).count(),
        4,
        "{words:?}"
    );
}
