package io.facegate.ingress;

import io.facegate.call.FaceCall;
import io.facegate.call.FatalErrors;
import io.facegate.call.Fault;
import io.facegate.call.NormalizedRequest;
import io.facegate.gateway.Gateway;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** HTTP handler that runs one vendor's wire format through the gate. */
public final class VendorCallHandler implements CallHandler {
    private static final System.Logger LOG = System.getLogger(VendorCallHandler.class.getName());
    private static final int LARGE = 1 << 20;

    /** Limits concurrent hashing and parsing of large bodies, which is CPU-bound, so that the ledger gets its turn. */
    private static final Semaphore HEAVY = new Semaphore(Runtime.getRuntime().availableProcessors());

    private final Gateway gate;
    private final VendorWire dialect;

    public VendorCallHandler(Gateway gate, VendorWire dialect) {
        this.gate = gate;
        this.dialect = dialect;
    }

    @Override
    public HttpAnswer answer(HttpCall arrival) {
        try {
            var reading = new Reading(() -> inTurn(arrival.body().length(), () -> dialect.read(arrival)));
            var credential = inTurn(arrival.body().length(), () -> dialect.credential(arrival));
            var outcome = gate.pass(credential, reading, dialect.terms(), arrival.complete());
            return dialect.say(Objects.requireNonNull(reading.call), outcome).with(outcome.advice());
        } catch (Fault fault) {
            if (fault instanceof Fault.LedgerDown || fault instanceof Fault.RegistryDown) {
                LOG.log(System.Logger.Level.WARNING, "A call was rejected: {0}", fault.getMessage());
            }
            return dialect.say(fault);
        } catch (RuntimeException | Error unexpected) {
            FatalErrors.rethrow(unexpected);
            LOG.log(System.Logger.Level.ERROR, "A call failed unexpectedly; nothing more was forwarded.", unexpected);
            return dialect.broken();
        }
    }

    @Override
    public HttpAnswer turnedAway(Fault fault) {
        return dialect.say(fault);
    }

    private static <T> T inTurn(long bytes, Supplier<T> work) {
        if (bytes < LARGE) {
            return work.get();
        }
        HEAVY.acquireUninterruptibly();
        try {
            return work.get();
        } finally {
            HEAVY.release();
        }
    }

    /** Parses the call when the gate asks for it and keeps it: the format of the answer may depend on the call. */
    private static final class Reading implements Supplier<FaceCall> {
        private final Supplier<FaceCall> read;
        private @Nullable FaceCall call;

        Reading(Supplier<FaceCall> read) {
            this.read = read;
        }

        @Override
        public FaceCall get() {
            var asked = keep(read.get());
            return asked.ask() instanceof NormalizedRequest.Elsewhere elsewhere
                    ? asked.asking(elsewhere.reading(fetched ->
                            keep(inTurn(size(fetched), () -> elsewhere.read().apply(fetched)))))
                    : asked;
        }

        private static long size(List<NormalizedRequest.Brought> fetched) {
            return fetched.stream()
                    .mapToLong(one -> one instanceof NormalizedRequest.Bytes(var picture) ? picture.length : 0)
                    .sum();
        }

        private FaceCall keep(FaceCall read) {
            call = read;
            return read;
        }
    }
}
