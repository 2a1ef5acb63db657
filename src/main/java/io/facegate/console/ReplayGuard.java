package io.facegate.console;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Refuses a session or link that ended at this gateway, and that the owner of the server put back. Only genuine values
 * make an entry, so strangers cannot fill it.
 */
final class ReplayGuard {
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
