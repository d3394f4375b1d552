//! Large pages, so that the rows of many arrays are found without a walk through the page tables.

#![allow(unsafe_code, reason = "advice to the operating system")]

/// Pages that the system is told of: of its smallest size, which starts and ends on any multiple of it.
#[cfg(target_os = "linux")]
const PAGE: usize = 4096;

/// Asks for large pages for what a vector has reserved, where the system gives them on request. A hint:
/// nothing depends on its being taken.
pub(crate) fn advise<T>(storage: &mut Vec<T>) {
    #[cfg(target_os = "linux")]
    {
        let start = (storage.as_mut_ptr() as usize).next_multiple_of(PAGE);
        let end = storage.as_ptr() as usize + storage.capacity() * size_of::<T>();
        if end > start {
            // SAFETY: the range lies within the vector's own memory; the advice changes no content.
            unsafe {
                libc::madvise(
                    std::ptr::with_exposed_provenance_mut(start),
                    (end - start) / PAGE * PAGE,
                    libc::MADV_HUGEPAGE,
                );
            }
        }
    }
    #[cfg(not(target_os = "linux"))]
    let _ = storage;
}
