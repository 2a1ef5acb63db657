package io.facegate.vendor.compreface.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.facegate.call.FaceCall;
import io.facegate.call.NormalizedRequest;
import io.facegate.call.Reply;
import io.facegate.call.Reply.Failure;
import io.facegate.ledger.Cleared;
import io.facegate.vendor.client.OwnerPrefix;
import io.facegate.vendor.client.OwnershipGuard;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/** Executes one cleared call: translates names to the vendor's and back, and records created resources. */
final class CompreFaceOwnedCall {
    private static final String PREDICTIONS = "prediction_count";

    /** How many of the nearest subjects of all organisations are searched for the caller's own. */
    private static final String NEAREST = "1000";

    private final CompreFaceOwnership custody;
    private final Cleared cleared;
    private final FaceCall call;
    private final Function<CompreFaceRequest, Reply.Verbatim> vendor;
    private final CompreFaceRequest sent;
    private final CompreFaceSubjectNames names;

    /** @param vendor sends a request to the vendor */
    CompreFaceOwnedCall(
            CompreFaceOwnership custody,
            Cleared cleared,
            FaceCall call,
            Function<CompreFaceRequest, Reply.Verbatim> vendor) {
        this.custody = custody;
        this.cleared = cleared;
        this.call = call;
        this.vendor = vendor;
        this.sent = CompreFaceRequest.of(call);
        this.names = new CompreFaceSubjectNames(new OwnerPrefix(CompreFaceOwnership.principal(cleared.caller())));
    }

    /**
     * Sends the call and returns the answer that its caller may see.
     *
     * @throws io.facegate.call.Fault.RegistryDown when a new resource cannot be recorded: then its id is not disclosed
     */
    Reply run() {
        boolean begins = call.request() instanceof NormalizedRequest.CreateGallery;
        if (begins && custody.isRecorded(cleared.caller())) {
            return new Reply.Failed(Failure.ALREADY_EXISTS, "The gallery exists already.");
        }
        boolean makes =
                begins || sent.operation().equals("AddFace") || sent.operation().equals("AddSubject");
        boolean alone = custody.ownsServer(cleared.caller());
        var own = alone ? sent : names.toUpstream(sent);
        if (own == null) {
            return new Reply.Failed(
                    Failure.INVALID_PARAMETER,
                    "A subject's name must have at most " + names.maxNameLength() + " characters on this server.",
                    "external_id");
        }
        var change = makes ? custody.beginCollection(cleared, call) : null;
        if (change != null) {
            return OwnershipGuard.stopped(change);
        }
        return recordEffects(alone ? vendor.apply(own) : sendOnShared(own));
    }

    /** On a shared server, applies an operation on all subjects to the caller's own only. */
    private Reply sendOnShared(CompreFaceRequest own) {
        var all = new OrganisationData(names.prefix(), vendor);
        return switch (own.operation()) {
            case "DeleteSubjects" -> all.eraseAll(OrganisationData.SUBJECT);
            case "DeleteFaces" ->
                own.query().containsKey(CompreFaceRequest.SUBJECT)
                        ? toDownstream(vendor.apply(own))
                        : all.eraseAll(OrganisationData.EXAMPLES);
            case "ListFaces" ->
                own.query().containsKey(CompreFaceRequest.SUBJECT)
                        ? toDownstream(vendor.apply(own))
                        : toDownstreamIfVerbatim(all.listPage(own.query()));
            case "Recognize", "RecognizeEmbeddings" -> toDownstream(vendor.apply(own.withQuery(PREDICTIONS, NEAREST)));
            default -> toDownstream(vendor.apply(own));
        };
    }

    private Reply toDownstreamIfVerbatim(Reply reply) {
        return reply instanceof Reply.Verbatim given ? toDownstream(given) : reply;
    }

    private Reply toDownstream(Reply.Verbatim given) {
        if (given.error() != null) {
            return given.withBody(names.prefix().removeFrom(given.body()));
        }
        var answer = CompreFaceReplyReader.json(given.body());
        if (answer == null) {
            return given;
        }
        int asked = Integer.parseInt(sent.query().getOrDefault(PREDICTIONS, "1"));
        boolean recognises = sent.route().query().contains(PREDICTIONS);
        return given.withBody(
                CompreFaceReplyReader.toBytes(names.toDownstream(answer, recognises ? asked : Integer.MAX_VALUE)));
    }

    private Reply recordEffects(Reply reply) {
        if (!(reply instanceof Reply.Verbatim given) || given.error() != null) {
            return reply;
        }
        switch (sent.operation()) {
            case "AddFace" -> {
                var id = Objects.requireNonNull(CompreFaceReplyReader.json(given.body()))
                        .path(CompreFaceRequest.IMAGE_ID);
                if (!id.isTextual()) {
                    throw CompreFaceReplyReader.down("The server's answer does not name the resource that it made.");
                }
                custody.recordExample(cleared, call, id.textValue());
            }
            case "DeleteFace", "DeleteFacesById" -> sent.ids().forEach(custody::removeExample);
            case "DeleteSubjects" -> custody.removeCollection(cleared.caller());
            default -> {}
        }
        return reply;
    }

    /** Iterates over the data of one organisation on a shared server. */
    private record OrganisationData(OwnerPrefix prefix, Function<CompreFaceRequest, Reply.Verbatim> vendor) {
        static final String SUBJECT = "DeleteSubject";
        static final String EXAMPLES = "DeleteFaces";

        /** The most vendor pages fetched for one list, and their size. */
        private static final int PAGES = 16;

        private static final int SIZE = 1000;

        /** Erases subject by subject; stops at the first error. */
        Reply eraseAll(String operation) {
            var listed = vendor.apply(CompreFaceRequest.of("ListSubjects", Map.of(), Map.of()));
            if (listed.error() != null) {
                return listed;
            }
            int deleted = 0;
            for (var name : json(listed).path("subjects")) {
                if (prefix.removeFrom(name.asText()) != null) {
                    var one = Map.of(CompreFaceRequest.SUBJECT, name.asText());
                    var reply = vendor.apply(
                            operation.equals(SUBJECT)
                                    ? CompreFaceRequest.of(operation, one, Map.of())
                                    : CompreFaceRequest.of(operation, Map.of(), one));
                    if (reply.error() != null) {
                        return reply.withBody(prefix.removeFrom(reply.body()));
                    }
                    deleted += operation.equals(SUBJECT)
                            ? 1
                            : json(reply).path("deleted").asInt();
                }
            }
            return listed.withBody(CompreFaceReplyReader.toBytes(
                    CompreFaceReplyReader.JSON.createObjectNode().put("deleted", deleted)));
        }

        /** Returns one page of the organisation's own items, taken from the pages of all organisations. */
        Reply listPage(Map<String, String> asked) {
            var own = CompreFaceReplyReader.JSON.createArrayNode();
            for (int page = 0; page < PAGES; page++) {
                var query = Map.of("page", Integer.toString(page), "size", Integer.toString(SIZE));
                var reply = vendor.apply(CompreFaceRequest.of("ListFaces", Map.of(), query));
                if (reply.error() != null) {
                    return reply;
                }
                var answer = json(reply);
                answer.path("faces").forEach(face -> {
                    if (prefix.removeFrom(face.path(CompreFaceRequest.SUBJECT).asText()) != null) {
                        own.add(face);
                    }
                });
                if (page + 1 >= answer.path("total_pages").asInt()) {
                    return reply.withBody(page(List.copyOf(own.valueStream().toList()), asked));
                }
            }
            return new Reply.Failed(
                    Failure.LIMIT_EXCEEDED, "The server keeps too many examples to list them all. Name a subject.");
        }

        private static byte[] page(List<JsonNode> own, Map<String, String> asked) {
            int page = Integer.parseInt(asked.getOrDefault("page", "0"));
            int size = Integer.parseInt(asked.getOrDefault("size", "20"));
            int from = (int) Math.min((long) page * size, own.size());
            var answer = CompreFaceReplyReader.JSON.createObjectNode();
            answer.putArray("faces").addAll(own.subList(from, Math.min(from + size, own.size())));
            answer.put("page_number", page)
                    .put("page_size", size)
                    .put("total_pages", (own.size() + size - 1) / size)
                    .put("total_elements", own.size());
            return CompreFaceReplyReader.toBytes(answer);
        }

        private static JsonNode json(Reply.Verbatim reply) {
            return Objects.requireNonNull(CompreFaceReplyReader.json(reply.body()));
        }
    }
}
