package io.facegate.ledger.export;

import io.facegate.ledger.reading.VerifiedRecord;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;

/** Format of exported records. */
public enum ExportFormat {
    /** Each line is the exact bytes of a record. */
    JSONL {
        @Override
        ExportWriter openWriter(OutputStream out, OcsfVersion ocsf) {
            return lines(out, VerifiedRecord::json);
        }
    },
    /** RFC 4180, without cells that a spreadsheet takes for a formula. */
    CSV {
        @Override
        ExportWriter openWriter(OutputStream out, OcsfVersion ocsf) throws IOException {
            return new CsvWriter(out);
        }
    },
    /** An array of the exact bytes of the records. */
    JSON {
        @Override
        ExportWriter openWriter(OutputStream out, OcsfVersion ocsf) throws IOException {
            return new JsonArrayWriter(out);
        }
    },
    PARQUET {
        @Override
        ExportWriter openWriter(OutputStream out, OcsfVersion ocsf) throws IOException {
            return new ParquetTable(out);
        }
    },
    /** OCSF API Activity, one event per line. */
    OCSF {
        @Override
        ExportWriter openWriter(OutputStream out, OcsfVersion ocsf) {
            return lines(out, record -> OcsfApiActivity.encode(record, ocsf));
        }
    },
    /** CloudEvents 1.0 in JSON, one event per line. */
    CLOUDEVENTS {
        @Override
        ExportWriter openWriter(OutputStream out, OcsfVersion ocsf) {
            return lines(out, CloudEvent::encode);
        }
    };

    /**
     * Begins a file.
     *
     * @param ocsf the version that OCSF events name
     */
    abstract ExportWriter openWriter(OutputStream out, OcsfVersion ocsf) throws IOException;

    /** The name in commands and records. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    @FunctionalInterface
    private interface Line {
        byte[] encode(VerifiedRecord entry) throws IOException;
    }

    private static ExportWriter lines(OutputStream out, Line line) {
        return new ExportWriter() {
            @Override
            public void write(VerifiedRecord entry) throws IOException {
                out.write(line.encode(entry));
                out.write('\n');
            }

            @Override
            public void close() throws IOException {
                out.flush();
            }
        };
    }
}
