package io.facegate.policy.proof;

import io.facegate.policy.proof.model.Limits;
import java.time.Instant;

final class ManyRulesTiming {
    static long now() {
        return java.lang.management.ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    public static void main(String[] words) throws Exception {
        if (System.getProperty("sample") != null) {
            var main = Thread.currentThread();
            Thread.ofPlatform().daemon().start(() -> {
                var seen = new java.util.HashMap<String, Integer>();
                try {
                    while (true) {
                        Thread.sleep(20);
                        var line = new StringBuilder();
                        int n = 0;
                        for (var f : main.getStackTrace()) {
                            if (n++ < 9)
                                line.append(f.getClassName().replaceAll(".*[.]", ""))
                                        .append('.')
                                        .append(f.getMethodName())
                                        .append(':')
                                        .append(f.getLineNumber())
                                        .append(" < ");
                        }
                        seen.merge(line.toString(), 1, Integer::sum);
                        if (seen.values().stream().mapToInt(i -> i).sum() % 150 == 0) {
                            System.out.println("----");
                            seen.entrySet().stream()
                                    .sorted((a, b) -> b.getValue() - a.getValue())
                                    .limit(7)
                                    .forEach(e -> System.out.println(e.getValue() + " " + e.getKey()));
                        }
                    }
                } catch (InterruptedException e) {
                }
            });
        }
        int rules = Integer.parseInt(words[0]);
        String what = words[1];
        for (var shape : words.length > 2 ? new ManyRules[] {ManyRules.valueOf(words[2])} : ManyRules.values()) {
            long t0 = now();
            try {
                var book = shape.book(rules);
                long t1 = now();
                String said;
                if (what.equals("check")) {
                    said = new Prover(book, Limits.usual(Instant.now()))
                            .proofs().stream().map(p -> p.word()).toList().toString();
                } else if (what.equals("all")) {
                    var a = Analysis.of(book, Limits.usual(Instant.now()));
                    said = a.findings().size() + " " + a.unfinished();
                } else {
                    io.facegate.policy.Policies.of(book);
                    said = "compiled";
                }
                System.out.printf(
                        "%-14s read %5d ms %s %6d ms %s%n",
                        shape, (t1 - t0) / 1000000, what, (now() - t1) / 1000000, said);
            } catch (Throwable wrong) {
                System.out.printf(
                        "%-14s %6d ms %s%n",
                        shape,
                        (now() - t0) / 1000000,
                        String.valueOf(wrong)
                                .substring(
                                        0, Math.min(300, String.valueOf(wrong).length())));
            }
        }
    }
}
