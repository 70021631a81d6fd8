//! What components are made of: roles and fields, which are code, and products, which are data.
//!
//! The built-in [`Catalog`] is read from `assets/catalog/*.ron`; a person's own file adds products or replaces
//! them. Every figure carries its source, its date and how far it can be trusted ([`Provenance`]).

mod fact;
mod field;
mod product;
mod reading;
mod role;
mod shape;

pub use fact::{Confidence, Nature, Provenance};
pub use field::{Field, FieldError, FieldKind, Place, Setting, Value, check_place, did_you_mean, nearest};
pub use product::{CostKind, Default as FieldDefault, Family, Limit, Meter, Price, Product, Remark, Resource, Scope};
pub use reading::{CatalogError, LARGEST_FILE};
pub use role::Role;
pub use shape::{HOURS, Shape};

use indexmap::IndexMap;
use std::io::Read as _;
use std::path::Path;
use std::sync::{Arc, LazyLock};

/// The products that a design can be made of.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Catalog {
    date: String,
    products: IndexMap<String, Arc<Product>, foldhash::fast::RandomState>,
}

/// The files of the built-in catalogue.
const BUILT_IN: &[(&str, &str)] = &[
    ("assets/catalog/generic.ron", include_str!("../../assets/catalog/generic.ron")),
    ("assets/catalog/ingestion.ron", include_str!("../../assets/catalog/ingestion.ron")),
    ("assets/catalog/queue.ron", include_str!("../../assets/catalog/queue.ron")),
    ("assets/catalog/compute.ron", include_str!("../../assets/catalog/compute.ron")),
    ("assets/catalog/storage.ron", include_str!("../../assets/catalog/storage.ron")),
    ("assets/catalog/serving.ron", include_str!("../../assets/catalog/serving.ron")),
    ("assets/catalog/monitoring.ron", include_str!("../../assets/catalog/monitoring.ron")),
    ("assets/catalog/control.ron", include_str!("../../assets/catalog/control.ron")),
];

impl Catalog {
    /// The catalogue that comes with Loadline.
    ///
    /// A built-in file that cannot be read leaves its products out; a test sees to it that all of them can.
    pub fn built_in() -> &'static Self {
        static CATALOG: LazyLock<Catalog> = LazyLock::new(|| {
            let mut catalog = Catalog::default();
            for (path, text) in BUILT_IN {
                let _ = catalog.add_text(text, path);
            }
            catalog
        });
        &CATALOG
    }

    /// Reads every built-in file and says what is wrong with the first that cannot be read.
    ///
    /// # Errors
    /// [`CatalogError`] with the file, the product and the place.
    pub fn check_built_in() -> Result<(), CatalogError> {
        let mut catalog = Self::default();
        BUILT_IN.iter().try_for_each(|(path, text)| catalog.add_text(text, path))
    }

    /// Adds the products of a catalogue text; a product of an id that is there already replaces it. `path` is only
    /// for messages.
    ///
    /// # Errors
    /// [`CatalogError`] with line and column, or product and place. The catalogue is then as it was.
    pub fn add_text(&mut self, text: &str, path: &str) -> Result<(), CatalogError> {
        let (date, products) = reading::read(text, path)?;
        if date > self.date {
            self.date = date;
        }
        for product in products {
            self.products.insert(product.id.clone(), Arc::new(product));
        }
        Ok(())
    }

    /// Adds the products of a catalogue file.
    ///
    /// # Errors
    /// [`CatalogError`] with the path and what is wrong. The catalogue is then as it was.
    pub fn add_file(&mut self, path: &Path) -> Result<(), CatalogError> {
        let name = path.display().to_string();
        let unreadable = |source| CatalogError::Unreadable { path: name.clone(), source };
        let metadata = std::fs::metadata(path).map_err(unreadable)?;
        if !metadata.is_file() && !path.starts_with("/dev") {
            // Opening a pipe would wait until somebody writes into it.
            return Err(unreadable(std::io::Error::new(
                std::io::ErrorKind::InvalidInput,
                "it is a folder, a pipe or a device, expected a file",
            )));
        }
        let mut text = String::new();
        let file = std::fs::File::open(path).map_err(unreadable)?;
        file.take(LARGEST_FILE as u64 + 1).read_to_string(&mut text).map_err(unreadable)?;
        if text.len() > LARGEST_FILE {
            let size = usize::try_from(metadata.len()).unwrap_or(usize::MAX).max(text.len());
            return Err(CatalogError::TooLarge { path: name, size });
        }
        self.add_text(&text, &name)
    }

    /// The date of the newest file in it, as `2026-11-23`.
    pub fn date(&self) -> &str {
        &self.date
    }

    /// The product of that id.
    pub fn product(&self, id: &str) -> Option<&Product> {
        self.products.get(id).map(Arc::as_ref)
    }

    /// The name of the product of that id; the id itself if the catalogue does not have it.
    pub fn name_of<'a>(&'a self, id: &'a str) -> &'a str {
        self.product(id).map_or(id, |product| product.name.as_str())
    }

    /// The product of that id, to keep.
    pub(crate) fn shared(&self, id: &str) -> Option<&Arc<Product>> {
        self.products.get(id)
    }

    /// All products, in the order of the files.
    pub fn products(&self) -> impl ExactSizeIterator<Item = &Product> {
        self.products.values().map(Arc::as_ref)
    }

    /// The id nearest to a misspelt one.
    pub fn nearest(&self, id: &str) -> Option<&str> {
        nearest(id, self.products.keys().map(String::as_str))
    }
}
