//! What the methods whose state proposes batches and accepts their values have in common.

/// [`Optimizer`](davylamp_traits::Optimizer) for a method whose `state: State` has `propose` (fills
/// `candidates`; leaves none once it has finished) and `accept` (takes their values). A method made
/// of others is one of a recipe `R: Recipe`, and its state has the recipe's method.
macro_rules! ask_and_tell {
    ($method:ident$(<$recipe:ident>)?, $settings:ident) => {
        impl$(<$recipe: crate::Recipe>)? $method$(<$recipe>)? {
            /// The settings that it was made with.
            #[must_use]
            pub fn settings(&self) -> &$settings$(<$recipe>)? {
                &self.state.settings
            }
        }

        impl$(<$recipe: crate::Recipe>)? davylamp_traits::Optimizer for $method$(<$recipe>)? {
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
        impl$(<$recipe: crate::Recipe>)? State$(<$recipe, $recipe::Method>)? {
            fn deserialize_checked<'de, D: serde::Deserializer<'de>>(
                from: D,
            ) -> Result<Self, D::Error>
            where
                Self: serde::Deserialize<'de>,
            {
                let state = <Self as serde::Deserialize>::deserialize(from)?;
                state.check().map_err(serde::de::Error::custom)?;
                Ok(state)
            }
        }
    };
}
pub(crate) use ask_and_tell;
