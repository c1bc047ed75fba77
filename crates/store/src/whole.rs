//! The profile as a whole: handed over to the person in one file, or erased without a trace.

use std::io;

use sea_orm::{ConnectionTrait, FromQueryResult};

use crate::write::query;
use crate::{Store, StoreError};

/// Tables that hold nothing of a person: what the company publishes, what the schema needs, and the audit of what
/// left the machine, which names no content and is kept for proof.
const NOT_PERSONAL: &[&str] = &["departures", "meta", "providers", "roles", "seaql_migrations"];

/// Tables that say nothing that another does not say better.
const NOT_EXPORTED: &[&str] = &["meta", "outbox", "seaql_migrations"];

#[derive(FromQueryResult)]
struct Named {
    name: String,
}

impl Store {
    /// Writes everything that is stored of the person as one JSON document: an object with a list of rows for each
    /// table. Ids are hexadecimal.
    ///
    /// # Errors
    /// [`StoreError`] as the database or the output says.
    pub async fn export(&self, out: &mut (impl io::Write + Send)) -> Result<(), StoreError> {
        let failed =
            |error: io::Error| StoreError::Database(format!("the export cannot be written: {error}"));
        let mut tables = self.tables().await?;
        tables.retain(|table| !NOT_EXPORTED.contains(&table.as_str()));
        write!(out, "{{\"format\":\"attune-profile\",\"version\":1,\"tables\":{{").map_err(failed)?;
        for (at, table) in tables.iter().enumerate() {
            let comma = if at == 0 { "" } else { "," };
            write!(out, "{comma}\n\"{table}\":[").map_err(failed)?;
            let sql = format!("SELECT json_object({}) FROM {table}", self.fields(table).await?.join(", "));
            for (at, row) in self.reader.query_all_raw(query(&sql, [])).await?.into_iter().enumerate() {
                let row: String = row.try_get_by_index(0)?;
                let comma = if at == 0 { "" } else { "," };
                write!(out, "{comma}\n{row}").map_err(failed)?;
            }
            write!(out, "]").map_err(failed)?;
        }
        writeln!(out, "}}}}").map_err(failed)
    }

    /// Erases everything that is stored of the person, and overwrites where it lay: afterwards neither the
    /// database nor the files beside it hold a word of it. What the company published stays.
    ///
    /// # Errors
    /// [`StoreError`] as the database says. Rows are erased all or none; when only the overwriting fails, calling
    /// it again finishes it.
    pub async fn erase(&self) -> Result<(), StoreError> {
        self.writer.execute_unprepared("PRAGMA secure_delete = ON").await?;
        let erased = self.erase_rows().await;
        if erased.is_ok() {
            // The file is written anew without the freed pages, and the log is emptied into it.
            self.writer.execute_unprepared("VACUUM").await?;
            self.writer.execute_unprepared("PRAGMA wal_checkpoint(TRUNCATE)").await?;
        }
        self.writer.execute_unprepared("PRAGMA secure_delete = OFF").await?;
        erased
    }

    async fn erase_rows(&self) -> Result<(), StoreError> {
        let mut tables = self.tables().await?;
        tables.retain(|table| !NOT_PERSONAL.contains(&table.as_str()));
        let write = self.write().await?;
        // Messages point to each other and to conversations; all of them go.
        write.db.execute_unprepared("PRAGMA defer_foreign_keys = ON").await?;
        for table in tables {
            write.db.execute_unprepared(&format!("DELETE FROM {table}")).await?;
        }
        for index in self.indexes().await? {
            // Deleted words lie in the index until it is merged; this empties it.
            write
                .db
                .execute_unprepared(&format!("INSERT INTO {index} ({index}) VALUES ('delete-all')"))
                .await?;
        }
        write.commit().await
    }

    /// The tables with rows of their own, by name.
    async fn tables(&self) -> Result<Vec<String>, StoreError> {
        self.names(
            "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' \
                    AND name NOT LIKE 'sqlite_%' ORDER BY name",
        )
        .await
    }

    /// The indexes of words, by name.
    async fn indexes(&self) -> Result<Vec<String>, StoreError> {
        self.names(
            "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'virtual' ORDER BY name",
        )
        .await
    }

    /// Each column of a table as a pair of arguments for `json_object`.
    async fn fields(&self, table: &str) -> Result<Vec<String>, StoreError> {
        let columns = self.names(&format!("SELECT name FROM pragma_table_info('{table}')")).await?;
        let field = |column: String| {
            format!(
                "'{column}', CASE typeof({column}) WHEN 'blob' THEN lower(hex({column})) ELSE {column} END"
            )
        };
        Ok(columns.into_iter().map(field).collect())
    }

    async fn names(&self, sql: &str) -> Result<Vec<String>, StoreError> {
        let rows = Named::find_by_statement(query(sql, [])).all(&self.reader).await?;
        Ok(rows.into_iter().map(|row| row.name).collect())
    }
}
