package io.facegate.ingress.authzen;

import io.facegate.call.Fatal;
import io.facegate.call.Fault;
import io.facegate.gate.Gate;
import io.facegate.gate.Hearing;
import io.facegate.ingress.Answer;
import io.facegate.ingress.Arrival;
import io.facegate.ingress.StrictJson;
import io.facegate.ingress.Wire;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** AuthZEN 1.0: {@code POST} with one evaluation, or several; a caller may ask about itself and those it acts for. */
public final class AuthzenWire implements Wire {
    public static final String EVALUATION = "/access/v1/evaluation";
    public static final String EVALUATIONS = "/access/v1/evaluations";

    private static final System.Logger LOG = System.getLogger(AuthzenWire.class.getName());
    private static final int LARGEST = 64 * 1024;
    private static final String NO_BLOB = "\0";

    private final Gate gate;
    private final Reader reader;
    private final boolean asksOthers;

    /**
     * A wire to that gate.
     *
     * @param providers the words that may name a resource
     * @param asksOthers whether the gate asks a decision point of its own
     */
    public AuthzenWire(Gate gate, Set<String> providers, boolean asksOthers) {
        this.gate = gate;
        this.reader = new Reader(providers);
        this.asksOthers = asksOthers;
    }

    @Override
    public Answer answer(Arrival arrival) {
        var requestId = requestId(arrival);
        try {
            return heard(arrival, requestId);
        } catch (Malformed malformed) {
            return Answers.error(Answers.BAD_REQUEST, malformed.sentence(), requestId);
        } catch (Fault fault) {
            if (fault instanceof Fault.LedgerDown || fault instanceof Fault.RegistryDown) {
                LOG.log(System.Logger.Level.WARNING, "A question was turned away: {0}", fault.getMessage());
            }
            return Answers.of(fault, requestId);
        } catch (RuntimeException | Error unexpected) {
            Fatal.rethrow(unexpected);
            LOG.log(System.Logger.Level.ERROR, "A question failed unexpectedly.", unexpected);
            return Answers.error(Answers.FAILURE, "Facegate failed on this question; see its log.", requestId);
        }
    }

    @Override
    public Answer turnedAway(Fault fault) {
        return Answers.of(fault, null);
    }

    private Answer heard(Arrival arrival, @Nullable String requestId) throws Malformed {
        if (arrival.body().length() > LARGEST) {
            throw new Fault.TooLarge("");
        }
        var hearing = gate.hear(arrival.token(), arrival.complete());
        var request = request(arrival);
        var several = arrival.head().path().equals(EVALUATIONS) ? Evaluations.of(request) : null;
        return several == null
                ? Answers.of(hearing.on(inquiry(request)), requestId)
                : Answers.of(decisions(hearing, several), requestId);
    }

    private List<Map<String, Object>> decisions(Hearing hearing, Evaluations several) {
        var decisions = new ArrayList<Map<String, Object>>();
        for (var evaluation : several.each()) {
            var decision = decision(hearing, evaluation);
            decisions.add(decision);
            if (Objects.equals(decision.get("decision"), several.stop())) {
                break;
            }
        }
        return decisions;
    }

    private Map<String, Object> decision(Hearing hearing, @Nullable Map<String, @Nullable Object> evaluation) {
        try {
            if (evaluation == null) {
                throw new Malformed("An evaluation must be an object.");
            }
            return Answers.decision(hearing.on(inquiry(evaluation)));
        } catch (Malformed malformed) {
            return Answers.failed(Answers.BAD_REQUEST, malformed.sentence());
        }
    }

    /** Two gateways that asked one another would never come to an end. */
    private Hearing.Inquiry inquiry(Map<String, @Nullable Object> evaluation) throws Malformed {
        if (asksOthers
                && "facegate".equals(Reader.optional(evaluation, "context").get("gateway"))) {
            throw new Malformed("This gateway asks a decision point itself, so it is none for another gateway.");
        }
        return reader.read(evaluation);
    }

    private static Map<String, @Nullable Object> request(Arrival arrival) throws Malformed {
        var type = String.valueOf(arrival.header("Content-Type"));
        if (!type.toLowerCase(Locale.ROOT).matches("application/json\\s*(;.*)?")) {
            throw new Malformed("Content-Type must be application/json.");
        }
        try {
            return StrictJson.read(arrival.body(), NO_BLOB);
        } catch (StrictJson.Unreadable unreadable) {
            throw new Malformed("The body must be one JSON object that names no key twice.");
        }
    }

    /** Echoed as it came, where a header can hold it. */
    private static @Nullable String requestId(Arrival arrival) {
        var id = arrival.header("X-Request-ID");
        return id == null || id.isEmpty() || id.chars().anyMatch(c -> c < ' ' || c > '~') ? null : id;
    }
}
