//! What the methods whose state proposes batches and accepts their values have in common.

/// [`Optimizer`](davylamp_traits::Optimizer) for a method whose `state: State` has `propose` (fills
/// `candidates`; leaves none once it has finished) and `accept` (takes their values).
macro_rules! ask_and_tell {
    ($method:ident, $settings:ident) => {
        impl $method {
            /// The settings that it was made with.
            #[must_use]
            pub fn settings(&self) -> &$settings {
                &self.state.settings
            }
        }

        impl davylamp_traits::Optimizer for $method {
            fn ask(&mut self) -> &[f64] {
                if !self.state.asked {
                    self.state.propose();
                    self.state.asked = true;
                }
                &self.state.candidates
            }

            fn tell(&mut self, values: &[f64]) {
                let state = &mut self.state;
                let fits = values.len() * state.bounds.dim() == state.candidates.len();
                if state.asked && fits && !values.is_empty() {
                    state.best.offer_all(&state.candidates, values);
                    state.accept(values);
                    state.asked = false;
                }
            }

            fn best(&self) -> Option<(&[f64], f64)> {
                self.state.best.get()
            }
        }

        #[cfg(feature = "serde")]
        impl State {
            fn deserialize_checked<'de, D: serde::Deserializer<'de>>(
                from: D,
            ) -> Result<Self, D::Error> {
                let state = <Self as serde::Deserialize>::deserialize(from)?;
                state.check().map_err(serde::de::Error::custom)?;
                Ok(state)
            }
        }
    };
}
pub(crate) use ask_and_tell;
