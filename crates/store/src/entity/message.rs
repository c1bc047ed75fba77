//! Messages, each with its parent: a conversation is a tree, its branches are answers anew.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "messages")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub conversation: Uuid,
    pub parent: Option<Uuid>,
    pub depth: i32,
    pub author: String,
    pub status: String,
    pub created_at: i64,
    pub actor: Uuid,
    pub hybrid_time: i64,
    pub deleted_at: Option<i64>,
    pub writer: Option<Uuid>,
    pub failure: Option<String>,
    pub failure_code: Option<String>,
    pub text: String,
    pub ideographs: String,
    pub origin: Option<String>,
    pub adherence: Option<String>,
    pub attached: String,
    pub attachments: Option<String>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
