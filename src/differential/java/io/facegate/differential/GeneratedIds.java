package io.facegate.differential;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Pairs the ids that each build generates (decisions, faces, pages). They differ, but each id of the old build must
 * always correspond to the same id of the new build. Ids made by the fake vendors are the same at both and not paired.
 */
final class GeneratedIds {
    /** Prefix of every id from a fake vendor. */
    static final String VENDOR = "fadefade";

    private static final int TOKENS = 64;
    private static final Pattern UUID =
            Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|\\b[0-9a-f]{32}\\b");

    private final Map<String, String> newOfOld = new HashMap<>();
    private final Map<String, String> oldOfNew = new HashMap<>();
    private final ArrayDeque<String> tokens = new ArrayDeque<>();

    /** True if the texts are equal up to paired ids. */
    synchronized boolean sameText(String older, String newer) {
        if (older.equals(newer)) {
            return true;
        }
        var ofOld = UUID.matcher(older);
        var ofNew = UUID.matcher(newer);
        int oldAt = 0;
        int newAt = 0;
        while (ofOld.find()) {
            if (!ofNew.find()
                    || !older.substring(oldAt, ofOld.start()).equals(newer.substring(newAt, ofNew.start()))
                    || !pair(ofOld.group(), ofNew.group())) {
                return false;
            }
            oldAt = ofOld.end();
            newAt = ofNew.end();
        }
        return older.substring(oldAt).equals(newer.substring(newAt));
    }

    /** True if both ids form a pair. Two ids not seen before become one. */
    synchronized boolean pair(String older, String newer) {
        if (older.equals(newer)) {
            return !newOfOld.containsKey(older);
        }
        if (older.startsWith(VENDOR) || newer.startsWith(VENDOR)) {
            return false;
        }
        var before = newOfOld.putIfAbsent(older, newer);
        var reverse = oldOfNew.putIfAbsent(newer, older);
        return (before == null || before.equals(newer)) && (reverse == null || reverse.equals(older));
    }

    /** The same for tokens of any form, such as page tokens. */
    synchronized boolean pairToken(String older, String newer) {
        boolean same = pair(older, newer);
        if (!older.equals(newer) && same) {
            tokens.remove(older);
            tokens.addLast(older);
            if (tokens.size() > TOKENS) {
                tokens.removeFirst();
            }
        }
        return same;
    }

    /** Translates a request with ids of the old build for the new build. */
    synchronized String toNew(String request) {
        var text = UUID.matcher(request).replaceAll(id -> newOfOld.getOrDefault(id.group(), id.group()));
        for (var token : tokens) {
            if (text.contains(token)) {
                text = text.replace(token, newOfOld.get(token));
            }
        }
        return text;
    }
}
