package io.facegate.http.caller;

import io.facegate.call.FatalErrors;
import io.facegate.call.Fault;
import io.facegate.call.Refusal;
import io.facegate.gateway.appeals.AppealAnswer;
import io.facegate.gateway.appeals.AppealService;
import io.facegate.vendor.neutral.wire.NeutralWire;
import io.facegate.vendor.wire.CallHandler;
import io.facegate.vendor.wire.HttpAnswer;
import io.facegate.vendor.wire.HttpCall;
import java.util.LinkedHashMap;
import java.util.regex.Pattern;

/** HTTP handler of appeals: a refused caller files one, and reads its state. */
public final class AppealHandler implements CallHandler {
    /** Path of the routes. */
    public static final String ROUTE = Refusal.appealPath(":decision");

    private static final System.Logger LOG = System.getLogger(AppealHandler.class.getName());
    private static final NeutralWire WIRE = new NeutralWire();
    private static final Pattern PATH =
            Pattern.compile(Pattern.quote(NeutralWire.PREFIX) + "decisions/([0-9a-f-]{36})/appeal");
    private static final int OK = 200;
    private static final int CREATED = 201;
    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;
    private static final String NOTHING = "There is no refused call of your organisation with that id, or no appeal.";

    private final AppealService appeals;

    public AppealHandler(AppealService appeals) {
        this.appeals = appeals;
    }

    @Override
    public HttpAnswer handle(HttpCall arrival) {
        try {
            return write(answer(arrival));
        } catch (AppealBody.Malformed malformed) {
            return malformed.problem();
        } catch (Fault fault) {
            if (fault instanceof Fault.LedgerDown) {
                LOG.log(System.Logger.Level.WARNING, "An appeal was rejected: {0}", fault.getMessage());
            }
            return WIRE.write(fault);
        } catch (RuntimeException | Error unexpected) {
            FatalErrors.rethrow(unexpected);
            LOG.log(System.Logger.Level.ERROR, "An appeal failed unexpectedly.", unexpected);
            return WIRE.internalError();
        }
    }

    @Override
    public HttpAnswer rejection(Fault fault) {
        return WIRE.write(fault);
    }

    private AppealAnswer answer(HttpCall arrival) throws AppealBody.Malformed {
        var credential = CallerRequest.credential(arrival);
        var path = PATH.matcher(arrival.head().path());
        var decision = path.matches() ? path.group(1) : "";
        if (arrival.head().method().equals("GET")) {
            return appeals.read(credential, arrival.complete(), decision);
        }
        // A stranger's body is never parsed.
        appeals.requireCaller(credential, arrival.complete());
        var body = AppealBody.read(arrival);
        return appeals.file(credential, arrival.complete(), decision, body.text(), body.contact());
    }

    private static HttpAnswer write(AppealAnswer answer) {
        return switch (answer) {
            case AppealAnswer.NotFound _ -> CallerProblem.answer(NOT_FOUND, "not_found", NOTHING, null);
            case AppealAnswer.Conflict(var state, var isFinal) ->
                CallerProblem.answer(
                        CONFLICT,
                        "already_exists",
                        isFinal
                                ? "The appeal against this decision was decided: " + state + '.'
                                : "An appeal with another text waits for an answer. Wait for it; you can add to your"
                                        + " appeal when you are asked for information.",
                        null);
            case AppealAnswer.Found found -> found(found);
        };
    }

    private static HttpAnswer found(AppealAnswer.Found found) {
        var body = new LinkedHashMap<String, Object>();
        body.put("decision", found.decision());
        body.put("state", found.state());
        body.put("filed", found.filed().toString());
        if (found.answered() != null) {
            body.put("answered", found.answered().toString());
        }
        if (found.reason() != null) {
            body.put("reason", found.reason());
        }
        return CallerProblem.json(found.created() ? CREATED : OK, "application/json", body);
    }
}
