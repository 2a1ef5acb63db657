package io.facegate.bench.differential;

import java.nio.file.Path;
import java.util.Arrays;

/**
 * What is compared.
 *
 * @param requests how many over the wires
 * @param data where everything is made; removed afterwards
 * @param allowed the reviewed list, or null
 * @param control what to plant at the new build, or null
 */
record Options(
        Path older, Path newer, int requests, long seed, Path data, Path report, Path allowed, Path policies, String control, boolean commands) {
    static final String USAGE = """
            usage: facegate differential OLD_APP_FOLDER [NEW_APP_FOLDER] [--requests N] [--seed S] [--allowed FILE]
                   [--report FILE] [--data DIR] [--policies DIR] [--no-commands] [--control answer|vendor|policy]""";

    static Options of(String[] args) {
        var options = new Options(
                null, Path.of("target/quarkus-app"), 100_000, 1, Path.of("differential-run"), Path.of("differential-report.txt"), null, Path.of("policies"), null, true);
        for (var words = Arrays.asList(args).iterator(); words.hasNext(); ) {
            var word = words.next();
            if (word.equals("--no-commands")) {
                options = new Options(options.older, options.newer, options.requests, options.seed, options.data, options.report, options.allowed, options.policies, options.control, false);
            } else if (!word.startsWith("--")) {
                options = options.older == null ? options.builds(Path.of(word), options.newer) : options.builds(options.older, Path.of(word));
            } else if (words.hasNext()) {
                options = options.with(word, words.next());
            } else {
                throw new IllegalArgumentException(USAGE);
            }
        }
        if (options.older == null) {
            throw new IllegalArgumentException(USAGE);
        }
        return options;
    }

    private Options builds(Path one, Path other) {
        return new Options(one, other, requests, seed, data, report, allowed, policies, control, commands);
    }

    private Options with(String name, String value) {
        return switch (name) {
            case "--requests" -> new Options(older, newer, Integer.parseInt(value), seed, data, report, allowed, policies, control, commands);
            case "--seed" -> new Options(older, newer, requests, Long.parseLong(value), data, report, allowed, policies, control, commands);
            case "--data" -> new Options(older, newer, requests, seed, Path.of(value), report, allowed, policies, control, commands);
            case "--report" -> new Options(older, newer, requests, seed, data, Path.of(value), allowed, policies, control, commands);
            case "--allowed" -> new Options(older, newer, requests, seed, data, report, Path.of(value), policies, control, commands);
            case "--policies" -> new Options(older, newer, requests, seed, data, report, allowed, Path.of(value), control, commands);
            case "--control" -> new Options(older, newer, requests, seed, data, report, allowed, policies, planted(value), commands);
            default -> throw new IllegalArgumentException(USAGE);
        };
    }

    private static String planted(String value) {
        if (!value.matches("answer|vendor|policy")) {
            throw new IllegalArgumentException(USAGE);
        }
        return value;
    }
}
