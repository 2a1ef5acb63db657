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
        RecordSink to(OutputStream out) {
            return lines(out, VerifiedRecord::json);
        }
    },
    /** RFC 4180, without cells that a spreadsheet takes for a formula. */
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
    /** OCSF API Activity, one event per line. */
    OCSF {
        @Override
        RecordSink to(OutputStream out) {
            return lines(out, OcsfApiActivity::of);
        }
    },
    /** CloudEvents 1.0 in JSON, one event per line. */
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
