package io.facegate.ledger.export;

import io.facegate.ledger.reading.Entry;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;

/** A format that records are exported in. */
public enum Format {
    /** Each line the exact bytes of a record. */
    JSONL {
        @Override
        Sink to(OutputStream out) {
            return lines(out, Entry::json);
        }
    },
    /** RFC 4180, with nothing in it that a spreadsheet takes for a formula. */
    CSV {
        @Override
        Sink to(OutputStream out) throws IOException {
            return new Csv(out);
        }
    },
    PARQUET {
        @Override
        Sink to(OutputStream out) throws IOException {
            return new Table(out);
        }
    },
    /** OCSF API Activity, one event a line. */
    OCSF {
        @Override
        Sink to(OutputStream out) {
            return lines(out, ApiActivity::of);
        }
    },
    /** CloudEvents 1.0 in JSON, one event a line. */
    CLOUDEVENTS {
        @Override
        Sink to(OutputStream out) {
            return lines(out, CloudEvent::of);
        }
    };

    abstract Sink to(OutputStream out) throws IOException;

    /** The name in commands and records. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    @FunctionalInterface
    private interface Line {
        byte[] of(Entry entry) throws IOException;
    }

    private static Sink lines(OutputStream out, Line line) {
        return new Sink() {
            @Override
            public void take(Entry entry) throws IOException {
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
