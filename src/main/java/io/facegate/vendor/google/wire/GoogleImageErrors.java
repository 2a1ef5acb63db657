package io.facegate.vendor.google.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.facegate.call.FaceCall;
import io.facegate.call.Fault;
import io.facegate.call.NormalizedRequest;
import io.facegate.call.Reply;
import io.facegate.call.WireDetail;
import io.facegate.vendor.wire.ReplyJson;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Errors of single images of a batch, by item index. The other images are still answered. The reader finds them; the
 * obligation binding and the outcome writer put them into the answer.
 */
record GoogleImageErrors(SortedMap<Integer, NormalizedRequest.Flawed> all) implements WireDetail {
    private static final GoogleImageErrors NONE = new GoogleImageErrors(Collections.emptySortedMap());

    static GoogleImageErrors fromCall(FaceCall call) {
        return call.wireDetail() instanceof GoogleImageErrors errors ? errors : NONE;
    }

    boolean isEmpty() {
        return all.isEmpty();
    }

    boolean contains(int item) {
        return all.containsKey(item);
    }

    /** A batch with other errors is another request. */
    @Override
    public Map<String, Object> identity() {
        var told = new TreeMap<String, List<String>>();
        all.forEach((at, flaw) -> told.put(at.toString(), List.of(flaw.kind().name(), flaw.message())));
        return Map.of("flaws", told);
    }

    /** Returns a reply of errors only, when no valid image is left. */
    Reply.DetectedEach errorsOnly() {
        return new Reply.DetectedEach(insertInto(List.of()));
    }

    /** Returns the reply for the other images with these errors inserted at their indices. */
    Reply insertInto(FaceCall call, Reply reply) {
        return switch (reply) {
            case Reply.Verbatim given -> insertInto(call, given);
            case Reply.DetectedEach(var each) -> new Reply.DetectedEach(insertInto(each));
            case Reply.Detected _ -> new Reply.DetectedEach(insertInto(List.of(reply)));
            case Reply.Failed(var kind, var _, var _)
            when GoogleOutcomeWriter.isOfOneImage(call, kind) -> new Reply.DetectedEach(insertInto(List.of(reply)));
            default -> reply;
        };
    }

    private List<Reply> insertInto(List<Reply> each) {
        var others = each.iterator();
        var whole = new ArrayList<Reply>();
        for (int at = 0; at < each.size() + all.size(); at++) {
            var flaw = all.get(at);
            whole.add(flaw == null ? others.next() : new Reply.Failed(flaw.kind(), flaw.message()));
        }
        return whole;
    }

    private Reply.Verbatim insertInto(FaceCall call, Reply.Verbatim given) {
        var body = ReplyJson.object(given.body());
        var sent = call.params().get(GoogleRequestReader.BODY) instanceof Map<?, ?> asked
                        && asked.get("requests") instanceof List<?> requests
                ? requests.size()
                : 0;
        if (body.get("responses") instanceof ArrayNode held && isAmong(held, sent)) {
            // The filter may have withheld their texts.
            all.forEach((at, flaw) -> held.set(at, toJson(flaw)));
            return given.withBody(ReplyJson.write(body));
        }
        if (!(body.get("responses") instanceof ArrayNode answers) || answers.size() != sent) {
            throw new Fault.ProviderDown("The provider did not return exactly one answer for each image.");
        }
        all.forEach((at, flaw) -> answers.insert(at, toJson(flaw)));
        var inside = given.envelope().statistics();
        var first = all.firstEntry().getValue().kind().name().toLowerCase(Locale.ROOT);
        var counted = inside.error() == null ? new Reply.BodyStats(inside.results(), first) : inside;
        return new Reply.Verbatim(
                given.status(),
                ReplyJson.write(body),
                given.error(),
                given.envelope().withStatistics(counted));
    }

    /** Returns true if the errors are already inserted, as in an answer that was held for review. */
    private boolean isAmong(ArrayNode answers, int sent) {
        return answers.size() == sent + all.size()
                && all.entrySet().stream()
                        .allMatch(flaw -> code(toJson(flaw.getValue())).equals(code(answers.get(flaw.getKey()))));
    }

    private static JsonNode code(JsonNode response) {
        return response.at("/error/code");
    }

    private static ObjectNode toJson(NormalizedRequest.Flawed flaw) {
        var response = JsonNodeFactory.instance.objectNode();
        response.putObject("error")
                .put("code", GoogleStatus.fromFailure(flaw.kind()).number())
                .put("message", flaw.message());
        return response;
    }
}
