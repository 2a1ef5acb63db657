package io.facegate.ledger.replay;

import io.facegate.call.Capability;
import io.facegate.call.CrossVendorRoute;
import io.facegate.call.FaceCall;
import io.facegate.call.FaceCall.Reference;
import io.facegate.call.FaceCountClass;
import io.facegate.call.NormalizedRequest;
import io.facegate.call.Pictures;
import io.facegate.call.PreconditionFailure;
import io.facegate.call.Refusal;
import io.facegate.identity.AttestedContext;
import io.facegate.identity.Caller;
import io.facegate.identity.Organisation;
import io.facegate.ledger.DecisionRecord.Frame;
import io.facegate.ledger.DecisionRecord.Names;
import io.facegate.ledger.DecisionRecord.PermitCommitments;
import io.facegate.ledger.Ledger.Question;
import io.facegate.ledger.replay.RecordedDecision.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reader of policy inputs: rebuilds a decision's question from its record, the inverse of the ledger's writer. */
final class PolicyInputReader {
    private static final NormalizedRequest NOT_ON_RECORD =
            new NormalizedRequest.VendorSpecific("What was sent is on no record.");

    private PolicyInputReader() {}

    static RecordedDecision read(RecordValues values) {
        var frame = new Frame(
                        values.require("kind"),
                        values.require("id"),
                        values.require("boot"),
                        values.require("build"),
                        Names.RECORDED,
                        readUndertaking(values))
                .repeating(values.all());
        var source = values.word("source");
        var question = new Question(
                caller(values), call(values), source == null ? "" : source, Instant.parse(values.require("time")));
        return new RecordedDecision(frame, question, values.require("policies"), verdict(values));
    }

    private static @Nullable PermitCommitments readUndertaking(RecordValues values) {
        if (!values.require("kind").equals("DECISION")
                || !values.require("verdict").equals("permit")) {
            return null;
        }
        var due = values.has("obligations") ? values.object("obligations").word("authorisation_due") : null;
        return new PermitCommitments(due == null ? null : Instant.parse(due), values.word("review"));
    }

    private static Caller caller(RecordValues values) {
        var doubt = values.word("doubt");
        var types = values.words("evidence");
        var context = new AttestedContext(Set.copyOf(types), facts(values), values.word("case"));
        return new Caller(
                organisation(values.object("organisation")),
                values.objects("on_behalf_of").stream()
                        .map(PolicyInputReader::organisation)
                        .toList(),
                values.word("purpose"),
                values.requireWords("jurisdictions"),
                context,
                values.require("method"),
                values.require("key"),
                doubt == null ? null : PreconditionFailure.fromCode(doubt));
    }

    private static Organisation organisation(RecordValues link) {
        var id = link.require("id");
        var places = link.requireWords("jurisdictions");
        return new Organisation(id, id, link.require("type"), places, Set.of(), facts(link), false, null);
    }

    /** Groups facts, which are listed as {@code name=value}, by name. */
    private static Map<String, List<String>> facts(RecordValues values) {
        var listed = values.words("facts");
        if (listed.isEmpty()) {
            return Map.of();
        }
        var facts = new HashMap<String, List<String>>();
        for (var word : listed) {
            int cut = word.indexOf('=');
            if (cut < 0) {
                throw new IllegalArgumentException("no fact");
            }
            facts.computeIfAbsent(word.substring(0, cut), name -> new ArrayList<>())
                    .add(word.substring(cut + 1));
        }
        return facts;
    }

    private static FaceCall call(RecordValues values) {
        var threshold = values.word("threshold");
        var faces = values.word("faces");
        var facts = FaceCall.Facts.of(capabilities(values.requireWords("capabilities")))
                .inGallery(values.word("gallery"))
                .referringTo(references(values.requireWords("references")))
                .withThreshold(threshold == null ? null : (Double) Double.parseDouble(threshold))
                .counted(faces == null ? null : FaceCountClass.fromCode(faces))
                .picturing(pictures(values));
        return new FaceCall(
                values.require("provider"),
                values.require("operation"),
                facts,
                NOT_ON_RECORD,
                Map.of(),
                null,
                readRoute(values),
                null);
    }

    private static @Nullable CrossVendorRoute readRoute(RecordValues values) {
        var wire = values.word("wire");
        var operation = values.word("wire_operation");
        return wire == null
                ? null
                : new CrossVendorRoute(
                        wire, operation == null ? values.require("operation") : operation, null, values.word("engine"));
    }

    private static Set<Capability> capabilities(List<String> codes) {
        var all = EnumSet.noneOf(Capability.class);
        for (var code : codes) {
            var capability = Capability.fromCode(code);
            if (capability == null) {
                throw new IllegalArgumentException("no capability");
            }
            all.add(capability);
        }
        return all;
    }

    private static Set<Reference> references(List<String> words) {
        var all = EnumSet.noneOf(Reference.class);
        words.forEach(word -> all.add(Reference.valueOf(word.toUpperCase(Locale.ROOT))));
        return all;
    }

    private static Pictures pictures(RecordValues values) {
        var told = values.object("pictures");
        if (told.all().isEmpty()) {
            return Pictures.UNCOUNTED;
        }
        int count = (int) told.number("count");
        return count == 0 ? new Pictures(0, 0, 0) : new Pictures(count, told.number("bytes"), told.number("pixels"));
    }

    private static Verdict verdict(RecordValues values) {
        var rule = values.require("rule");
        var clause = values.require("clause");
        var told = values.word("fact");
        var fact = told == null ? "" : told;
        if (values.require("verdict").equals("permit")) {
            return new Verdict(rule, clause, fact, null);
        }
        var review =
                values.all().containsKey("requestable") ? new Refusal.Review(values.words("requestable"), "") : null;
        var refusal = new Refusal(
                values.require("code"), rule, "", values.word("citation"), values.word("checked"), "", review);
        return new Verdict(rule, clause, fact, refusal);
    }
}
