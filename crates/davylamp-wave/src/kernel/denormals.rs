//! Numbers too small for full precision, which processors handle a hundred times more slowly.

#![allow(unsafe_code, reason = "the floating-point control register of the thread")]

/// While it lives, the thread takes denormal numbers for zero; then as before.
#[derive(Debug)]
pub(crate) struct Flushed {
    before: Control,
}

impl Flushed {
    pub(crate) fn new() -> Self {
        let before = read();
        write(flushing(before));
        Self { before }
    }
}

impl Drop for Flushed {
    fn drop(&mut self) {
        write(self.before);
    }
}

#[cfg(target_arch = "x86_64")]
mod register {
    pub(super) type Control = u32;

    /// Flush to zero (bit 15) and denormals are zero (bit 6): Intel 64 and IA-32 Architectures Software
    /// Developer's Manual, volume 1, 10.2.3.
    pub(super) fn flushing(control: Control) -> Control {
        control | 0x8040
    }

    pub(super) fn read() -> Control {
        let mut control = 0;
        // SAFETY: stores the register at the address of a live variable of its size.
        unsafe {
            std::arch::asm!("stmxcsr [{}]", in(reg) &raw mut control, options(nostack));
        }
        control
    }

    pub(super) fn write(control: Control) {
        // SAFETY: what is loaded was read from the register, or has two more of its defined bits set;
        // rounding and exceptions stay as they were.
        unsafe {
            std::arch::asm!("ldmxcsr [{}]", in(reg) &raw const control, options(nostack, readonly));
        }
    }
}

#[cfg(target_arch = "aarch64")]
mod register {
    pub(super) type Control = u64;

    /// FZ (bit 24) flushes both results and operands: Arm Architecture Reference Manual, FPCR.
    pub(super) fn flushing(control: Control) -> Control {
        control | 1 << 24
    }

    pub(super) fn read() -> Control {
        let control;
        // SAFETY: reads the register.
        unsafe {
            std::arch::asm!("mrs {}, fpcr", out(reg) control, options(nostack, nomem));
        }
        control
    }

    pub(super) fn write(control: Control) {
        // SAFETY: what is written was read from the register, or has one more of its defined bits set.
        unsafe {
            std::arch::asm!("msr fpcr, {}", in(reg) control, options(nostack, nomem));
        }
    }
}

#[cfg(not(any(target_arch = "x86_64", target_arch = "aarch64")))]
mod register {
    pub(super) type Control = ();

    pub(super) fn flushing((): Control) -> Control {}

    pub(super) fn read() -> Control {}

    pub(super) fn write((): Control) {}
}

use register::{Control, flushing, read, write};

#[cfg(all(test, any(target_arch = "x86_64", target_arch = "aarch64")))]
mod tests {
    use std::hint::black_box;

    use super::Flushed;

    #[test]
    fn denormals_are_zero_meanwhile_and_back_afterwards() {
        let half = || black_box(f32::MIN_POSITIVE) * black_box(0.5);
        assert!(half() > 0.0);
        {
            let _flushed = Flushed::new();
            assert!(half() == 0.0);
        }
        assert!(half() > 0.0);
    }
}
