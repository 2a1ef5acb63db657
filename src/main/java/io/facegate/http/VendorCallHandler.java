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
    public HttpAnswer handle(HttpCall arrival) {
        try {
            var credential = runLimited(arrival.body().length(), () -> dialect.credential(arrival));
            var handled =
                    gate.process(credential, new WireParser(dialect, arrival), dialect.terms(), arrival.complete());
            var outcome = handled.outcome();
            return dialect.write(handled.call(), outcome).withAdvice(outcome.advice());
        } catch (Fault fault) {
            if (fault instanceof Fault.LedgerDown || fault instanceof Fault.RegistryDown) {
                LOG.log(System.Logger.Level.WARNING, "A call was rejected: {0}", fault.getMessage());
            }
            return dialect.write(fault);
        } catch (RuntimeException | Error unexpected) {
            FatalErrors.rethrow(unexpected);
            LOG.log(System.Logger.Level.ERROR, "A call failed unexpectedly; nothing more was forwarded.", unexpected);
            return dialect.internalError();
        }
    }

    @Override
    public HttpAnswer rejection(Fault fault) {
        return dialect.write(fault);
    }

    private static <T> T runLimited(long bytes, Supplier<T> work) {
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
            return runLimited(arrival.body().length(), () -> dialect.read(arrival));
        }

        @Override
        public FaceCall parse(
                NormalizedRequest.PicturesAtUrls atUrls, List<NormalizedRequest.FetchedPicture> pictures) {
            return runLimited(size(pictures), () -> RequestParser.super.parse(atUrls, pictures));
        }

        private static long size(List<NormalizedRequest.FetchedPicture> pictures) {
            return pictures.stream()
                    .mapToLong(one -> one instanceof NormalizedRequest.PictureBytes(var picture) ? picture.length : 0)
                    .sum();
        }
    }
}
