//! What the settings of all methods share.

/// One `with_*` method per field.
macro_rules! with_fields {
    ($settings:ident { $($(#[$doc:meta])* $with:ident($field:ident: $kind:ty),)* }) => {
        impl $settings {
            $(
                $(#[$doc])*
                #[must_use]
                pub fn $with(mut self, $field: $kind) -> Self {
                    self.$field = $field;
                    self
                }
            )*
        }
    };
}
pub(crate) use with_fields;

/// A population above this is surely a mistake, and sizes below it cannot overflow.
pub(crate) const MAX_POPULATION: usize = 1_000_000;
