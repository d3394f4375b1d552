//! Squares of 2 by 2 pixels, of which pooling takes the largest.

/// Which of four pixels is the first that equals `largest`: that one gets the gradient, as in burn.
#[allow(clippy::inline_always, reason = "the innermost of vector loops")]
#[allow(clippy::float_cmp, reason = "the largest of four numbers is one of them")]
#[allow(clippy::needless_bitwise_bool, reason = "without branches, so that vectors can do it")]
#[inline(always)]
pub(crate) fn chosen([a, b, c, _]: [f32; 4], largest: f32) -> [bool; 4] {
    let first = a == largest;
    let second = (b == largest) & !first;
    let third = (c == largest) & !(first | second);
    [first, second, third, !(first | second | third)]
}
