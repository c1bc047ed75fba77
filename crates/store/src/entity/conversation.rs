//! Conversations.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "conversations")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub role: String,
    pub pinned: bool,
    pub tip: Option<Uuid>,
    pub created_at: i64,
    pub updated_at: i64,
    pub actor: Uuid,
    pub hybrid_time: i64,
    pub deleted_at: Option<i64>,
    pub title: String,
    pub ideographs: String,
    pub apart: bool,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
