package io.facegate.ledger.export;

import io.facegate.ledger.reading.VerifiedRecord;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;

/** A format that records are exported in. */
public enum ExportFormat {
    /** Each line the exact bytes of a record. */
    JSONL {
        @Override
        RecordSink to(OutputStream out) {
            return lines(out, VerifiedRecord::json);
        }
    },
    /** RFC 4180, with nothing in it that a spreadsheet takes for a formula. */
    CSV {
        @Override
        RecordSink to(OutputStream out) throws IOException {
            return new CsvWriter(out);
        }
    },
    PARQUET {
        @Override
        RecordSink to(OutputStream out) throws IOException {
            return new ParquetTable(out);
        }
    },
    /** OCSF API Activity, one event a line. */
    OCSF {
        @Override
        RecordSink to(OutputStream out) {
            return lines(out, OcsfApiActivity::of);
        }
    },
    /** CloudEvents 1.0 in JSON, one event a line. */
    CLOUDEVENTS {
        @Override
        RecordSink to(OutputStream out) {
            return lines(out, CloudEvent::of);
        }
    };

    abstract RecordSink to(OutputStream out) throws IOException;

    /** The name in commands and records. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    @FunctionalInterface
    private interface Line {
        byte[] of(VerifiedRecord entry) throws IOException;
    }

    private static RecordSink lines(OutputStream out, Line line) {
        return new RecordSink() {
            @Override
            public void take(VerifiedRecord entry) throws IOException {
                out.write(line.of(entry));
                out.write('\n');
            }

            @Override
            public void close() throws IOException {
                out.flush();
            }
        };
    }
}
