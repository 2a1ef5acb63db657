package io.facegate.usecase.ledger;

import io.facegate.call.Fault;
import io.facegate.ledger.AccessAuditRecord;
import io.facegate.ledger.AdministrativeActDetails;
import io.facegate.ledger.Ledger;
import io.facegate.ledger.Ledger.Administrative;
import io.facegate.ledger.address.LedgerAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/** Audit of views: records each before anything is shown. Repeated views of a viewer are recorded once a minute. */
public final class ViewAudit {
    /** Act of a session's start. Its subject is the name that the session's views commit to. */
    static final String LOGIN = "console_login";

    /** Act of a refusal. */
    static final String REFUSED = "access_refused";

    private static final int MOST = 10_000;

    private final Consumer<Administrative> ledger;
    private final InstantSource clock;
    private final ViewsBesideLedger beside;
    private final Set<RecordedView> recorded = new HashSet<>();
    private Instant minute = Instant.EPOCH;

    /**
     * Creates an audit that writes to a ledger.
     *
     * @param ledger writes durably before it returns, or throws
     */
    public ViewAudit(Consumer<Administrative> ledger, InstantSource clock) {
        this(ledger, clock, ViewsBesideLedger.none());
    }

    /** As above, with the file for views of a ledger that stopped for good. */
    public ViewAudit(Consumer<Administrative> ledger, InstantSource clock, ViewsBesideLedger beside) {
        this.ledger = ledger;
        this.clock = clock;
        this.beside = beside;
    }

    /** The audit of a command: it writes through the gateway that runs on the folder, else directly. */
    public static ViewAudit of(LedgerAddress ledger) {
        return new ViewAudit(act -> Ledger.administrate(ledger, act), InstantSource.system());
    }

    private record RecordedView(String viewer, String subject) {}

    /** Thrown if a view could not be recorded, so nothing may be shown. */
    public static final class Unrecorded extends RuntimeException {
        private static final long serialVersionUID = 1;

        Unrecorded(Fault.LedgerDown why) {
            super(
                    "Nothing is shown, because each view is recorded first, and that is not possible here: "
                            + why.getMessage(),
                    why);
        }
    }

    /** Records the start of a session. */
    public void recordLogin(String viewer) {
        record(new Administrative(LOGIN, viewer, clock.instant()));
    }

    /** Records the start of a person's session. The record commits to who it is. */
    public void recordLogin(String session, String person) {
        record(new Administrative(LOGIN, session, person, clock.instant())
                .withDetails(new AdministrativeActDetails(null, null, true, null)));
    }

    /** Records that somebody was refused an endpoint; once a minute for each of both. */
    public void recordRefusal(String who, String endpoint) {
        record(
                who,
                now -> new Administrative(REFUSED, endpoint, who, now)
                        .withDetails(new AdministrativeActDetails(null, null, true, null)));
    }

    /** Records a view of {@code subject}. */
    public void recordView(String viewer, String subject) {
        record(viewer, now -> AccessAuditRecord.forView(subject, viewer, now));
    }

    /** Records a view that supplies its own record. */
    void record(String viewer, Function<Instant, Administrative> view) {
        var act = view.apply(clock.instant());
        var look = new RecordedView(viewer, act.subject());
        if (isUnrecorded(look, act.now())) {
            record(act);
            remember(look);
        }
    }

    private synchronized boolean isUnrecorded(RecordedView look, Instant now) {
        var current = now.truncatedTo(ChronoUnit.MINUTES);
        if (!current.equals(minute) || recorded.size() >= MOST) {
            recorded.clear();
            minute = current;
        }
        return !recorded.contains(look);
    }

    private synchronized void remember(RecordedView look) {
        recorded.add(look);
    }

    /** Records a view, also if it was recorded before. */
    public void record(Administrative act) {
        try {
            ledger.accept(act);
        } catch (Fault.LedgerDown unable) {
            if (!beside.keep(act)) {
                throw new Unrecorded(unable);
            }
        }
    }
}
