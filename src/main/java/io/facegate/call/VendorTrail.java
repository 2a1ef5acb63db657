package io.facegate.call;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP requests that one decision led to at a vendor. The decision's id goes with each of them, and the vendor's own id of
 * each is noted, so that the vendor's trail and the ledger can be compared.
 */
public final class VendorTrail {
    /** The most ids that are kept; all requests are counted. */
    public static final int IDS = 32;

    private static final ScopedValue<VendorTrail> CURRENT = ScopedValue.newInstance();

    private final String decision;
    private final List<String> ids = new ArrayList<>(1);
    private int requests;
    private int unnamed;

    public VendorTrail(String decision) {
        this.decision = decision;
    }

    /** The trail of the decision for which this thread sends something, or null. */
    public static @Nullable VendorTrail current() {
        return CURRENT.isBound() ? CURRENT.get() : null;
    }

    /** Sends on this thread; every request meanwhile belongs to this decision. */
    public <T> T during(Supplier<T> sending) {
        return ScopedValue.where(CURRENT, this).call(sending::get);
    }

    public String decision() {
        return decision;
    }

    /** Notes a request that was not answered, and of which something may have reached the vendor. */
    public synchronized void unanswered() {
        requests++;
    }

    /**
     * Notes a request that was answered.
     *
     * @param id the vendor's own id of it, or null where its answer has none
     */
    public synchronized void answered(@Nullable String id) {
        requests++;
        if (id == null) {
            unnamed++;
        } else if (ids.size() < IDS) {
            ids.add(id);
        }
    }

    /** How many requests were sent. */
    public synchronized int requests() {
        return requests;
    }

    /** How many of them were answered without an id of the vendor's own. */
    public synchronized int unnamed() {
        return unnamed;
    }

    /** The vendor's ids of them, the first request's first. */
    public synchronized List<String> ids() {
        return List.copyOf(ids);
    }
}
