package io.facegate.console;

import io.facegate.call.Fault;
import io.facegate.ledger.Ledger.Administrative;
import io.facegate.ledger.ViewRecord;
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

/** Puts on record who looks at what, before it is shown; the same look of the same session once a minute. */
public final class ViewAudit {
    /** The act of a session's beginning; its subject is the name that views of the session commit to. */
    static final String LOGIN = "console_login";

    private static final String VIEWER = "facegate.viewer";
    private static final int MOST = 10_000;

    private final Consumer<Administrative> ledger;
    private final InstantSource clock;
    private final Set<Look> recorded = new HashSet<>();
    private Instant minute = Instant.EPOCH;

    /**
     * Makes views of a ledger.
     *
     * @param ledger durable on return, or a fault
     */
    public ViewAudit(Consumer<Administrative> ledger, InstantSource clock) {
        this.ledger = ledger;
        this.clock = clock;
    }

    private record Look(String viewer, String subject) {}

    /** A look that could not be put on record, and so shows nothing. */
    static final class Unrecorded extends ServiceUnavailableException {
        private static final long serialVersionUID = 1;

        Unrecorded(Fault.LedgerDown why) {
            super(why.getMessage(), (Long) null, why);
        }
    }

    /** Says whose request this is. */
    static void by(ContainerRequestContext request, String viewer) {
        request.setProperty(VIEWER, viewer);
    }

    /** Somebody logged in. */
    void begun(String viewer) {
        put(new Administrative(LOGIN, viewer, clock.instant()));
    }

    /** Somebody looks at what the subject says. */
    public void of(ContainerRequestContext request, String subject) {
        look(request, (viewer, now) -> ViewRecord.of(subject, viewer, now));
    }

    /** Somebody looks at something that its record tells. */
    void look(ContainerRequestContext request, BiFunction<String, Instant, Administrative> view) {
        var viewer = Objects.requireNonNull(request.getProperty(VIEWER), "no session")
                .toString();
        var act = view.apply(viewer, clock.instant());
        var look = new Look(viewer, act.subject());
        if (fresh(look, act.now())) {
            put(act);
            remember(look);
        }
    }

    private synchronized boolean fresh(Look look, Instant now) {
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
