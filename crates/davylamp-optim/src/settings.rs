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

/// The settings of a swarm that follows a schedule: its size and its iterations.
macro_rules! schedule_settings {
    ($(#[$doc:meta])* $settings:ident, evaluations per individual and iteration: $cost:expr) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq)]
        #[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
        #[cfg_attr(feature = "serde", serde(default, deny_unknown_fields))]
        #[non_exhaustive]
        pub struct $settings {
            /// Individuals, 3 to a million.
            pub population: usize,
            /// Length of the schedule; afterwards the method has finished. From 1.
            pub iterations: usize,
        }

        impl Default for $settings {
            fn default() -> Self {
                Self { population: 30, iterations: 500 }
            }
        }

        crate::settings::with_fields!($settings {
            /// Sets the number of individuals.
            with_population(population: usize),
            /// Sets the number of iterations.
            with_iterations(iterations: usize),
        });

        impl $settings {
            /// The settings of Xia et al. (2022), section 4.1: 30 individuals, 300 iterations; the
            /// coefficients are their authors'.
            #[must_use]
            pub fn paper() -> Self {
                Self { population: 30, iterations: 300 }
            }

            /// The defaults, with as many iterations as `evaluations` allow, at least 1.
            #[must_use]
            pub fn for_evaluations(evaluations: usize) -> Self {
                let settings = Self::default();
                #[expect(
                    clippy::cast_possible_truncation,
                    clippy::cast_sign_loss,
                    reason = "not negative, and a cast to an integer saturates"
                )]
                let iterations =
                    (evaluations as f64 / ($cost * settings.population as f64)) as usize;
                settings.with_iterations(iterations.max(1))
            }

            fn check(&self) -> Result<(), crate::OptimError> {
                let most = crate::settings::MAX_POPULATION;
                crate::error::check_count("population", self.population, 3, most)?;
                crate::error::check_count("iterations", self.iterations, 1, usize::MAX - 1)
            }
        }
    };
}
pub(crate) use schedule_settings;
