//! Which outputs of a strided convolution an input went to.

/// The inputs along one side that the same taps meet: every `stride`-th, from `first` on.
#[derive(Debug)]
pub(super) struct Phase {
    pub(super) first: usize,
    /// How many such inputs there are.
    pub(super) count: usize,
    /// For each tap that meets them its number, and the place of the output that it met the first
    /// input for, counted from the margin before the outputs.
    pub(super) taps: Vec<[usize; 2]>,
}

/// One side of a convolution.
#[derive(Debug, Clone, Copy)]
pub(super) struct Side {
    pub(super) image: usize,
    pub(super) kernel: usize,
    pub(super) stride: usize,
    pub(super) padding: usize,
    pub(super) output: usize,
}

impl Side {
    /// Zeros before and after the outputs that stand for those which would have met inputs in the
    /// image, but are not there.
    pub(super) fn margins(self) -> [usize; 2] {
        let before = (self.kernel - 1).saturating_sub(self.padding) / self.stride;
        let after = (self.image + self.padding - 1) / self.stride + 1;
        [before, after.saturating_sub(self.output)]
    }

    /// Input $i$ met tap $k$ for output $(i + \mathrm{padding} - k) / \mathrm{stride}$, where that is
    /// whole.
    pub(super) fn phases(self) -> Vec<Phase> {
        let [before, _] = self.margins();
        let phase = |first: usize| {
            let shifted = first + self.padding + before * self.stride;
            let tap = |tap: usize| {
                let left = shifted.checked_sub(tap).filter(|left| left % self.stride == 0)?;
                Some([tap, left / self.stride])
            };
            let count = (self.image - first).div_ceil(self.stride);
            Phase { first, count, taps: (0..self.kernel).filter_map(tap).collect() }
        };
        (0..self.stride.min(self.image)).map(phase).collect()
    }
}
