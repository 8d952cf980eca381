//! What a run leaves behind: tables, a manifest, charts and a summary. Nothing here sees a world, so everything can be drawn again from the
//! saved tables.

pub mod ablation;
pub mod charts;
mod columns;
pub mod csv_file;
pub mod figure;
mod folder_lock;
pub mod font;
mod history_table;
mod law_table;
pub mod layout;
pub mod manifest;
pub mod number;
pub mod palette;
pub mod parquet_file;
pub mod place;
pub mod run_folder;
pub mod summary;
pub mod table;
pub mod tables;
mod whole_file;

pub use manifest::Manifest;
pub use tables::Tables;
