package io.facegate.gateway.limits;

import io.facegate.gateway.limits.ValkeyScripts.Script;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * Recent calls in a Valkey or Redis server. Keys are HMACs, members and numbers are keyed hashes of 64 bits. What the
 * server answers can refuse calls; it cannot permit more than each gateway's own memory does.
 */
public final class ValkeyCallHistory implements SharedCallHistory {
    private static final Script ADD = Script.read("add-members.lua");
    private static final Script FIND_FULL = Script.read("find-full-set.lua");
    private static final Script COUNT = Script.read("count-in-window.lua");
    private static final Script PUT = Script.read("put-numbers.lua");
    private static final Script GET = Script.read("get-number.lua");

    /** Keys of one script; more are sent one after the other. */
    private static final int AT_ONCE = 128;

    private static final long LOW_HALF = 0xFFFFFFFFL;

    private final ValkeyScripts scripts;
    private final byte[] names;
    private final byte[] secret;

    public ValkeyCallHistory(ValkeyScripts scripts) {
        this.scripts = scripts;
        this.names = scripts.secretFor("facegate recent calls");
        this.secret = scripts.secretFor("facegate pictures of recent calls");
    }

    @Override
    public List<Long> add(List<Member> members, int most, Duration kept) {
        var sizes = new ArrayList<Long>(members.size());
        for (var part : parts(members)) {
            var arguments = new ArrayList<String>(2 + part.size());
            arguments.add(Integer.toString(most));
            arguments.add(Long.toString(kept.toSeconds()));
            part.forEach(member -> arguments.add(Long.toString(member.hash())));
            sizes.addAll(requireSize(scripts.run(ADD, keys(part), arguments), part.size()));
        }
        return sizes;
    }

    @Override
    public int findFull(List<String> sets, int members, long without) {
        int before = 0;
        for (var part : parts(sets)) {
            var keys = part.stream().map(this::key).toList();
            long found = requireSize(
                            scripts.run(FIND_FULL, keys, List.of(Integer.toString(members), Long.toString(without))), 1)
                    .getFirst();
            if (found < 0 || found > part.size()) {
                throw scripts.failed("an answer of another form");
            }
            if (found > 0) {
                return before + (int) found - 1;
            }
            before += part.size();
        }
        return -1;
    }

    @Override
    public long count(String counter, Duration window) {
        return requireSize(scripts.run(COUNT, List.of(key(counter)), List.of(Long.toString(window.toSeconds()))), 1)
                .getFirst();
    }

    @Override
    public void put(List<Member> numbers, Duration kept) {
        for (var part : parts(numbers)) {
            var arguments = new ArrayList<String>(1 + part.size());
            arguments.add(Long.toString(kept.toSeconds()));
            part.forEach(number -> arguments.add(halves(number.hash())));
            requireSize(scripts.run(PUT, keys(part), arguments), 1);
        }
    }

    /** A script answers integers of 53 bits at most, so a number is kept in two halves. */
    private static String halves(long number) {
        return (number >> Integer.SIZE) + " " + (number & LOW_HALF);
    }

    @Override
    public OptionalLong get(String name) {
        var answer = scripts.run(GET, List.of(key(name)), List.of());
        if (answer.isEmpty()) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(requireSize(answer, 2).getFirst() << Integer.SIZE | (answer.getLast() & LOW_HALF));
    }

    @Override
    public byte[] secret() {
        return secret.clone();
    }

    private List<Long> requireSize(List<Long> answer, int size) {
        if (answer.size() != size) {
            throw scripts.failed("an answer of another form");
        }
        return answer;
    }

    private String key(String name) {
        return ValkeyScripts.key(names, name);
    }

    private List<String> keys(List<Member> members) {
        return members.stream().map(member -> key(member.set())).toList();
    }

    private static <T> List<List<T>> parts(List<T> all) {
        var parts = new ArrayList<List<T>>();
        for (int from = 0; from < all.size(); from += AT_ONCE) {
            parts.add(all.subList(from, Math.min(all.size(), from + AT_ONCE)));
        }
        return parts;
    }
}
