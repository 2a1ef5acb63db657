package io.facegate.call;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What was done for one decision: the HTTP requests made to a vendor, and the faces that got ids. The decision's id is
 * sent with each request and the vendor's request ids are noted, so that the vendor's audit trail and the ledger can be
 * reconciled.
 */
public final class VendorTrail {
    /** Maximum number of ids kept; all requests are counted. */
    public static final int IDS = 32;

    private static final ScopedValue<VendorTrail> CURRENT = ScopedValue.newInstance();

    private final String decision;
    private final List<String> ids = new ArrayList<>(1);
    private final Map<String, Picture> faces = new HashMap<>(0);
    private int requests;
    private int unnamed;
    private boolean isStopped;

    public VendorTrail(String decision) {
        this.decision = decision;
    }

    /** Returns the trail of the current thread's decision, or null. */
    public static @Nullable VendorTrail current() {
        return CURRENT.isBound() ? CURRENT.get() : null;
    }

    /** Runs the work on this thread; requests sent meanwhile belong to this decision. */
    public <T> T runRecorded(Supplier<T> sending) {
        return ScopedValue.where(CURRENT, this).call(sending::get);
    }

    public String decision() {
        return decision;
    }

    /** Notes a request without a response that may have reached the vendor. */
    public synchronized void recordUnanswered() {
        requests++;
    }

    /**
     * Notes an answered request.
     *
     * @param id the vendor's request id, or null if its response has none
     */
    public synchronized void recordAnswered(@Nullable String id) {
        requests++;
        if (id == null) {
            unnamed++;
        } else if (ids.size() < IDS) {
            ids.add(id);
        }
    }

    /** Notes that the id stands for a face of this picture from now on. */
    public synchronized void recordFace(String id, Picture picture) {
        faces.put(id, picture);
    }

    /** New ids of faces, with the pictures that they were found in. */
    public synchronized Map<String, Picture> faces() {
        return Map.copyOf(faces);
    }

    /** Notes that the call goes no further, for a reason that is not the vendor's. */
    public synchronized void recordStopped() {
        isStopped = true;
    }

    /** Returns true if the call was stopped before any request was sent. */
    public synchronized boolean isNotForwarded() {
        return isStopped && requests == 0;
    }

    /** Number of requests sent. */
    public synchronized int requests() {
        return requests;
    }

    /** Number of answered requests without a vendor id. */
    public synchronized int answersWithoutId() {
        return unnamed;
    }

    /** The vendor's request ids, in order of sending. */
    public synchronized List<String> ids() {
        return List.copyOf(ids);
    }
}
