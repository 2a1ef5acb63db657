package io.facegate.usecase.reconcile;

import io.facegate.catalogue.TrailVendor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What is read of a trail, for the fuzzer. */
public final class TrailProbe implements TrailSink {
    private final List<TrailEntry> entries = new ArrayList<>();
    private int others;
    private int unreadable;

    private TrailProbe() {}

    public static TrailProbe read(TrailVendor vendor, byte[] trail) throws IOException {
        var seen = new TrailProbe();
        new TrailReader(vendor.format(), seen).read(new ByteArrayInputStream(trail));
        return seen;
    }

    @Override
    public void accept(TrailEntry entry) {
        entries.add(entry);
    }

    @Override
    public void countOther() {
        others++;
    }

    @Override
    public void countUnreadable() {
        unreadable++;
    }

    /** How many calls of the face service there were. */
    public int calls() {
        return entries.size();
    }

    /** How many records there were of something else. */
    public int others() {
        return others;
    }

    /** How often something could not be read, which a report says. */
    public int unreadable() {
        return unreadable;
    }

    /** True if a call has this id of its request. */
    public boolean hasRequest(String id) {
        return entries.stream().anyMatch(entry -> id.equals(entry.ids().request()));
    }

    /** The length of the longest text of a stranger that is kept for a report. */
    public int longest() {
        return entries.stream()
                .mapToInt(entry -> Math.max(
                        entry.operation().length(),
                        entry.actor().principal() == null
                                ? 0
                                : entry.actor().principal().length()))
                .max()
                .orElse(0);
    }
}
