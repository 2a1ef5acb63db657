package io.facegate.usecase.policy;

import io.facegate.call.Capability;
import io.facegate.catalogue.VendorApi;
import io.facegate.identity.AttestedContext;
import io.facegate.policy.explain.ExplainedCall;
import io.facegate.policy.vocabulary.AttestableFacts;
import io.facegate.policy.vocabulary.Jurisdictions;
import io.facegate.policy.vocabulary.WordList;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A made-up call that a program asks about, checked word by word. */
final class TrialQuestion {
    private static final String ORGANISATION = "organisation";
    private static final String TYPE = "type";
    private static final String ON_BEHALF_OF = "onBehalfOf";
    private static final String PURPOSE = "purpose";
    private static final String PLACES = "places";
    private static final String PROVIDER = "provider";
    private static final String OPERATION = "operation";
    private static final String CAPABILITIES = "capabilities";
    private static final String THRESHOLD = "threshold";
    private static final String EVIDENCE = "evidence";
    private static final String FACTS = "facts";
    private static final String AT = "at";
    static final List<String> KEYS = List.of(
            ORGANISATION,
            TYPE,
            ON_BEHALF_OF,
            PURPOSE,
            PLACES,
            PROVIDER,
            OPERATION,
            CAPABILITIES,
            THRESHOLD,
            EVIDENCE,
            FACTS,
            AT);

    private final QuestionFields body;

    TrialQuestion(QuestionFields body) {
        this.body = body;
    }

    /** The call; one of a registered organisation is as the registry has it. */
    ExplainedCall call(CallTrials trials, Instant now) {
        if (has(ORGANISATION) == has(TYPE)) {
            throw invalid(TYPE, "Send either organisation, the id of a registered one, or type.");
        }
        if (has(TYPE)) {
            return supposed(known(TYPE, String.valueOf(body.text(TYPE)), WordList.ORGANISATIONS), now)
                    .explained();
        }
        if (!body.texts(ON_BEHALF_OF).isEmpty()) {
            throw invalid(ON_BEHALF_OF, "onBehalfOf goes with type.");
        }
        var organisation = trials.organisation(String.valueOf(body.text(ORGANISATION)))
                .orElseThrow(() -> invalid(ORGANISATION, "There is no organisation with this id."));
        return trials.asRegistered(organisation, supposed(organisation.type(), now));
    }

    private SupposedCall supposed(String type, Instant now) {
        var at = Objects.requireNonNullElse(body.moment(AT), now);
        var purpose = body.text(PURPOSE);
        var party = new SupposedCall.Party(
                SupposedCall.NOBODY,
                type,
                known(ON_BEHALF_OF, WordList.ORGANISATIONS),
                purpose == null ? null : known(PURPOSE, purpose, WordList.PURPOSES),
                places());
        var context = new AttestedContext(evidence(), facts(at), null);
        return new SupposedCall(party, request(), context, at, at);
    }

    private SupposedCall.Request request() {
        var provider = known(PROVIDER, require(PROVIDER), WordList.PROVIDERS);
        var operation = body.text(OPERATION);
        var able = EnumSet.noneOf(Capability.class);
        known(CAPABILITIES, WordList.CAPABILITIES).forEach(word -> {
            var capability = Capability.fromCode(word);
            if (capability != null) {
                able.add(capability);
            }
        });
        if (operation != null) {
            able.addAll(capabilities(provider, operation, able.isEmpty()));
        }
        if (able.isEmpty()) {
            throw invalid(CAPABILITIES, "Say what the call does: operation, capabilities, or both.");
        }
        return new SupposedCall.Request(provider, operation, able, body.share(THRESHOLD));
    }

    private Set<Capability> capabilities(String provider, String name, boolean isAlone) {
        var api = VendorApi.fromWord(provider);
        var operation = api == null ? null : api.operation(name);
        if (operation == null) {
            throw invalid(
                    OPERATION,
                    "The provider " + provider + " has no such operation. Leave it out, and send" + " capabilities.");
        }
        if (isAlone && operation.dependsOnContent()) {
            throw invalid(CAPABILITIES, "What this operation does depends on its content. Send its capabilities.");
        }
        return operation.capabilities();
    }

    private List<String> places() {
        var places = body.texts(PLACES);
        if (!places.stream().allMatch(Jurisdictions::isValid)) {
            throw invalid(PLACES, "A place is written as US, US-OR or US-OR/portland.");
        }
        return places;
    }

    private Set<String> evidence() {
        var types = body.texts(EVIDENCE);
        types.forEach(type -> {
            var mistake = AttestableFacts.mistakeOfEvidence(type);
            if (mistake != null) {
                throw invalid(EVIDENCE, mistake + '.');
            }
        });
        return Set.copyOf(types);
    }

    private Map<String, List<String>> facts(Instant at) {
        var facts = new HashMap<String, List<String>>();
        body.lists(FACTS).forEach((name, values) -> {
            for (var value : values) {
                var fact = fact(name, value, at);
                facts.computeIfAbsent(fact.getKey(), _ -> new ArrayList<>()).add(fact.getValue());
            }
        });
        return facts;
    }

    private Map.Entry<String, String> fact(String name, String value, Instant at) {
        try {
            return SupposedFacts.read(name, value, at);
        } catch (IllegalArgumentException wrong) {
            throw invalid(FACTS, String.valueOf(wrong.getMessage()) + '.');
        }
    }

    private List<String> known(String key, WordList<?> words) {
        return body.texts(key).stream().map(word -> known(key, word, words)).toList();
    }

    private String known(String key, @Nullable String word, WordList<?> words) {
        if (word == null || words.find(word) == null) {
            throw invalid(key, words.unknownMessage(String.valueOf(word)) + '.');
        }
        return word;
    }

    private boolean has(String key) {
        return body.text(key) != null;
    }

    private String require(String key) {
        var text = body.text(key);
        if (text == null) {
            throw invalid(key, key + " is required.");
        }
        return text;
    }

    private static PolicyTrialAnswer.Mistake invalid(String key, String sentence) {
        return new PolicyTrialAnswer.Mistake(key, sentence);
    }
}
