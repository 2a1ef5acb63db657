package io.facegate.gateway.limits;

import io.facegate.call.Fault;
import io.facegate.gateway.limits.ValkeyScripts.Script;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Short texts and counts in a Valkey or Redis server, each for a limited time. Whoever uses them seals the texts: the
 * server can keep back, repeat or exchange them.
 */
public final class ValkeyEntries implements AutoCloseable {
    /** The longest text; a longer one that somebody put there is read as an empty one. */
    public static final int LONGEST = ValkeyConnection.LONGEST_TEXT;

    private static final Script PUT = Script.read("put-entry.lua");
    private static final Script PUT_ONCE = Script.read("put-once.lua");
    private static final Script REPLACE = Script.read("replace-entry.lua");
    private static final Script GET = Script.read("get-entry.lua");
    private static final Script TAKE = Script.read("take-entry.lua");
    private static final Script REMOVE = Script.read("remove-entry.lua");
    private static final Script COUNT = Script.read("count-in-window.lua");
    private static final Script RELEASE = Script.read("release-count.lua");

    private final ValkeyScripts scripts;

    public ValkeyEntries(ValkeyScripts scripts) {
        this.scripts = scripts;
    }

    /**
     * Entries of which only the newest are kept.
     *
     * @param key the server's key of the group
     * @param most how many
     * @param kept how long the last entry of the group lives at most
     */
    public record Group(String key, int most, Duration kept) {}

    /** The server's key for a name; only who has the secret can tell what it stands for. */
    public static String key(byte[] secret, String name) {
        return ValkeyScripts.key(secret, name);
    }

    /**
     * Keeps a text, and forgets the oldest of its group above the most.
     *
     * @throws Fault.LimitsDown if it is not known whether it is kept
     */
    public void put(String key, String text, Duration kept, @Nullable Group group) {
        requireShort(text);
        var keys = new ArrayList<>(List.of(key));
        var arguments = new ArrayList<>(List.of(text, seconds(kept)));
        if (group != null) {
            keys.add(group.key);
            arguments.add(Integer.toString(group.most));
            arguments.add(seconds(group.kept));
        }
        scripts.run(PUT, keys, arguments);
    }

    /**
     * Notes a key that was not noted before. Of several who note it at once, one gets true.
     *
     * @throws Fault.LimitsDown if it is not known whether it was; it may be noted
     */
    public boolean putIfAbsent(String key, Duration kept) {
        var answer = scripts.run(PUT_ONCE, List.of(key), List.of(seconds(kept)));
        if (answer.size() != 1) {
            throw scripts.failed("an answer of another form");
        }
        return answer.getFirst() == 1;
    }

    /**
     * Keeps another text under a key that still has one; false if it has none.
     *
     * @throws Fault.LimitsDown if that is not known
     */
    public boolean replace(String key, String text, Duration kept) {
        requireShort(text);
        return List.of(1L).equals(scripts.run(REPLACE, List.of(key), List.of(text, seconds(kept))));
    }

    /**
     * The text under a key.
     *
     * @throws Fault.LimitsDown if that is not known
     */
    public Optional<String> get(String key) {
        return scripts.ask(GET, key, Integer.toString(LONGEST));
    }

    /**
     * Removes the text under a key and returns it. Of several who take it at once one gets it.
     *
     * @throws Fault.LimitsDown if that is not known; it may be gone
     */
    public Optional<String> take(String key) {
        return scripts.ask(TAKE, key, Integer.toString(LONGEST));
    }

    /**
     * Removes what is under a key.
     *
     * @throws Fault.LimitsDown if it is not known whether it is gone
     */
    public void remove(String key) {
        scripts.run(REMOVE, List.of(key), List.of());
    }

    /**
     * Counts one, and returns how many were counted since the first. A count is forgotten a window after its first.
     *
     * @throws Fault.LimitsDown if that is not known; it may have been counted
     */
    public long count(String key, Duration window) {
        var answer = scripts.run(COUNT, List.of(key), List.of(seconds(window)));
        if (answer.size() != 1) {
            throw scripts.failed("an answer of another form");
        }
        return answer.getFirst();
    }

    /**
     * Takes one back from a count.
     *
     * @throws Fault.LimitsDown if it is not known whether that was done
     */
    public void release(String key) {
        scripts.run(RELEASE, List.of(key), List.of());
    }

    /** Why the server did not answer when it was last asked. */
    public String problem() {
        return scripts.problem();
    }

    private static void requireShort(String text) {
        if (text.length() > LONGEST) {
            throw new IllegalArgumentException("An entry has at most " + LONGEST + " characters.");
        }
    }

    private static String seconds(Duration time) {
        return Long.toString(Math.max(1, time.plusMillis(999).toSeconds()));
    }

    @Override
    public void close() {
        scripts.close();
    }
}
