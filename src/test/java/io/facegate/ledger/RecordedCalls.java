package io.facegate.ledger;

import io.facegate.call.Capability;
import io.facegate.call.CrossVendorRoute;
import io.facegate.call.FaceCall;
import io.facegate.call.NormalizedRequest;
import io.facegate.call.VendorAccount;
import io.facegate.call.VendorTrail;
import io.facegate.ledger.Ledger.Ending;
import io.facegate.ledger.Ledger.Question;
import io.facegate.ledger.Ledger.Undertaking;
import io.facegate.ledger.store.LogEntry;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** A ledger of chosen calls to a vendor, put into its file at once. */
public final class RecordedCalls {
    private static final int BATCH = 256;

    private final RecordWriter recordWriter = new RecordWriter("0.1.0", new byte[32]);
    private final ArrayDeque<LogEntry> records = new ArrayDeque<>();

    /** A permit. Returns the id of its decision. */
    public String permit(String provider, String operation, Instant now) {
        return permit(provider, operation, null, now);
    }

    /** A permit of a call over the neutral API, answered by that engine. */
    public String permit(String provider, String operation, String engine, Instant now) {
        return permit(call(provider, operation, engine), now);
    }

    /** A permit of a call that is sent under that account of the vendor. */
    public String permitAt(String account, String provider, String operation, Instant now) {
        return permit(call(provider, operation, null).withAccount(new VendorAccount(account, List.of("US-VA"))), now);
    }

    private static FaceCall call(String provider, String operation, String engine) {
        return new FaceCall(
                provider,
                operation,
                FaceCall.Facts.of(Set.of(Capability.DETECT)),
                new NormalizedRequest.VendorSpecific("a test"),
                Map.of(),
                null,
                engine == null ? null : new CrossVendorRoute(CrossVendorRoute.NEUTRAL, "detect", null, engine),
                null);
    }

    private String permit(FaceCall call, Instant now) {
        var caller = Sample.caller(Sample.nonprofit(), "missing_child");
        var written = recordWriter.permit(
                new Question(caller, call, "192.0.2.0/24", now), Sample.permit(), new Undertaking(call, null, null));
        records.add(written.line());
        return written.id();
    }

    /** An outcome with what was sent to the vendor. */
    public void end(String decision, String status, Instant now, Consumer<VendorTrail> sent) {
        var trail = new VendorTrail(decision);
        sent.accept(trail);
        var http = status.equals("ok") ? OptionalInt.of(200) : OptionalInt.empty();
        records.add(recordWriter.outcome(trail, new Ending(status, "", OptionalInt.empty(), 1000, http, null), now));
    }

    /** An outcome of a call that the vendor answered with that id of the request. */
    public void answered(String decision, Instant now, String request) {
        end(decision, "ok", now, trail -> trail.recordAnswered(request));
    }

    /** Writes the ledger. */
    public void write(Path data) throws Exception {
        write(data, () -> false);
    }

    /**
     * Writes a ledger that is too long to be held at once.
     *
     * @param more makes further calls whenever there are few left; false if there are none
     */
    public void write(Path data, BooleanSupplier more) throws Exception {
        Bulk.write(data, _ -> {
            while (records.size() < BATCH && more.getAsBoolean()) {
                // Until there is a batch.
            }
            var batch = new ArrayList<LogEntry>(BATCH);
            while (batch.size() < BATCH && !records.isEmpty()) {
                batch.add(records.removeFirst());
            }
            return List.copyOf(batch);
        });
    }
}
