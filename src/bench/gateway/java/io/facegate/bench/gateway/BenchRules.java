package io.facegate.bench.gateway;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The benchmark's 100 policy rules. One permits. Most others pass the rule index and are evaluated for each call: only
 * an exception, a date or a condition keeps them from refusing.
 */
public final class BenchRules {
    public static final int COUNT = 100;

    private static final String NAME = "bench";

    private BenchRules() {}

    public static void write(Path folder) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve(NAME + ".yaml"), yaml());
    }

    private static String yaml() {
        var pack = new StringBuilder("""
            pack: %s
            title: One hundred rules for the benchmark
            binds: the calls of the benchmark
            rules:
              - id: permit-finding-faces
                effect: permit
                match: {organisation: [nonprofit], capability: [detect]}
            """.formatted(NAME));
        for (int at = 1; at < COUNT; at++) {
            pack.append("""
                  - id: refuse-%02d
                    effect: refuse
                    %s
                    reason: {code: benchmark, text: Refused by a rule of the benchmark.}
                    citation: {ref: The benchmark, checked: 2026-11-24}
                """.formatted(at, differing(at)));
        }
        return pack.toString();
    }

    private static String differing(int at) {
        return switch (at % 10) {
            case 0 -> "match: {provider: [rekognition], capability: [detect]}\n    when: picture_count > 100";
            case 1, 2, 3 -> "match: {organisation: [law_enforcement], jurisdiction: [US-OR]}";
            case 4, 5, 6 -> "match: {capability: [detect]}\n    from: 2099-01-01\n    zone: UTC";
            default ->
                "match: {provider: [rekognition], jurisdiction: [US]}\n"
                        + "    unless:\n"
                        + "      - {organisation: [nonprofit]}";
        };
    }
}
