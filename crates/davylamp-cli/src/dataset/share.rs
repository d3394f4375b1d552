//! A part of a set.

use std::str::FromStr;

/// Part `index`, from 1, of so many.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Share {
    pub(crate) index: usize,
    pub(crate) of: usize,
}

impl Default for Share {
    fn default() -> Self {
        Self { index: 1, of: 1 }
    }
}

impl FromStr for Share {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let numbers = text.split_once('/').and_then(|(index, of)| {
            Some(Self { index: index.parse().ok()?, of: of.parse().ok()? })
        });
        numbers
            .filter(|share| (1..=share.of).contains(&share.index))
            .ok_or_else(|| "I/K with I from 1 to K is needed, such as 1/7 to 7/7".to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::Share;

    #[test]
    fn parts_count_from_one() {
        assert_eq!("3/7".parse(), Ok(Share { index: 3, of: 7 }));
        assert_eq!("1/1".parse(), Ok(Share::default()));
        for wrong in ["0/7", "8/7", "3", "3/", "/7", "-1/7", "1/0", "a/b", "1/7/9"] {
            assert!(wrong.parse::<Share>().is_err(), "{wrong}");
        }
    }
}
