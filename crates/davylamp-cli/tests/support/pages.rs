//! Pages of `--report`, as text.
#![allow(clippy::panic, reason = "a test that cannot go on fails")]

use std::fs;

use serde_json::Value;

use super::{davylamp, stderr};

/// A page may not be larger, in bytes.
const MOST_BYTES: usize = 500_000;

/// The page that `davylamp` writes with these arguments and `--report`.
pub(crate) fn written(args: &[&str]) -> String {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("page.html");
    let output = davylamp(&[args, &["--report", path.to_str().unwrap()]].concat());
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let page = fs::read_to_string(&path).unwrap();
    assert!(page.len() < MOST_BYTES, "{} bytes", page.len());
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "something was left behind");
    page
}

/// What stands between `start` and the next `end`.
pub(crate) fn between<'a>(text: &'a str, start: &str, end: &str) -> &'a str {
    text.split_once(start).unwrap().1.split_once(end).unwrap().0
}

pub(crate) fn embedded(page: &str) -> Value {
    let text = between(page, "<script type=\"application/json\" id=\"result\">", "</script>");
    serde_json::from_str(text).unwrap()
}

/// Each number of a page, with its place in the JSON object; how many there are.
pub(crate) fn same_numbers(page: &str, object: &Value) -> usize {
    let numbers = page.split("<data data-key=\"").skip(1);
    numbers
        .map(|number| {
            let (key, rest) = number.split_once("\" value=\"").unwrap();
            let key = key.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
            let value: f64 = rest.split_once('"').unwrap().0.parse().unwrap();
            let found = object.pointer(&key).unwrap_or_else(|| panic!("no {key} in the object"));
            assert_eq!(found.as_f64(), Some(value), "{key}");
        })
        .count()
}

/// That a browser finds nothing to fetch in a page.
pub(crate) fn loads_nothing(text: &str) {
    let free = text.replace("http://www.w3.org/2000/svg", "").replace("http-equiv", "");
    for trace in ["http", "src=", "url(", "@import", "<link", "fetch("] {
        let found = free.matches(trace).count();
        // The frame of a map is the only thing that is named by a URL.
        let allowed = if trace == "url(" { free.matches("url(#").count() } else { 0 };
        assert_eq!(found, allowed, "{trace}");
    }
    assert!(text.contains("Content-Security-Policy"));
}
