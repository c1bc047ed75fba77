//! The tables as the object mapper sees them. Private to this crate. Columns that a database fills by itself (`local`)
//! or that only newer programs write (`extra`, `deleted_at` where nothing here deletes) are left out: what is
//! not named is not touched.
#![allow(unreachable_pub, reason = "the derive makes everything public")]

pub(crate) mod conversation;
pub(crate) mod departure;
pub(crate) mod draft;
pub(crate) mod event;
pub(crate) mod memory;
pub(crate) mod message;
pub(crate) mod meta;
pub(crate) mod provider;
pub(crate) mod role;
pub(crate) mod setting;
