//! Images with a margin of zeros, laid out so that a convolution is a sum of shifted rows.

/// Floats past the end of a plane that a vector may read: three of the widest vectors, 16 lanes.
pub(super) const SLACK: usize = 48;

/// How one channel lies in memory: its rows, one after the other, each with a margin on its left.
///
/// The margin right of a row is that on the left of the next one, so a row costs `kw / 2` zeros and
/// not twice as many. What a kernel adds up for the positions in the margins has no meaning, and is
/// thrown away.
#[derive(Debug, Clone, Copy)]
pub(super) struct Planes {
    height: usize,
    width: usize,
    kernel: [usize; 2],
}

impl Planes {
    /// For images `[height, width]` under an odd kernel `[kh, kw]`.
    pub(super) fn new([height, width]: [usize; 2], kernel: [usize; 2]) -> Self {
        Self { height, width, kernel }
    }

    /// Pixels of an image.
    pub(super) fn image(self) -> usize {
        self.height * self.width
    }

    /// From one row to the next.
    pub(super) fn pitch(self) -> usize {
        self.width + self.kernel[1] / 2
    }

    /// Floats of one plane without slack.
    pub(super) fn area(self) -> usize {
        (self.height + self.kernel[0] - 1) * self.pitch()
    }

    /// From the first output to one past the last, margins included.
    pub(super) fn span(self) -> usize {
        (self.height - 1) * self.pitch() + self.width
    }

    /// Where each tap of the kernel finds its input, seen from the place of the output.
    pub(super) fn taps(self) -> Vec<usize> {
        let [rows, columns] = self.kernel;
        (0..rows).flat_map(|y| (0..columns).map(move |x| y * self.pitch() + x)).collect()
    }

    /// Copies a channel to where the taps look for it; the margins keep what they hold.
    pub(super) fn place_input(self, channel: &[f32], plane: &mut [f32]) {
        let first = self.kernel[0] / 2 * self.pitch() + self.kernel[1] / 2;
        self.place(channel, plane.get_mut(first..).unwrap_or_default());
    }

    /// Copies a channel to where its outputs are counted; the margins keep what they hold.
    pub(super) fn place_output(self, channel: &[f32], plane: &mut [f32]) {
        self.place(channel, plane);
    }

    fn place(self, channel: &[f32], plane: &mut [f32]) {
        for (row, into) in channel.chunks_exact(self.width).zip(plane.chunks_mut(self.pitch())) {
            into[..self.width].copy_from_slice(row);
        }
    }

    /// Copies the outputs among `tile`, which begins at position `first`, to the channel.
    #[inline]
    pub(super) fn take(self, tile: &[f32], first: usize, channel: &mut [f32]) {
        let (pitch, end) = (self.pitch(), self.span().min(first + tile.len()));
        let (mut at, mut row, mut column) = (first, first / pitch, first % pitch);
        while at < end {
            let run = (pitch - column).min(end - at);
            let keep = run.min(self.width.saturating_sub(column));
            channel[row * self.width + column..][..keep]
                .copy_from_slice(&tile[at - first..][..keep]);
            (at, row, column) = (at + run, row + 1, 0);
        }
    }
}
