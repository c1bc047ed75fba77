//! The product's own learners behind plain data, so that anybody can measure them with data of their own.

pub mod retrieve;
