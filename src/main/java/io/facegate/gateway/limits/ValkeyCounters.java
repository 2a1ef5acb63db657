package io.facegate.gateway.limits;

import io.facegate.call.Fault;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Counts in a Valkey or Redis server. Keys are HMACs, values are numbers: the server learns no name. What it answers can
 * refuse calls; it cannot permit more than each gateway's own count does.
 */
public final class ValkeyCounters implements SharedCounters {
    private static final Duration KEPT = Duration.ofDays(2);
    private static final int ID_BYTES = 16;
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final ValkeyScripts.Script TAKE = ValkeyScripts.Script.read("take.lua");
    private static final int PARTS_AT_ONCE = 500;
    private static final ValkeyScripts.Script GET_GENERATION = ValkeyScripts.Script.read("get-generation.lua");
    private static final ValkeyScripts.Script RESTORE_PARTS = ValkeyScripts.Script.read("restore-parts.lua");
    private static final ValkeyScripts.Script GIVE_BACK = ValkeyScripts.Script.read("give-back.lua");

    private final ValkeyScripts scripts;
    private final byte[] secret;
    private final String process;
    /** The generation of the server's data to which all parts were told. */
    private String generation = "";

    public ValkeyCounters(ValkeyScripts scripts) {
        this.scripts = scripts;
        this.secret = scripts.secretFor("facegate limits");
        this.process = randomId();
    }

    private static String randomId() {
        var id = new byte[ID_BYTES];
        RANDOM.nextBytes(id);
        return HexFormat.of().formatHex(id);
    }

    @Override
    public CountResult take(List<Take> counts) {
        var answer = scripts.run(TAKE, keys(counts), arguments("1", counts));
        boolean isCounted = answer.size() == counts.size() + 1 && answer.getFirst() == 1;
        if (isCounted) {
            return CountResult.counted(bounded(counts, answer));
        }
        boolean isRefused = answer.size() == 3 && answer.getFirst() == 0;
        if (!isRefused || answer.get(1) < 1 || answer.get(1) > counts.size()) {
            throw scripts.failed("an answer of another form");
        }
        var full = counts.get((int) (answer.get(1) - 1)).counter();
        long longest = full.isRate() ? TimeUnit.SECONDS.toMicros(full.windowSeconds()) : 0;
        return CountResult.full(full, Math.clamp(answer.get(2), 0, longest));
    }

    @Override
    public List<Long> remaining(List<Take> counts) {
        var answer = scripts.run(TAKE, keys(counts), arguments("0", counts));
        if (answer.size() != counts.size() + 1) {
            throw scripts.failed("an answer of another form");
        }
        return bounded(counts, answer);
    }

    private static List<Long> bounded(List<Take> counts, List<Long> answer) {
        var left = new ArrayList<Long>(counts.size());
        for (int at = 0; at < counts.size(); at++) {
            left.add(Math.clamp(answer.get(at + 1), 0, counts.get(at).counter().limit()));
        }
        return left;
    }

    @Override
    public void giveBack(List<LimitCounter> budgets) {
        try {
            scripts.run(GIVE_BACK, budgets.stream().map(this::key).toList(), List.of(process));
        } catch (Fault.LimitsDown stays) {
            // A call that stays counted only refuses another.
        }
    }

    private List<String> keys(List<Take> counts) {
        return counts.stream().map(take -> key(take.counter())).toList();
    }

    private List<String> arguments(String mode, List<Take> counts) {
        var arguments = new ArrayList<String>(2 + 4 * counts.size());
        arguments.add(mode);
        arguments.add(process);
        for (var take : counts) {
            var counter = take.counter();
            if (counter.isRate()) {
                arguments.add("rate");
                arguments.add(Long.toString(counter.rate().intervalMicros()));
                arguments.add(Long.toString(counter.limit()));
                arguments.add("0");
            } else {
                arguments.add("budget");
                arguments.add(Long.toString(counter.limit()));
                arguments.add(Long.toString(take.floor()));
                arguments.add(expiry(counter.ends()));
            }
        }
        return arguments;
    }

    private String key(LimitCounter counter) {
        return ValkeyScripts.key(secret, counter.id());
    }

    @Override
    public synchronized void restoreLost(Supplier<List<Part>> parts) {
        var now = scripts.ask(GET_GENERATION, ValkeyScripts.key(secret, "generation"), randomId())
                .orElse("");
        if (now.equals(generation)) {
            return;
        }
        var all = parts.get();
        for (int from = 0; from < all.size(); from += PARTS_AT_ONCE) {
            restore(all.subList(from, Math.min(all.size(), from + PARTS_AT_ONCE)));
        }
        generation = now;
    }

    private void restore(List<Part> parts) {
        var arguments = new ArrayList<String>(1 + 2 * parts.size());
        arguments.add(process);
        for (var part : parts) {
            arguments.add(Long.toString(part.counted()));
            arguments.add(expiry(part.ends()));
        }
        scripts.run(
                RESTORE_PARTS,
                parts.stream().map(part -> ValkeyScripts.key(secret, part.id())).toList(),
                arguments);
    }

    private static String expiry(Instant ends) {
        return Long.toString(ends.plus(KEPT).getEpochSecond());
    }

    @Override
    public @Nullable String problem() {
        try {
            scripts.run(GIVE_BACK, List.of(), List.of(process));
            return null;
        } catch (Fault.LimitsDown down) {
            return scripts.problem();
        }
    }

    @Override
    public void close() {
        scripts.close();
    }
}
