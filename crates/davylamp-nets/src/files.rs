//! Files that are whole or not there.

use std::fs;
use std::io::Write;
use std::path::Path;

use burn::module::Module;
use burn::store::{
    BurnToPyTorchAdapter, ModuleSnapshot, ModuleStore, PyTorchToBurnAdapter, SafetensorsStore,
};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::{NetsError, Network};

/// Writes a file under a temporary name, and gives it its own when it is on the disk.
pub(crate) fn write(path: &Path, bytes: &[u8]) -> Result<(), NetsError> {
    let failed = |error: std::io::Error| file_error(path, &error);
    let mut name = path.file_name().unwrap_or_default().to_os_string();
    name.push(".tmp");
    let temporary = path.with_file_name(name);
    let mut file = fs::File::create(&temporary).map_err(failed)?;
    let written = file.write_all(bytes).and_then(|()| file.sync_all());
    let renamed = written.and_then(|()| fs::rename(&temporary, path));
    renamed.map_err(|error| {
        // What is left of it is of no use; that it could not be removed adds nothing.
        let _ = fs::remove_file(&temporary);
        failed(error)
    })
}

pub(crate) fn read(path: &Path) -> Result<Vec<u8>, NetsError> {
    fs::read(path).map_err(|error| file_error(path, &error))
}

pub(crate) fn write_json(path: &Path, value: &impl Serialize) -> Result<(), NetsError> {
    let text = serde_json::to_vec_pretty(value).map_err(|error| damaged(path, &error))?;
    write(path, &text)
}

pub(crate) fn read_json<T: DeserializeOwned>(path: &Path) -> Result<T, NetsError> {
    serde_json::from_slice(&read(path)?).map_err(|error| damaged(path, &error))
}

/// The weights and running statistics of a network as safetensors, named and laid out as PyTorch's.
pub(crate) fn weights(network: &Network) -> Result<Vec<u8>, NetsError> {
    // burn's own metadata would come in any order; one entry makes equal weights equal files.
    let mut store = SafetensorsStore::from_bytes(None)
        .with_to_adapter(BurnToPyTorchAdapter)
        .clear_metadata()
        .metadata("format", "pt");
    let collected = match network {
        Network::HydrogenNet(network) => network.save_into(&mut store),
        Network::HydrogenNet1d(network) => network.save_into(&mut store),
        Network::ResNet(network) => network.save_into(&mut store),
        Network::Perceptron(network) => network.save_into(&mut store),
        Network::Lstm(network) => network.save_into(&mut store),
    };
    collected
        .and_then(|()| store.get_bytes())
        .map_err(|error| damaged(Path::new("the network in memory"), &error))
}

/// The network with the weights of a file that [`weights`] wrote.
pub(crate) fn with_weights(
    network: Network,
    path: &Path,
    bytes: Vec<u8>,
) -> Result<Network, NetsError> {
    let mut store =
        SafetensorsStore::from_bytes(Some(bytes)).with_from_adapter(PyTorchToBurnAdapter);
    Ok(match network {
        Network::HydrogenNet(network) => Network::HydrogenNet(apply(network, path, &mut store)?),
        Network::HydrogenNet1d(network) => {
            Network::HydrogenNet1d(apply(network, path, &mut store)?)
        }
        Network::ResNet(network) => Network::ResNet(apply(network, path, &mut store)?),
        Network::Perceptron(network) => Network::Perceptron(apply(network, path, &mut store)?),
        Network::Lstm(network) => Network::Lstm(apply(network, path, &mut store)?),
    })
}

fn apply<M: Module + ModuleSnapshot>(
    mut network: M,
    path: &Path,
    store: &mut SafetensorsStore,
) -> Result<M, NetsError> {
    let result = store.apply_to(&mut network).map_err(|error| damaged(path, &error))?;
    if !result.is_success() || !result.missing.is_empty() || !result.unused.is_empty() {
        return Err(damaged(path, &result));
    }
    Ok(network)
}

pub(crate) fn file_error(path: &Path, error: &std::io::Error) -> NetsError {
    NetsError::File { path: path.to_owned(), cause: error.to_string() }
}

pub(crate) fn damaged(path: &Path, why: &dyn std::fmt::Display) -> NetsError {
    NetsError::Damaged { path: path.to_owned(), why: why.to_string() }
}
