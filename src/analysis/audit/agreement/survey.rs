//! What several assessors made of the same disclosures.
