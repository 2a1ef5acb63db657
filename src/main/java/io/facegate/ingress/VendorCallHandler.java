package io.facegate.ingress;

import io.facegate.call.FaceCall;
import io.facegate.call.FatalErrors;
import io.facegate.call.Fault;
import io.facegate.call.NormalizedRequest;
import io.facegate.gateway.Gateway;
import io.facegate.gateway.RequestParser;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

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
            var credential = inTurn(arrival.body().length(), () -> dialect.credential(arrival));
            var handled = gate.pass(credential, new WireParser(dialect, arrival), dialect.terms(), arrival.complete());
            var outcome = handled.outcome();
            return dialect.say(handled.call(), outcome).with(outcome.advice());
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

    /** Parses one request in its wire's format. */
    private static final class WireParser implements RequestParser {
        private final VendorWire dialect;
        private final HttpCall arrival;

        WireParser(VendorWire dialect, HttpCall arrival) {
            this.dialect = dialect;
            this.arrival = arrival;
        }

        @Override
        public FaceCall parse() {
            return inTurn(arrival.body().length(), () -> dialect.read(arrival));
        }

        @Override
        public FaceCall parse(NormalizedRequest.Elsewhere elsewhere, List<NormalizedRequest.Brought> pictures) {
            return inTurn(size(pictures), () -> RequestParser.super.parse(elsewhere, pictures));
        }

        private static long size(List<NormalizedRequest.Brought> pictures) {
            return pictures.stream()
                    .mapToLong(one -> one instanceof NormalizedRequest.Bytes(var picture) ? picture.length : 0)
                    .sum();
        }
    }
}
