package io.facegate.ingress.neutral;

import io.facegate.call.FaceCall;
import io.facegate.call.Fault;
import io.facegate.gate.Gate;
import io.facegate.ingress.Answer;
import io.facegate.ingress.Arrival;
import io.facegate.ingress.Wire;
import io.facegate.ingress.neutral.body.Bodies;
import io.facegate.ingress.neutral.body.Engine;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The neutral API: JSON under {@code /facegate/v1/}, with an API key or a bearer token, as its OpenAPI document says. */
public final class NeutralWire implements Wire {
    public static final String PREFIX = "/facegate/v1/";

    private static final System.Logger LOG = System.getLogger(NeutralWire.class.getName());
    private static final int LARGE = 1 << 20;

    private final Gate gate;
    private final Engine engine;
    private final Reader reader;

    /** Reading large bodies keeps a processor busy for long: so many at once that the ledger gets its turn. */
    private final Semaphore heavy = new Semaphore(Runtime.getRuntime().availableProcessors());

    public NeutralWire(Gate gate, Engine engine) {
        this.gate = gate;
        this.engine = engine;
        this.reader = new Reader(engine);
    }

    @Override
    public Answer answer(Arrival arrival) {
        try {
            var asked = new Asked(arrival);
            var terms = new NeutralTerms(engine);
            var outcome = gate.pass(arrival.token(), asked, terms, arrival.complete());
            return Answers.of(outcome, new Bodies(engine, asked.call(), terms.raised()));
        } catch (Fault fault) {
            if (fault instanceof Fault.LedgerDown || fault instanceof Fault.RegistryDown) {
                LOG.log(System.Logger.Level.WARNING, "A call was turned away: {0}", fault.getMessage());
            }
            return Answers.of(fault);
        } catch (RuntimeException unexpected) {
            LOG.log(System.Logger.Level.ERROR, "A call failed unexpectedly; nothing more was forwarded.", unexpected);
            return Answers.internal();
        }
    }

    @Override
    public Answer turnedAway(Fault fault) {
        return Answers.of(fault);
    }

    /** What an arrival asks, read once, when the gate wants to know. */
    private final class Asked implements Supplier<FaceCall> {
        private final Arrival arrival;
        private @Nullable FaceCall call;

        Asked(Arrival arrival) {
            this.arrival = arrival;
        }

        @Override
        public FaceCall get() {
            var read = inTurn();
            call = read;
            return read;
        }

        private FaceCall inTurn() {
            if (arrival.body().length() < LARGE) {
                return reader.read(arrival);
            }
            heavy.acquireUninterruptibly();
            try {
                return reader.read(arrival);
            } finally {
                heavy.release();
            }
        }

        FaceCall call() {
            if (call == null) {
                throw new IllegalStateException("The gate judged a call that it did not read.");
            }
            return call;
        }
    }
}
