package io.facegate.console;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Names of genuine values that this gateway has seen, and which of them have ended. Whoever owns the server can put an
 * ended value back; this gateway does not take it again. Only genuine values make an entry, so strangers cannot fill it.
 */
final class EndedNames {
    private static final int MOST = 4096;

    private final Map<String, Boolean> ended = new LinkedHashMap<>();

    /** Notes a genuine value. One that ended stays ended. */
    synchronized void see(String name) {
        boolean isOver = Boolean.TRUE.equals(ended.remove(name));
        ended.put(name, isOver);
        if (ended.size() > MOST) {
            ended.remove(ended.keySet().iterator().next());
        }
    }

    /** Ends a value that was seen; does nothing for another. */
    synchronized void end(String name) {
        ended.replace(name, true);
    }

    synchronized boolean hasEnded(String name) {
        return Boolean.TRUE.equals(ended.get(name));
    }
}
