/** Writes Parquet files: tables of text that analytical engines read. */
@NullMarked
package io.facegate.ledger.export.parquet;

import org.jspecify.annotations.NullMarked;
