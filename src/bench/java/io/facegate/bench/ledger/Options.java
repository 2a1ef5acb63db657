package io.facegate.bench.ledger;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;

/**
 * Options of the ledger benchmark.
 *
 * @param store the store of the log that is verified, proved from and searched; every store is load-tested
 * @param records the size of that log
 * @param rate records a second, each due at its own time (open loop)
 * @param seconds the duration of the load
 * @param data the folder for the ledgers, removed afterwards
 * @param markdown a page to update, or null
 */
record Options(String store, long records, int rate, int seconds, Path data, Path markdown) {
    static final List<String> STORES = List.of("sqlite", "postgres");

    static final String USAGE = "usage: facegate bench ledger [--store sqlite|postgres] [--records N] [--rate N] [--seconds N]"
            + " [--data DIR] [--markdown FILE]";

    static Options of(String[] args) {
        var options = new Options("sqlite", 10_000_000, 10_000, 10, Path.of("ledger-bench"), null);
        for (var words = Arrays.asList(args).iterator(); words.hasNext(); ) {
            options = options.with(words.next(), words);
        }
        return options;
    }

    private Options with(String name, Iterator<String> values) {
        if (!values.hasNext()) {
            throw new IllegalArgumentException(USAGE);
        }
        var value = values.next();
        return switch (name) {
            case "--store" -> new Options(known(value), records, rate, seconds, data, markdown);
            case "--records" -> new Options(store, positive(value), rate, seconds, data, markdown);
            case "--rate" -> new Options(store, records, (int) positive(value), seconds, data, markdown);
            case "--seconds" -> new Options(store, records, rate, (int) positive(value), data, markdown);
            case "--data" -> new Options(store, records, rate, seconds, Path.of(value), markdown);
            case "--markdown" -> new Options(store, records, rate, seconds, data, Path.of(value));
            default -> throw new IllegalArgumentException(USAGE);
        };
    }

    private static String known(String store) {
        if (!STORES.contains(store)) {
            throw new IllegalArgumentException(
                    "There is no store " + store + " to measure; there are " + String.join(" and ", STORES) + ".");
        }
        return store;
    }

    private static long positive(String number) {
        long read = number.matches("[1-9][0-9]{0,9}") ? Long.parseLong(number) : 0;
        if (read == 0) {
            throw new IllegalArgumentException(number + " is no number of these. " + USAGE);
        }
        return read;
    }
}
