package io.facegate.ingress.rekognition;

import io.facegate.call.Fault;
import io.facegate.call.terms.Terms;
import io.facegate.gate.Gate;
import io.facegate.identity.Credential;
import io.facegate.ingress.Answer;
import io.facegate.ingress.Arrival;
import io.facegate.ingress.Wire;
import java.util.concurrent.Semaphore;
import java.util.function.Function;

/** Amazon Rekognition's wire: AWS JSON 1.1, {@code POST /} with {@code X-Amz-Target}, signed with SigV4. */
public final class RekognitionWire implements Wire {
    private static final System.Logger LOG = System.getLogger(RekognitionWire.class.getName());

    private static final Terms TERMS = new RekognitionTerms();
    private static final int LARGE = 1 << 20;

    private final Gate gate;

    /** Hashing and reading large bodies keeps a processor busy for long: so many at once that the ledger gets its turn. */
    private final Semaphore heavy = new Semaphore(Runtime.getRuntime().availableProcessors());

    public RekognitionWire(Gate gate) {
        this.gate = gate;
    }

    @Override
    public Answer answer(Arrival arrival) {
        try {
            return Answers.of(gate.pass(
                    inTurn(arrival, RekognitionWire::credential),
                    () -> inTurn(arrival, Reader::read),
                    TERMS,
                    arrival.complete()));
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

    private <T> T inTurn(Arrival arrival, Function<Arrival, T> work) {
        if (arrival.body().length() < LARGE) {
            return work.apply(arrival);
        }
        heavy.acquireUninterruptibly();
        try {
            return work.apply(arrival);
        } finally {
            heavy.release();
        }
    }

    private static Credential credential(Arrival arrival) {
        var head = arrival.head();
        var authorization = arrival.header("Authorization");
        // Several Authorization headers go where they are refused, whichever of them stands first.
        boolean signed = authorization != null && authorization.startsWith("AWS4-");
        if (signed || head.query().contains("X-Amz-") || arrival.repeats("Authorization")) {
            return new Credential.Signed(head, arrival.body().sha256());
        }
        return arrival.token();
    }
}
