use crate::cpml::Ends;

/// Columns are laid out in multiples of this: the numbers in a cache line of the narrower type.
pub(crate) const LINE: usize = 16;

/// Rows above and below, and columns to either side, that differences may read and nothing writes
/// (but a free surface).
const HALO_ROWS: usize = 8;
pub(crate) const HALO_COLUMNS: usize = LINE;

/// Where things lie in memory: rows of equal depth, each from left to right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Layout {
    /// Rows and columns of the grid, with its absorbing layers.
    pub(crate) nz: usize,
    pub(crate) nx: usize,
    /// The same, rounded up to whole blocks and cache lines. The rest is vacuum.
    pub(crate) rows: usize,
    pub(crate) columns: usize,
    /// From a row to the next.
    pub(crate) stride: usize,
    /// Rows of a block, and blocks. A block needs no more than its neighbours for its differences.
    pub(crate) block: usize,
    pub(crate) blocks: usize,
    /// Columns of the layer on the left end before this; those of the layer on the right start here.
    pub(crate) left: usize,
    pub(crate) right: usize,
    /// Blocks of the layer at the top end before this; those of the layer at the bottom start here.
    pub(crate) top: usize,
    pub(crate) bottom: usize,
}

impl Layout {
    /// For a grid of `[nz, nx]` with layers of `z` and `x` cells, and differences of `half` points to
    /// either side.
    pub(crate) fn new([nz, nx]: [usize; 2], z: Ends, x: Ends, half: usize) -> Self {
        let block = if half <= 4 { 4 } else { 8 };
        let blocks = nz.div_ceil(block);
        let columns = nx.next_multiple_of(LINE);
        let left = x.low.next_multiple_of(LINE).min(columns);
        let right = if x.high == 0 { columns } else { ((nx - x.high) / LINE * LINE).max(left) };
        let top = z.low.div_ceil(block).min(blocks);
        let bottom = if z.high == 0 { blocks } else { ((nz - z.high) / block).max(top) };
        Self {
            nz,
            nx,
            rows: blocks * block,
            columns,
            stride: columns + 2 * HALO_COLUMNS,
            block,
            blocks,
            left,
            right,
            top,
            bottom,
        }
    }

    /// Numbers of a field with its halo.
    pub(crate) fn field_len(&self) -> usize {
        (self.rows + 2 * HALO_ROWS) * self.stride
    }

    /// From the start of a field to its first node.
    pub(crate) fn field_origin(&self) -> usize {
        HALO_ROWS * self.stride + HALO_COLUMNS
    }

    /// Numbers of a property of the medium.
    pub(crate) fn medium_len(&self) -> usize {
        self.rows * self.stride
    }

    /// Columns of the memory of derivatives along x.
    pub(crate) fn strip(&self) -> usize {
        self.left + self.columns - self.right
    }

    /// Rows of the memory of derivatives along z.
    pub(crate) fn layer_rows(&self) -> usize {
        (self.top + self.blocks - self.bottom) * self.block
    }

    /// Whether a block lies in a layer at the top or the bottom, and then its first row in the memory
    /// of derivatives along z.
    pub(crate) fn layer_row(&self, block: usize) -> Option<usize> {
        if block < self.top {
            Some(block * self.block)
        } else if block >= self.bottom {
            Some((block - self.bottom + self.top) * self.block)
        } else {
            None
        }
    }
}
