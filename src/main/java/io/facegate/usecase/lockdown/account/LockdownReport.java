package io.facegate.usecase.lockdown.account;

import java.util.ArrayList;
import java.util.List;

/** What a check of an account found: holes, what was looked at, and what the files do not show. */
public final class LockdownReport {
    /** Most holes that are kept; all are counted. */
    public static final int LISTED = 10_000;

    private final List<Hole> holes = new ArrayList<>();
    private final List<String> seen = new ArrayList<>();
    private final List<String> unseen = new ArrayList<>();
    private long count;

    public void add(Hole hole) {
        count++;
        if (holes.size() < LISTED) {
            holes.add(hole);
        }
    }

    /** Says what was looked at, in a sentence. */
    public void addSeen(String sentence) {
        seen.add(sentence);
    }

    /** Says what cannot be seen, in a sentence. */
    public void addUnseen(String sentence) {
        unseen.add(sentence);
    }

    /** The number of all holes. */
    public long count() {
        return count;
    }

    /** The first holes. */
    public List<Hole> holes() {
        return List.copyOf(holes);
    }

    public List<String> seen() {
        return List.copyOf(seen);
    }

    public List<String> unseen() {
        return List.copyOf(unseen);
    }
}
