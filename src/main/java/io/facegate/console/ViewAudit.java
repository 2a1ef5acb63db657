package io.facegate.console;

import io.facegate.call.Fault;
import io.facegate.ledger.AccessAuditRecord;
import io.facegate.ledger.Ledger.Administrative;
import jakarta.ws.rs.ServiceUnavailableException;
import jakarta.ws.rs.container.ContainerRequestContext;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/** Audit of views: records each before anything is shown. Repeated views of a session are recorded once a minute. */
public final class ViewAudit {
    /** Act of a session's start. Its subject is the name that the session's views commit to. */
    static final String LOGIN = "console_login";

    private static final String VIEWER = "facegate.viewer";
    private static final int MOST = 10_000;

    private final Consumer<Administrative> ledger;
    private final InstantSource clock;
    private final Set<Look> recorded = new HashSet<>();
    private Instant minute = Instant.EPOCH;

    /**
     * Creates an audit that writes to a ledger.
     *
     * @param ledger writes durably before it returns, or throws
     */
    public ViewAudit(Consumer<Administrative> ledger, InstantSource clock) {
        this.ledger = ledger;
        this.clock = clock;
    }

    private record Look(String viewer, String subject) {}

    /** Thrown if a view could not be recorded, so nothing may be shown. */
    static final class Unrecorded extends ServiceUnavailableException {
        private static final long serialVersionUID = 1;

        Unrecorded(Fault.LedgerDown why) {
            super(why.getMessage(), (Long) null, why);
        }
    }

    /** Sets the viewer of a request. */
    static void setViewer(ContainerRequestContext request, String viewer) {
        request.setProperty(VIEWER, viewer);
    }

    /** Records the start of a session. */
    void recordLogin(String viewer) {
        put(new Administrative(LOGIN, viewer, clock.instant()));
    }

    /** Records a view of {@code subject}. */
    public void recordView(ContainerRequestContext request, String subject) {
        recordViewAs(request, (viewer, now) -> AccessAuditRecord.forView(subject, viewer, now));
    }

    /** Records a view that supplies its own record. */
    void recordViewAs(ContainerRequestContext request, BiFunction<String, Instant, Administrative> view) {
        var viewer = Objects.requireNonNull(request.getProperty(VIEWER), "no session")
                .toString();
        var act = view.apply(viewer, clock.instant());
        var look = new Look(viewer, act.subject());
        if (isUnrecorded(look, act.now())) {
            put(act);
            remember(look);
        }
    }

    private synchronized boolean isUnrecorded(Look look, Instant now) {
        var current = now.truncatedTo(ChronoUnit.MINUTES);
        if (!current.equals(minute) || recorded.size() >= MOST) {
            recorded.clear();
            minute = current;
        }
        return !recorded.contains(look);
    }

    private synchronized void remember(Look look) {
        recorded.add(look);
    }

    private void put(Administrative act) {
        try {
            ledger.accept(act);
        } catch (Fault.LedgerDown unable) {
            throw new Unrecorded(unable);
        }
    }
}
