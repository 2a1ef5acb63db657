package io.facegate.ledger;

import io.facegate.call.Fault;
import io.facegate.call.Outcome;
import io.facegate.call.Reply;
import io.facegate.ledger.Ledger.Ending;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** Extractor of outcome fields for the record: counts and error names, nothing biometric. */
final class OutcomeFields {
    private OutcomeFields() {}

    static Ending extract(Outcome outcome, long micros) {
        return switch (outcome) {
            case Outcome.Answered(var _, var reply, var _, var _) -> extract(reply, micros);
            case Outcome.Refused(var _, var refusal, var _) -> new Ending("not_forwarded", refusal.code(), micros);
            case Outcome.Invalid(var _, var refusal, var _, var _) ->
                new Ending("not_forwarded", refusal.code(), micros);
            case Outcome.Unavailable(var _, Fault.LedgerDown late, var _) ->
                new Ending("not_forwarded", late.code(), micros);
            case Outcome.Unavailable(var _, Fault.ProviderDown down, var _)
            when down.credentials() != null -> new Ending("fault", Fault.ProviderDown.CREDENTIALS, micros);
            case Outcome.Unavailable(var _, var fault, var _) -> new Ending("fault", fault.code(), micros);
        };
    }

    private static int faces(List<Reply> each) {
        return each.stream()
                .mapToInt(one -> one instanceof Reply.Detected(var faces, var _) ? faces.size() : 0)
                .sum();
    }

    /** The first error of a batch's parts. */
    private static String error(List<Reply> each) {
        return each.stream()
                .flatMap(one ->
                        one instanceof Reply.Failed(var kind, var _, var _) ? Stream.of(code(kind)) : Stream.empty())
                .findFirst()
                .orElse("");
    }

    private static String code(Reply.Failure kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    private static Ending extract(Reply.Verbatim reply, long micros) {
        var inside = reply.envelope().statistics();
        boolean isError = reply.error() != null;
        return new Ending(
                isError ? "vendor_error" : "ok",
                Objects.requireNonNullElse(isError ? reply.error() : inside.error(), ""),
                isError ? OptionalInt.empty() : inside.results(),
                micros,
                OptionalInt.of(reply.status()),
                reply.envelope().requestId());
    }

    private static Ending extract(Reply reply, long micros) {
        return switch (reply) {
            case Reply.Failed(var kind, var _, var _) -> new Ending("vendor_error", code(kind), micros);
            case Reply.Verbatim verbatim -> extract(verbatim, micros);
            case Reply.Detected(var faces, var _) -> new Ending("ok", "", faces.size(), micros);
            case Reply.PeopleDetected(var people) -> new Ending("ok", "", people.size(), micros);
            case Reply.DetectedKeeping(var faces, var _) -> new Ending("ok", "", faces.size(), micros);
            case Reply.DetectedEach(var each) -> new Ending("ok", error(each), faces(each), micros);
            case Reply.Compared compared ->
                new Ending("ok", "", compared.matches().size(), micros);
            case Reply.Found found -> new Ending("ok", "", found.candidates().size(), micros);
            case Reply.Enrolled enrolled ->
                new Ending("ok", "", enrolled.enrolled().size(), micros);
            case Reply.Enrolments listed -> new Ending("ok", "", listed.faces().size(), micros);
            case Reply.FacesErased erased ->
                new Ending("ok", "", erased.faceIds().size(), micros);
            case Reply.OfExamples of -> new Ending("ok", "", of.resultCount(), micros, OptionalInt.empty(), null);
            case Reply.Alike _,
                    Reply.GalleryCreated _,
                    Reply.Gallery _,
                    Reply.Galleries _,
                    Reply.GalleryErased _,
                    Reply.LivenessStarted _,
                    Reply.Liveness _ -> new Ending("ok", "", micros);
        };
    }
}
