//! Blackening parts of an image that was not asked about yet, and what in it somebody may want black.

use attune_domain::reading::Corners;
use attune_domain::{AttachmentId, SensitiveKind};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// The most regions that are blackened at once.
pub const MOST_REGIONS: usize = 256;

/// Makes parts of an image black for good, and reads what is left of it. Answers as [`crate::AttachImage`] does. Dropping the
/// image ends the reading; what is black by then stays black.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct BlackenImage {
    /// Which image: one that was not asked about yet.
    #[ts(as = "String")]
    pub id: AttachmentId,
    /// Four corners each, in pixels of the image as it is seen, from its top left; convex, in either direction. At most
    /// [`MOST_REGIONS`]. None: the image is only read once more.
    pub regions: Vec<Corners>,
}

/// Something sensitive that was read in an image, and where it stands.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct FoundInImage {
    /// What.
    #[ts(type = "CoveredView['kind']")]
    pub kind: SensitiveKind,
    /// As it was read.
    pub text: String,
    /// What covers it, as [`BlackenImage::regions`] takes it.
    pub regions: Vec<Corners>,
}
